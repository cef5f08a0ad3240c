"""/query begins at the anchor, whatever `anchorOffset` says.

Breaks `core/standard/query/anchor/index`.
"""

from __future__ import annotations

from typing import Any

from ..standard import query


def plant() -> None:
    right = query.first_index

    def first_index(ids: list[str], arguments: dict[str, Any]) -> int:
        return right(ids, arguments | {"anchorOffset": 0})

    query.first_index = first_index
