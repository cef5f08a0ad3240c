"""The operator OR is taken for AND.

Breaks `core/FilterOperator/operator/or`.
"""

from __future__ import annotations

from typing import Any

from ..standard import filter as filters
from ..standard.call import Call
from ..standard.special import Predicate


def plant() -> None:
    right = filters.predicate

    def predicate(call: Call, filter: dict[str, Any] | None, depth: int = 0) -> Predicate:
        wrong = filter | {"operator": "AND"} if filter and filter.get("operator") == "OR" else filter
        return right(call, wrong, depth)

    filters.predicate = predicate
