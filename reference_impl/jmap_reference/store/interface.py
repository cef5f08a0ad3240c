"""What the server asks of a store: little enough to put another engine behind it.

Records are JSON objects with an ``id``, kept by account and type. Each change to one moves
the state of its type in its account by one, and is logged with what was there before; so
every state of the past can be had again, until the log is cut.

An *entry* is a pair (name, value) under which a record can be found: ``("parentId", "M1")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from .numbering import Numbering
from .outgoing import Sending
from .values import (
    Account,
    Change,
    EmailRow,
    Entries,
    Filter,
    HeldBlob,
    Record,
    Referring,
    Share,
    Sort,
    Subscription,
    User,
)


class Transaction(Sending, Numbering, Protocol):
    """A view of the store that nobody else changes; what is written becomes visible, all at once, on commit."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo, on an exception, what was written within."""

    # Records

    def read(self, account: str, type: str, ids: Iterable[str]) -> dict[str, Record]:
        """The records with these ids, by id; those that do not exist are left out."""

    def read_all(self, account: str, type: str) -> list[Record]:
        """Every record, by id."""

    def count(self, account: str, type: str) -> int: ...

    def find(self, account: str, type: str, name: str, value: str) -> list[str]:
        """The ids of the records that have this entry, in order."""

    def has(self, account: str, type: str, name: str, value: str) -> bool:
        """Whether any record has this entry."""

    def create(self, account: str, type: str, record: Record, entries: Entries, at: float) -> None: ...

    def update(
        self, account: str, type: str, record: Record, before: Record, old: Entries, new: Entries, at: float
    ) -> None: ...

    def destroy(self, account: str, type: str, record: Record, entries: Entries, at: float) -> None: ...

    # States

    def state(self, account: str, type: str) -> int:
        """The present state: 0 while there has never been a record."""

    def oldest_state(self, account: str, type: str) -> int:
        """From where the log can still tell."""

    def changes(self, account: str, type: str, since: int) -> Iterator[Change] | None:
        """What happened after the state ``since``, in order; None if there was no such state or the log is cut."""

    def cut_log(self, before: float) -> int:
        """Forget changes older than this time (seconds since 1970); how many they were."""

    def bump(self, account: str, type: str) -> None:
        """A new state of a type that has no records."""

    # Emails, by what is in them

    def put_email(self, account: str, email: EmailRow) -> None:
        """Let the Email be found so from now on."""

    def drop_email(self, account: str, id: str) -> None:
        """Let it be found no more, by its texts neither."""

    def put_texts(self, account: str, id: str, texts: Mapping[str, str]) -> None:
        """The words of an Email, divided by spaces: sender, recipient, cc, bcc, subject, body,
        attachments, headers."""

    def find_emails(self, account: str, filter: Filter | None, sort: Iterable[Sort]) -> Iterator[tuple[str, str]]:
        """The ids of the Emails that match and of their Threads, in order, equals by id: one after the other."""

    def page_of_emails(
        self, account: str, filter: Filter | None, sort: Iterable[Sort], start: int, limit: int | None
    ) -> list[str]:
        """The ids of those from ``start`` on, no more than ``limit``; None for all that follow."""

    def place_of_email(self, account: str, filter: Filter | None, sort: Iterable[Sort], id: str) -> int | None:
        """How many come before an Email; None if it is not among them."""

    def count_emails(self, account: str, filter: Filter | None, threads: bool) -> int:
        """How many match, or how many Threads they are of."""

    def matching_emails(self, account: str, ids: Iterable[str], filter: Filter) -> set[str]:
        """Those of the Emails that match."""

    # For those who verify a store: all of something, one after the other, by id

    def every(self, account: str, type: str, by: str = "id") -> Iterator[Record]:
        """Every record, in the order of a property whose values are strings."""

    def email_rows(self, account: str, mailbox: str | None = None) -> Iterator[EmailRow]:
        """Those of the account, or of one Mailbox in it."""

    def email_texts(self, account: str) -> Iterator[tuple[str, dict[str, str]]]: ...

    def types(self, account: str) -> list[str]:
        """The types of which the account has, or had, records."""

    def entries(self, account: str, type: str) -> Iterator[tuple[str, Entries]]:
        """All entries, with the id of their record."""

    def damaged_blobs(self, account: str) -> list[str]:
        """The ids of blobs whose octets are not those that were added."""

    def strays(self) -> list[str]:
        """What is kept of Emails that are not there."""

    def damage(self) -> list[str]:
        """What the engine itself finds wrong."""

    # Blobs

    def add_blob(self, account: str, new_id: str, octets: bytes, uploader: str, at: float) -> str:
        """The id under which the account has these octets: ``new_id``, or the one it has them under already.

        The uploader holds it from then on.
        """

    def hold_blob(self, account: str, id: str, user: str, at: float) -> None:
        """Let a user (the empty string: whoever has the whole account) have a blob, whether or not a record refers
        to it, until ``drop_blobs`` ends that."""

    def holds_blob(self, account: str, id: str, user: str) -> bool: ...

    def held_octets(self, account: str, user: str) -> int:
        """How large the blobs are together that a user holds."""

    def held_blobs(self, account: str, user: str) -> list[HeldBlob]:
        """The longest held first."""

    def let_go_of_blob(self, account: str, id: str, user: str, referring: Referring) -> None:
        """A user holds it no more; if nobody does, and no record refers to it, it is deleted."""

    def drop_blobs(self, before: float, referring: Referring) -> int:
        """Let go of all that was held since before that time; how many blobs were deleted."""

    def blob(self, account: str, id: str) -> bytes | None: ...

    # People

    def user(self, name: str) -> User | None: ...

    def users(self) -> list[User]: ...

    def put_user(self, user: User) -> None: ...

    def remove_user(self, name: str) -> None:
        """Forget a user, the tokens, and the accounts that nobody else can use."""

    def accounts_of(self, user: str) -> list[Account]:
        """The accounts that ``user`` can use: personal ones first, in the order in which they were given."""

    def users_of(self, key: str) -> list[str]:
        """Those who see what the store has under this key: the id of an account, or a view."""

    def accounts(self) -> list[str]: ...

    def put_account(self, user: str, account: Account) -> None:
        """Let ``user`` use all of an account, which is made if there is none of that id."""

    def shares_of(self, account: str) -> list[Share]:
        """Who else may see something of it."""

    def put_share(self, share: Share, is_read_only: bool, capabilities: Iterable[str]) -> None:
        """Let a user see what the share says and no more; if there has been a share before, its view goes on."""

    def view_of(self, account: str, user: str) -> str | None:
        """The view that a user has, or had, of the account."""

    def put_grant(self, share: Share, mailbox: str, rights: frozenset[str]) -> None:
        """Without rights, take the grant away."""

    def end_share(self, account: str, user: str) -> None: ...

    def octets_of(self, account: str) -> int:
        """How large the messages of the account are together."""

    def put_token(self, digest: bytes, user: str, expires: float) -> None: ...

    def user_of_token(self, digest: bytes, at: float) -> str | None:
        """Whose token it is; None when it is unknown, expired or revoked."""

    def revoke_token(self, digest: bytes) -> bool: ...

    def revoke_tokens(self, user: str) -> int: ...

    # Push. A PushSubscription goes when its token is revoked, or its user's password changed; nothing of it is left.

    def subscriptions(self, user: str, at: float) -> list[Subscription]:
        """Those of the user that have not ended, nor their tokens, by id."""

    def subscribers(self) -> list[str]:
        """The users who have any."""

    def put_subscription(self, subscription: Subscription) -> None:
        """Add one, or change its record and its end."""

    def mark_asked(self, id: str) -> None: ...

    def mark_told(self, id: str, told: str) -> None: ...

    def erase_subscription(self, id: str) -> None: ...

    def erase_ended_subscriptions(self, at: float) -> None: ...

    def push_key(self) -> bytes | None:
        """The private key that push messages are signed with."""

    def put_push_key(self, private: bytes) -> None:
        """Set or replace that key; PushSubscriptions made under another are erased."""


class Broken(Exception):
    """The engine cannot read what it has kept; the message says why."""


Changed = dict[tuple[str, str], int]
"""The new states after a commit, by (account, type). A PushSubscription is of no account: (user, type), always 0. Where
messages of IMAP were expunged there is (account, "UID"), which is no type, and always 0 too."""


class Store(Protocol):
    def transaction(self, write: bool = False) -> AbstractContextManager[Transaction]:
        """A transaction: committed, and safe on disk, when the block ends; rolled back when it raises."""

    def version(self) -> int:
        """A number, quickly had, that is another one after each commit that changed anything, of any process."""

    def listen(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call ``listener`` after each commit that changed records, from any thread; the answer ends that.

        Changes of other processes are told some time after, several at once.
        """

    def close(self) -> None: ...
