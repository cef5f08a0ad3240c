"""What a message is found by, and what it is put into a Thread by (RFC 8621, Sections 3 and 4.4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .body import lists_of
from .content import content, text
from .headers import header_value
from .markup import attribute_texts, plain_text
from .parse import parse
from .parts import Message, Part

MAX_TEXT: Final = 4_000_000
"""Characters of a part that can be found; a book has a million."""
_INSIDE: Final = 3
"""How many messages inside each other are read."""

_LEADER: Final = r"(?:(?:%s)\s*(?:\[[^\[\]]*\]\s*)?:|\[[^\[\]]*\])\s*"
"""What stands before a subject: the mark of an answer, or the name of a list in brackets."""
_STANDARD: Final = re.compile(_LEADER % "re|fwd?", re.IGNORECASE)
_LOCAL: Final = re.compile(_LEADER % "re|fwd?|aw|wg|antw|doorst|sv|vs|vb|tr|rv|res|enc|odp|r|i", re.IGNORECASE)
"""With what programs in other languages write."""


def searchable(message: Message, raw: bytes) -> dict[str, str]:
    """Texts by ``from``, ``to``, ``cc``, ``bcc``, ``subject``, ``body`` and ``attachments``.

    ``body`` is the text of all that is shown, of each alternative; ``attachments`` has their names, and their
    text where they are text or messages.
    """
    found = {name: _people(message, name) for name in ("from", "to", "cc", "bcc")}
    found["subject"] = "\n".join(header_value(message.headers, "Subject", "Text", all_=True))
    lists = lists_of(message.root)
    shown = {id(part): part for part in (*lists.text, *lists.html) if part.is_text}
    found["body"] = "\n".join(_text(part, raw) for part in shown.values())
    found["attachments"] = "\n".join(_attached(lists.attachments, raw, _INSIDE))
    return {name: text.replace("\0", " ") for name, text in found.items()}


def thread_keys(message: Message) -> tuple[frozenset[str], str]:
    """The ids in Message-ID, In-Reply-To and References, and the subject without what replies add, spaces and case.

    Two messages with an id in common and the same subject belong into one Thread.
    """
    ids: set[str] = set()
    for name in ("Message-ID", "In-Reply-To", "References"):
        for found in header_value(message.headers, name, "MessageIds", all_=True):
            ids.update(found or ())
    return frozenset(ids), thread_subject(header_value(message.headers, "Subject", "Text") or "")


def thread_subject(subject: str) -> str:
    """What the subjects of a Thread have in common: no prefixes, in whatever language, no white space, no case."""
    return "".join(_stripped(subject, _LOCAL).split()).casefold()


def base_subject(subject: str) -> str:
    """The subject without ``Re:``, ``Fwd:``, ``[list]`` and ``(fwd)``: the base subject of RFC 5256, Section 2.1."""
    return _stripped(subject, _STANDARD)


def _stripped(subject: str, leader: re.Pattern[str]) -> str:
    subject = " ".join(subject.split())
    start, end = 0, len(subject)
    while True:
        while subject[max(start, end - 5) : end].lower() == "(fwd)":
            end -= 5
            end -= subject[end - 1 : end] == " "
        while found := leader.match(subject, start, end):
            # A subject that is nothing but the name of a list keeps it.
            if found.end() == end and subject[start] == "[":
                break
            start = found.end()
        if not (subject[start : start + 5].lower() == "[fwd:" and subject[end - 1] == "]"):
            return subject[start:end].strip()
        start, end = start + 5, end - 1
        start += subject[start : start + 1] == " "
        end -= end > start and subject[end - 1] == " "


def _people(message: Message, field: str) -> str:
    everyone = (person for list in header_value(message.headers, field, "Addresses", all_=True) for person in list)
    return "\n".join(" ".join(filter(None, (person["name"], person["email"]))) for person in everyone)


def _text(part: Part, raw: bytes) -> str:
    found = text(part, raw)[0][:MAX_TEXT]
    # req: mail/Email/query/shown-attributes
    return " ".join(["".join(plain_text(found)), *attribute_texts(found)]) if part.type == "text/html" else found


def _attached(parts: Iterable[Part], raw: bytes, inside: int) -> Iterable[str]:
    for part in parts:
        yield part.name or ""
        if part.is_text:
            yield _text(part, raw)
        elif part.type in ("message/rfc822", "message/global") and inside:
            octets = content(part, raw)
            message = parse(octets)
            yield header_value(message.headers, "Subject", "Text") or ""
            yield from _attached((found for found in message.root.walk() if not found.is_multipart), octets, inside - 1)
