"""The line that a list of mail shows of a message (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from .body import Lists
from .content import content, decoded_text
from .markup import plain_text
from .parts import Part
from .words import without_controls

# req: mail/Email/preview/length
#   It MUST NOT have more than 256 characters.
LENGTH: Final = 256
"""Characters."""
_READ: Final = 32_768
"""Octets of a part that are looked at: most HTML says something by then."""


def preview(lists: Lists, raw: bytes) -> str:
    """The beginning of the text, without quotations unless there is nothing else, in one line."""
    texts = [_beginning(part, raw) for part in lists.text if part.is_text]
    own = (line for text in texts for line in text.splitlines() if not line.startswith(">"))
    return _line(own) or _line(texts)


def _line(texts: Iterable[str]) -> str:
    found: list[str] = []
    length = 0
    for text in texts:
        for word in text.split():
            if length > LENGTH:
                break
            found.append(without_controls(word))
            length += len(found[-1]) + 1
    joined = " ".join(word for word in found if word)
    return joined if len(joined) <= LENGTH else joined[: LENGTH - 1].rstrip() + "…"


def _beginning(part: Part, raw: bytes) -> str:
    head = replace(part, end=min(part.end, part.start + _READ))
    text, _ = decoded_text(content(head, raw), part.charset, complete=head.end == part.end)
    return "".join(_enough(plain_text(text))) if part.type == "text/html" else text


def _enough(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        yield piece
        length += len(" ".join(piece.split()))
        if length > LENGTH:
            return
