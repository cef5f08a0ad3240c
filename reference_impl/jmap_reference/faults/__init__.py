"""Faults to be planted: ways to be wrong, so that a client or a suite can be seen to notice.

A fault is a function that is marked with ``@fault``, and puts something wrong in the place of something right. Its
docstring says in one sentence what a client sees; the marks say which requirements that breaks. There is a module for
each area; they are imported only when faults are asked for. A module may also be one fault, by itself: its docstring
says the same, with a line ``Breaks `ID`.`` for each requirement, and it has a function ``plant``.

Those whose names begin with ``client-`` break no requirement: a server may be so, and clients stumble.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final


@dataclass(frozen=True)
class Fault:
    """A way to be wrong."""

    #: What ``--fault`` takes.
    name: str
    #: What is wrong, as a sentence.
    summary: str
    #: The ids of the requirements that it breaks.
    breaks: tuple[str, ...]
    #: Be wrong in this way from now on, in this process.
    plant: Callable[[], None]
    #: The names of the cases that are to see it, where a requirement has more than those; else empty.
    seen_by: tuple[str, ...] = ()
    #: The module, below this one.
    area: str = ""


Planting = Callable[[], None]

_MARK: Final = "jmap_fault"


def fault(*breaks: str, seen_by: str = "") -> Callable[[Planting], Planting]:
    """Make a function a fault, that breaks these requirements.

    ``seen_by``: names of cases, with spaces between; needed where other cases that name one of the requirements look
    at something else.
    """

    def mark(plant: Planting) -> Planting:
        name = plant.__name__.replace("_", "-")
        summary = (plant.__doc__ or "").strip().partition("\n")[0]
        area = plant.__module__.rpartition(".")[2]
        setattr(plant, _MARK, Fault(name, summary, breaks, plant, tuple(seen_by.split()), area))
        return plant

    return mark


@cache
def all_faults() -> dict[str, Fault]:
    """Every fault, by name.

    Raises:
        ValueError: two have one name.
    """
    found: dict[str, Fault] = {}
    for module in pkgutil.iter_modules(__path__):
        try:
            imported = import_module(f"{__name__}.{module.name}")
        except ModuleNotFoundError as error:
            # Where IMAP is not installed, there is nothing that can be wrong with it.
            if not module.name.startswith("imap_") or (error.name or "").partition(".")[0] != "pymap":
                raise
            continue
        for one in _in(imported, module.name):
            if one.name in found:
                raise ValueError(f"two faults are called {one.name}: in {found[one.name].area} and {one.area}")
            found[one.name] = one
    return dict(sorted(found.items()))


def _in(module: ModuleType, name: str) -> list[Fault]:
    if hasattr(module, "plant"):
        said = module.__doc__ or ""
        breaks = tuple(re.findall("Breaks `([^`]+)`", said))
        return [Fault(name.replace("_", "-"), said.partition("\n")[0], breaks, module.plant, area=name)]
    marked = (getattr(value, _MARK, None) for value in vars(module).values())
    return [one for one in marked if isinstance(one, Fault) and one.area == name]


def names() -> list[str]:
    """What ``--fault`` takes."""
    return list(all_faults())


def summary(name: str) -> str:
    """What is wrong, as a sentence."""
    return all_faults()[name].summary


def breaks(name: str) -> list[str]:
    """The ids of the requirements that the fault breaks."""
    return list(all_faults()[name].breaks)


def for_clients(name: str) -> bool:
    """Whether a server may be so: clients have to bear it, and no case sees it."""
    return name.startswith("client-")


def plant(name: str) -> None:
    """Be wrong in this way from now on, in this process."""
    all_faults()[name].plant()
