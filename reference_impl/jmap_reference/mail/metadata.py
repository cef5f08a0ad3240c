"""What is kept of a message in the record of its Email, so that a list of mail needs no message to be read again."""

from __future__ import annotations

from typing import Any, Final

from ..dates import in_order
from ..store.values import EmailRow, Record
from .message.headers import CONVENIENCE, as_text, property_value
from .message.parts import Message
from .message.properties import has_attachment, preview
from .message.search import base_subject, searchable
from .words import header_words, words

HEADER_PROPERTIES: Final = tuple(CONVENIENCE)


def metadata(message: Message, raw: bytes) -> Record:
    """The properties that are told by the message alone: size, header fields by their short names, preview …"""
    values: dict[str, Any] = {"size": len(raw)}
    values |= {name: property_value(message.headers, name) for name in HEADER_PROPERTIES}
    return values | {"hasAttachment": has_attachment(message), "preview": preview(message, raw)}


def texts(message: Message, raw: bytes) -> dict[str, str]:
    """What the Email is searched by, in words (see ``Transaction.put_texts``)."""
    # req: mail/Email/query/filter/text/headers
    #   The server MUST look at the header fields From, To, Cc, Bcc and Subject.
    # req: mail/Email/query/filter/text/bodies
    found = searchable(message, raw)
    named = {"sender": "from", "recipient": "to", "cc": "cc", "bcc": "bcc", "subject": "subject"}
    named |= {"body": "body", "attachments": "attachments"}
    indexed = {column: " ".join(words(found[name])) for column, name in named.items()}
    # req: mail/Email/query/decoded
    headers = (header_words(header.name, as_text(header.value)) for header in message.headers)
    return indexed | {"headers": " ".join(headers)}


def row_of(email: Record) -> EmailRow:
    """What the Email is found and sorted by."""
    sent = email.get("sentAt")
    return EmailRow(
        id=email["id"],
        thread=email["threadId"],
        received=in_order(email["receivedAt"]),
        sent=sent and in_order(sent),
        size=email.get("size", 0),
        has_attachment=email.get("hasAttachment", False),
        sender=person(email.get("from")),
        recipient=person(email.get("to")),
        subject=base_subject(email.get("subject") or ""),
        mailboxes=frozenset(email["mailboxIds"]),
        keywords=frozenset(email["keywords"]),
    )


def person(addresses: list[Record] | None) -> str:
    """By whom a list of addresses is sorted."""
    first = addresses[0] if addresses else {}
    return first.get("name") or first.get("email") or ""
