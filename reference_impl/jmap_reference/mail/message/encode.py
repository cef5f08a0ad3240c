"""Text and octets in the ASCII that mail is made of: encoded words, parameters, transfer encodings.

What is written here the rest of this package reads back the same, and so do other readers.
"""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from .words import without_controls

MAX_LINE: Final = 998
"""Octets of a line without its CRLF (RFC 5322, Section 2.1.1)."""

_WORD_ROOM: Final = 46
"""Characters inside an encoded word, so that a line with one keeps to 76 after most field names."""
_PLAIN_IN_WORD: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
"""What stands for itself in the Q encoding, even in a phrase (RFC 2047, Section 5, rule 3)."""
_TOKEN: Final = re.compile(r"[!#$&+.^_`{|}~0-9A-Za-z-]+")
_PARAMETER_ROOM: Final = 60


def one_line(text: str) -> str:
    """The text with a space for line breaks and tabs, and without other control characters: none could be read back."""
    return without_controls(re.sub(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", " ", text))


def encoded_words(text: str) -> list[str]:
    """The text as encoded words, each of whole characters, in the shorter of both encodings (RFC 2047)."""
    octets = text.encode("utf-8", "replace")
    escapes = sum(octet not in _PLAIN_IN_WORD and octet != 0x20 for octet in octets)
    if escapes * 6 > len(octets):
        return [f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in _pieces(text, {}, _WORD_ROOM * 3 // 4)]
    lengths = {octet: 1 if octet in _PLAIN_IN_WORD or octet == 0x20 else 3 for octet in range(256)}
    return [f"=?utf-8?q?{_q(piece)}?=" for piece in _pieces(text, lengths, _WORD_ROOM)]


def _pieces(text: str, lengths: dict[int, int], room: int) -> Iterator[bytes]:
    """The text in UTF-8, cut between characters so that no piece takes more than this room when encoded."""
    piece, used = b"", 0
    for character in text:
        octets = character.encode("utf-8", "replace")
        needed = sum(lengths.get(octet, 1) for octet in octets)
        if used + needed > room:
            yield piece
            piece, used = b"", 0
        piece, used = piece + octets, used + needed
    yield piece


def _q(octets: bytes) -> str:
    plain = (chr(octet) if octet in _PLAIN_IN_WORD else "_" if octet == 0x20 else f"={octet:02X}" for octet in octets)
    return "".join(plain)


def quoted_string(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def parameter(name: str, value: str) -> list[str]:
    """A parameter of a MIME field, in pieces if it is long (RFC 2231)."""
    value = one_line(value)
    if value.isascii() and len(value) <= _PARAMETER_ROOM and "=?" not in value:
        return [f"{name}={value if _TOKEN.fullmatch(value) else quoted_string(value)}"]
    octets = re.findall("%..|.", quote(value, safe="!#$&+^`{|}~", errors="replace"))
    if len(value) <= _PARAMETER_ROOM // 3 or sum(map(len, octets)) <= _PARAMETER_ROOM:
        return [f"{name}*=utf-8''{''.join(octets)}"]
    pieces = [""]
    for octet in octets:
        if len(pieces[-1]) + len(octet) > _PARAMETER_ROOM - 10:
            pieces.append("")
        pieces[-1] += octet
    return [f"{name}*{number}*={'' if number else 'utf-8' + chr(39) * 2}{piece}" for number, piece in enumerate(pieces)]


def transfer_encoded(octets: bytes, type: str) -> tuple[str, bytes]:
    """A Content-Transfer-Encoding and the octets in it; what is decoded is the same, octet for octet."""
    top = type.partition("/")[0].lower()
    if top == "message":  # may not be encoded (RFC 2046, Section 5.2.1)
        if not _is_lines(octets):
            return "binary", octets
        return "7bit" if octets.isascii() else "8bit", octets
    if top == "text" and _is_lines(octets, longest=None):
        if octets.isascii() and _is_lines(octets):
            return "7bit", octets
        quoted = b2a_qp(octets.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
        if len(quoted) * 2 <= len(octets) * 3:
            return "quoted-printable", quoted
    coded = b64encode(octets)
    return "base64", b"\r\n".join(coded[start : start + 76] for start in range(0, len(coded), 76))


def _is_lines(octets: bytes, longest: int | None = MAX_LINE) -> bool:
    """Whether the octets are lines that end in CRLF, no longer than this, and NUL is not among them."""
    if b"\0" in octets or octets.count(b"\r\n") != octets.count(b"\n") or octets.count(b"\r\n") != octets.count(b"\r"):
        return False
    return longest is None or all(len(line) <= longest for line in octets.split(b"\r\n"))
