"""Capabilities: which rooms there are, by which URN, and how they are registered."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Capability, Protocol
from .change import Change, shown


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for room, was in old.capabilities.items():
        now = new.capabilities.get(room)
        if now is None:
            why = "A client that names it in `using` is answered `unknownCapability`."
            yield Change(was.id, "capability/removed", "is gone", True, "clients", why, was.place, was.urn, "")
        else:
            yield from _changed(was, now)
    for room, now in new.capabilities.items():
        if room not in old.capabilities:
            why = "A server that has it says so in its Session."
            yield Change(now.id, "capability/added", "is new", False, "servers", why, now.place, "", now.urn)


def _changed(was: Capability, now: Capability) -> Iterator[Change]:
    if was.urn != now.urn:
        why = "Clients look for the old name in the Session, and name it in `using`."
        yield Change(now.id, "capability/urn", "has another URN", True, "both", why, now.place, was.urn, now.urn)
    if (was.registration, was.reserved, was.title) != (now.registration, now.reserved, now.title):
        why = "It is a matter of the registry."
        told = (shown({"title": c.title, **c.registration, **c.reserved}) for c in (was, now))
        yield Change(
            now.id, "capability/registration", "is registered otherwise", False, "readers", why, now.place, *told
        )
