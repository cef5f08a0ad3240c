"""The push endpoint of the suite: it takes push messages as a push service does (RFC 8030), and answers as told."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

from .exchange import Exchange
from .listening import listen
from .outcome import Broken, Disabled
from .server import Server
from .settings import is_loopback

#: Seconds until a message has to have come, before ``--patience``.
SOON: Final = 10.0
#: Seconds without a message after which a case believes that none comes, before ``--patience``.
SILENCE: Final = 1.5
#: Octets of a message that are read.
MOST: Final = 65536
#: The reason phrase of an exchange in which the server asked, and the suite answered.
AS_THE_SUITE: Final = "as the suite answered"


@dataclass(frozen=True)
class Received:
    """A request to the endpoint."""

    #: Names in lower case.
    headers: dict[str, str]
    body: bytes
    #: Seconds since 1970.
    at: float = field(default_factory=time.time)


class Address:
    """A URL of the endpoint: what came there, in order, and what is to be answered."""

    def __init__(self, url: str, patience: float) -> None:
        self.url = url
        self.received: list[Received] = []
        #: Status and header fields of every answer.
        self.answer: tuple[int, dict[str, str]] = 201, {}
        self._patience = patience
        self._came = threading.Condition()

    def take(self, one: Received) -> tuple[int, dict[str, str]]:
        with self._came:
            self.received.append(one)
            self._came.notify_all()
            return self.answer

    def wait(self, number: int, what: str, seconds: float = SOON) -> Received:
        """The message of this number, counted from one, when it has come.

        Raises:
            Broken: it does not come in time.
        """
        if self.comes(number, seconds):
            return self.received[number - 1]
        raise Broken(f"no {what} came", expected=f"a request to the URL within {seconds:g} s", found="none")

    def comes(self, number: int, seconds: float = SILENCE) -> bool:
        """Whether there are so many messages, as soon as there are, or after some time."""
        with self._came:
            return self._came.wait_for(lambda: len(self.received) >= number, seconds * self._patience)


class Endpoint:
    """Addresses, each for one PushSubscription."""

    def __init__(self, server: Server, base: str) -> None:
        self.server = server
        self._base = base
        self._addresses: dict[str, Address] = {}
        self._count = itertools.count(1)

    def address(self) -> Address:
        """A new one."""
        path = f"{urlsplit(self._base).path.rstrip('/')}/{next(self._count)}"
        made = Address(self._base.rstrip("/") + "/" + path.rpartition("/")[2], self.server.client.patience)
        self._addresses[path] = made
        return made

    def take(self, path: str, one: Received) -> tuple[int, dict[str, str]]:
        """Note a request, for the report too, and say how it is answered."""
        address = self._addresses.get(path)
        if address is None:
            return 404, {}
        status, headers = address.take(one)
        made = Exchange("POST", address.url, one.headers, one.body, "")
        made.status, made.reason, made.answer_headers = status, AS_THE_SUITE, headers
        self.server.recorder.exchanges.append(made)
        return status, headers


@contextmanager
def endpoint(server: Server) -> Iterator[Endpoint]:
    """The endpoint, while a case needs it.

    Raises:
        Disabled: the server cannot be told a URL of it.
    """
    settings = server.settings
    if not settings.push_url and not is_loopback(urlsplit(settings.url).hostname or ""):
        raise Disabled("no --push-url was given, by which the server reaches the suite")
    made = listen(settings.push_listen, "push-listen", settings.patience)
    port = made.getsockname()[1]
    found = Endpoint(server, settings.push_url or f"http://127.0.0.1:{port}")
    http = ThreadingHTTPServer(("", 0), handler(found.take), bind_and_activate=False)
    http.socket.close()
    http.socket, http.daemon_threads = made, True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def handler(take: Callable[[str, Received], tuple[int, dict[str, str]]]) -> type[BaseHTTPRequestHandler]:
    """A handler that gives each POST to ``take``, with its path."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "0")
            body = self.rfile.read(min(int(length), MOST)) if length.isdigit() else b""
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more = take(self.path, Received(headers, body))
            self.send_response(status)
            for name, value in ({"Content-Length": "0"} | more).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing: the report has the exchanges."""

    return Handler
