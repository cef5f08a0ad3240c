"""Methods can be called without naming their capability in `using`.

Breaks `core/Request/using/nothing-else`.
Breaks `core/Request/using/empty`.
"""

from __future__ import annotations

from .. import protocol
from ..generated import methods as tables


def plant() -> None:
    right = protocol.find_method

    def find_method(name: str, using: frozenset[str]) -> tuple[tables.Method, protocol.Handler]:
        return right(name, frozenset(tables.CAPABILITIES))

    protocol.find_method = find_method
