"""A Mailbox that the user may not see is told to whoever knows its id.

Breaks `mail/partial-access/as-if-absent`.
"""

from __future__ import annotations

from typing import Any

from ..sharing import SharedRecords
from ..standard import get
from ..standard.call import Call
from ..store.values import Record
from .planting import instead


def plant() -> None:
    def fetch(right: Any, call: Call) -> tuple[list[Record], list[str]]:
        found, missing = right(call)
        if call.type.name != "Mailbox" or not isinstance(call.records, SharedRecords):
            return found, missing
        hidden = call.records.whole.read("Mailbox", missing)
        return [*found, *hidden.values()], [id for id in missing if id not in hidden]

    instead(get, "fetch", fetch)
