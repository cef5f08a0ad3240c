"""The one table of named definitions from which every published schema is cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import ErrorCode, Member, Method, Protocol, Structure
from ..portable import without_formats
from .methods import foo_in
from .schemas import Mode, Schema, id_or_creation_id, plain, reference
from .shapes import of_record, shapes_of, shapes_of_part

#: The structure that an error of a level is, on the wire.
ERROR_OBJECT = {"request": "ProblemDetails", "method": "MethodError", "set": "SetError"}


def definitions(protocol: Protocol) -> dict[str, Schema]:
    """Every named schema of the protocol, plain and concrete.

    Names: ``Id``, ``Session``, ``Mailbox`` and its shapes (``Mailbox.partial``,
    ``.changed``, ``.created``, ``.creation``, ``.copy``, ``.patch``, ``.parsed``, ``.property``),
    ``Mailbox.Filter``, ``Mailbox.FilterOperator``, ``Mailbox.FilterCondition``,
    ``Mailbox.Comparator``; ``Mailbox.get.request``, ``.arguments``, ``.response``;
    ``capability.ROOM.session``, ``.account``; ``error.LEVEL.CODE``; ``Request.full``,
    ``Response.full``.
    """
    table = dict(_all(protocol))
    shapes = ("creation", "property")
    parts = {f"{s.name}.{shape}" for s in protocol.structures.values() if s.kind == "part" for shape in shapes}
    while unused := parts & table.keys() - {name for schema in table.values() for name in refs_in(schema)}:
        for name in unused:  # a part that only a server writes, or of which nobody selects properties
            del table[name]
    # Validators differ in whether and how they assert a format; a pattern they all read alike.
    return {name: without_formats(schema) for name, schema in table.items()}


def closure(table: dict[str, Schema], schema: Any) -> dict[str, Schema]:
    """The definitions that ``schema`` refers to, directly or not, by name."""
    found: set[str] = set()
    todo = list(refs_in(schema))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += refs_in(table[name])
    return {name: table[name] for name in sorted(found)}


def refs_in(schema: Any) -> Iterator[str]:
    """The names that a plain schema refers to."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix("#/$defs/")
            elif key not in ("const", "enum", "default", "examples"):
                yield from refs_in(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from refs_in(item)


def _all(protocol: Protocol) -> Iterator[tuple[str, Schema]]:
    for structure in protocol.structures.values():
        yield structure.name, _structure(protocol, structure)
        if structure.kind == "data":
            yield from shapes_of(protocol, structure)
        elif structure.kind == "part":
            yield from shapes_of_part(protocol, structure)
    if "Id" in protocol.structures:
        yield "IdOrCreationId", id_or_creation_id(protocol)
    for capability in protocol.capabilities.values():
        if not capability.registration:
            continue  # a room that shares the urn of another, where its value is told of
        yield f"capability.{capability.room}.session", _object(protocol, capability.session)
        yield f"capability.{capability.room}.account", _object(protocol, capability.account)
    for error in protocol.errors:
        yield f"error.{error.level}.{error.code}", _error(protocol, error)
    for method in protocol.methods.values():
        yield from _method(protocol, method)
    if {"Request", "Response"} <= set(protocol.structures):
        yield "Request.full", _message(protocol, "Request", "methodCalls", "request")
        yield "Response.full", _message(protocol, "Response", "methodResponses", "response")


def _structure(protocol: Protocol, structure: Structure) -> Schema:
    made = of_record(protocol, structure, plain(protocol, structure.schema))
    # An error object is held to what its code says, where a code says more than the object in general.
    for level, general in ERROR_OBJECT.items():
        said = {p.name for p in structure.properties}
        codes = [e for e in protocol.errors if e.level == level and {m.name for m in e.members} - said]
        if structure.name == general and codes:
            made["allOf"] = [
                {
                    "if": {"type": "object", "properties": {"type": {"const": e.type}}, "required": ["type"]},
                    "then": _without_type(_object(protocol, tuple(m for m in e.members if m.name not in said))),
                }
                for e in codes
            ]
    # The entries of the two maps by capability are the capabilities' own to say (RFC 8620, Section 2).
    for name, holder, half in (("Session", "capabilities", "session"), ("Account", "accountCapabilities", "account")):
        if structure.name == name and holder in made.get("properties", {}):
            known = {
                c.urn: reference(f"capability.{c.room}.{half}")
                for c in protocol.capabilities.values()
                if c.registration
            }
            made["properties"][holder] = {**made["properties"][holder], "properties": known}
    return made


def _object(
    protocol: Protocol, members: tuple[Member, ...], mode: Mode = "read", closed: bool = False, **rest: Any
) -> Schema:
    made: Schema = {"type": "object", **rest, "properties": {m.name: plain(protocol, m.schema, mode) for m in members}}
    if required := [m.name for m in members if m.required]:
        made["required"] = required
    if closed:
        made["additionalProperties"] = False
    return made


def _error(protocol: Protocol, error: ErrorCode) -> Schema:
    general = protocol.structures.get(ERROR_OBJECT[error.level])
    members = {m.name: m for m in (*(general.properties if general else ()), *error.members)}
    made = _object(protocol, tuple(members.values()))
    made["properties"]["type"] = {"type": "string", "const": error.type}
    made["required"] = list(dict.fromkeys(["type", *made.get("required", [])]))
    return made


def _method(protocol: Protocol, method: Method) -> Iterator[tuple[str, Schema]]:
    base = f"{method.type}.{method.verb}"
    if method.verb in ("query", "queryChanges") and method.standard:
        yield from _query_parts(protocol, method)
    yield f"{base}.arguments", _arguments(protocol, method)
    yield f"{base}.request", _request(protocol, method)
    response = _object(protocol, method.responses, **_without_type(plain(protocol, method.response_schema)))
    for member in method.responses if writes(method) else ():
        # What was refused is told under the id that the client gave: maybe "#" and a creation id that came to nothing.
        if member.name.startswith("not"):
            response["properties"][member.name] = plain(protocol, member.schema, "write")
    yield f"{base}.response", response


def writes(method: Method) -> bool:
    """Whether a method changes records; such a one takes creation ids in its Ids."""
    template = method.standard.arguments if method.standard else ()
    return any(argument.name == "ifInState" for argument in (*template, *method.arguments))


def _is_open(method: Method) -> bool:
    # A method spelled out without any argument of its own takes what it is given (Core/echo).
    return (
        not method.standard and not method.arguments and method.request_schema.get("additionalProperties") is not False
    )


def _arguments(protocol: Protocol, method: Method) -> Schema:
    mode: Mode = "arguments" if writes(method) else "asked"
    rest = _without_type(plain(protocol, method.request_schema))
    return _object(protocol, method.arguments, mode, closed=not _is_open(method), **rest)


def _request(protocol: Protocol, method: Method) -> Schema:
    """The arguments as a client sends them: each may be a result reference instead, never both."""
    mode: Mode = "write" if writes(method) else "read"
    rest = _without_type(plain(protocol, method.request_schema))
    properties: dict[str, Schema] = {}
    either: list[Schema] = []
    never_both: dict[str, Schema] = {}
    for argument in method.arguments:
        name, twin = argument.name, f"#{argument.name}"
        properties[name] = plain(protocol, argument.schema, mode)
        properties[twin] = reference("ResultReference")
        if argument.required:
            instead = {"properties": {name: False}}
            either.append({"if": {"required": [twin]}, "then": instead, "else": {"required": [name]}})
        else:
            never_both[twin] = {"properties": {name: False}}
    made: Schema = {"type": "object", **rest, "properties": properties}
    if never_both:
        made["dependentSchemas"] = never_both
    if either:
        made["allOf"] = [*made.get("allOf", []), *either]
    if _is_open(method):
        made["patternProperties"] = {"^#": reference("ResultReference")}
    else:
        made["additionalProperties"] = False
    return made


def _query_parts(protocol: Protocol, method: Method) -> Iterator[tuple[str, Schema]]:
    name = method.type
    yield f"{name}.FilterCondition", _object(protocol, method.filter, closed=True)
    if operator := protocol.structures.get("FilterOperator"):
        made = plain(protocol, foo_in(operator.schema, name))
        yield f"{name}.FilterOperator", {**made, "additionalProperties": False}
    yield (
        f"{name}.Filter",
        {
            "if": {"type": "object", "required": ["operator"]},
            "then": reference(f"{name}.FilterOperator"),
            "else": reference(f"{name}.FilterCondition"),
        },
    )
    if comparator := protocol.structures.get("Comparator"):
        made = plain(protocol, comparator.schema)
        names = [option.name for option in method.sort]
        named = made["properties"]["property"]
        properties = {**made["properties"], "property": {**named, "enum": names} if names else {"not": {}}}
        further = {member.name: plain(protocol, member.schema) for option in method.sort for member in option.arguments}
        made = {**made, "properties": {**properties, **further}, "additionalProperties": False}
        cases = [
            {
                "if": {"properties": {"property": {"const": option.name}}},
                "then": {"required": [m.name for m in option.arguments if m.required]},
            }
            for option in method.sort
            if any(m.required for m in option.arguments)
        ]
        yield f"{name}.Comparator", {**made, "allOf": cases} if cases else made


def _message(protocol: Protocol, name: str, holder: str, half: str) -> Schema:
    """A whole message, in which each Invocation is held against the method that it names."""
    made = plain(protocol, protocol.structures[name].schema)
    cases = [
        {
            "if": {"prefixItems": [{"const": method.name}]},
            "then": {"prefixItems": [True, reference(f"{method.type}.{method.verb}.{half}")]},
        }
        for method in protocol.methods.values()
        if half == "request" or not _is_open(method)  # the response of Core/echo is anything
    ]
    if half == "response":
        cases.append(
            {"if": {"prefixItems": [{"const": "error"}]}, "then": {"prefixItems": [True, reference("MethodError")]}}
        )
    made["properties"][holder] = {**made["properties"][holder], "items": {**reference("Invocation"), "allOf": cases}}
    return made


def _without_type(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in ("type", "additionalProperties")}
