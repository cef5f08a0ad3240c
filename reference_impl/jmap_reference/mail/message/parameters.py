"""Structured fields of MIME: a value with parameters, and comments to pass over (RFC 2045, Section 5.1; RFC 2231)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from .charsets import codec, decode
from .words import decode_words, without_controls

_FOLD: Final = re.compile(r"\r?\n(?=[ \t])")
_PARAMETER: Final = re.compile(r'\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*+)"?[^;]*|([^;]*))', re.DOTALL)
_NEXT: Final = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+', re.DOTALL)
_EXTENDED: Final = re.compile(r"([^*]+)(?:\*([0-9]{1,3}))?(\*)?")
_CLOSING: Final = {'"': '"', "<": ">"}
"""What no comment begins in."""
_QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)


def unfold(value: str) -> str:
    """White space at the beginning of a folded line stays (RFC 5322, Section 2.2.3); other line breaks go."""
    # req: mail/TextForm/unfolded
    #   Folded lines MUST be unfolded.
    return _FOLD.sub("", value).replace("\r", "").replace("\n", "")


def unquoted(text: str) -> str:
    """The inside of a quoted-string or a comment, with its quoted-pairs decoded."""
    return _QUOTED_PAIR.sub(r"\1", text)


def without_comments(text: str) -> str:
    """The text without comments, nested ones too.

    Only what follows white space or a delimiter begins one: senders write ``filename=scan(1).pdf``.
    """
    if "(" not in text:
        return text
    kept: list[str] = []
    depth, closing, escaped, before = 0, "", False, " "
    for character in text:
        inside = depth > 0
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = inside or closing == '"'
        elif inside:
            depth += (character == "(") - (character == ")")
        elif closing:
            closing = "" if character == closing else closing
        elif character in _CLOSING:
            closing = _CLOSING[character]
        elif character == "(" and before in " \t;,:=>":
            depth = 1
        if not (inside or depth):
            kept.append(character)
        before = character
    return "".join(kept)


def value_of(text: str) -> str:
    """What is before the parameters, in lower case."""
    return without_comments(text).partition(";")[0].strip().lower()


def parameters_of(text: str, *, words: bool = False) -> dict[str, str]:
    """The parameters by name in lower case, decoded; of two with one name the first counts.

    If ``words``, encoded words are decoded too: RFC 2231 has no place for them, but many senders write them.
    """
    text = without_comments(text)
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    at = _next(text, 0)
    while at < len(text):
        found = _PARAMETER.match(text, at)
        if found:
            name = found[1].lower()
            value = found[3].strip() if found[2] is None else unquoted(found[2])
            extended = _EXTENDED.fullmatch(name) if "*" in name else None
            if extended is None:
                plain.setdefault(name, decode_words(value) if words else value)
            else:
                pieces.setdefault(extended[1], {}).setdefault(int(extended[2] or 0), (bool(extended[3]), value))
        at = _next(text, at)
    return plain | {name: _joined(found) for name, found in pieces.items() if 0 in found}


def _next(text: str, at: int) -> int:
    """Where the parameter after the one at ``at`` begins."""
    found = _NEXT.match(text, at)
    return found.end() + 1 if found else len(text)


def _joined(pieces: dict[int, tuple[bool, str]]) -> str:
    """A value that was sent in pieces, or percent-encoded in a charset (RFC 2231, Sections 3 and 4)."""
    is_encoded, first = pieces[0]
    charset = ""
    if is_encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    octets, number = b"", 0
    while number in pieces:
        is_encoded, value = pieces[number]
        value = first if number == 0 else value
        octets += unquote_to_bytes(value) if is_encoded else value.encode("utf-8", "replace")
        number += 1
    return decode(octets, codec(charset or "utf-8") or "utf_8")


def name_of(disposition: str | None, content_type: str | None) -> str | None:
    """The file name of a part: ``filename`` of its Content-Disposition, else ``name`` of its Content-Type."""
    # req: mail/EmailBodyPart/name/filename-first
    #   It MUST be taken from the filename of the Content-Disposition, decoded (RFC 2231); failing that, from the name
    #   of the Content-Type, decoded (RFC 2047).
    for field, parameter in ((disposition, "filename"), (content_type, "name")):
        found = parameters_of(field, words=True).get(parameter) if field is not None else None
        if found is not None:
            return without_controls(found)
    return None
