# Generated from schemas/ by jmap-spec generate; change it there.
"""Values that are registered, by registry."""

from __future__ import annotations

from typing import Final

ASSIGNED_NAMES: Final = frozenset({
    '_jmap._tcp',
    '/.well-known/jmap',
    'urn:ietf:params:jmap',
})
"""What is registered for JMAP in registries that are not its own: where a client that knows a domain finds the
server, and where the identifiers of the protocol begin.

RFC 8620, Section 9.
"""

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
"""The `role` of a Mailbox can be any attribute of the IANA registry "IMAP Mailbox Name Attributes" that stands for
a special use, in lower case and without the backslash. These are the ones that programs rely on most.

RFC 8621, Section 10.5.
"""

KEYWORDS: Final = frozenset({
    '$answered',
    '$draft',
    '$flagged',
    '$forwarded',
    '$junk',
    '$notjunk',
    '$phishing',
    '$recent',
    '$seen',
})
"""These keywords have a meaning that programs share. Their scope says where they are used: in both protocols, in
one of them, or nowhere, which keeps a confusing name from being taken. An IMAP client MAY ignore keywords of
the scopes JMAP-only and reserved. A JMAP client MAY ignore keywords of the scopes IMAP-only and reserved.

The four of JMAP alone follow a system flag of IMAP: in a store of both protocols, whichever client sets the one
sets the other. A keyword can be private or shared on a server; where it is shared, it tells others who may read
the Mailbox what a user has done with a message. Where IMAP has a mailbox for drafts or for flagged messages
(RFC 6154), the keyword has an effect there: Setting `$draft` or `$flagged` MAY make the message appear in that
mailbox by itself.

RFC 8621, Section 10.4.
"""
