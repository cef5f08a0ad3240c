"""The server on the network: HTTP in, HTTP out (RFC 8620, Sections 2 and 3.1).

One request takes one hop into a worker thread, where it is authenticated, parsed, answered
and committed. Everything that is not a success is a problem details object.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from . import ijson
from .auth import Authenticator, token_of
from .errors import RequestError, request
from .limits import Gate
from .protocol import Processor, log
from .push.event_source import event_source
from .transfer import download, upload
from .web import NO_CACHE, as_json, bug_problem, gone, http_problem, origin, read, request_problem

Answer = TypeVar("Answer")

WELL_KNOWN: Final = "/.well-known/jmap"
THREADS: Final = 4
"""Requests that are worked on at a time; the others wait."""


class WrongMediaType(request.NotJSON):
    """The body was not even called JSON."""

    # clarification 2
    status = 415


class Http:
    """What the endpoints share: the processor, and who may do how much at a time."""

    def __init__(self, processor: Processor, authenticator: Authenticator, trace: bool = False) -> None:
        self.processor = processor
        self.trace = trace
        self.requests = Gate("maxConcurrentRequests", processor.limits.maxConcurrentRequests)
        self.uploads = Gate("maxConcurrentUpload", processor.limits.maxConcurrentUpload)
        self._authenticator = authenticator
        self._threads = ThreadPoolExecutor(THREADS, "jmap")

    async def user(self, asked: Request) -> str:
        """Who asks, as far as can be said before the work begins.

        Raises:
            HTTPException: 401, no good credentials.
        """
        header = asked.headers.get("authorization", "")
        known = self._authenticator.known(header)
        return known if known else await self.work(asked, None, str)

    async def work(self, asked: Request, expected: str | None, job: Callable[[str], Answer]) -> Answer:
        """What ``job`` gives for the user who asks, in a worker thread.

        Raises:
            HTTPException: 401, no good credentials, or no longer those of ``expected``.
        """
        header = asked.headers.get("authorization", "")

        def authenticated() -> Answer:
            user = self._authenticator.user(header) if header else None
            if user is None or expected not in (None, user):
                challenge = 'Basic realm="JMAP", charset="UTF-8", Bearer realm="JMAP"'
                # req: core/https/authenticated
                raise HTTPException(401, "credentials are needed", {"www-authenticate": challenge})
            return job(user)

        return await asyncio.get_running_loop().run_in_executor(self._threads, authenticated)

    # Endpoints

    async def well_known(self, asked: Request) -> Response:
        return RedirectResponse(f"{origin(asked)}/jmap/session", 307, headers=NO_CACHE)

    async def session(self, asked: Request) -> Response:
        # req: core/Session/served
        return as_json(await self.work(asked, None, lambda user: self.processor.session(user, origin(asked))))

    async def api(self, asked: Request) -> Response:
        user = await self.user(asked)
        # req: core/errors/request/notJSON/content-type
        if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise WrongMediaType("the type of a request is application/json")
        # req: core/limits/sensible-limits
        with self.requests.enter(user):
            most = self.processor.limits.maxSizeRequest
            too_large = request.Limit(f"no more than {most} octets", limit="maxSizeRequest")
            octets = await read(asked, most, too_large)
            token = token_of(asked.headers.get("authorization", ""))
            return as_json(await self.work(asked, user, lambda user: self._answer(user, origin(asked), octets, token)))

    def _answer(self, user: str, at: str, octets: bytes, token: bytes | None) -> bytes:
        try:
            sent = ijson.parse(octets)
        except ijson.NotIJSON as error:
            # req: core/errors/request/notJSON/refused
            raise request.NotJSON(str(error)) from None
        said = ijson.dump(self.processor.process(user, at, sent, token))
        if self.trace:
            log.info("request  %s", octets.decode())
            log.info("response %s", said.decode())
        return said


def application(http: Http) -> Starlette:
    """The ASGI application."""
    routes = [
        Route(WELL_KNOWN, http.well_known),
        Route("/jmap/session", http.session),
        Route("/jmap/api", http.api, methods=["POST"]),
        Route("/jmap/upload/{account}", _with(http, upload), methods=["POST"]),
        Route("/jmap/download/{account}/{blob}/{name:path}", _with(http, download)),
        Route("/jmap/eventsource", _with(http, event_source)),
    ]
    # Any web page may be a client: it must show credentials in each request, and no cookie does that for it.
    anyone = Middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"], max_age=86400
    )
    handlers: dict[Any, Any] = {
        RequestError: request_problem,
        HTTPException: http_problem,
        ClientDisconnect: gone,
        Exception: bug_problem,
    }
    return Starlette(routes=routes, middleware=[anyone], exception_handlers=handlers)


def _with(http: Http, endpoint: Callable[[Http, Request], Any]) -> Callable[[Request], Any]:
    async def bound(asked: Request) -> Response:
        return await endpoint(http, asked)

    return bound
