"""What changed can never be told: every /changes and /queryChanges fails, as it may after a long time.

For clients: they have to fetch everything anew.
"""

from __future__ import annotations

from typing import Any

from .. import handlers, protocol
from ..errors import method
from ..generated import methods as tables
from ..standard.call import Call


def plant() -> None:
    right = protocol.find_method

    def find_method(name: str, using: frozenset[str]) -> tuple[tables.Method, handlers.Handler]:
        called, handler = right(name, using)
        return called, fail if called.verb in ("changes", "queryChanges") else handler

    protocol.find_method = find_method


def fail(call: Call) -> dict[str, Any]:
    raise method.CannotCalculateChanges()
