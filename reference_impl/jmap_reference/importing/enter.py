"""Messages into an account: some at a time, and each at most once, so that what was cut short can be run again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from ..dates import utc_date
from ..mail.arrival import Reading, arrive, read
from ..mail.imports import received_at
from ..mail.new_mailbox import inbox_of, make_mailbox
from ..protocol import Processor
from ..standard.records import Records
from ..store.values import Account, Record
from ..validation import faults
from .found import Found, Unreadable

AT_ONCE: Final = 100
"""Messages in one transaction: each is in the account wholly or not at all, and a server beside has its turn."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")

_ROLES: Final = {
    "drafts": "drafts",
    "sent": "sent",
    "trash": "trash",
    "junk": "junk",
    "spam": "junk",
    "archive": "archive",
}
"""Roles by the names that mail readers give to such folders."""


@dataclass
class Importer:
    """Puts messages into Mailboxes of an account."""

    processor: Processor
    user: str
    account: Account
    #: What became of how many messages.
    counts: Counter[str] = field(default_factory=Counter)
    #: What could not be read.
    problems: list[Unreadable] = field(default_factory=list)

    def run(self, messages: Iterable[Found | Unreadable]) -> Iterator[tuple[int, int]]:
        """Import all; how many messages have been looked at, and of how many octets, after each commit."""
        left = iter(messages)
        done, octets = 0, 0
        while batch := list(islice(left, AT_ONCE)):
            counts: Counter[str] = Counter()
            # Outside of the transaction: a server beside waits for its turn no longer than it must.
            readings = [_reading(message) for message in batch]
            with self.processor.store.transaction(write=True) as transaction:
                now = self.processor.clock()
                records = Records(transaction, self.account.id, self.processor.specials, now)
                for message, reading in zip(batch, readings, strict=True):
                    if isinstance(message, Unreadable):
                        self.problems.append(message)
                    else:
                        counts[self._enter(records, message, reading)] += 1
                records.settle()
            self.counts += counts
            done += len(batch)
            octets += sum(len(message.octets) for message in batch if isinstance(message, Found))
            yield done, octets

    def _enter(self, records: Records, found: Found, reading: Reading | None) -> str:
        """What became of one message."""
        if reading is None:
            return "marked as deleted, left out" if found.is_deleted else "empty, left out"
        transaction, new_id = records.transaction, self.processor.new_id
        mailbox = self._mailbox(records, found.folder)
        blob_id = transaction.add_blob(records.account, new_id("Blob"), found.octets, self.user, records.now)
        if there := records.read("Email", records.find("Email", "blobId", blob_id)):
            [old, *_] = there.values()
            new = old | {"mailboxIds": old["mailboxIds"] | {mailbox: True}}
            return "put into one more Mailbox" if records.update("Email", old, new) else "there already"
        email: Record = {
            "id": new_id("Email"),
            "blobId": blob_id,
            "mailboxIds": {mailbox: True},
            # req: mail/Email/keywords/lower-case
            #   The server MUST return it in lower case.
            "keywords": dict.fromkeys(sorted(each.lower() for each in found.keywords if _is_keyword(each)), True),
            "receivedAt": received_at(reading.message, records.now) if found.at is None else utc_date(found.at),
        }
        arrive(records, new_id, email, found.octets, reading)
        return "imported"

    def _mailbox(self, records: Records, folder: tuple[str, ...]) -> str:
        """The id of the Mailbox of a folder, which is made if it is not there, with those above it."""
        specials, new_id = self.processor.specials, self.processor.new_id
        if not folder:
            return inbox_of(records, specials, self.account, new_id)
        parent: str | None = None
        for name in self._names(folder):
            role = _ROLES.get(name.lower()) if parent is None else None
            siblings = records.read("Mailbox", records.find("Mailbox", "parentId", parent)).values()
            there = [each["id"] for each in siblings if each["name"] == name]
            there += records.find("Mailbox", "role", role) if role else []
            # req: mail/Mailbox/name/unique-among-siblings
            #   Two Mailboxes of the same parent MUST NOT have the same name.
            parent = (
                there[0]
                if there
                else make_mailbox(records, specials, self.account, new_id, name=name, parentId=parent, role=role)
            )
        assert parent is not None, "a folder has a name"
        return parent

    def _names(self, folder: tuple[str, ...]) -> list[str]:
        """The names of a folder and of those above it, as Mailboxes can have them."""
        limits = self.processor.limits
        names = [unicodedata.normalize("NFC", _CONTROL.sub(" ", each)).strip() or "?" for each in folder]
        # No character has more than four octets.
        names = [each[: limits.maxSizeMailboxName // 4] for each in names]
        most = limits.maxMailboxDepth or len(names)
        # What is too deep goes into the deepest that can be.
        return names[:most]


def _reading(found: Found | Unreadable) -> Reading | None:
    """What is made of it; None where nothing is imported."""
    if isinstance(found, Unreadable) or not found.octets or found.is_deleted:
        return None
    return read(found.octets)


def _is_keyword(text: str) -> bool:
    """Whether it is one that an Email can have (RFC 8621, Section 4.1.1)."""
    sent = {"blobId": "b", "mailboxIds": {"m": True}, "keywords": {text.lower(): True}}
    return not faults("EmailImport.creation", sent)
