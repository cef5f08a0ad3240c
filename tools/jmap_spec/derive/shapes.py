"""The shapes of a type, each named once.

*record* all properties; *partial* what /get may return; *changed* what /set tells of an
update; *creation* what a client sends to make one; *copy* the same for /copy; *created*
what the server answers to it; *patch* a PatchObject of this type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..model import Member, Protocol, Structure
from .schemas import Mode, Schema, nullable, plain


def shapes_of(protocol: Protocol, structure: Structure) -> Iterator[tuple[str, Schema]]:
    """(name of the definition, schema) of every shape of a data type."""
    name = structure.name
    yield f"{name}.property", property_name(structure)
    if not structure.properties:
        return  # a name for methods: it has no records (Core, Blob)
    verbs = {verb for verb, said in protocol.declarations.get(name, {}).items() if said.standard}
    yield f"{name}.partial", _some(protocol, structure, [p.name for p in structure.properties if p.name == "id"])
    if not verbs & {"set", "copy"}:
        return
    yield f"{name}.changed", _some(protocol, structure, [])
    yield (
        f"{name}.created",
        _some(protocol, structure, [p.name for p in structure.properties if p.server_set and p.required]),
    )
    yield f"{name}.creation", creation(protocol, structure)
    if "copy" in verbs and (id_member := structure.property("id")):
        yield f"{name}.copy", _copy(protocol, structure, id_member)
    yield f"{name}.patch", patch(protocol, structure)


def creation(protocol: Protocol, structure: Structure) -> Schema:
    """A record as a client sends it: nothing server-set, every property with a default optional."""
    mine = [p for p in structure.properties if not p.server_set]
    required = [p.name for p in mine if p.required and not p.nullable and not p.has_default]
    return {
        **_rest(protocol, structure, "write"),
        "properties": {p.name: plain(protocol, p.schema, "write") for p in mine},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def property_name(structure: Structure) -> Schema:
    """The name of a property, as ``properties`` of a /get may list it."""
    names = [p.name for p in structure.properties]
    exact: Schema = {"type": "string", "enum": names} if names else {"type": "string", "maxLength": 0}
    patterns: list[Schema] = [
        {"type": "string", "pattern": pattern} for pattern in structure.schema.get("patternProperties", {})
    ]
    return {"anyOf": [exact, *patterns]} if patterns else exact


def patch(protocol: Protocol, structure: Structure) -> Schema:
    """A PatchObject of this type (RFC 8620, Section 5.3).

    Keys are JSON Pointers without their leading slash. Null resets, so any property may
    be null; whether that leaves a valid record is judged on the record. Server-set
    properties may stand in it with the value that they have.
    """
    properties: dict[str, Schema] = {}
    patterns: dict[str, Schema] = {}
    for member in structure.properties:
        mode: Mode = "read" if member.server_set else "write"
        properties[member.name] = nullable(plain(protocol, member.schema, mode))
        for pointer, is_pattern, schema in _below(protocol, member.schema, (structure.name,)):
            value = nullable(plain(protocol, schema, mode))
            if is_pattern:
                patterns[f"^{_escaped(member.name)}/{pointer}$"] = value
            else:
                properties[f"{member.name}/{pointer}"] = value
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    own = plain(protocol, structure.schema.get("patternProperties", {}), "write")
    if patterns or own:
        made["patternProperties"] = {**patterns, **{key: nullable(value) for key, value in own.items()}}
    return made


def _below(protocol: Protocol, schema: Any, seen: tuple[str, ...]) -> Iterator[tuple[str, bool, Any]]:
    """(pointer below a value, whether it is a pattern, schema there); never inside an array."""
    if not isinstance(schema, dict):
        return
    for option in schema.get("anyOf", []):
        yield from _below(protocol, option, seen)
    ref = schema.get("$ref")
    if ref and ref not in seen and (target := protocol.structures.get(ref)):
        for member in target.properties:
            yield member.name, False, member.schema
            for pointer, is_pattern, inner in _below(protocol, member.schema, (*seen, ref)):
                yield f"{member.name}/{pointer}", is_pattern, inner
    values = schema.get("additionalProperties")
    if isinstance(values, dict):
        yield "[^/]+", True, values
        for pointer, is_pattern, inner in _below(protocol, values, seen):
            yield f"[^/]+/{pointer if is_pattern else _escaped(pointer)}", True, inner


def _some(protocol: Protocol, structure: Structure, required: list[str]) -> Schema:
    made = {
        **_rest(protocol, structure, "read"),
        "properties": {p.name: plain(protocol, p.schema) for p in structure.properties},
    }
    return {**made, "required": required} if required else made


def _copy(protocol: Protocol, structure: Structure, id_member: Member) -> Schema:
    made = creation(protocol, structure)
    properties = {"id": plain(protocol, id_member.schema), **made["properties"]}
    return {**made, "properties": properties, "required": ["id"]}


def _rest(protocol: Protocol, structure: Structure, mode: Mode) -> Schema:
    left_out = ("properties", "required", "additionalProperties", "description")
    made = {key: value for key, value in plain(protocol, structure.schema, mode).items() if key not in left_out}
    return {"type": "object", **made}


def _escaped(text: str) -> str:
    return re.sub(r"[.*+?^${}()|\[\]\\/]", lambda match: "\\" + match.group() if match.group() != "/" else "/", text)
