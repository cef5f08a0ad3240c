"""Registered values that the source lists; registries that follow from it change with what they follow from."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Protocol, Registry
from .change import Change, shown


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = ({r.name: r for r in p.registries.values() if r.place.pointer} for p in (old, new))
    for name, was in before.items():
        now = after.get(name)
        if now is None:
            why = "Nothing says what its values mean."
            yield Change(was.id, "registry/removed", "is no registry any more", True, "both", why, was.place)
        else:
            yield from _entries(was, now)
    for name, now in after.items():
        if name not in before:
            why = "Its values can be met from now on."
            yield Change(now.id, "registry/added", "is a new registry", False, "both", why, now.place)


def _entries(was: Registry, now: Registry) -> Iterator[Change]:
    before, after = ({entry.value: entry for entry in registry.entries} for registry in (was, now))
    for value, entry in before.items():
        other = after.get(value)
        id = f"{now.id}/{value}"
        if other is None:
            why = "Whoever uses the value means something that nothing defines any more."
            yield Change(id, "registry/value-removed", "is not registered any more", True, "both", why, entry.place)
        elif entry.cells != other.cells:
            why = "What is written about the value changed, and not the value."
            keys = [k for k in dict.fromkeys((*entry.cells, *other.cells)) if entry.cells.get(k) != other.cells.get(k)]
            told = (shown({k: e.cells[k] for k in keys if k in e.cells}) for e in (entry, other))
            yield Change(
                id, "registry/value-changed", "is described otherwise", False, "readers", why, other.place, *told
            )
    for value, entry in after.items():
        if value not in before:
            why = "Clients and servers can meet the value from now on."
            id = f"{now.id}/{value}"
            yield Change(id, "registry/value-added", "is a new value", False, "both", why, entry.place)
    if was.columns != now.columns:
        why = "The table has other columns."
        told = (shown(r.columns) for r in (was, now))
        yield Change(now.id, "registry/columns", "has other columns", False, "readers", why, now.place, *told)
