"""JSON Pointers (RFC 6901) into values of the tests: look up, put, take away, list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def place(value: Any, pointer: str) -> tuple[Any, str | int]:
    """What holds the value that ``pointer`` leads to, and its key there; raises KeyError, IndexError or TypeError."""
    *way, last = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
    for token in way:
        value = value[_key(value, token)]
    return value, _key(value, last)


def scalars(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every pointer that leads to a string, a number, a boolean or null, and what is there."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from scalars(item, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from scalars(item, f"{pointer}/{index}")
    else:
        yield pointer, value


def _key(value: Any, token: str) -> str | int:
    return int(token) if isinstance(value, list) else token
