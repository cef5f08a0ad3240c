"""The Response does not have the creation ids of what the Request created.

Breaks `core/Response/createdIds/complete`.
"""

from __future__ import annotations

from typing import Any

from .. import protocol


def plant() -> None:
    right = protocol.Processor.process

    def process(
        self: protocol.Processor, user: str, origin: str, sent: Any, token: bytes | None = None
    ) -> dict[str, Any]:
        said = right(self, user, origin, sent, token)
        return said | ({"createdIds": sent["createdIds"]} if "createdIds" in said else {})

    protocol.Processor.process = process  # type: ignore[method-assign]
