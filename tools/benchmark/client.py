"""Closed-loop HTTP/1.1 clients in one thread: each sends its next request when it has the whole answer.

Plain sockets and one selector, so that the time taken is the server's: a request costs this program some 20 µs.
What came is acknowledged at once; else a server that sends an answer in pieces would wait 40 ms for that.
"""

from __future__ import annotations

import base64
import http.client
import json
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

CORE, MAIL = "urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"
Call = tuple[str, dict[str, Any]]
#: Whether the body of an answer with status 200 is what it should be; cheap, since it is asked of each.
Good = Callable[[bytes], bool]


class Session:
    """A JMAP session by Basic authentication: what is needed to make requests of it."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        session, at = self._fetch(url)
        api = urlsplit(urljoin(at, session["apiUrl"]))
        self.address = (api.hostname or "", api.port or 80)
        self.path = api.path
        self.account: str = session["primaryAccounts"][MAIL]
        self._connection = http.client.HTTPConnection(*self.address, timeout=120)

    def _fetch(self, url: str) -> tuple[dict[str, Any], str]:
        for _ in range(5):
            parts = urlsplit(url)
            connection = http.client.HTTPConnection(parts.netloc, timeout=30)
            connection.request("GET", parts.path, headers={"Authorization": self.authorization})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 200:
                return json.loads(body), url
            url = urljoin(url, answer.headers.get("Location", ""))
        raise SystemExit(f"{url}: HTTP {answer.status}, where a session should be")

    def request(self, *calls: Call) -> bytes:
        """A whole HTTP request with these calls; their ids are 0, 1, …"""
        body = _message(calls)
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.address[0]}:{self.address[1]}\r\n"
            f"Authorization: {self.authorization}\r\nContent-Type: application/json\r\n"
            f"Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def call(self, *calls: Call) -> list[dict[str, Any]]:
        """The arguments of the responses; none may be an error."""
        headers = {"Authorization": self.authorization, "Content-Type": "application/json"}
        self._connection.close()  # a server may have done so in the meantime
        self._connection.request("POST", self.path, _message(calls), headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200 or any(name == "error" for name, _, _ in json.loads(body)["methodResponses"]):
            raise SystemExit(f"{calls[0][0]}: HTTP {answer.status} {body[:500].decode()}")
        return [arguments for _, arguments, _ in json.loads(body)["methodResponses"]]


def _message(calls: tuple[Call, ...]) -> bytes:
    invocations = [[name, arguments, str(number)] for number, (name, arguments) in enumerate(calls)]
    return json.dumps({"using": [CORE, MAIL], "methodCalls": invocations}, separators=(",", ":")).encode()


@dataclass
class Taken:
    """What was measured."""

    #: Seconds that each request took.
    times: list[float] = field(default_factory=list)
    #: From the first request to the last answer, in seconds.
    seconds: float = 0.0
    #: Seconds of processor time that this program took.
    own: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    def add(self, other: Taken) -> None:
        """Count what was measured at another time, too."""
        self.times += other.times
        self.seconds += other.seconds
        self.own += other.own

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def measure(session: Session, workers: list[Iterator[bytes]], good: Good, seconds: float, warm_up: float) -> Taken:
    """Run one client for each of ``workers``, which give their requests; the first ``warm_up`` seconds do not count.

    Raises:
        SystemExit: an answer was not good. What fails fast must not look fast.
    """
    taken = Taken()
    with selectors.DefaultSelector() as selector:
        connections = [Connection(session.address, requests) for requests in workers]
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        begin = time.perf_counter() + warm_up
        end, own = begin + seconds, 0.0
        for connection in connections:
            connection.send()
        while (now := time.perf_counter()) < end:
            if not own and now >= begin:
                own = time.process_time()
            for key, _ in selector.select(end - now):
                connection = key.data
                if (body := connection.receive()) is None:
                    continue
                after = time.perf_counter()
                if not good(body):
                    raise SystemExit(f"a wrong answer: {body[:500].decode('utf-8', 'replace')}")
                if connection.sent_at >= begin and after <= end:
                    taken.times.append(after - connection.sent_at)
                connection.send()
        taken.own, taken.seconds = time.process_time() - own, seconds
        for connection in connections:
            connection.socket.close()
    return taken


class Connection:
    """One client: a socket, and what has come of the answer."""

    def __init__(self, address: tuple[str, int], requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(address, timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._requests = requests
        self._came = b""

    def send(self) -> None:
        request = next(self._requests)
        self._came = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bytes | None:
        """The body of the answer, when all of it is there.

        Raises:
            SystemExit: the status is not 200, or the server has closed.
        """
        some = self.socket.recv(1 << 18)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        self._came += some
        head, found, body = self._came.partition(b"\r\n\r\n")
        if not some or (found and not head.startswith(b"HTTP/1.1 200 ")):
            raise SystemExit(f"no good answer: {self._came[:500].decode('utf-8', 'replace')!r}")
        if not found:
            return None
        fields = head.lower()
        if b"transfer-encoding: chunked" in fields:
            return _joined(body) if body.endswith(b"0\r\n\r\n") else None
        length = int(fields.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return body if len(body) >= length else None


def _joined(chunks: bytes) -> bytes:
    parts = []
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        parts.append(rest[: int(size.split(b";")[0], 16)])
        chunks = rest[len(parts[-1]) + 2 :]
    return b"".join(parts)
