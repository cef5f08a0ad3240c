"""A default, and every value in ``examples``, is one that its own schema accepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from ..derive.definitions import closure, definitions
from ..derive.schemas import plain
from ..model import ABSENT, Place, Protocol
from ..problems import Problem
from .descriptions import members


def problems(protocol: Protocol) -> Iterator[Problem]:
    table = definitions(protocol)
    for place, name, schema, values in _said(protocol):
        validator = jsonschema_rs.Draft202012Validator({**schema, "$defs": closure(table, schema)})
        for pointer, value in values:
            for error in validator.iter_errors(value):
                kind = pointer.split("/")[1].removesuffix("s")
                yield Problem(
                    Place(place.file, place.pointer + pointer),
                    f"{kind}/invalid",
                    f'the {kind} of "{name}" is refused by its own schema: {error.message}',
                    "give a value that it accepts" + (", or a phrase in x-jmap.default" if kind == "default" else ""),
                )


def _said(protocol: Protocol) -> Iterator[tuple[Place, str, Any, list[tuple[str, Any]]]]:
    """(place, name, plain schema, values with their pointers) of all that has a default or examples."""
    for structure in protocol.structures.values():
        schema = {"$ref": f"#/$defs/{structure.name}"}
        yield structure.place, structure.name, schema, _examples(structure.schema)
    for member in members(protocol):
        values = _examples(member.schema)
        if member.default is not ABSENT:
            values.append(("/default", member.default))
        if values:
            yield member.place, member.name, plain(protocol, member.schema), values


def _examples(schema: Any) -> list[tuple[str, Any]]:
    return [(f"/examples/{index}", value) for index, value in enumerate(schema.get("examples", []))]
