"""An Id refers to a type that is known, or at least to none that is misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ..model import Place, Protocol
from ..problems import Problem
from .descriptions import members

#: What an Id may refer to besides data types.
_OTHERS = {"Account", "Blob", "Foo"}


def problems(protocol: Protocol) -> Iterator[Problem]:
    known = {s.name for s in protocol.structures.values() if s.row} | _OTHERS
    for member in members(protocol):
        name = member.refers_to
        if name and name not in known and (near := difflib.get_close_matches(name, known, 1, 0.8)):
            yield Problem(
                Place(member.place.file, f"{member.place.pointer}/x-jmap/refersTo"),
                "refersTo/unknown",
                f'there is no data type "{name}"',
                f'did you mean "{near[0]}"?',
            )
