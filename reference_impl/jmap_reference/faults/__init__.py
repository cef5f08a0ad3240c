"""Faults to be planted: ways to be wrong, so that a client or a suite can be seen to notice.

One fault a file, imported only when asked for. Its docstring says what a client sees, and
which requirements that breaks; ``plant`` puts a wrong function in the place of a right one.
Those whose names begin with ``client-`` break none: a server may be so, and clients stumble.
"""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module


def names() -> list[str]:
    """What ``--fault`` takes: the names of the files, with hyphens."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))


def summary(name: str) -> str:
    """What is wrong, as a sentence."""
    return _docstring(name).partition("\n")[0]


def breaks(name: str) -> list[str]:
    """The ids of the requirements that the fault breaks."""
    return re.findall("Breaks `([^`]+)`", _docstring(name))


def for_clients(name: str) -> bool:
    """Whether a server may be so: clients have to bear it, and no case sees it."""
    return name.startswith("client-")


def plant(name: str) -> None:
    """Be wrong in this way from now on, in this process."""
    import_module(f"{__name__}.{name.replace('-', '_')}").plant()


def _docstring(name: str) -> str:
    return import_module(f"{__name__}.{name.replace('-', '_')}").__doc__ or ""
