"""I-JSON (RFC 7493): octets to values and back, stricter than ``json`` alone.

Refused: what is not UTF-8, a byte order mark, a name that occurs twice in one object, a
lone surrogate or a noncharacter in a string, NaN and the infinities, a number that a double
cannot hold, and nesting that would exhaust the stack. Integers of any size are exact, so
that the schema can refuse those over 53 bits where they stand.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

MAX_DIGITS: Final = 309
"""Longest integer, in characters: what the greatest double has before its point."""

MAX_DEPTH: Final = 200
"""Arrays and objects inside one another; enough for any filter, and far from the end of the stack."""

_SUSPECT: Final = re.compile(rb"\\u[dDfF]|\xef\xb7|\xbf[\xbe\xbf]")
"""Octets without which a text holds no forbidden character; most texts have none of them."""

_PLANE_ENDS: Final = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_FORBIDDEN: Final = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]")
"""Lone surrogates and noncharacters (RFC 7493, Section 2.1)."""


class NotIJSON(ValueError):
    """The octets are no I-JSON; the message says why."""


def parse(octets: bytes) -> Any:
    """The value that ``octets`` stand for.

    A number without a fraction is an int however it is spelt: ``1.0`` and ``1e0`` are 1.

    Raises:
        NotIJSON: they stand for none.
    """
    try:
        value = _DECODER.decode(octets.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotIJSON(f"not UTF-8: {error.reason} at octet {error.start}") from None
    except RecursionError:
        raise NotIJSON("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise NotIJSON(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    if octets.count(b"[") + octets.count(b"{") > MAX_DEPTH:
        _check_depth(value)
    if _SUSPECT.search(octets):
        _check_strings(value)
    return value


def dump(value: Any) -> bytes:
    """The shortest JSON text of ``value``, in UTF-8.

    Raises:
        ValueError: there is a NaN or an infinity in it.
    """
    return _ENCODER.encode(value).encode("utf-8")


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON value; unlike ``==``, ``true`` is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # req: core/json/i-json
    #   Everything that client and server send each other, the contents of files apart, MUST be I-JSON.
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise NotIJSON(f"the name {twice!r} occurs twice in one object")
    return made


def _constant(spelling: str) -> Any:
    raise NotIJSON(f"{spelling} is no JSON number")


def _float(spelling: str) -> float | int:
    number = float(spelling)
    if not math.isfinite(number):
        raise NotIJSON(f"{spelling} is out of range")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _int(spelling: str) -> int:
    if len(spelling) > MAX_DIGITS:
        raise NotIJSON(f"an integer of {len(spelling)} digits is out of range")
    return int(spelling)


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        containers = [inner for inner in level if isinstance(inner, (dict, list))]
        if not containers:
            return
        level = [inner for each in containers for inner in (each.values() if isinstance(each, dict) else each)]
    raise NotIJSON("nested too deeply")


def _check_strings(value: Any) -> None:
    if isinstance(value, str):
        if found := _FORBIDDEN.search(value):
            raise NotIJSON(f"U+{ord(found[0]):04X} is no character")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check_strings(name)
            _check_strings(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_strings(inner)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_int
)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
