"""An event source, read as it comes (RFC 8620, Section 7.3; the format is that of HTML, Section 9.2)."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import httpx

from . import ijson
from .outcome import Broken
from .server import Server

#: Seconds that a case waits for an event that has to come, before ``--patience``.
SOON: Final = 10.0
#: Seconds of silence after which it believes that none comes, before ``--patience``.
SILENCE: Final = 1.5


@dataclass(frozen=True)
class Event:
    """An event of the stream."""

    type: str
    data: Any
    #: The event id, where this event sets one.
    id: str | None


class Events:
    """The events of one connection, in order."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.status = 0
        self.content_type = ""
        self._queue: queue.Queue[Event | None] = queue.Queue()
        self._started = threading.Event()
        self._response: httpx.Response | None = None

    def wait(self, kind: str, seconds: float = SOON) -> Event:
        """The next event of a type, with those of others passed over.

        Raises:
            Broken: it does not come in time, or the stream ends.
        """
        until = time.monotonic() + seconds * self.patience
        while (event := self._next(until - time.monotonic())) is not None:
            if event.type == kind:
                return event
        raise Broken(f"no event {kind} came", expected=f"an event {kind} within {seconds:g} s", found="none")

    def silent(self, kind: str, seconds: float = SILENCE) -> list[Event]:
        """The events of a type that come within some time; empty is what the case hopes for."""
        until, found = time.monotonic() + seconds * self.patience, []
        while (event := self._next(until - time.monotonic())) is not None:
            found += [event] if event.type == kind else []
        return found

    def ends(self, seconds: float = SOON) -> bool:
        """Whether the server ends the stream within some time."""
        until = time.monotonic() + seconds * self.patience
        while time.monotonic() < until:
            with suppress(queue.Empty):
                if self._queue.get(timeout=max(0.01, until - time.monotonic())) is None:
                    return True
        return False

    def _next(self, seconds: float) -> Event | None:
        try:
            event = self._queue.get(timeout=max(0.01, seconds))
        except queue.Empty:
            return None
        if event is None:
            self._queue.put(None)
        return event

    def read(self, server: Server, url: str, headers: dict[str, str]) -> None:
        """Read the stream to its end; for a thread of its own."""
        try:
            with server.client.stream(url, headers) as (exchange, response):
                self.status, self.content_type = response.status_code, response.headers.get("content-type", "")
                self._response = response
                self._started.set()
                lines: list[str] = []
                for line in response.iter_lines():
                    exchange.answer += f"{line}\n".encode()
                    if line:
                        lines.append(line)
                    elif lines:
                        self._queue.put(parsed(lines))
                        lines = []
        except (Broken, httpx.HTTPError, ValueError, OSError):
            pass
        finally:
            self._started.set()
            self._queue.put(None)

    def close(self) -> None:
        """End the connection, so that whoever reads it wakes up."""
        stream = self._response.extensions.get("network_stream") if self._response is not None else None
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def parsed(lines: list[str]) -> Event:
    """An event of its lines. Data that is no JSON is given as text."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        fields[name] = f"{fields[name]}\n{value}" if name == "data" and name in fields else value
    data: Any = fields.get("data", "")
    with suppress(ValueError):
        data = ijson.parse(data.encode())
    return Event(fields.get("event", "message" if "data" in fields else ""), data, fields.get("id"))


@contextmanager
def listening(
    server: Server, *, types: str = "*", closeafter: str = "no", ping: int = 0, last_event_id: str = ""
) -> Iterator[Events]:
    """The events of the session's event source, from now on.

    Raises:
        Broken: it does not answer with HTTP 200.
    """
    url = server.url("eventSourceUrl", types=types, closeafter=closeafter, ping=str(ping))
    headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last_event_id} if last_event_id else {})}
    events = Events(server.client.patience)
    thread = threading.Thread(target=events.read, args=(server, url, headers), daemon=True)
    thread.start()
    try:
        events._started.wait(SOON * events.patience)
        if events.status != 200:
            raise Broken("the event source does not answer", expected="HTTP 200", found=f"HTTP {events.status}")
        yield events
    finally:
        events.close()
        thread.join(SOON)
