"""/get takes an empty list of ids for all.

Breaks `core/standard/get/ids/empty-is-none`.
"""

from __future__ import annotations

from ..standard import get
from ..standard.call import Call
from ..store.interface import Record


def plant() -> None:
    right = get.fetch

    def fetch(call: Call) -> tuple[list[Record], list[str]]:
        call.arguments["ids"] = call.arguments["ids"] or None
        return right(call)

    get.fetch = fetch
