"""The limits are as low as they can be while something still works.

For clients: they have to read the limits, and to divide their work.
"""

from __future__ import annotations

from dataclasses import replace

from ..protocol import Processor

TINY = {
    "maxCallsInRequest": 2,
    "maxObjectsInGet": 3,
    "maxObjectsInSet": 2,
    "maxConcurrentRequests": 1,
    "maxConcurrentUpload": 1,
    "maxSizeRequest": 5000,
    "maxSizeUpload": 5000,
    "maxMailboxDepth": 2,
}


def plant() -> None:
    right = Processor.__post_init__

    def __post_init__(self: Processor) -> None:  # noqa: N807
        right(self)
        object.__setattr__(self, "limits", replace(self.limits, **TINY))  # type: ignore[arg-type]

    Processor.__post_init__ = __post_init__  # type: ignore[method-assign]
