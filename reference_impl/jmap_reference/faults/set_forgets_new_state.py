"""A /set answers without the state that it leaves behind.

Breaks `core/standard/set/response/newState/as-get`.
"""

from __future__ import annotations

from typing import Any

from .. import handlers, protocol
from ..generated import methods as tables
from ..standard.call import Call


def plant() -> None:
    right = protocol.find_method

    def find_method(name: str, using: frozenset[str]) -> tuple[tables.Method, handlers.Handler]:
        called, handler = right(name, using)

        def forgetful(call: Call) -> dict[str, Any]:
            return {name: value for name, value in handler(call).items() if name != "newState"}

        return called, forgetful if called.verb == "set" else handler

    protocol.find_method = find_method
