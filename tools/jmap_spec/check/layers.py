"""References point to the same room, or to one that comes before it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..load.refs import references
from ..model import Place, Protocol
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    order = {room: (c.order, room) for room, c in protocol.capabilities.items()}
    for file, value in protocol.documents.items():
        room = file.split("/")[1]
        if room not in order or "/examples/" in file:
            continue
        for pointer, ref in references(value):
            path = ref.partition("#")[0]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)).split("/")[1] if path else room
            if target in order and order[target] > order[room]:
                yield Problem(
                    Place(file, pointer),
                    "ref/direction",
                    f"{room} refers to {target}, which builds on it",
                    f"move the definition to {room} or to a room before it",
                )
