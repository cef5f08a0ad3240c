"""Threads: lists of Emails, oldest first (RFC 8621, Section 3).

A Thread is stored whole, so /get and /changes need no code: it is brought up to date after
each call that changed an Email of it, and so it changes when its list does, and only then.
"""

from __future__ import annotations

from ..standard.records import Records
from ..store.interface import Record


def emails_in(records: Records, thread_id: str) -> list[Record]:
    """The Emails of a Thread: by receivedAt, then by id, so that equal dates keep their order."""
    emails = records.read("Email", records.find("Email", "threadId", thread_id)).values()
    # req: mail/Thread/emailIds/stable-order
    return sorted(emails, key=lambda email: (email["receivedAt"], email["id"]))


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
