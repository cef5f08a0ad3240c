"""Sockets on which the suite listens itself, for what the server under test sends."""

from __future__ import annotations

import errno
import socket
import threading
import time
from typing import Final

from .outcome import Disabled
from .settings import host_and_port

#: Seconds that a case waits for another worker to be done with the one port that there is, before ``--patience``.
TURN: Final = 60.0


def listen(address: str, name: str, patience: float) -> socket.socket:
    """A listening socket at ``HOST:PORT``, which the setting ``name`` gave; of several workers, one after the other.

    Raises:
        Disabled: it cannot be had.
    """
    host, port = host_and_port(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + TURN * patience
    while True:
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((host, port))
            made.listen(64)
            return made
        except OSError as problem:
            made.close()
            if problem.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise Disabled(f"the suite cannot listen at {address}, which is --{name}: {problem}") from problem
        threading.Event().wait(0.05)
