"""The properties of an Email that its message tells (RFC 8621, Section 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from . import body
from .content import size
from .headers import CONVENIENCE, property_value
from .parts import Header, Message, Part
from .preview import preview as preview_of
from .values import FetchOptions, body_values

__all__ = ["FetchOptions", "email_properties", "has_attachment", "preview"]

BlobId = Callable[[Part], str | None]


def email_properties(
    message: Message,
    raw: bytes,
    wanted: Iterable[str],
    body_properties: Sequence[str],
    fetch: FetchOptions,
    blob_id: BlobId,
) -> dict[str, Any]:
    """The wanted properties that the message tells; those about the store, ``mailboxIds`` and such, are left out.

    Args:
        raw: what ``message`` was parsed from.
        wanted: names of properties, ``header:…`` among them.
        body_properties: which properties each EmailBodyPart has.
        blob_id: the id of the blob with the content of a part; asked for parts that are no multipart.

    Raises:
        NotAHeaderProperty: a name begins with ``header:`` and is malformed.
    """
    reader = _Reader(message, raw, body_properties, fetch, blob_id)
    # req: mail/Email/get/name-as-asked
    #   A property header:… MUST be returned under the very name that it was asked for, its upper and lower case
    #   included.
    return {name: reader.value(name) for name in wanted if name.startswith("header:") or name in _TOLD}


def has_attachment(message: Message) -> bool:
    return body.has_attachment(body.lists_of(message.root))


def preview(message: Message, raw: bytes) -> str:
    return preview_of(body.lists_of(message.root), raw)


class _Reader:
    """Reads the properties of one message; what several of them need is made once."""

    def __init__(
        self, message: Message, raw: bytes, body_properties: Sequence[str], fetch: FetchOptions, blob_id: BlobId
    ) -> None:
        self.message = message
        self.raw = raw
        self.body_properties = body_properties
        self.fetch = fetch
        self.blob_id = blob_id
        self._lists: body.Lists | None = None
        self._parts: dict[int, dict[str, Any]] = {}

    @property
    def lists(self) -> body.Lists:
        if self._lists is None:
            self._lists = body.lists_of(self.message.root)
        return self._lists

    def value(self, name: str) -> Any:
        if name.startswith("header:") or name in CONVENIENCE:
            # req: mail/Email/convenience
            #   A property that is another name of a header field in a certain form, as from is of
            #   header:From:asAddresses, MUST have the value of the latter.
            return property_value(self.message.headers, name)
        return _TOLD_BY_BODY[name](self)

    def part(self, part: Part) -> dict[str, Any]:
        """``EmailBodyPart``, with the properties that were asked for; made once, however many lists it is in."""
        if id(part) not in self._parts:
            self._parts[id(part)] = {name: self.part_value(part, name) for name in self.body_properties}
        return self._parts[id(part)]

    def tree(self, part: Part) -> dict[str, Any]:
        """The part with all below it: without ``subParts`` there would be no structure, asked for or not."""
        found = self.part(part)
        return found | {"subParts": [self.tree(inner) for inner in part.sub_parts]} if part.is_multipart else found

    def part_value(self, part: Part, name: str) -> Any:
        if name.startswith("header:"):
            return property_value(part.headers, name)
        return _OF_PART[name](self, part)


def header_objects(headers: Iterable[Header]) -> list[dict[str, str]]:
    """``EmailHeader[]``"""
    # req: mail/EmailHeader/name/case-kept
    #   It MUST be in the upper and lower case that it has in the message.
    return [{"name": header.name, "value": header.value} for header in headers]


_OF_PART: dict[str, Callable[[_Reader, Part], Any]] = {
    "partId": lambda reader, part: part.part_id,
    # req: mail/EmailBodyPart/blobId/null-if-multipart
    #   It MUST be null for a multipart/*, and for nothing else.
    "blobId": lambda reader, part: None if part.is_multipart else reader.blob_id(part),
    "size": lambda reader, part: size(part, reader.raw),
    "headers": lambda reader, part: header_objects(part.headers),
    "name": lambda reader, part: part.name,
    "type": lambda reader, part: part.type,
    "charset": lambda reader, part: part.charset,
    "disposition": lambda reader, part: part.disposition,
    "cid": lambda reader, part: part.cid,
    "language": lambda reader, part: part.language,
    "location": lambda reader, part: part.location,
    # A multipart is in the tree alone, which puts its parts here.
    "subParts": lambda reader, part: None,
}
"""The properties of an EmailBodyPart."""

_TOLD_BY_BODY: dict[str, Callable[[_Reader], Any]] = {
    # req: mail/Email/headers/in-order
    #   They MUST be in the order of the message.
    "headers": lambda reader: header_objects(reader.message.headers),
    "bodyStructure": lambda reader: reader.tree(reader.message.root),
    "bodyValues": lambda reader: body_values(reader.message, reader.lists, reader.raw, reader.fetch),
    "textBody": lambda reader: [reader.part(part) for part in reader.lists.text],
    "htmlBody": lambda reader: [reader.part(part) for part in reader.lists.html],
    "attachments": lambda reader: [reader.part(part) for part in reader.lists.attachments],
    "hasAttachment": lambda reader: body.has_attachment(reader.lists),
    "preview": lambda reader: preview_of(reader.lists, reader.raw),
}
_TOLD = CONVENIENCE.keys() | _TOLD_BY_BODY
