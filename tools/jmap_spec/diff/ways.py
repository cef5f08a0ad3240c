"""Which way a value travels: *sent* by clients, *told* by servers, or both.

It decides whom a change breaks. What a method takes is sent, what it answers is told; a property of a
record is told unless it exists on creation only, and sent unless the server sets it. A structure goes
the ways of everything that refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from ..model import Member, Protocol, Structure

Way = Literal["sent", "told"]
Ways = frozenset[Way]

SENT: Final[Ways] = frozenset(("sent",))
TOLD: Final[Ways] = frozenset(("told",))

#: What clients send and no schema refers to: the message itself, what stands in for an argument,
#: what goes into a URL. Every other structure that nothing refers to comes from the server.
_FIRST_SENT = ("Request", "ResultReference", "EventSourceVariables")
#: The shapes that are a record, or a part of one.
_RECORDS = frozenset(("record", "partial", "creation", "copy", "created", "changed", "patch", "parsed"))
#: The structures that a shape of a standard method stands for.
_OF_SHAPE = {"filter": ("FilterOperator", "FilterCondition"), "comparator": ("Comparator",), "patch": ("PatchObject",)}


def ways(protocol: Protocol) -> dict[str, Ways]:
    """The ways of every structure, by name."""
    found: dict[str, set[Way]] = {name: set() for name in protocol.structures}

    def reach(name: str, by: Ways) -> None:
        structure = protocol.structures.get(name)
        if structure is None or by <= found[name]:
            return
        found[name] |= by
        for ref in names_in({k: v for k, v in structure.schema.items() if k != "properties"}):
            reach(ref, by)
        for member in structure.properties:
            for ref in names_in(member.schema):
                reach(ref, of_property(structure, member, by))

    for name in _FIRST_SENT:
        reach(name, SENT)
    for member, by in _entries(protocol):
        for name in names_in(member.schema):
            reach(name, by)
    for name, structure in protocol.structures.items():
        if not found[name]:
            # A part that others take over has no reference left: it goes the ways of its type.
            reach(name, frozenset(found.get(structure.parent, ())) or TOLD)
    return {name: frozenset(by) for name, by in found.items()}


def names_in(schema: Any) -> Iterator[str]:
    """The structures that a schema refers to, shapes included."""
    if isinstance(schema, list):
        for item in schema:
            yield from names_in(item)
    elif isinstance(schema, dict):
        if isinstance(ref := schema.get("$ref"), str):
            yield ref
        said = schema.get("x-jmap", {})
        yield from _OF_SHAPE.get(said.get("shape", ""), ())
        if said.get("shape") in _RECORDS and "of" in said:
            yield said["of"]
        for key, value in schema.items():
            if key not in ("default", "const", "enum", "examples", "x-jmap"):
                yield from names_in(value)


def _entries(protocol: Protocol) -> Iterator[tuple[Member, Ways]]:
    for method in protocol.methods.values():
        for member in (*method.arguments, *method.filter, *(a for s in method.sort for a in s.arguments)):
            yield member, SENT
        for member in method.responses:
            yield member, TOLD
    for error in protocol.errors:
        for member in error.members:
            yield member, TOLD
    for capability in protocol.capabilities.values():
        for member in (*capability.session, *capability.account):
            yield member, TOLD


def of_property(structure: Structure, member: Member, by: Ways) -> Ways:
    """Of a data type, what is server-set is not sent, and what is for creation only is not told."""
    barred: set[Way] = set()
    if member.server_set:
        barred.add("sent")
    if member.create_only:
        barred.add("told")
    return by - barred if structure.kind == "data" else by
