"""Messages in one file, each after a line that begins with ``From`` (RFC 4155, Appendix A)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from email.utils import parsedate
from pathlib import Path
from typing import BinaryIO, Final

from ..mail.message.parse import parse
from .found import Found, with_crlf

_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_SEPARATOR: Final = re.compile(rb"From +\S.*\d\d:\d\d")
_DATE: Final = re.compile(rb"[A-Z][a-z]{2} +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d.*")
_KEYWORDS: Final = {
    "R": "$seen", "A": "$answered", "F": "$flagged", "T": "$draft",
}  # fmt: skip
"""By the letters of Status and X-Status, in which mail readers of UNIX note what was done."""
_DELETED: Final = "D"


def is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def messages(path: Path, folder: tuple[str, ...]) -> Iterator[Found]:
    """The messages of the file, in their order."""
    with path.open("rb") as file:
        for number, (separator, octets) in enumerate(_split(file), start=1):
            yield _found(f"{path}, message {number}", folder, separator, octets)


def _split(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Each message with the line before it. Such a line follows an empty one, or is the first."""
    separator, lines, after_blank = b"", list[bytes](), True
    for line in file:
        if after_blank and _SEPARATOR.match(line):
            if separator:
                yield separator, _joined(lines)
            separator, lines = line, []
        else:
            lines.append(line)
        after_blank = not line.strip()
    if separator or lines:
        yield separator, _joined(lines)


def _joined(lines: list[bytes]) -> bytes:
    # The empty line at the end divides it from the next one.
    if lines and not lines[-1].strip():
        lines.pop()
    return b"".join(lines)


def _found(where: str, folder: tuple[str, ...], separator: bytes, octets: bytes) -> Found:
    octets = _QUOTED.sub(rb"\1", octets)
    letters = {
        letter
        for header in parse(octets).headers
        if header.name.lower() in ("status", "x-status")
        for letter in header.value
    }
    keywords = frozenset(keyword for letter, keyword in _KEYWORDS.items() if letter in letters)
    return Found(where, folder, with_crlf(octets), keywords, _time(separator), _DELETED in letters)


def _time(separator: bytes) -> float | None:
    """When the message came: ``From dave@example.org Tue Nov 14 22:13:20 2023``, which is UTC."""
    said = _DATE.search(separator)
    found = parsedate(said[0].decode("ascii", "replace")) if said else None
    try:
        return float(calendar.timegm(found)) if found else None
    except (ValueError, OverflowError):
        return None
