"""Everything that a reader looks up says what it is."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Member, Protocol
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    for structure in protocol.structures.values():
        if not structure.description:
            yield Problem(
                structure.place,
                "description/missing",
                f"{structure.name} has no description",
                "say in a sentence what it is",
            )
    for member in members(protocol):
        if not member.description:
            yield Problem(
                member.place,
                "description/missing",
                f'"{member.name}" has no description',
                "say in a sentence what it is",
            )


def members(protocol: Protocol) -> Iterator[Member]:
    """Every property, argument and error member of the source, each once."""
    for structure in protocol.structures.values():
        yield from structure.properties
    for capability in protocol.capabilities.values():
        yield from capability.session
        yield from capability.account
    for error in protocol.errors:
        yield from error.members
    for template in protocol.standard.values():
        yield from template.arguments
        yield from template.responses
    for declared in protocol.declarations.values():
        for declaration in declared.values():
            yield from declaration.arguments
            yield from declaration.responses
            yield from declaration.filter or ()
            for option in declaration.sort:
                yield from option.arguments
