"""JSON as JMAP has it: I-JSON (RFC 7493), read strictly and written in several spellings."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from .told import Told, told


class NotIJSON(ValueError):
    """Text that is not I-JSON; the message says why."""


def parse(body: bytes) -> Any:
    """The value of an I-JSON text; of ``told.py``, where it is an object.

    Raises:
        NotIJSON: no UTF-8, no JSON, a member twice, NaN or Infinity, a lone surrogate.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise NotIJSON(f"not UTF-8: {problem.reason} at octet {problem.start}") from problem
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_constant=_constant)
    except RecursionError as problem:
        raise NotIJSON("nested too deeply") from problem
    except json.JSONDecodeError as problem:
        raise NotIJSON(f"not JSON: {problem}") from problem
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as problem:
        raise NotIJSON("a string has a lone surrogate") from problem
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = Told()
    for name, value in pairs:
        if name in made:
            raise NotIJSON(f"an object has the member {name!r} twice")
        made[name] = told(value)
    return made


def _constant(name: str) -> NoReturn:
    raise NotIJSON(f"{name} is no JSON number")


def write(value: Any) -> bytes:
    """The compact form that the suite sends unless a case is about spelling."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def write_escaped(value: Any) -> bytes:
    r"""Every character of every string as ``\uXXXX``, solidus and letters too: the same value, spelt differently."""
    if isinstance(value, str):
        units = value.encode("utf-16-be")
        return b'"' + b"".join(b"\\u%02x%02x" % (units[i], units[i + 1]) for i in range(0, len(units), 2)) + b'"'
    if isinstance(value, dict):
        return b"{" + b",".join(write_escaped(name) + b":" + write_escaped(item) for name, item in value.items()) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(write_escaped(item) for item in value) + b"]"
    return json.dumps(value).encode("ascii")


def write_spaced(value: Any) -> bytes:
    """With every white space that JSON allows between tokens, and a line break at the end."""
    text = json.dumps(value, ensure_ascii=False, indent="\t", separators=(" \r\n,\n ", " \t:\r "))
    return f" \n{text}\t\r\n ".encode()


def write_reversed(value: Any) -> bytes:
    """With the members of every object in the opposite order."""

    def turned(one: Any) -> Any:
        if isinstance(one, dict):
            return {name: turned(item) for name, item in reversed(one.items())}
        return [turned(item) for item in one] if isinstance(one, list) else one

    return write(turned(value))


def pointer(path: list[str | int]) -> str:
    """A path into a value as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
