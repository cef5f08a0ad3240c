"""HTTP in, HTTP out: an ASGI application that hands each request to the server, and what it answers to the client."""

from __future__ import annotations

import itertools
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
from starlette.background import BackgroundTasks
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from ..json_layout import layout
from .judge import Judge, Seen
from .keeping import Events, Kept
from .origins import NotHere, Origins

#: Of one connection, not of what is sent over it (RFC 9110, Section 7.6.1); a length is said anew.
_HOP = frozenset((
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade", "host", "content-length", "accept-encoding", "content-encoding",
))  # fmt: skip
_LINE = 100

#: Is told of each message, and of what is not one: a sentence.
Tell = Callable[[Seen | str], None]


class Passing:
    """The application; ``tell`` is called in one thread at a time, after the message went on."""

    def __init__(self, client: httpx.AsyncClient, origins: Origins, judge: Judge, tell: Tell) -> None:
        self._client, self._origins, self._judge, self._tell = client, origins, judge, tell
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        asked = Request(scope, receive, send)
        number = next(self._numbers)
        try:
            answer = await self._passed(asked, number)
        except NotHere:
            answer = _problem(404, f"{asked.url.path} is no address of the server")
        except httpx.TransportError as error:
            said = f"the server cannot be reached: {str(error) or type(error).__name__}"
            self._tell(f"request {number} ({asked.method} {asked.url.path}): {said}")
            answer = _problem(502, said)
        except ClientDisconnect:
            return
        await answer(scope, receive, send)

    async def _passed(self, asked: Request, number: int) -> Response:
        path = asked.scope["raw_path"].decode("ascii")
        query = asked.scope["query_string"].decode("ascii")
        url = self._origins.inward(path + (f"?{query}" if query else ""))
        sent, began = Kept(), time.monotonic()

        async def body() -> AsyncIterator[bytes]:
            async for piece in asked.stream():
                sent.add(piece)
                yield piece

        # A body of known length is passed on with its length: not every server takes it in chunks.
        headers = [(name, value) for name, value in asked.headers.items() if name not in _HOP]
        has_body = asked.headers.get("content-length", "0") != "0" or "transfer-encoding" in asked.headers
        if "content-length" in asked.headers and asked.method not in ("GET", "HEAD"):
            headers.append(("content-length", asked.headers["content-length"]))
        headers.append(("accept-encoding", "identity"))  # what is squeezed cannot be read on the way
        given = await self._client.send(
            self._client.build_request(asked.method, url, headers=headers, content=body() if has_body else None),
            stream=True,
        )
        took = f"{given.status_code}, {(time.monotonic() - began) * 1000:.0f} ms"
        kind = given.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "text/event-stream":
            return self._answer(given, self._events(given, number))
        if asked.method == "GET" and kind == "application/json":
            return await self._session(given, f"answer {number} ({took})")
        got = Kept()
        after = BackgroundTasks()
        after.add_task(run_in_threadpool, self._look, asked, number, took, sent, got)
        return self._answer(given, _kept(given, got), after)

    def _look(self, asked: Request, number: int, took: str, sent: Kept, got: Kept) -> None:
        """Say what is to be said of a request and of what answered it."""
        where = f"{asked.method} {asked.url.path}"
        request, value = self._judge.request(f"request {number}", asked.headers.get("content-type", ""), sent.octets)
        answer, _ = self._judge.response(f"answer {number} ({took})", got.octets, value)
        for seen in (request, answer):
            if seen:
                self._tell(seen)
        if sent.cut or got.cut:
            self._tell(f"request {number} ({where}): too large to be looked at")
        elif not request and not answer:
            self._tell(f"request {number} ({where}): {took}")

    async def _session(self, given: httpx.Response, label: str) -> Response:
        """What may be a Session: that one leads the client through the proxy."""
        octets = await given.aread()
        seen, value = await run_in_threadpool(self._judge.response, label, octets)
        if seen:
            self._tell(seen)
        if seen and seen.name == "Session" and isinstance(value, dict):
            octets = layout(self._origins.session(value), _LINE).encode()
        await given.aclose()
        return Response(octets, given.status_code, self._headers(given))

    async def _events(self, given: httpx.Response, number: int) -> AsyncIterator[bytes]:
        events = Events()
        self._tell(f"request {number}: an event stream begins")
        try:
            async for piece in _pieces(given):
                yield piece
                for name, data in events.add(piece):
                    if name == "state" and (seen := self._judge.event(f"event of request {number}", data)):
                        self._tell(seen)
        finally:
            self._tell(f"request {number}: the event stream ends")

    def _answer(
        self, given: httpx.Response, pieces: AsyncIterator[bytes], after: BackgroundTasks | None = None
    ) -> Response:
        answer = StreamingResponse(pieces, given.status_code, background=after)
        length = given.headers.get("content-length")
        if length is not None and "content-encoding" not in given.headers:
            answer.headers["content-length"] = length
        answer.raw_headers += [(name.encode(), value.encode()) for name, value in self._headers(given).items()]
        return answer

    def _headers(self, given: httpx.Response) -> dict[str, str]:
        headers = {name: value for name, value in given.headers.items() if name not in _HOP}
        if "location" in headers:
            headers["location"] = self._origins.outward(headers["location"])
        return headers


async def _kept(given: httpx.Response, got: Kept) -> AsyncIterator[bytes]:
    async for piece in _pieces(given):
        got.add(piece)
        yield piece


async def _pieces(given: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in given.aiter_bytes():
            yield piece
    finally:
        await given.aclose()


def _problem(status: int, detail: str) -> Response:
    """A problem details object (RFC 9457) that the proxy itself answers."""
    body = {"type": "about:blank", "status": status, "title": "jmap-spec proxy", "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
