"""Requests at the same time: of each, all but the last octet is sent, and then the last octets one after the other.

A server that counts a request from its first octet on has them all at once; one behind a proxy that waits for the whole
gets them as close together as the network allows.
"""

from __future__ import annotations

import http.client
import select
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

from .client import TIME_LIMIT
from .exchange import Exchange
from .outcome import Broken
from .server import Server

#: Seconds to wait for answers that come before a request is complete, before ``--patience``.
EARLY: Final = 0.5


def at_once(
    server: Server, number: int, url: str, headers: dict[str, str], body: bytes, early: int
) -> list[Exchange]:
    """The answers to a POST that is sent so many times at once; ``early``: for how many of them to look before the rest
    is sent, as they come where the server refuses.

    Raises:
        Broken: one is not answered.
    """
    with ExitStack() as stack:
        try:
            open_ones = [stack.enter_context(connection(server, url)) for _ in range(number)]
            for one in open_ones:
                _begin(one, server, url, headers, body)
            _wait(open_ones, early, EARLY * server.client.patience)
            for one in open_ones:
                # Who has refused a request need not wait for its end.
                with suppress(BrokenPipeError, ConnectionResetError):
                    one.send(body[-1:])
            return [_answer(one, server, url, headers, body) for one in open_ones]
        except (OSError, http.client.HTTPException) as problem:
            found = f"{type(problem).__name__}: {problem}"
            raise Broken(f"no answer to one of {number} requests at once", expected="an HTTP response",
                         found=found) from problem  # fmt: skip


@contextmanager
def connection(server: Server, url: str) -> Iterator[http.client.HTTPConnection]:
    """A connection of its own to the host of a URL."""
    parts = urlsplit(url)
    limit = TIME_LIMIT * server.client.patience
    if parts.scheme == "https":
        made: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=limit, context=context_of(server)
        )
    else:
        made = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=limit)
    try:
        made.connect()
        yield made
    finally:
        made.close()


def context_of(server: Server) -> ssl.SSLContext:
    """TLS as the settings have it."""
    made = ssl.create_default_context()
    if server.settings.insecure:
        made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


def _begin(one: http.client.HTTPConnection, server: Server, url: str, headers: dict[str, str], body: bytes) -> None:
    parts = urlsplit(url)
    one.putrequest("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    for name, value in {**headers, **server.client.login_header, "Content-Length": str(len(body))}.items():
        one.putheader(name, value)
    one.endheaders(body[:-1])


def _wait(open_ones: list[http.client.HTTPConnection], early: int, seconds: float) -> None:
    """Until so many have been answered, or no more come for some time."""
    waiting = [one.sock for one in open_ones]
    while early > 0:
        ready, _, _ = select.select(waiting, [], [], seconds)
        if not ready:
            return
        early -= len(ready)
        waiting = [one for one in waiting if one not in ready]


def _answer(
    one: http.client.HTTPConnection, server: Server, url: str, headers: dict[str, str], body: bytes
) -> Exchange:
    made = Exchange("POST", url, dict(headers), body, server.client.curl_login)
    said = one.getresponse()
    made.status, made.reason, made.answer = said.status, said.reason, said.read()
    made.answer_headers = {name.lower(): value for name, value in said.getheaders() if name.lower() != "set-cookie"}
    server.recorder.exchanges.append(made)
    return made
