"""The shapes of a type, each named once.

*record* all properties; *partial* what /get may return; *changed* what /set tells of an
update; *creation* what a client sends to make one; *copy* the same for /copy; *created*
what the server answers to it; *patch* a PatchObject of this type; *parsed* what is read out of
data that is no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..model import Member, Protocol, Structure
from .caseless import spelled_out
from .headers import given_once
from .schemas import Mode, Schema, has_creation, nullable, plain


def shapes_of(protocol: Protocol, structure: Structure) -> Iterator[tuple[str, Schema]]:
    """(name of the definition, schema) of every shape of a data type."""
    name = structure.name
    yield f"{name}.property", property_name(protocol, structure)
    if not structure.properties:
        return  # a name for methods: it has no records (Core, Blob)
    verbs = {verb for verb, said in protocol.declarations.get(name, {}).items() if said.standard}
    if not verbs:
        return  # no method fetches or changes such records one by one (SearchSnippet)
    yield f"{name}.partial", partial(protocol, structure)
    if any(p.derived for p in structure.properties):
        yield f"{name}.parsed", parsed(protocol, structure)
    if not verbs & {"set", "copy"}:
        return
    yield f"{name}.changed", _some(protocol, structure, [])
    told = [p.name for p in structure.properties if p.server_set and p.required and not p.derived]
    yield f"{name}.created", _some(protocol, structure, told)
    yield f"{name}.creation", creation(protocol, structure)
    if "copy" in verbs and (id_member := structure.property("id")):
        yield f"{name}.copy", _copy(protocol, structure, id_member)
    yield f"{name}.patch", patch(protocol, structure)


def partial(protocol: Protocol, structure: Structure) -> Schema:
    """Any of the properties of a record, its id always, and never what is sent on creation only."""
    made = _some(protocol, structure, [p.name for p in structure.properties if p.name == "id"])
    hidden: Schema = {p.name: False for p in structure.properties if p.create_only}
    return {**made, "properties": {**made["properties"], **hidden}}


def shapes_of_part(protocol: Protocol, structure: Structure) -> Iterator[tuple[str, Schema]]:
    """What a part of a type is in a creation, and what its properties are called."""
    if structure.properties:
        yield f"{structure.name}.creation", creation(protocol, structure)
        yield f"{structure.name}.property", property_name(protocol, structure)
    elif has_creation(protocol, structure):
        yield f"{structure.name}.creation", plain(protocol, structure.schema, "write")


def creation(protocol: Protocol, structure: Structure) -> Schema:
    """A record as a client sends it: nothing server-set, every property with a default optional.

    What the source says of this form in particular is joined to it: of a property, in its own place;
    one that is forbidden is not among those known.
    """
    said = plain(protocol, structure.schema.get("x-jmap", {}).get("creation", {}), "write")
    rules: dict[str, Any] = said.pop("properties", {})
    mine = [p for p in structure.properties if not p.server_set and rules.get(p.name) is not False]
    required = [p.name for p in mine if p.required and not p.nullable and not p.has_default and not p.derived]
    made = {
        **_rest(protocol, structure, "write"),
        "properties": {p.name: _joined(plain(protocol, p.schema, "write"), rules.get(p.name, {})) for p in mine},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }
    for rule in (said, given_once(protocol, structure)):
        made = _joined(made, rule)
    return made


def _joined(made: Schema, rule: Schema) -> Schema:
    """``made`` and ``rule`` in one schema, side by side where they do not speak of the same."""
    both = made.keys() & rule.keys()
    if both <= {"items", "type"}:
        merged: Schema = {"items": _joined(made["items"], rule["items"])} if "items" in both else {}
        if "type" in both:
            merged["type"] = _both_types(made["type"], rule["type"])
        return {**made, **rule, **merged}
    return {**made, "allOf": [*made.get("allOf", []), rule]}


def _both_types(left: str | list[str], right: str | list[str]) -> str | list[str]:
    """The types that two ``type`` keywords allow together."""
    first, second = ([said] if isinstance(said, str) else said for said in (left, right))
    kinds = [kind for kind in first if kind in second]
    return kinds[0] if len(kinds) == 1 else kinds


def of_record(protocol: Protocol, structure: Structure, made: Schema) -> Schema:
    """``made`` with what the source says of the form that a server sends, and of that alone."""
    said = plain(protocol, structure.schema.get("x-jmap", {}).get("record", {}))
    if rules := said.pop("properties", {}):
        known = made.get("properties", {})
        ruled = {name: _joined(known[name], rule) for name, rule in rules.items() if name in known}
        made = {**made, "properties": {**known, **ruled}}
    return _joined(made, said)


def property_name(protocol: Protocol, structure: Structure) -> Schema:
    """The name of a property, as ``properties`` of a /get may list it."""
    names = [p.name for p in structure.properties]
    exact: Schema = {"enum": names} if names else {"maxLength": 0}
    patterns: list[Schema] = [
        {"pattern": spelled_out(pattern)} for pattern in structure.schema.get("patternProperties", {})
    ]
    barred = plain(protocol, structure.schema.get("propertyNames", {}))
    return {"type": "string", **({"anyOf": [exact, *patterns], **barred} if patterns else exact)}


def patch(protocol: Protocol, structure: Structure) -> Schema:
    """A PatchObject of this type (RFC 8620, Section 5.3).

    Keys are JSON Pointers without their leading slash. Null resets, so any property may
    be null; whether that leaves a valid record is judged on the record. Properties that
    do not change may stand in it with the value that they have, so in the form in which
    they were fetched.
    """
    properties: dict[str, Schema] = {}
    patterns: dict[str, Schema] = {}
    for member in structure.properties:
        mode: Mode = "read" if member.server_set or member.immutable else "write"
        properties[member.name] = nullable(plain(protocol, member.schema, mode))
        for pointer, is_pattern, schema in _below(protocol, member.schema, (structure.name,)):
            value = nullable(plain(protocol, schema, mode))
            if is_pattern:
                patterns[f"^{_escaped(member.name)}/{pointer}$"] = value
            else:
                properties[f"{member.name}/{pointer}"] = value
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    own = _rest(protocol, structure, "read").get("patternProperties", {})
    if patterns or own:
        made["patternProperties"] = {**patterns, **{key: nullable(value) for key, value in own.items()}}
    return made


def parsed(protocol: Protocol, structure: Structure) -> Schema:
    """What is worked out from data that is no record: what only a record has can be null, an id for one."""
    made = _some(protocol, structure, [])
    known = {p.name: p for p in structure.properties}
    properties = {
        name: schema if known[name].derived else nullable(schema) for name, schema in made["properties"].items()
    }
    return {**made, "properties": properties}


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
    made = of_record(protocol, structure, made)
    return {**made, "required": required} if required else made


def _copy(protocol: Protocol, structure: Structure, id_member: Member) -> Schema:
    identity = {"id": plain(protocol, id_member.schema)}
    if names := structure.schema.get("x-jmap", {}).get("copy"):
        set_ = {p.name: plain(protocol, p.schema, "write") for p in structure.properties if p.name in names}
        return {"type": "object", "properties": {**identity, **set_}, "required": ["id"], "additionalProperties": False}
    made = creation(protocol, structure)
    return {**made, "properties": {**identity, **made["properties"]}, "required": ["id"]}


def _rest(protocol: Protocol, structure: Structure, mode: Mode) -> Schema:
    left_out = ("properties", "required", "additionalProperties", "description")
    made = {key: value for key, value in plain(protocol, structure.schema, mode).items() if key not in left_out}
    return {"type": "object", **made}


def _escaped(text: str) -> str:
    return re.sub(r"[.*+?^${}()|\[\]\\/]", lambda match: "\\" + match.group() if match.group() != "/" else "/", text)
