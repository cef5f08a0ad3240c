"""Octets to a Message: an own scanner, because blobs need to know where each part lies (RFC 2045, RFC 2046).

Rule 1: nothing raises. What is malformed is read as well as can be, and no octet of a body gets lost.
Rule 2: all is linear in the size of the message, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from .content import content, decoded_text, size, text
from .parameters import name_of, parameters_of, unfold, value_of, without_comments
from .parts import Header, Message, Part
from .words import decode_words

__all__ = ["Header", "Message", "Part", "content", "decoded_text", "parse", "size", "text"]

MAX_DEPTH: Final = 100
"""Levels of multiparts that are looked into, as in Dovecot and Postfix."""
MAX_PARTS: Final = 10_000
"""Parts that are told apart, as in Dovecot; the last one has all that follows."""
MAX_FIELDS: Final = 100_000
"""Header fields in all parts together; what follows them counts as body."""

_FIELD: Final = re.compile(rb"([!-9;-~]++)[ \t]*+:")
_VALUE: Final = re.compile(rb"[^\n]*+(?:\n[ \t][^\n]*+)*+\n?")
_DELIMITER_END: Final = re.compile(rb"(--)?[ \t]*+(?:\r?\n|\r?\Z)")
_TYPE: Final = re.compile(r"[\w!#$&^.+*'%-]+/[\w!#$&^.+*'%-]+", re.ASCII)


def parse(raw: bytes) -> Message:
    """The message. Whatever the octets are, there is one: in the worst case it is all text and no header."""
    scanner = _Scanner(raw)
    start = raw.find(b"\n") + 1 if raw.startswith((b"From ", b">From ")) else 0
    headers, start = scanner.headers(start, len(raw))
    return Message(headers, scanner.part(headers, start, len(raw), 0, "text/plain"))


class _Scanner:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.parts = 0
        self.fields = 0

    def headers(self, start: int, end: int) -> tuple[tuple[Header, ...], int]:
        """The header fields, and where the body begins: after an empty line, or at the first line that is no field."""
        found: list[Header] = []
        while start < end:
            if self.raw.startswith((b"\n", b"\r\n"), start):
                start = min(self.raw.index(b"\n", start) + 1, end)
                break
            field = _FIELD.match(self.raw, start, end)
            value = field and _VALUE.match(self.raw, field.end(), end)
            if not field or not value or self.fields >= MAX_FIELDS:
                break
            found.append(Header(field[1].decode("ascii"), value[0].removesuffix(b"\n").removesuffix(b"\r")))
            self.fields += 1
            start = value.end()
        return tuple(found), start

    def part(self, headers: Sequence[Header], start: int, end: int, depth: int, implicit: str) -> Part:
        """The part with this header, and with the body ``raw[start:end]``; ``implicit`` is its type if it has none."""
        fields = {header.name.lower(): header for header in headers if header.name[:8].lower() == "content-"}

        def value(name: str) -> str | None:
            field = fields.get(name)
            return None if field is None else unfold(field.value)

        content_type, disposition = value("content-type"), value("content-disposition")
        type = implicit if content_type is None else value_of(content_type)
        if not _TYPE.fullmatch(type):
            matched = _TYPE.match(type)
            type = matched[0] if matched else "text/plain"  # RFC 2045, Section 5.2
        parameters = {} if content_type is None else parameters_of(content_type)
        # req: mail/EmailBodyPart/charset/implied
        #   It MUST be us-ascii where a text/* names none or the part has no Content-Type.
        # req: mail/EmailBodyPart/charset/null-if-no-text
        #   It MUST be null for a part of another type that names none.
        implied = "us-ascii" if content_type is None or type.startswith("text/") else None
        sub_parts: tuple[Part, ...] = ()
        # req: mail/Email/bodyStructure/not-into-messages
        #   It MUST NOT go into attached messages, those of type message/rfc822 or message/global.
        if type.startswith("multipart/"):
            sub_parts = tuple(self._sub_parts(type, parameters.get("boundary", ""), start, end, depth))
        else:
            self.parts += 1
        return Part(
            # req: mail/EmailBodyPart/partId/null-if-multipart
            #   It MUST be null for a multipart/*, and for nothing else.
            part_id=None if type.startswith("multipart/") else str(self.parts),
            headers=headers,
            type=type,
            charset=parameters.get("charset", implied),
            disposition=None if disposition is None else value_of(disposition).split(" ")[0],
            cid=_bare(value("content-id")),
            language=_languages(value("content-language")),
            location=_location(value("content-location")),
            name=name_of(disposition, content_type),
            start=start,
            end=end,
            encoding=value_of(value("content-transfer-encoding") or "") or "7bit",
            sub_parts=sub_parts,
        )

    def _sub_parts(self, type: str, boundary: str, start: int, end: int, depth: int) -> Iterator[Part]:
        """The parts of a multipart; if there are none to be found, one text/plain part with all of its body."""
        within = list(self._between(boundary.rstrip(), start, end)) if boundary.strip() and depth < MAX_DEPTH else []
        # req: mail/EmailBodyPart/type/implied
        #   For a part without a Content-Type, it MUST be the one that MIME implies: message/rfc822 within a
        #   multipart/digest, otherwise text/plain.
        implicit = "message/rfc822" if type == "multipart/digest" else "text/plain"
        for part_start, part_end in within:
            headers, body = self.headers(part_start, part_end)
            yield self.part(headers, body, part_end, depth + 1, implicit)
        if not within and start < end:
            yield self.part((), start, end, depth + 1, "text/plain")

    def _between(self, boundary: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What lies between the delimiter lines. Where the last one is missing, the last part goes to the end."""
        delimiter = b"--" + boundary.encode("utf-8", "replace")
        begin: int | None = None
        found = 0
        at = self.raw.find(delimiter, start, end)
        while at >= 0:
            line = _DELIMITER_END.match(self.raw, at + len(delimiter), end)
            is_delimiter = line is not None and (at == start or self.raw[at - 1] == 0x0A)
            if line is not None and is_delimiter:
                if begin is not None:
                    yield begin, max(begin, self._before_break(at))
                if line[1]:
                    return
                begin, found = line.end(), found + 1
                if self.parts + found >= MAX_PARTS:
                    break
            at = self.raw.find(delimiter, line.end() if line and is_delimiter else at + 1, end)
        if begin is not None:
            yield begin, end

    def _before_break(self, at: int) -> int:
        """Where the line before ``at`` ends: its line break belongs to the delimiter (RFC 2046, Section 5.1.1)."""
        if self.raw[at - 1] != 0x0A:
            return at
        return at - 2 if self.raw[at - 2 : at - 1] == b"\r" else at - 1


def _bare(value: str | None) -> str | None:
    return None if value is None else without_comments(value).strip().removeprefix("<").removesuffix(">").strip()


def _languages(value: str | None) -> list[str] | None:
    if value is None:
        return None
    return [tag for tag in (item.strip() for item in without_comments(value).split(",")) if tag]


def _location(value: str | None) -> str | None:
    # A long URI is folded anywhere, so no white space of it counts (RFC 2557, Section 4.4.2).
    return None if value is None else "".join(decode_words(value).split())
