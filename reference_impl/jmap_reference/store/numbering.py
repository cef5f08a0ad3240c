"""What IMAP asks of a store (see ``interface``): numbers of messages, those marked as deleted, spellings of keywords.

JMAP knows none of it. Accounts are whole ones: whoever sees a Mailbox sees the same numbers in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from .values import Record


@dataclass(frozen=True)
class Numbers:
    """The messages of a mailbox, by number (RFC 3501, Section 2.3.1.1)."""

    #: Another for each mailbox that there ever was.
    validity: int
    #: The number that the next message will have.
    next: int
    #: Ids of Emails with their UIDs, which ascend.
    uids: dict[str, int]


class Numbering(Protocol):
    """The part of a Transaction that is about IMAP."""

    def numbers(self, account: str, mailbox: str) -> Numbers:
        """Those of now. The Emails that came since they were asked for last get theirs, in the order of their dates;
        those that are gone lose them, and no other ever has one of these. To be asked for in a writing transaction."""

    def mark(self, account: str, mailbox: str, email: Record) -> None:
        """Keep the number and the message of an Email that the Mailbox will not have any more, until it is there
        again, or expunged.

        ``email``: what it takes to have the Email again: id, blobId, threadId, mailboxIds, keywords, receivedAt.
        """

    def marked(self, account: str, mailbox: str) -> dict[str, Record]:
        """What is kept of Emails so, by id."""

    def expunge(self, account: str, mailbox: str, ids: Iterable[str]) -> None:
        """Keep it no more."""

    def spell(self, account: str, spellings: Mapping[str, str]) -> None:
        """Remember how keywords were written, by how they are in lower case; whoever was first is right."""

    def spellings(self, account: str) -> dict[str, str]: ...

    def misnumbered(self) -> list[str]:
        """What is wrong with all this; for those who verify a store."""
