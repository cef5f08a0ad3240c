"""A message becomes an Email: by /set, /copy, /import, delivery, or in a fixture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..standard.records import Records
from ..store.values import Record
from .message.parse import parse
from .message.parts import Message
from .metadata import metadata, texts
from .thread import emails_in, thread_for


@dataclass(frozen=True)
class Reading:
    """What is made of a message without knowing anything else; whoever has time for it makes it beforehand."""

    message: Message
    #: Properties of the Email.
    properties: Record
    #: By what it is found.
    words: dict[str, str]


def read(raw: bytes) -> Reading:
    message = parse(raw)
    return Reading(message, metadata(message, raw), texts(message, raw))


def arrive(
    records: Records, new_id: Callable[[str], str], email: Record, raw: bytes, reading: Reading | None = None
) -> Record:
    """Add an Email with the message ``raw``; the whole record.

    ``email``: id, blobId, mailboxIds, keywords and receivedAt; threadId if that is to be a certain one.
    """
    records = records.whole
    reading = reading or read(raw)
    whole = reading.properties | email
    others: list[str] = []
    if "threadId" not in whole:
        whole["threadId"], others = thread_for(records, new_id, whole)
    records.create("Email", whole)
    index(records, whole, reading.words)
    # req: mail/EmailDelivery/changes-on-arrival
    #   The state MUST change whenever an Email is added to the store.
    for each in records.holding("Email", whole["id"]):
        records.transaction.bump(each.account, "EmailDelivery")
    for other in others:
        join(records, new_id, other, whole["threadId"])
    return whole


def index(records: Records, email: Record, words: dict[str, str]) -> None:
    """Let an Email be found by these words, by all who see it."""
    for each in records.holding("Email", email["id"]):
        records.transaction.put_texts(each.account, email["id"], words)


def join(records: Records, new_id: Callable[[str], str], other: str, thread_id: str) -> None:
    """Move the Emails of one Thread into another. The threadId never changes, so they become new Emails."""
    # req: mail/Thread/join-by-new-emails
    #   A server that joins Threads MUST therefore destroy the Emails that change sides and create them anew, with new
    #   ids.
    for email in emails_in(records, other):
        raw = records.transaction.blob(records.account, email["blobId"]) or b""
        records.destroy("Email", email)
        moved = email | {"id": new_id("Email"), "threadId": thread_id}
        records.create("Email", moved)
        index(records, moved, texts(parse(raw), raw))
