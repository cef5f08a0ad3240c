"""A filter condition looks at a property that exists, in a way that fits; a sort too."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ..model import Member, Place, Protocol, Structure
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    for type_name, declared in protocol.declarations.items():
        structure = protocol.structures.get(type_name)
        if not structure:
            continue
        for declaration in declared.values():
            for condition in declaration.filter or ():
                yield from _condition(structure, condition)
            for option in declaration.sort:
                if not option.special and not structure.property(option.property):
                    yield _no_property(structure, option.property, Place(option.place.file, option.place.pointer))


def _condition(structure: Structure, condition: Member) -> Iterator[Problem]:
    match = condition.notes.get("match")
    if not match:
        hint = "say in x-jmap which property it looks at, and match; special if the type's own code does it"
        yield Problem(
            condition.place, "filter/match", f'the condition "{condition.name}" does not say how it matches', hint
        )
        return
    name = condition.notes.get("property", "")
    if match == "special" and not name:
        return
    found = structure.property(name)
    if not found:
        yield _no_property(structure, name, Place(condition.place.file, f"{condition.place.pointer}/x-jmap/property"))
    elif match in ("before", "after") and "Date" not in found.signature:
        yield Problem(
            condition.place,
            "filter/fits",
            f'"{match}" compares dates; {name} is {found.signature}',
            "use atLeast, below or equals",
        )
    elif match == "has" and "Boolean" not in condition.signature:
        yield Problem(
            condition.place,
            "filter/fits",
            f'"has" takes a Boolean; this is {condition.signature}',
            "use equals or contains",
        )


def _no_property(structure: Structure, name: str, place: Place) -> Problem:
    near = difflib.get_close_matches(name, [p.name for p in structure.properties], 1)
    hint = (
        f'did you mean "{near[0]}"?'
        if near
        else f"{structure.name} has {', '.join(p.name for p in structure.properties)}"
    )
    return Problem(place, "filter/property", f'{structure.name} has no property "{name}"', hint)
