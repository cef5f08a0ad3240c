"""A capability that the server does not have is refused call by call, with HTTP status 200.

Breaks `core/errors/request/unknownCapability/request-level`.
"""

from __future__ import annotations

from typing import Any

from .. import protocol
from ..errors import request
from ..limits import Limits


def plant() -> None:
    right = protocol.check_envelope

    def check_envelope(sent: Any, limits: Limits) -> None:
        try:
            right(sent, limits)
        except request.UnknownCapability:
            sent["using"] = []

    protocol.check_envelope = check_envelope
