"""/changes returns one id more than `maxChanges` where there are more.

Breaks `core/standard/changes/maxChanges/not-exceeded`.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..standard import changes
from ..store.interface import Change


def plant() -> None:
    right = changes.take

    def take(log: Iterable[Change], most: int) -> tuple[list[Change], bool]:
        return right(log, most + 1)

    changes.take = take
