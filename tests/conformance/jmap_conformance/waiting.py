"""Waiting for what a server does by itself: looking again and again, with a bound."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from .server import Server

T = TypeVar("T")

#: Seconds until what a step leads to has to be seen, before ``--patience``.
SOON: Final = 15.0
#: Seconds from the first look to the second; then twice as long each time, up to the longest.
FIRST_PAUSE: Final = 0.01
LONGEST_PAUSE: Final = 0.1


def eventually(server: Server, found: Callable[[], T], seconds: float = SOON) -> T:
    """What a look gives once it gives something; after some time, what the last one gave."""
    until, pause = time.monotonic() + seconds * server.client.patience, FIRST_PAUSE
    while not (seen := found()) and time.monotonic() < until:
        threading.Event().wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    return seen
