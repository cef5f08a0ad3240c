"""Descriptions, as far as no requirement stands in them, and the sections that they cite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol as Shaped

from ..model import Method, Place, Protocol, StandardMethod
from ..spans import without_spans
from .change import Change
from .pairs import both, pairs


class _Told(Shaped):
    """Anything with an id, a description and a section."""

    @property
    def id(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def place(self) -> Place: ...


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = _all(old), _all(new)
    for id in before.keys() & after.keys():
        yield from _differing(before[id], after[id])
    for pair in pairs(old, new):
        if members := both(pair):
            yield from _differing(*members)


def _all(protocol: Protocol) -> dict[str, _Told]:
    """Whatever is described, members apart."""
    found: list[_Told] = [*protocol.capabilities.values(), *protocol.structures.values(), *protocol.standard.values()]
    found += [*protocol.methods.values(), *protocol.errors]
    found += [registry for registry in protocol.registries.values() if registry.place.pointer]
    parts: list[Method | StandardMethod] = [*protocol.standard.values(), *protocol.methods.values()]
    for part in parts:
        # One of all methods is described at the error itself, one of the standard method there.
        found += [use for use in (*part.errors, *part.set_errors) if use.description and _is_own(use.id, use.place)]
    for method in protocol.methods.values():
        if method.verb != "queryChanges":
            found += method.sort
    return {one.id: one for one in found}


def _is_own(id: str, place: Place) -> bool:
    """Whether an error of a method is written at that method."""
    return place.file.endswith("methods.json") or id.startswith("core/standard/")


def _differing(was: _Told, now: _Told) -> Iterator[Change]:
    before, after = _words(was.description), _words(now.description)
    if before != after:
        why = "No sentence with a key word changed here."
        yield Change(now.id, "text/changed", "is described otherwise", False, "readers", why, now.place, before, after)
    cites = [getattr(one, "section", "") for one in (was, now)]
    if cites[0] != cites[1]:
        why = "It tells where the published text says the same."
        yield Change(now.id, "text/section", "cites another section", False, "readers", why, now.place, *cites)


def _words(markdown: str) -> str:
    return " ".join(without_spans(markdown).split())
