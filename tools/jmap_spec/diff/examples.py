"""Examples. They bind nobody: what they show is said elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Protocol
from .change import Change

_WHY = "An example binds nobody; what it shows is said elsewhere."
_PARTS = ("title", "description", "fixture", "request", "response", "varies", "elide", "creation")


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = ({example.id: example for example in protocol.examples} for protocol in (old, new))
    for id, was in before.items():
        now = after.get(id)
        if now is None:
            yield Change(id, "example/removed", "is no example any more", False, "readers", _WHY, was.place)
            continue
        differing = [part for part in _PARTS if getattr(was, part) != getattr(now, part)]
        if differing:
            what = f"is another example: {', '.join(differing)}"
            yield Change(id, "example/changed", what, False, "readers", _WHY, now.place)
    for id, now in after.items():
        if id not in before:
            yield Change(id, "example/added", "is a new example", False, "readers", _WHY, now.place)
