"""What may be null or has a default may be left out (RFC 8620, Section 3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Member, Place, Protocol
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    for member in _arguments(protocol):
        if member.required and (member.nullable or member.has_default):
            why = "may be null" if member.nullable else "has a default"
            holder = Place(member.place.file, member.place.pointer.rpartition("/properties/")[0] + "/required")
            yield Problem(
                holder, "argument/required", f'"{member.name}" {why} and is required', "take it out of required"
            )
        for attribute in member.attributes:
            yield Problem(
                member.place,
                "argument/attribute",
                f'the argument "{member.name}" is {attribute}',
                "only properties of records are",
            )


def _arguments(protocol: Protocol) -> Iterator[Member]:
    for template in protocol.standard.values():
        yield from (*template.arguments, *template.responses)
    for declared in protocol.declarations.values():
        for declaration in declared.values():
            yield from (*declaration.arguments, *declaration.responses)
