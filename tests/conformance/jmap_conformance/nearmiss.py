"""Property names that are nearly right: ``maxdataSources`` where ``maxDataSources`` is missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

#: How alike two names have to be, from 0 to 1; ``maxRedirects`` and ``maxNumberRedirects`` are 0.8 alike.
ALIKE: Final = 0.8

Path = list[str | int]


class Shape(NamedTuple):
    """What a schema knows of an object or an array, all its alternatives side by side."""

    properties: dict[str, Any]
    #: The schemas of the values of a map.
    values: list[Any]
    #: The schemas of the items of an array.
    items: list[Any]


class NearMisses:
    """Looks for them in messages of these definitions."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        #: By the identity of the schema: every message is of one of some hundreds, looked at once.
        self._shapes: dict[int, Shape] = {}

    def of(self, definition: str, value: Any) -> Iterator[tuple[Path, str, str]]:
        """(path of the object, the unknown name, the known one that it nearly is) for every near miss in ``value``.

        Only a known name that the object lacks counts: beside ``name``, an extension may well have ``names``.
        """
        yield from self._walk(self._definitions.get(definition), value, [])

    def _walk(self, schema: Any, value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
        if not isinstance(schema, dict) or not isinstance(value, dict | list):
            return
        shape = self._shape(schema)
        if isinstance(value, list):
            for option in shape.items:
                for number, item in enumerate(value):
                    yield from self._walk(option, item, [*path, number])
            return
        for name, item in value.items():
            if name in shape.properties:
                yield from self._walk(shape.properties[name], item, [*path, name])
            elif shape.values:
                for option in shape.values:
                    yield from self._walk(option, item, [*path, name])
            elif shape.properties:
                missing = [one for one in shape.properties if one not in value]
                if meant := closest(name, missing):
                    yield path, name, meant

    def _shape(self, schema: dict[str, Any]) -> Shape:
        if id(schema) not in self._shapes:
            made = Shape({}, [], [])
            for option in self._options(schema):
                made.properties.update(option.get("properties", {}))
                if isinstance(option.get("additionalProperties"), dict):
                    made.values.append(option["additionalProperties"])
                if "items" in option:
                    made.items.append(option["items"])
            self._shapes[id(schema)] = made
        return self._shapes[id(schema)]

    def _options(self, schema: Any) -> Iterator[dict[str, Any]]:
        """The schemas that apply, with references followed and alternatives side by side."""
        if not isinstance(schema, dict):
            return
        yield schema
        if "$ref" in schema:
            yield from self._options(self._definitions.get(schema["$ref"].removeprefix("#/$defs/")))
        for keyword in ("allOf", "anyOf", "oneOf"):
            for option in schema.get(keyword, []):
                yield from self._options(option)


def closest(name: str, known: list[str]) -> str | None:
    """The known name that ``name`` nearly is, if there is one."""
    folded = {one.lower(): one for one in known}
    if name.lower() in folded:
        return folded[name.lower()]
    found = difflib.get_close_matches(name, known, n=1, cutoff=ALIKE)
    return found[0] if found else None
