"""/query takes a negative `position` for 0.

Breaks `core/standard/query/position/from-the-end`.
"""

from __future__ import annotations

from typing import Any

from ..standard import query


def plant() -> None:
    right = query.first_index

    def first_index(ids: list[str], arguments: dict[str, Any]) -> int:
        return right(ids, arguments | {"position": max(0, arguments["position"])})

    query.first_index = first_index
