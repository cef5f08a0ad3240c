"""What a type's method is without is something that the standard method has."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ..model import Declaration, Place, Protocol
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    for declared in protocol.declarations.values():
        for declaration in declared.values():
            yield from _declaration(protocol, declaration)


def _declaration(protocol: Protocol, declaration: Declaration) -> Iterator[Problem]:
    place = Place(declaration.place.file, f"{declaration.place.pointer}/without")
    if declaration.without and not declaration.standard:
        hint = "leave out what it does not have"
        yield Problem(place, "without/spelled-out", f"{declaration.id} is no standard method", hint)
        return
    added = {member.name for member in (*declaration.arguments, *declaration.responses)}
    for index, name in enumerate(declaration.without):
        template = protocol.standard[declaration.verb]
        members = {member.name for member in (*template.arguments, *template.responses)}
        known = members | {use.code for use in (*template.errors, *template.set_errors)}
        at = Place(place.file, f"{place.pointer}/{index}")
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"it has {', '.join(sorted(known))}"
            yield Problem(at, "without/unknown", f'the standard /{template.verb} has no "{name}"', hint)
        elif name in added:
            yield Problem(at, "without/added", f'"{name}" is declared beside it', "take it out of one of them")
