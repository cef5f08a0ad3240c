"""/query tells the total to those who did not ask.

Breaks `core/standard/query/response/total/only-if-requested`.
"""

from __future__ import annotations

from typing import Any

from ..protocol import STANDARD
from ..standard.call import Call


def plant() -> None:
    right = STANDARD["query"]

    def query(call: Call) -> dict[str, Any]:
        call.arguments["calculateTotal"] = True
        return right(call)

    STANDARD["query"] = query
