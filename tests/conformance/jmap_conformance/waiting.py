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


def eventually(server: Server, found: Callable[[], T], seconds: float = SOON) -> T:
    """What a look gives once it gives something; after some time, what the last one gave."""
    until = time.monotonic() + seconds * server.client.patience
    while not (seen := found()) and time.monotonic() < until:
        threading.Event().wait(0.1)
    return seen
