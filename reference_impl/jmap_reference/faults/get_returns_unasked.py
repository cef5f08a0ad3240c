"""/get answers with all properties, whatever `properties` says.

Breaks `core/standard/get/properties/nothing-else`.
"""

from __future__ import annotations

from ..standard import get
from ..store.interface import Record


def plant() -> None:
    def select(record: Record, shown: tuple[str, ...]) -> Record:
        return record

    get.select = select
