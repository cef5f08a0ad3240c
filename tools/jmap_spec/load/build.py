"""Build the model from files whose form and references are known to be good."""

from __future__ import annotations

from typing import Any

from ..json_text import escape
from ..model import (
    Capability,
    DataTypeRow,
    Declaration,
    ErrorCode,
    ErrorUse,
    Example,
    Place,
    Protocol,
    Registry,
    RegistryEntry,
    SortOption,
    StandardMethod,
    Structure,
)
from ..problems import Problem
from .files import VOCABULARY, Sources
from .members import Builder
from .mixins import mixed
from .refs import Names
from .vocabulary import kind_of


def build(sources: Sources, names: Names) -> tuple[Protocol, list[Problem]]:
    """The protocol without what derive adds, and what could not be understood."""
    builder = Builder(sources, names)
    capabilities = _capabilities(builder)
    order = {name: capability.order for name, capability in capabilities.items()}
    files = sorted(sources.rooms, key=lambda file: (order.get(_room(file), 1000), _room(file), file))
    structures: dict[str, Structure] = {}
    standard: dict[str, StandardMethod] = {}
    declarations: dict[str, dict[str, Declaration]] = {}
    errors: list[ErrorCode] = []
    registries: dict[str, Registry] = {}
    examples: list[Example] = []
    for file in files:
        value, kind = sources.files[file].value, kind_of(file)
        if kind in ("type.json", "types.json"):
            structures.update({s.name: s for s in _structures(builder, file, value, kind)})
        elif kind == "standard.json":
            standard[value["title"]] = _standard(builder, file, value)
        elif kind == "methods.json":
            declarations[file.split("/")[-2]] = _declarations(builder, file, value)
        elif kind == "errors.json":
            errors += _errors(builder, file, value)
        elif kind == "registries.json":
            registries.update({r.name: r for r in _registries(builder, file, value)})
        elif kind == "example.json":
            examples.append(_example(builder, file, value))
    base = sources.vocabulary[f"{VOCABULARY}/base.json"].value
    retired = sources.vocabulary[f"{VOCABULARY}/retired.json"].value
    protocol = Protocol(
        capabilities=capabilities,
        structures=mixed(structures),
        standard=standard,
        methods={},
        declarations=declarations,
        errors=tuple(errors),
        registries=registries,
        examples=tuple(examples),
        requirements=builder.requirements,
        retired={id: reason for id, reason in retired.items() if not id.startswith("$")},
        base=base["base"],
        version=base["version"],
        documents={file: source.value for file, source in sources.files.items()},
    )
    return protocol, builder.problems


def _room(file: str) -> str:
    return file.split("/")[1]


def _capabilities(builder: Builder) -> dict[str, Capability]:
    made = []
    for file, source in builder.sources.rooms.items():
        if kind_of(file) != "capability.json":
            continue
        value, room = source.value, _room(file)
        section, place = value["x-jmap"]["section"], Place(file)
        id = f"{room}/capability"
        builder.spans(value, id, section, place)
        made.append(
            Capability(
                id,
                room,
                value["urn"],
                value["title"],
                value["description"],
                value.get("order", 1000),
                builder.members(value.get("session", {}), f"{id}/session", section, Place(file, "/session")),
                builder.members(value.get("account", {}), f"{id}/account", section, Place(file, "/account")),
                value.get("registration", {}),
                value.get("reserved", {}),
                section,
                place,
            )
        )
    return {c.room: c for c in sorted(made, key=lambda c: (c.order, c.room))}


def _structures(builder: Builder, file: str, value: dict[str, Any], kind: str) -> list[Structure]:
    made = []
    section = value.get("x-jmap", {}).get("section", "")
    if kind == "type.json":
        sort = "wire" if "/wire/" in file else "data"
        made.append(_structure(builder, file, "", value, value["title"], sort, section, ""))
    for name, schema in value.get("$defs", {}).items():
        sort = "part" if kind == "type.json" else "scalar"
        parent = value["title"] if kind == "type.json" else ""
        made.append(_structure(builder, file, f"/$defs/{escape(name)}", schema, name, sort, section, parent))
    return made


def _structure(
    builder: Builder, file: str, pointer: str, value: dict[str, Any], name: str, kind: str, section: str, parent: str
) -> Structure:
    room, place = _room(file), Place(file, pointer)
    id, said = f"{room}/{name}", value.get("x-jmap", {})
    section = said.get("section", section)
    builder.spans(value, id, section, place)
    for pattern, inner in value.get("patternProperties", {}).items():
        # What is said of such properties is said of the object: they have no one name.
        at = Place(file, f"{pointer}/patternProperties/{escape(pattern)}")
        builder.spans(inner, id, section, at, nested=True)
    row = said.get("dataType")
    schema = builder.named(file, value)
    has_members = value.get("type") == "object" and ("properties" in value or "additionalProperties" not in value)
    signature = name if has_members or "prefixItems" in value else builder.signature(_without_scalar(schema), place)
    return Structure(
        id=id,
        name=name,
        room=room,
        kind=kind,  # type: ignore[arg-type]
        description=value.get("description", ""),
        schema=schema,
        properties=builder.members(value, id, section, place),
        signature=signature,
        section=section,
        parent=parent,
        row=DataTypeRow(row["blobs"], row["stateChange"], row.get("singleton", ""), row.get("reference", section))
        if row
        else None,
        place=place,
    )


def _without_scalar(schema: dict[str, Any]) -> dict[str, Any]:
    """A scalar of type integer is a Number on the wire: its own name is what signatures show."""
    return {**schema, "type": "number"} if schema.get("type") == "integer" else schema


