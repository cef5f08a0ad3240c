"""The text of parts, as much of it as is asked for (RFC 8621, Sections 4.1.4 and 4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .body import Lists
from .content import text
from .markup import cut_outside_tags
from .parts import Message, Part


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """The arguments of Email/get and Email/parse that say which values there are, and how much of each."""

    #: fetchTextBodyValues
    text: bool = False
    #: fetchHTMLBodyValues
    html: bool = False
    #: fetchAllBodyValues
    all: bool = False
    #: maxBodyValueBytes: octets of UTF-8; 0 for no limit.
    max_bytes: int = 0


def body_values(message: Message, lists: Lists, raw: bytes, fetch: FetchOptions) -> dict[str, dict[str, Any]]:
    """``String[EmailBodyValue]``, by partId."""
    wanted: list[Part] = []
    # req: mail/Email/get/fetchTextBodyValues/included
    #   If so, it MUST have every text/* among them.
    wanted += lists.text if fetch.text else ()
    # req: mail/Email/get/fetchHTMLBodyValues/included
    #   If so, it MUST have every text/* among them.
    wanted += lists.html if fetch.html else ()
    # req: mail/Email/get/fetchAllBodyValues/included
    #   If so, it MUST have every text/* among them.
    wanted += message.root.walk() if fetch.all else ()
    return {part.part_id: body_value(part, raw, fetch.max_bytes) for part in _text_parts(wanted) if part.part_id}


def body_value(part: Part, raw: bytes, max_bytes: int = 0) -> dict[str, Any]:
    """``{value, isEncodingProblem, isTruncated}``"""
    value, is_problem = text(part, raw)
    cut = truncated(value, max_bytes, part.type == "text/html")
    return {"value": cut, "isEncodingProblem": is_problem, "isTruncated": len(cut) < len(value)}


def truncated(value: str, max_bytes: int, is_html: bool) -> str:
    """The beginning of the text, of at most this many octets in UTF-8; all of it if that is 0."""
    # req: mail/Email/get/maxBodyValueBytes/zero-is-all
    #   With 0, nothing MUST be cut off.
    # No character has more than four octets.
    if not max_bytes or len(value) * 4 <= max_bytes:
        return value
    octets = value[:max_bytes].encode()
    if len(octets) <= max_bytes and len(value) <= max_bytes:
        return value
    # req: mail/Email/get/maxBodyValueBytes/cut
    #   A longer text MUST be cut so that it keeps to this.
    # req: mail/Email/get/maxBodyValueBytes/whole-characters
    #   What is left MUST be valid UTF-8: no character is cut in two.
    kept = octets[:max_bytes].decode("utf-8", "ignore")
    # req: mail/Email/get/maxBodyValueBytes/whole-tags
    return kept[: cut_outside_tags(value, len(kept))] if is_html else kept


def _text_parts(parts: Iterable[Part]) -> Iterable[Part]:
    return {id(part): part for part in parts if part.is_text}.values()
