"""/query takes every Comparator for an ascending one.

Breaks `core/Comparator/isAscending/descending`.
"""

from __future__ import annotations

from typing import Any

from ..standard import query
from ..standard.call import Call
from ..store.interface import Record


def plant() -> None:
    right = query.sort_by

    def sort_by(call: Call, comparator: dict[str, Any], records: list[Record]) -> list[Record]:
        return right(call, comparator | {"isAscending": True}, records)

    query.sort_by = sort_by
