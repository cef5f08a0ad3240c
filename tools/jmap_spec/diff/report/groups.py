"""Changes in the order in which they are read: by whom they break, then what is new, then what is said otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..change import Change


class Group(NamedTuple):
    """Changes under one heading."""

    title: str
    breaking: bool
    changes: tuple[Change, ...]


def groups(changes: Iterable[Change]) -> list[Group]:
    """Those headings that have any change."""
    found = list(changes)

    def some(breaking: bool, *whom: str) -> tuple[Change, ...]:
        return tuple(c for c in found if c.breaking == breaking and c.whom in whom)

    made = [
        Group("Breaking for clients and servers", True, some(True, "both")),
        Group("Breaking for clients", True, some(True, "clients")),
        Group("Breaking for servers", True, some(True, "servers")),
        Group("Not breaking", False, some(False, "both", "clients", "servers")),
        Group("For readers: no program changes", False, some(False, "readers")),
    ]
    return [group for group in made if group.changes]


def summary(old: str, new: str, changes: list[Change], breaking_only: bool = False) -> str:
    """How many there are, in a line."""
    if not changes:
        return f"{old} → {new}: no {'breaking ' if breaking_only else ''}change"
    breaking = sum(change.breaking for change in changes)
    word = "change" if len(changes) == 1 else "changes"
    return f"{old} → {new}: {len(changes)} {word}, {breaking or 'none'} breaking"


def concerns(change: Change) -> str:
    """Who has something to do though nothing breaks, or empty."""
    if change.breaking or change.whom == "readers":
        return ""
    return {"both": "clients and servers"}.get(change.whom, change.whom)
