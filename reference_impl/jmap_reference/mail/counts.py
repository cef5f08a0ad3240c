"""The counts of a Mailbox, as sums over Threads (RFC 8621, Section 2).

Each Thread adds something to the counts of each Mailbox that has an Email of it. So a change
to one Email changes counts by the difference that its Thread makes, however large the account.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from ..store.values import Record
from .thread import emails_in

if TYPE_CHECKING:
    from ..standard.records import Records

COUNTS: Final = ("totalEmails", "unreadEmails", "totalThreads", "unreadThreads")

Counts = Mapping[str, Counter[str]]
"""By Mailbox id."""


def counts_of(thread: Iterable[Record], trash: frozenset[str]) -> Counts:
    """What the Emails of one Thread add to the counts of each Mailbox; ``trash`` are the ids with that role."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    unread_in_trash, unread_elsewhere = False, False
    for email in thread:
        unread = is_unread(email)
        for mailbox in email["mailboxIds"]:
            # req: mail/Mailbox/totalEmails/counted
            #   This MUST be the number of Emails in the Mailbox.
            counts[mailbox]["totalEmails"] += 1
            # req: mail/Mailbox/unreadEmails/counted
            #   This MUST be the number of Emails in the Mailbox that have neither the keyword $seen nor the keyword
            #   $draft.
            counts[mailbox]["unreadEmails"] += unread
        unread_in_trash |= unread and not trash.isdisjoint(email["mailboxIds"])
        unread_elsewhere |= unread and not trash.issuperset(email["mailboxIds"])
    for mailbox, its in counts.items():
        # req: mail/Mailbox/totalThreads/counted
        #   This MUST be the number of Threads that have an Email in the Mailbox.
        its["totalThreads"] = 1
        # Emails in the trash are counted as if they made a Thread of their own.
        its["unreadThreads"] = int(unread_in_trash if mailbox in trash else unread_elsewhere)
    return counts


def is_unread(email: Record) -> bool:
    return "$seen" not in email["keywords"] and "$draft" not in email["keywords"]


def difference(before: Counts, after: Counts) -> Counts:
    """What to add to the counts of each Mailbox."""
    changed: dict[str, Counter[str]] = {}
    for mailbox in before.keys() | after.keys():
        old, new = before.get(mailbox, Counter()), after.get(mailbox, Counter())
        changed[mailbox] = Counter({name: new[name] - old[name] for name in COUNTS if new[name] != old[name]})
    return {mailbox: its for mailbox, its in changed.items() if its}


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
