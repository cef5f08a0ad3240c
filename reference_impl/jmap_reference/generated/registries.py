# Generated from schemas/ by jmap-spec generate; change it there.
"""Values that are registered, by registry."""

from __future__ import annotations

from typing import Final

MAILBOX_ROLES: Final = frozenset({
    'all',
    'archive',
    'drafts',
    'flagged',
    'important',
    'inbox',
    'junk',
    'sent',
    'trash',
})
"""What the `role` of a Mailbox can be: the attributes of special use in the IANA registry "IMAP Mailbox Name
Attributes", in lower case and without the backslash.

RFC 8621, Section 10.5.
"""
