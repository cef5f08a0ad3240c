"""Identities, and sending (RFC 8621, Sections 6 and 7)."""
