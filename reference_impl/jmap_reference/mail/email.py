"""Emails, as far as Mailboxes and Threads depend on them (RFC 8621, Sections 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..ijson import same
from ..standard.records import Records
from ..standard.special import Special
from ..store.interface import Record
from .counts import counts_of, difference
from .thread import emails_in, refresh

_COUNTED: Final = ("threadId", "mailboxIds", "keywords", "receivedAt")
"""The properties on which counts and Threads depend."""


class EmailSpecial(Special):
    def entries(self, record: Record) -> Iterator[tuple[str, str]]:
        yield "threadId", record["threadId"]
        for mailbox in record["mailboxIds"]:
            yield "mailboxIds", mailbox

    def changing(self, records: Records, old: Record | None, new: Record | None) -> None:
        if old is None or new is None or any(not same(old[name], new[name]) for name in _COUNTED):
            remember(records, (email["threadId"] for email in (old, new) if email is not None))

    def settle(self, records: Records) -> None:
        trash = trash_of(records)
        changed: dict[str, Record] = {}
        for thread, before in records.notes["Email"].items():
            emails = emails_in(records, thread)
            refresh(records, thread, emails)
            for mailbox, counts in difference(before, counts_of(emails, trash)).items():
                added = changed.setdefault(mailbox, {})
                for name, number in counts.items():
                    added[name] = added.get(name, 0) + number
        for mailbox, old in records.read("Mailbox", changed).items():
            new = old | {name: old[name] + number for name, number in changed[mailbox].items()}
            records.update("Mailbox", old, new)


def remember(records: Records, threads: Iterable[str]) -> None:
    """Note what these Threads add to the counts, before the call changes them; only the first time counts."""
    notes = records.notes["Email"]
    if fresh := [thread for thread in dict.fromkeys(threads) if thread not in notes]:
        trash = trash_of(records)
        for thread in fresh:
            notes[thread] = counts_of(emails_in(records, thread), trash)


def trash_of(records: Records) -> frozenset[str]:
    """The ids of the Mailboxes with the role trash: one at most, but while a /set moves the role."""
    return frozenset(records.find("Mailbox", "role", "trash"))
