"""uvicorn's HTTP, with an end to its patience: who connects and asks nothing holds a place that others need."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE: Final = 30.0
"""Seconds for the head of a request, from its first octet, or from the connection; bodies: see ``web.read``."""


LONGEST: Final = 65536
"""Octets of the head of a request; httptools itself takes any number."""


class Patient(HttpToolsProtocol):
    """Closes a connection on which no whole head of a request comes for so long, or one that does not end."""

    _end: asyncio.TimerHandle | None = None
    #: Of the head that is coming.
    _octets = 0
    _in_head = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head:
            self._octets += len(data)
            if self._octets > LONGEST:
                self.transport.close()
                return
        if self._is_busy():
            self._stop()
        elif self._end is None:
            self._wait()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._octets, self._in_head = 0, True

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._end = self.loop.call_later(PATIENCE, self._give_up)

    def _stop(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _give_up(self) -> None:
        self._end = None
        if not self._is_busy():
            self.transport.close()
