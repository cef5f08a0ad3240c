"""What a store is given and gives: records, and what is known of accounts, users, blobs and Emails beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Record = dict[str, Any]
Entries = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Change:
    """One change to one record."""

    #: The state that it led to.
    state: int
    id: str
    kind: Literal["created", "updated", "destroyed"]
    #: What was there: nothing for a creation, the old values of the changed properties for an update, else the record.
    before: Record


@dataclass(frozen=True)
class Account:
    """An account as one user sees it."""

    id: str
    name: str
    #: It belongs to the user, not to a group or to someone who shares it.
    is_personal: bool
    is_read_only: bool
    #: URNs of the capabilities that can be used with it; None for all that the server has.
    capabilities: frozenset[str] | None = None
    #: Where the store has what the user sees of it, if that is not all.
    view: str = ""

    @property
    def key(self) -> str:
        """Under what the store has the records that the user sees; blobs are always under ``id``."""
        return self.view or self.id

    def supports(self, urn: str) -> bool:
        return self.capabilities is None or urn in self.capabilities


Grants = dict[str, frozenset[str]]
"""Rights (names of MailboxRights) by the id of a Mailbox; under the empty string, those to all that are not named."""


@dataclass(frozen=True)
class Share:
    """What a user may see of an account of someone else, and do with it."""

    account: str
    user: str
    view: str
    grants: Grants = field(hash=False)

    def rights(self, mailbox: str) -> frozenset[str]:
        return self.grants.get(mailbox, self.grants.get("", frozenset()))


@dataclass(frozen=True)
class HeldBlob:
    id: str
    #: Seconds since 1970.
    at: float
    #: Octets.
    size: int


@dataclass(frozen=True)
class User:
    name: str
    #: Argon2 hash of the password; empty when none is set.
    password: str
    #: It is of the demo: its password is known to everyone.
    is_demo: bool


@dataclass(frozen=True)
class Subscription:
    """A PushSubscription, and what of it no client is told. Times are seconds since 1970."""

    record: Record
    user: str
    #: Digest of the token that it was created with; None for the password.
    token: bytes | None
    #: When it ends, even if the token lives on; None for never.
    ends: float | None
    #: What a client can only know from what is sent to the URL.
    code: str
    #: The code has been sent, whether or not it arrived.
    is_asked: bool
    #: The states that were pushed last, as an event id.
    told: str


@dataclass(frozen=True)
class EmailRow:
    """What an Email is found and sorted by, besides its texts. Dates are in a form whose order is that of time."""

    id: str
    thread: str
    received: str
    #: None where the message does not say.
    sent: str | None
    #: Octets.
    size: int
    has_attachment: bool
    #: Whom the sorts by from and to go by.
    sender: str
    recipient: str
    #: Without what replies add.
    subject: str
    mailboxes: frozenset[str]
    keywords: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """Words that come one after the other."""

    words: tuple[str, ...]
    #: The last one may go on.
    is_prefix: bool = False


Referring = Iterable[tuple[str, str]]
"""The entries that refer to blobs: types, with names."""

Filter = dict[str, Any]
"""As a client sends it (RFC 8621, Section 4.4.1), but dates as in EmailRow, and texts as lists of Phrases."""


@dataclass(frozen=True)
class Sort:
    """A Comparator; for texts with a collation, for keywords with the keyword."""

    property: str
    is_ascending: bool = True
    collation: str = ""
    keyword: str | None = None
