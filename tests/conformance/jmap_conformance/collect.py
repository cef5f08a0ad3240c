"""Which cases there are: every module of every room, at every point that the manifest gives it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from .case import BadCase, Case, Instance, cases_in
from .manifest import Manifest, Requirement
from .wire import I_JSON, KINDS, RESPONSE, SHAPES

PACKAGE: Final = Path(__file__).parent

#: Folders of the package that hold no cases.
OTHER: Final = frozenset({"data", "recipes", "report", "__pycache__"})


def rooms() -> list[Path]:
    """The folders with cases: ``core``, ``mail``, ``standard`` …"""
    return sorted(one for one in PACKAGE.iterdir() if one.is_dir() and one.name not in OTHER)


def module_paths() -> list[Path]:
    return [path for room in rooms() for path in sorted(room.glob("*.py")) if path.name != "__init__.py"]


@cache
def cases_of(path: Path) -> tuple[Case, ...]:
    """The cases of a module, in order.

    Raises:
        BadCase: a case in it cannot be run as it is written.
    """
    name = ".".join([__package__ or "", *path.relative_to(PACKAGE).with_suffix("").parts])
    return tuple(cases_in(importlib.import_module(name)))


def all_cases() -> list[Case]:
    return [case for path in module_paths() for case in cases_of(path)]


def instances_of(cases: Iterable[Case], manifest: Manifest) -> Iterator[Instance]:
    for case in cases:
        for point in case.over(manifest):
            yield Instance(case, point)


def all_instances(manifest: Manifest) -> list[Instance]:
    """Every case at every point, checked.

    Raises:
        BadCase: two have one id, or one names a requirement that the manifest has not.
    """
    made = list(instances_of(all_cases(), manifest))
    seen: dict[str, Instance] = {}
    for one in made:
        if one.id in seen:
            raise BadCase(f"{one.case.source}:{one.case.line}: {one.id} is also in {seen[one.id].case.source}")
        seen[one.id] = one
    if unknown := unknown_requirements(manifest):
        lines = "\n".join(f"  {source}: {requirement}" for source, requirement in unknown)
        raise BadCase(f"cases name requirements that the manifest has not:\n{lines}")
    return made


def unknown_requirements(manifest: Manifest) -> list[tuple[str, str]]:
    """(where, id) for every id that a case, or the validation of messages, names and the manifest has not."""
    known = manifest.requirements.keys()
    named = {(f"{case.source}:{case.line}", one) for case in all_cases() for one in case.requirements}
    named |= {("wire.py", one) for one in (*KINDS.values(), *SHAPES.values(), RESPONSE, I_JSON)}
    return sorted((where, one) for where, one in named if one not in known)


def uncovered(manifest: Manifest) -> list[Requirement]:
    """The requirements that are to be discharged by a test, and that no case names."""
    named = {one for case in all_cases() for one in case.requirements}
    return [one for one in manifest.requirements.values() if one.needs_case and one.id not in named]
