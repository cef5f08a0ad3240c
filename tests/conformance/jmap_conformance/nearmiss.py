"""Property names that are nearly right: ``maxdataSources`` where ``maxDataSources`` is missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, Final

#: How alike two names have to be, from 0 to 1; ``maxRedirects`` and ``maxNumberRedirects`` are 0.8 alike.
ALIKE: Final = 0.8

Path = list[str | int]


def near_misses(definitions: dict[str, Any], definition: str, value: Any) -> Iterator[tuple[Path, str, str]]:
    """(path of the object, the unknown name, the known one that it nearly is) for every near miss in ``value``.

    Only a known name that the object lacks counts: beside ``name``, an extension may well have ``names``.
    """
    yield from _walk(definitions, {"$ref": f"#/$defs/{definition}"}, value, [])


def closest(name: str, known: list[str]) -> str | None:
    """The known name that ``name`` nearly is, if there is one."""
    folded = {one.lower(): one for one in known}
    if name.lower() in folded:
        return folded[name.lower()]
    found = difflib.get_close_matches(name, known, n=1, cutoff=ALIKE)
    return found[0] if found else None


def _walk(definitions: dict[str, Any], schema: Any, value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    options = list(_options(definitions, schema))
    if isinstance(value, dict):
        known: dict[str, Any] = {}
        for option in options:
            known.update(option.get("properties", {}))
        is_map = any(isinstance(option.get("additionalProperties"), dict) for option in options)
        missing = [name for name in known if name not in value]
        for name, item in value.items():
            if name in known:
                yield from _walk(definitions, known[name], item, [*path, name])
            elif is_map:
                for option in options:
                    yield from _walk(definitions, option.get("additionalProperties"), item, [*path, name])
            elif known and (meant := closest(name, missing)):
                yield path, name, meant
    elif isinstance(value, list):
        for option in options:
            for number, item in enumerate(value):
                yield from _walk(definitions, option.get("items"), item, [*path, number])


def _options(definitions: dict[str, Any], schema: Any) -> Iterator[dict[str, Any]]:
    """The object schemas that apply, with references followed and alternatives side by side."""
    if not isinstance(schema, dict):
        return
    yield schema
    if "$ref" in schema:
        yield from _options(definitions, definitions.get(schema["$ref"].removeprefix("#/$defs/")))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for option in schema.get(keyword, []):
            yield from _options(definitions, option)
