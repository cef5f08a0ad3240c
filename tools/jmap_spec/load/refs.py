"""Give every definition its one name, and resolve each ``$ref`` to it."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..json_text import escape
from ..problems import Problem
from .files import Sources
from .vocabulary import kind_of

#: Keywords whose value is a schema applied to the same instance: a cycle through them never ends.
_SAME_INSTANCE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
#: Keywords whose value is data, in which "$ref" would be no reference.
_DATA = {"default", "const", "enum", "examples", "entries"}
#: Keywords whose value maps names to schemas.
_MAPS = {"properties", "patternProperties", "dependentSchemas", "$defs"}


@dataclass
class Names:
    """Where each definition is, and what each reference means."""

    #: (file, pointer) → name.
    name_at: dict[tuple[str, str], str] = field(default_factory=dict)
    #: name → (file, pointer).
    place_of: dict[str, tuple[str, str]] = field(default_factory=dict)

    def resolve(self, file: str, ref: str) -> tuple[str, str]:
        """(file, pointer) that a reference written in ``file`` points to."""
        path, _, fragment = ref.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file
        return target, fragment

    def of(self, file: str, ref: str) -> str:
        """The name that a reference means; raises KeyError."""
        return self.name_at[self.resolve(file, ref)]


def resolve(sources: Sources) -> tuple[Names, list[Problem]]:
    """All names, and what is wrong: names given twice, references to nothing, cycles."""
    names, problems = Names(), []
    for file, pointer, name in _definitions(sources):
        if name in names.place_of:
            other = "#".join(names.place_of[name])
            hint = "names are global: give one of them another"
            problems.append(
                sources.problem(file, pointer, "name/twice", f'the name "{name}" is taken by {other}', hint)
            )
            continue
        names.name_at[file, pointer] = name
        names.place_of[name] = (file, pointer)
    for file, source in sources.rooms.items():
        if kind_of(file) == "example.json":
            continue
        for pointer, ref in references(source.value):
            if names.resolve(file, ref) not in names.name_at:
                problems.append(sources.problem(file, pointer, "ref/unknown", *_unknown(names, file, ref)))
        for pointer, name in _shapes(source.value):
            if name not in names.place_of:
                problems.append(sources.problem(file, pointer, "ref/unknown", *_no_such(names, name)))
    if not problems:
        problems += _cycles(sources, names)
    return names, problems


def references(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """(pointer, target) of every ``$ref`` in a source file."""
    if isinstance(value, dict):
        for key, item in value.items():
            at = f"{pointer}/{escape(key)}"
            if key == "$ref" and isinstance(item, str):
                yield at, item
            elif key in _MAPS and isinstance(item, dict):
                for name, schema in item.items():
                    yield from references(schema, f"{at}/{escape(name)}")
            elif key not in _DATA:
                yield from references(item, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from references(item, f"{pointer}/{index}")


def _shapes(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """(pointer, name) of every type whose shape is asked for by name."""
    if isinstance(value, dict):
        said = value.get("x-jmap")
        if isinstance(said, dict) and isinstance(name := said.get("of"), str):
            yield f"{pointer}/x-jmap/of", name
        for key, item in value.items():
            if key not in _DATA:
                yield from _shapes(item, f"{pointer}/{escape(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _shapes(item, f"{pointer}/{index}")


def _definitions(sources: Sources) -> Iterator[tuple[str, str, str]]:
    for file, source in sources.rooms.items():
        kind = kind_of(file)
        if kind == "type.json":
            yield file, "", source.value.get("title", "")
        if kind in ("type.json", "types.json"):
            for name in source.value.get("$defs", {}):
                yield file, f"/$defs/{escape(name)}", name


def _unknown(names: Names, file: str, ref: str) -> tuple[str, str]:
    wanted = re.split(r"[/#]", ref.removesuffix(".json"))[-1]
    near = difflib.get_close_matches(wanted, names.place_of, 1, 0.5)
    if not near:
        return f'"{ref}" refers to nothing', f"definitions are: {', '.join(sorted(names.place_of))}"
    target, pointer = names.place_of[near[0]]
    path = "" if target == file else posixpath.relpath(target, posixpath.dirname(file))
    return f'"{ref}" refers to nothing', f'did you mean "{path}{"#" if pointer or not path else ""}{pointer}"?'


def _no_such(names: Names, wanted: str) -> tuple[str, str]:
    near = difflib.get_close_matches(wanted, names.place_of, 1, 0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"definitions are: {', '.join(sorted(names.place_of))}"
    return f'there is no definition "{wanted}"', hint


def _cycles(sources: Sources, names: Names) -> list[Problem]:
    """References that come back to where they started without having consumed anything."""
    edges: dict[str, list[tuple[str, str]]] = {}
    for name, (file, pointer) in names.place_of.items():
        schema = sources.files[file].value
        for token in pointer.split("/")[1:]:
            schema = schema[token.replace("~1", "/").replace("~0", "~")]
        edges[name] = [(names.of(file, ref), at) for at, ref in _same_instance(schema, pointer)]
    problems = []
    for start in edges:
        path = _way_back(edges, start)
        if path and start == min(path):
            file, pointer = names.place_of[start]
            round_trip = " → ".join([*path, start])
            hint = "put an object or an array between them"
            problems.append(
                sources.problem(
                    file, pointer, "ref/cycle", f"a $ref cycle that consumes no instance: {round_trip}", hint
                )
            )
    return problems


def _same_instance(schema: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield f"{pointer}/$ref", schema["$ref"]
    for key in _SAME_INSTANCE:
        options = schema.get(key, [])
        for option in options if isinstance(options, list) else [options]:
            yield from _same_instance(option, f"{pointer}/{key}")


def _way_back(edges: dict[str, list[tuple[str, str]]], start: str) -> list[str]:
    stack = [[start]]
    seen: set[str] = set()
    while stack:
        path = stack.pop()
        for target, _ in edges[path[-1]]:
            if target == start:
                return path
            if target not in seen:
                seen.add(target)
                stack.append([*path, target])
    return []
