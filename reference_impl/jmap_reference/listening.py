"""A server beside that of HTTP: it takes connections on a socket of its own, in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Final

LAST_WAIT: Final = 5.0
"""Seconds for connections to finish when the server ends."""


class Listening:
    """To be told by those who come after how it serves."""

    def __init__(self, name: str, listening: socket.socket) -> None:
        self.socket = listening
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    async def serve(self) -> asyncio.Server:
        """Begin to take connections."""
        raise NotImplementedError

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LAST_WAIT)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self.serve())
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            doomed = asyncio.all_tasks(self._loop)
            for task in doomed:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*doomed, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()
