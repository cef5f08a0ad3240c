"""The cases of the suite, in the orders in which drafts and site show them. Pure: no Sphinx."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Case, Protocol


def title_of(area: str) -> str:
    """``query-changes`` as a heading."""
    return " ".join(word.capitalize() for word in area.split("-"))


def by_area(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """Areas in the order in which they first come."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.area, []).append(case)
    return found


def cases_by_requirement(protocol: Protocol) -> dict[str, list[Case]]:
    """The cases that look for each requirement."""
    found: dict[str, list[Case]] = {}
    for case in protocol.cases:
        for id in case.requirements:
            found.setdefault(id, []).append(case)
    return found


def case_ids(protocol: Protocol) -> list[tuple[str, tuple[str, ...]]]:
    """Which cases look for what: all that pages about other things show of them."""
    return [(case.id, case.requirements) for case in protocol.cases]


def coverage(protocol: Protocol) -> list[tuple[str | int, ...]]:
    """A row a room and one for all: how many requirements, and how many of each discharge."""
    kinds = ("test", "schema", "excluded", "gap")
    found: dict[str, dict[str, int]] = {}
    for requirement in protocol.requirements.values():
        room = requirement.id.partition("/")[0]
        for name in (room, ""):
            row = found.setdefault(name, dict.fromkeys(kinds, 0))
            row[next(iter(requirement.discharge))] += 1
    rows = [(room, row) for room, row in sorted(found.items()) if room] + [("all", found.get("", {}))]
    return [(name, sum(row.values()), *(row.get(kind, 0) for kind in kinds)) for name, row in rows]
