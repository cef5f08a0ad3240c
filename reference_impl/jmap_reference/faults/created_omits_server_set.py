"""/set tells of a new record its id, and nothing else that the server set.

Breaks `core/standard/set/response/created/complete`.
"""

from __future__ import annotations

from ..standard import set
from ..standard.call import Call
from ..store.interface import Record


def plant() -> None:
    right = set.unsent

    def unsent(call: Call, record: Record, sent: Record) -> Record:
        told = right(call, record, sent)
        return {"id": told["id"]} if "id" in told else told

    set.unsent = unsent
