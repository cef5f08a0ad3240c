"""A tiny server of lies: it has a good Session, and answers requests as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CORE, MAIL = "urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"

LIMITS: dict[str, Any] = {
    "maxSizeUpload": 1000,
    "maxConcurrentUpload": 4,
    "maxSizeRequest": 100_000,
    "maxConcurrentRequests": 4,
    "maxCallsInRequest": 8,
    "maxObjectsInGet": 10,
    "maxObjectsInSet": 10,
    "collationAlgorithms": ["i;ascii-casemap"],
}
MAIL_ACCOUNT = {
    "maxMailboxesPerEmail": None,
    "maxMailboxDepth": 3,
    "maxSizeMailboxName": 100,
    "maxSizeAttachmentsPerEmail": 1000,
    "emailQuerySortOptions": [],
    "mayCreateTopLevelMailbox": True,
}


@dataclass
class Answer:
    """What is sent back; ``body`` None closes the connection without a word."""

    status: int = 200
    body: bytes | None = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


#: Request headers and body to the answer.
Api = Callable[[dict[str, str], bytes], Answer]


@dataclass
class Fake:
    """The server; ``api`` answers what is posted to the API resource."""

    api: Api
    session: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    #: What a GET of the Session gets in its place, if it is not to be had.
    instead: Answer | None = None
    #: From the headers of such a GET, another answer for some users.
    refuse: Callable[[dict[str, str]], Answer | None] = lambda headers: None
    #: Whether each connection is closed without a word.
    gone: bool = False
    #: (method, path, headers) of each request, in order.
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


def session(origin: str) -> dict[str, Any]:
    """A Session with one account."""
    return {
        "capabilities": {CORE: LIMITS, MAIL: {}},
        "accounts": {
            "A1": {
                "name": "alice@example.com",
                "isPersonal": True,
                "isReadOnly": False,
                "accountCapabilities": {MAIL: MAIL_ACCOUNT},
            }
        },
        "primaryAccounts": {MAIL: "A1"},
        "username": "alice@example.com",
        "apiUrl": f"{origin}/api",
        "downloadUrl": f"{origin}/download/{{accountId}}/{{blobId}}/{{name}}?type={{type}}",
        "uploadUrl": f"{origin}/upload/{{accountId}}",
        "eventSourceUrl": f"{origin}/events?types={{types}}&closeafter={{closeafter}}&ping={{ping}}",
        "state": "s1",
    }


def response(*responses: Any, **members: Any) -> Answer:
    """A Response object."""
    return Answer(body=json.dumps({"methodResponses": list(responses), "sessionState": "s1", **members}).encode())


def echo(headers: dict[str, str], body: bytes) -> Answer:
    """Every call is answered as Core/echo would be; no record is ever found."""
    return response(*([name, arguments, id] for name, arguments, id in json.loads(body)["methodCalls"]))


@contextmanager
def serving(api: Api = echo) -> Iterator[Fake]:
    """The server, on a free port of 127.0.0.1."""
    fake = Fake(api)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("content-length", 0))))

        def _answer(self, body: bytes) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            fake.seen.append((self.command, self.path, headers))
            if fake.gone:
                made = Answer(body=None)
            elif self.path == "/.well-known/jmap":
                made = fake.refuse(headers) or fake.instead or Answer(body=json.dumps(fake.session).encode())
            else:
                made = fake.api(headers, body)
            if made.body is None:
                self.close_connection = True
                return
            self.send_response(made.status)
            for name, value in {**made.headers, "Content-Length": str(len(made.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(made.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    fake.session = session(fake.url)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
