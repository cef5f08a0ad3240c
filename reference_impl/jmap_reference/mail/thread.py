"""Threads: lists of Emails, oldest first (RFC 8621, Section 3).

A Thread is stored whole, so /get and /changes need no code: it is brought up to date after
each call that changed an Email of it, and so it changes when its list does, and only then.

Two Emails are of one Thread if they name a message of the same id and have the same subject
but for what replies add to it. Both conditions in one: they have an entry in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..dates import in_order
from ..store.values import Record
from .message.search import base_subject

if TYPE_CHECKING:
    from ..standard.records import Records


def emails_in(records: Records, thread_id: str) -> list[Record]:
    """The Emails of a Thread: by receivedAt, then by id, so that equal dates keep their order."""
    emails = records.read("Email", records.find("Email", "threadId", thread_id)).values()
    return sorted(emails, key=place)


def place(email: Record) -> tuple[str, str]:
    """Where the Email is in its Thread."""
    # req: mail/Thread/emailIds/stable-order
    #   Emails of the same receivedAt MUST always come in the same order, which the server chooses.
    return in_order(email["receivedAt"]), email["id"]


def refresh(records: Records, thread_id: str, emails: list[Record]) -> None:
    """Make the Thread what ``emails``, all that it has, say that it is."""
    old = records.get("Thread", thread_id)
    new = {"id": thread_id, "emailIds": [email["id"] for email in emails]}
    if old is None and emails:
        records.create("Thread", new)
    elif old is not None and emails:
        records.update("Thread", old, new)
    elif old is not None:
        records.destroy("Thread", old)


def thread_entries(email: Record) -> Iterator[tuple[str, str]]:
    """Each message id that the Email names, its own too, together with the subject."""
    ids = {id for name in ("messageId", "inReplyTo", "references") for id in email.get(name) or ()}
    if ids:
        subject = "".join(base_subject(email.get("subject") or "").split()).casefold()
        for id in ids:
            yield "message", hashlib.sha256(f"{id}\n{subject}".encode()).hexdigest()[:32]


def thread_for(records: Records, new_id: Callable[[str], str], email: Record) -> tuple[str, list[str]]:
    """The Thread for a new Email, and the other ones that it shows to be the same.

    The one that stays is the largest, but an Email that this very call has created must keep
    its id, which the response tells; so do not join what has one.
    """
    ids = {id: None for name, value in thread_entries(email) for id in records.find("Email", name, value)}
    found = dict.fromkeys(each["threadId"] for each in records.read("Email", ids).values())
    if not found:
        return new_id("Thread"), []
    threads = {thread: records.find("Email", "threadId", thread) for thread in found}
    fresh = {thread for thread, ids in threads.items() if any(("Email", id) in records.created for id in ids)}
    first = max(threads, key=lambda thread: (thread in fresh, len(threads[thread]), thread))
    return first, [thread for thread in threads if thread != first and thread not in fresh]