def _standard(builder: Builder, file: str, value: dict[str, Any]) -> StandardMethod:
    verb, section, place = value["title"], value["x-jmap"]["section"], Place(file)
    id = f"core/standard/{verb}"
    builder.spans(value, id, section, place)
    for half in ("request", "response"):
        builder.spans(value[half], id if half == "request" else f"{id}/response", section, Place(file, f"/{half}"))
    return StandardMethod(
        id,
        verb,
        value["description"],
        builder.members(value["request"], id, section, Place(file, "/request")),
        builder.members(value["response"], f"{id}/response", section, Place(file, "/response")),
        _error_uses(builder, value.get("errors", {}), id, section, Place(file, "/errors")),
        _error_uses(builder, value.get("setErrors", {}), id, section, Place(file, "/setErrors")),
        section,
        place,
    )


def _declarations(builder: Builder, file: str, value: dict[str, Any]) -> dict[str, Declaration]:
    room, type_name = file.split("/")[1:3]
    standard = {source.value["title"] for f, source in builder.sources.rooms.items() if kind_of(f) == "standard.json"}
    return {
        verb: _declaration(
            builder, f"{room}/{type_name}/{verb}", verb in standard, said, Place(file, f"/{escape(verb)}")
        )
        for verb, said in value.items()
        if not verb.startswith("$")
    }


def _declaration(builder: Builder, id: str, is_standard: bool, said: dict[str, Any], place: Place) -> Declaration:
    section = said.get("x-jmap", {}).get("section", "")
    builder.spans(said, id, section, place)

    def within(key: str) -> Place:
        return Place(place.file, f"{place.pointer}/{key}")

    request, response, filter_ = said.get("request", {}), said.get("response", {}), said.get("filter")
    for half, node, subject in (
        ("request", request, id),
        ("response", response, f"{id}/response"),
        ("filter", filter_ or {}, f"{id}/filter"),
    ):
        builder.spans(node, subject, section, within(half))
    return Declaration(
        id,
        place.pointer.rpartition("/")[2],
        is_standard and said.get("standard", True),
        said.get("description", ""),
        builder.members(request, id, section, within("request")),
        builder.members(response, f"{id}/response", section, within("response")),
        None if filter_ is None else builder.members(filter_, f"{id}/filter", section, within("filter")),
        tuple(
            _sort(builder, id, name, option, section, within(f"sort/{escape(name)}"))
            for name, option in said.get("sort", {}).items()
        ),
        _error_uses(builder, said.get("errors", {}), id, section, within("errors")),
        _error_uses(builder, said.get("setErrors", {}), id, section, within("setErrors")),
        tuple(said.get("without", ())),
        builder.named(place.file, request),
        builder.named(place.file, response),
        section,
        place,
    )


def _sort(builder: Builder, id: str, name: str, said: dict[str, Any], section: str, place: Place) -> SortOption:
    base = f"{id}/sort/{name}"
    builder.spans(said, base, section, place)
    arguments = builder.members(
        said.get("arguments", {}), base, section, Place(place.file, f"{place.pointer}/arguments")
    )
    return SortOption(
        base, name, said["description"], said.get("property", name), said.get("special", False), arguments, place
    )


def _error_uses(builder: Builder, said: dict[str, Any], base: str, section: str, place: Place) -> tuple[ErrorUse, ...]:
    made = []
    for code, use in said.items():
        id, at = f"{base}/errors/{code}", Place(place.file, f"{place.pointer}/{escape(code)}")
        builder.spans(use, id, section, at)
        made.append(ErrorUse(id, code, use["description"], at))
    return tuple(made)


def _errors(builder: Builder, file: str, value: dict[str, Any]) -> list[ErrorCode]:
    made = []
    for level in ("request", "method", "set"):
        for code, said in value.get(level, {}).items():
            place, section = Place(file, f"/{level}/{escape(code)}"), said["x-jmap"]["section"]
            id = f"{_room(file)}/errors/{level}/{code}"
            builder.spans(said, id, section, place)
            members = builder.members(said.get("members", {}), id, section, Place(file, f"{place.pointer}/members"))
            made.append(
                ErrorCode(
                    id,
                    code,
                    level,
                    _room(file),
                    said["description"],
                    said.get("status", 0),
                    said.get("raisedBy", "named"),
                    tuple(said.get("operations", ())),
                    members,
                    said.get("intendedUse", "COMMON"),
                    said.get("unregistered", ""),
                    section,
                    place,
                )
            )
    return made


def _registries(builder: Builder, file: str, value: dict[str, Any]) -> list[Registry]:
    made = []
    for name, said in value.items():
        if name.startswith("$"):
            continue
        place, section = Place(file, f"/{name}"), said["x-jmap"]["section"]
        id = f"{_room(file)}/registries/{name}"
        builder.spans(said, id, section, place)
        entries = tuple(
            RegistryEntry(key, cells, Place(file, f"/{name}/entries/{escape(key)}"))
            for key, cells in said["entries"].items()
        )
        made.append(
            Registry(
                id, name, _room(file), said["title"], said["description"], said["columns"], entries, section, place
            )
        )
    return made


def _example(builder: Builder, file: str, value: dict[str, Any]) -> Example:
    room, type_name, _, *rest = file.removeprefix("schemas/").removesuffix(".json").split("/")
    id = "/".join([room, type_name, *rest])
    builder.spans(value, id, "", Place(file))
    return Example(
        id,
        type_name,
        room,
        value["title"],
        value["description"],
        value["fixture"],
        value["request"],
        value["response"],
        tuple(value.get("varies", ())),
        tuple(value.get("elide", ())),
        value.get("creation", ""),
        Place(file),
    )
