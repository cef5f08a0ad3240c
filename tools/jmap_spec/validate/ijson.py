"""Strict I-JSON (RFC 7493): what a message of JMAP may be made of (RFC 8620, Section 1.5)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from ..json_text import JsonProblem, escape, parse, places

#: What may make a lone surrogate, a noncharacter or an infinity: only then are the values walked.
_SUSPECT = re.compile(r"\\u[dDfF]|[\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]|[eE]\+?[0-9]{3}|[0-9]{309}")
#: What Python's parser takes for a number, or refuses without saying where; strings are passed over.
_NO_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|NaN|-?Infinity|[0-9]{4301,}')
_PLANE_ENDS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_BAD = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]")


def read(octets: bytes) -> tuple[Any, str]:
    """(value, text) of an I-JSON text.

    Raises JsonProblem, with line and column, for what is not UTF-8, begins with a byte order mark, is no
    JSON, has a name twice in an object, a number beyond all doubles, a lone surrogate or a noncharacter.
    """
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        before = octets[: error.start].decode("utf-8")
        raise JsonProblem("the text is not UTF-8", *_place(before, len(before))) from None
    if text.startswith("\ufeff"):
        raise JsonProblem("the text begins with a byte order mark", 1, 1)
    for token in _NO_NUMBER.finditer(text):
        if not token.group().startswith('"'):
            said = token.group() if token.group()[-1].isalpha() else f"a number of {len(token.group())} digits"
            raise JsonProblem(f"{said} is not I-JSON", *_place(text, token.start()))
    value = parse(text)
    if _SUSPECT.search(text):
        for pointer, message in _faults(value):
            offset = next((at for where, at in places(text) if where == pointer), 0)
            raise JsonProblem(message, *_place(text, offset), pointer)
    return value, text


def positions(text: str, pointers: set[str]) -> dict[str, tuple[int, int]]:
    """(line, column), from 1, of each pointer that the text has."""
    return {pointer: _place(text, at) for pointer, at in places(text) if pointer in pointers}


def _faults(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if match := _BAD.search(value):
            what = "a lone surrogate" if "\ud800" <= match.group() <= "\udfff" else "a noncharacter"
            yield pointer, f"the string holds {what}, U+{ord(match.group()):04X}"
    elif isinstance(value, float):
        if math.isinf(value):
            yield pointer, "the number is beyond the range of a double"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _faults(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, item in value.items():
            at = f"{pointer}/{escape(name)}"
            for _, message in _faults(name):
                yield at, message.replace("string", "name")
            yield from _faults(item, at)


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
