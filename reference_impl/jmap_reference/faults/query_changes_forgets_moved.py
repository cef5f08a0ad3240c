"""/queryChanges does not tell of records that stayed in the results and changed their place.

Breaks `core/standard/queryChanges/response/removed/moved`.
Breaks `core/standard/queryChanges/response/added/complete`.
"""

from __future__ import annotations

from ..standard import query_changes


def plant() -> None:
    right = query_changes.differences

    def differences(old: list[str], new: list[str], touched: set[str]) -> tuple[list[str], list[tuple[str, int]]]:
        removed, added = right(old, new, touched)
        return [id for id in removed if id not in new], [(id, place) for id, place in added if id not in old]

    query_changes.differences = differences
