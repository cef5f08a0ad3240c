"""The vacation response, and the answers that it makes (RFC 8621, Section 8)."""
