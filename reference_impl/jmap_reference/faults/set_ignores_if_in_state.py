"""/set changes data that is no longer in the state that the client saw.

Breaks `core/standard/set/ifInState/mismatch`.
"""

from __future__ import annotations

from ..standard import set


def plant() -> None:
    def check_state(expected: str | None, actual: str) -> None:
        return

    set.check_state = check_state
