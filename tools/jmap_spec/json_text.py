"""JSON text with places: strict parsing, and the line of a JSON Pointer.

The standard library decodes; it tells no place for a duplicate name or for a value.
A small walk over the text finds those, and is paid for only when there is something to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SPACE = re.compile(r"[ \t\n\r]*")
_ATOM = re.compile(r"[^\s,\]}]+")


class JsonProblem(Exception):
    """The text is no JSON, or has one name twice in an object.

    ``line`` and ``column`` count from 1; ``pointer`` is where it happened, as far as known.
    """

    def __init__(self, message: str, line: int, column: int, pointer: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.pointer = message, line, column, pointer

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


class _Duplicate(Exception):
    pass


def parse(text: str) -> Any:
    """The value of a JSON text.

    Raises :class:`JsonProblem` for a syntax error, a duplicate name, NaN or Infinity.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise JsonProblem(error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise JsonProblem("nested too deeply", 1, 1) from None
    except _Duplicate:
        seen: set[str] = set()
        for pointer, offset in places(text):
            if pointer in seen:
                name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
                raise JsonProblem(
                    f'the name "{name}" stands twice in one object', *_at(text, offset), pointer
                ) from None
            seen.add(pointer)
        raise
    except ValueError as error:
        raise JsonProblem(str(error), 1, 1) from None


def line_of(text: str, pointer: str) -> int:
    """The line, from 1, on which the value at ``pointer`` (its name, in an object) stands; 0 if nowhere."""
    return next((_at(text, offset)[0] for at, offset in places(text) if at == pointer), 0)


def lines_of(text: str) -> dict[str, int]:
    """The line of every pointer of a well-formed JSON text."""
    found: dict[str, int] = {}
    line, last = 1, 0
    for pointer, offset in places(text):
        line += text.count("\n", last, offset)
        last = offset
        found.setdefault(pointer, line)
    return found


def escape(token: str) -> str:
    """A reference token of a JSON Pointer (RFC 6901, Section 3)."""
    return token.replace("~", "~0").replace("/", "~1")


def places(text: str) -> Iterator[tuple[str, int]]:
    """(pointer, offset) of each value of a well-formed text, in order; in an object, of its name."""
    yield "", _skip(text, 0)
    yield from _walk(text, _skip(text, 0), "")


def _walk(text: str, at: int, pointer: str) -> Iterator[tuple[str, int]]:
    # An explicit stack: (closing bracket, pointer of the container, next index).
    stack: list[tuple[str, str, int]] = []
    at, opened = _value(text, at)
    if opened:
        stack.append((opened, pointer, 0))
    while stack:
        closing, base, index = stack.pop()
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        if text[at] == closing:
            at += 1
            continue
        start = at
        if closing == "}":
            match = _STRING.match(text, at)
            assert match, "only called on well-formed text"
            token = escape(json.loads(match.group()))
            at = _skip(text, _skip(text, match.end()) + 1)
        else:
            token = str(index)
        stack.append((closing, base, index + 1))
        yield f"{base}/{token}", start
        at, opened = _value(text, at)
        if opened:
            stack.append((opened, f"{base}/{token}", 0))


def _value(text: str, at: int) -> tuple[int, str]:
    """The offset after a value, or after its opening bracket with the closing one."""
    if text[at] in "{[":
        return at + 1, "}" if text[at] == "{" else "]"
    match = _STRING.match(text, at) or _ATOM.match(text, at)
    assert match, "only called on well-formed text"
    return match.end(), ""


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _at(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Duplicate
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
