"""Where in a TOML file its keys are: tomllib does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Where = tuple[str, int, str]
"""Section, which of its repetitions, key; the key is empty where the section itself is meant."""


def lines(text: str) -> dict[Where, int]:
    """The line at which each section and key of a file that can be parsed begins.

    The file is read as far as each of its lines: what is new when a statement ends was in the statement, however
    keys are spelt, and however many lines the value has.
    """
    found: dict[Where, int] = {}
    begins, read = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        read += line + "\n"
        try:
            known = tomllib.loads(read)
        except tomllib.TOMLDecodeError:
            continue  # in the middle of a value
        for where in _places(known):
            found.setdefault(where, begins)
        begins = number + 1
    return found


def _places(known: dict[str, Any]) -> Iterator[Where]:
    for name, value in known.items():
        yield "", 0, name
        tables = value if isinstance(value, list) else [value]
        for at, table in enumerate(tables or [{}]):
            yield name, at, ""
            yield from ((name, at, key) for key in (table if isinstance(table, dict) else ()))
