"""/changes says that there are no more changes when there are.

Breaks `core/standard/changes/response/hasMoreChanges/none-left`.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..standard import changes
from ..store.interface import Change


def plant() -> None:
    right = changes.take

    def take(log: Iterable[Change], most: int) -> tuple[list[Change], bool]:
        return right(log, most)[0], False

    changes.take = take
