"""No header field is given twice: what follows from the ``header`` of properties (RFC 8621, Section 4.6).

A property that stands for a header field, as ``from`` does for From, excludes every property
``header:From``, however the name is written and whatever its form; also on the body part that becomes
the message itself, whose fields are those of the message.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Member, Protocol, Structure
from .caseless import spelled_out
from .schemas import Schema


def given_once(protocol: Protocol, structure: Structure) -> Schema:
    """By property: where it is given, its header field is not given as another; empty where none stands for a field."""
    rules = dict(_rules(protocol, structure))
    return {"dependentSchemas": rules} if rules else {}


def _rules(protocol: Protocol, structure: Structure) -> Iterator[tuple[str, Schema]]:
    inside = [member.name for member in structure.properties if _has_fields(protocol, member)]
    for member in structure.properties:
        if field := member.notes.get("header", {}).get("field"):
            others: Schema = {"propertyNames": {"not": {"pattern": spelled_out(f"^header:(?i:{field})($|:)")}}}
            yield member.name, {**others, "properties": dict.fromkeys(inside, others)} if inside else others


def _has_fields(protocol: Protocol, member: Member) -> bool:
    """Whether the member is one part that has properties for header fields itself."""
    part = protocol.structures.get(member.schema.get("$ref", ""))
    return part is not None and any(inner.notes.get("header") for inner in part.properties)
