"""A message becomes an Email: by /set, /copy, /import, delivery, or in a fixture."""

from __future__ import annotations

from collections.abc import Callable

from ..standard.records import Records
from ..store.interface import Record
from .message.parse import parse
from .metadata import metadata, texts
from .thread import emails_in, thread_for


def arrive(records: Records, new_id: Callable[[str], str], email: Record, raw: bytes) -> Record:
    """Add an Email with the message ``raw``; the whole record.

    ``email``: id, blobId, mailboxIds, keywords and receivedAt; threadId if that is to be a certain one.
    """
    message = parse(raw)
    whole = metadata(message, raw) | email
    others: list[str] = []
    if "threadId" not in whole:
        whole["threadId"], others = thread_for(records, new_id, whole)
    records.create("Email", whole)
    records.transaction.put_texts(records.account, whole["id"], texts(message, raw))
    # req: mail/EmailDelivery/changes-on-arrival
    records.transaction.bump(records.account, "EmailDelivery")
    for other in others:
        join(records, new_id, other, whole["threadId"])
    return whole


def join(records: Records, new_id: Callable[[str], str], other: str, thread_id: str) -> None:
    """Move the Emails of one Thread into another. The threadId never changes, so they become new Emails."""
    # req: mail/Thread/join-by-new-emails
    for email in emails_in(records, other):
        raw = records.transaction.blob(records.account, email["blobId"]) or b""
        records.destroy("Email", email)
        moved = email | {"id": new_id("Email"), "threadId": thread_id}
        records.create("Email", moved)
        records.transaction.put_texts(records.account, moved["id"], texts(parse(raw), raw))
