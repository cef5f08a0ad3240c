"""From schemas of the source to plain JSON Schema 2020-12 over a table of definitions.

Plain means: nothing but standard keywords, every reference of the form ``#/$defs/NAME``,
descriptions without requirement marks. A mode says where a schema stands: in what a server
sends (``read``), in a record or a call that writes (``write``), or in the arguments that a
server validates before it looks at each record by itself (``arguments`` of a method that
writes, ``asked`` of one that reads).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from ..model import Protocol, Structure
from ..spans import without_marks
from .caseless import spelled_out

Mode = Literal["read", "write", "arguments", "asked"]
Schema = dict[str, Any]

#: Ids of these are never creation ids (RFC 8620, Section 5.3): no record of theirs is made by a /set.
NOT_CREATED = {"Account", "Blob"}

#: Shape to the suffix of its definition.
_SUFFIX = {
    "record": "",
    "partial": ".partial",
    "changed": ".changed",
    "creation": ".creation",
    "copy": ".copy",
    "created": ".created",
    "patch": ".patch",
    "filter": ".Filter",
    "comparator": ".Comparator",
    "propertyName": ".property",
    "parsed": ".parsed",
}
#: What stands for a shape where no type is at hand.
_ANY: dict[str, Schema] = {
    shape: {"type": "string"} if shape == "propertyName" else {"type": "object"} for shape in _SUFFIX
}
_DATA = {"default", "const", "enum", "examples"}
_MAPS = {"properties", "patternProperties", "dependentSchemas"}


def reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def plain(protocol: Protocol, schema: Any, mode: Mode = "read") -> Any:
    """``schema`` without what only the source says."""
    if isinstance(schema, list):
        return [plain(protocol, item, mode) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema == {"not": {}}:
        return False
    said = schema.get("x-jmap", {})
    if shape := said.get("shape"):
        return {**_shape(shape, said.get("of", ""), mode), **_described(schema)}
    made: Schema = {}
    for key, value in schema.items():
        if key == "$ref":
            made["$ref"] = f"#/$defs/{_target(protocol, value, said, mode)}"
        elif key == "description":
            made[key] = without_marks(value)
        elif key == "pattern":
            made[key] = spelled_out(value)
        elif key in _MAPS:
            names = spelled_out if key == "patternProperties" else str
            made[key] = {names(name): plain(protocol, item, mode) for name, item in value.items()}
        elif key in _DATA:
            made[key] = value
        elif key not in ("x-jmap", "title", "$comment", "$schema", "$defs"):
            made[key] = plain(protocol, value, mode)
    return made


def nullable(schema: Schema) -> Schema:
    """``schema``, or null."""
    kind = schema.get("type")
    if isinstance(kind, str) and "const" not in schema and "enum" not in schema and kind != "null":
        return {**schema, "type": [kind, "null"]}
    if isinstance(kind, list) and "null" in kind:
        return schema
    if any(option == {"type": "null"} for option in schema.get("anyOf", [])):
        return schema
    described = _described(schema)
    bare = {key: value for key, value in schema.items() if key not in described}
    return {"anyOf": [bare, {"type": "null"}], **described}


def id_or_creation_id(protocol: Protocol) -> Schema:
    """The form of an Id that may also be ``#`` and a creation id; its facts are those of Id."""
    known = protocol.structures["Id"].schema
    low, high = known.get("minLength", 1), known.get("maxLength", 255)
    letters = known["pattern"].removeprefix("^").removesuffix("$").rstrip("+*")
    return {
        "description": "An Id, or `#` and the creation id of a record that the same request creates.",
        "type": "string",
        "pattern": f"^#?{letters}{{{low},{high}}}$",
    }


def _shape(shape: str, type_name: str, mode: Mode) -> Schema:
    if not type_name:
        return dict(_ANY[shape])
    if mode == "arguments" and shape in ("creation", "copy", "patch"):
        return {"type": "object"}
    if mode in ("arguments", "asked") and shape == "comparator":
        # An order that the type does not have is unsupportedSort, not a broken argument.
        return reference("Comparator")
    return reference(type_name + _SUFFIX[shape])


def _target(protocol: Protocol, name: str, said: dict[str, Any], mode: Mode) -> str:
    if mode in ("read", "asked"):
        return name
    refers_to = said.get("refersTo")
    if name == "Id" and refers_to and refers_to not in NOT_CREATED:
        return "IdOrCreationId"
    structure = protocol.structures.get(name)
    if mode == "write" and structure and has_creation(protocol, structure):
        return f"{name}.creation"
    return name


def has_creation(protocol: Protocol, structure: Structure, seen: tuple[str, ...] = ()) -> bool:
    """Whether a part has another form when a client sends it: it is an object, or there is one in it."""
    if structure.kind != "part" or structure.name in seen:
        return False
    inside = (protocol.structures.get(name) for name in _refs(structure.schema))
    return bool(structure.properties) or any(
        part is not None and has_creation(protocol, part, (*seen, structure.name)) for part in inside
    )


def _refs(schema: Any) -> Iterator[str]:
    """The names that a schema of the source refers to, at any depth."""
    if isinstance(schema, dict):
        if isinstance(name := schema.get("$ref"), str):
            yield name
        schema = [value for key, value in schema.items() if key not in _DATA]
    if isinstance(schema, list):
        for item in schema:
            yield from _refs(item)


def _described(schema: Schema) -> Schema:
    made: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
    if "description" in made:
        made["description"] = without_marks(made["description"])
    return made
