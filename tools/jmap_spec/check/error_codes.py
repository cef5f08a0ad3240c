"""A code stands in one room; methods answer codes that exist on their level; a limit is enforced by one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ..model import ErrorUse, Place, Protocol
from ..problems import Problem
from .descriptions import members


def problems(protocol: Protocol) -> Iterator[Problem]:
    for template in protocol.standard.values():
        yield from _uses(protocol, template.errors, "method")
        yield from _uses(protocol, template.set_errors, "set")
    for declared in protocol.declarations.values():
        for declaration in declared.values():
            yield from _uses(protocol, declaration.errors, "method")
            yield from _uses(protocol, declaration.set_errors, "set")
    yield from _twice(protocol)
    codes = {e.code for e in protocol.errors}
    for member in members(protocol):
        code = member.notes.get("enforcedBy")
        if code and code not in codes:
            yield _unknown(code, codes, Place(member.place.file, f"{member.place.pointer}/x-jmap/enforcedBy"), "any")


def _twice(protocol: Protocol) -> Iterator[Problem]:
    """A code has one meaning on a level, whatever room uses it."""
    known: dict[tuple[str, str], Place] = {}
    for error in protocol.errors:
        other = known.setdefault((error.level, error.code), error.place)
        if other is not error.place:
            hint = "keep it in the room that comes first; methods of the other can name it all the same"
            yield Problem(error.place, "error/twice", f'"{error.code}" is also at {other}', hint)


def _uses(protocol: Protocol, uses: tuple[ErrorUse, ...], level: str) -> Iterator[Problem]:
    codes = {e.code for e in protocol.errors if e.level == level}
    for use in uses:
        if use.code not in codes:
            yield _unknown(use.code, codes, use.place, level)


def _unknown(code: str, codes: set[str], place: Place, level: str) -> Problem:
    near = difflib.get_close_matches(code, codes, 1)
    hint = f'did you mean "{near[0]}"?' if near else "add it to an errors.json"
    return Problem(place, "error/unknown", f'no errors.json has "{code}" on {level} level', hint)
