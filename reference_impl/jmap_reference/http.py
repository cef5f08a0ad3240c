"""The server on the network: HTTP in, HTTP out (RFC 8620, Sections 2 and 3.1).

One request takes one hop into a worker thread, where it is authenticated, answered and committed;
none, where nothing is asked of the store. Everything that is not a success is a problem details object.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from . import ijson
from .auth import Authenticator, token_of
from .compression import compressed
from .counting import Gate
from .errors import RequestError, request
from .flood import Guard
from .handlers import is_light
from .language import localise
from .network import WELL_KNOWN
from .protocol import Processor, log
from .push.event_source import event_source
from .tickets import Tickets
from .trace import shown
from .transfer import download, upload
from .web import NO_CACHE, address, as_json, bug_problem, gone, http_problem, origin, read, request_problem

Answer = TypeVar("Answer")

# Any web page may be a client: it must show credentials in each request, and no cookie does that for it.
# req: core/cors/preflight
# req: core/cors/permits
# req: core/cors/allow-origin
# req: core/cors/expose
# req: core/cors/no-credentials
# req: core/cors/vary
# req: core/cors/well-known
EXPOSED: Final = "ETag, Content-Disposition, Content-Range, Content-Language, Retry-After, WWW-Authenticate"
ANYONE: Final = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", EXPOSED.encode())]
PREFLIGHT: Final = {
    "access-control-allow-methods": "GET, HEAD, POST",
    "access-control-allow-headers": "*, Authorization",  # which the asterisk does not stand for
    "access-control-max-age": "86400",
}
SMALL: Final = 4096
"""Octets of a request that is parsed where it comes in; more might keep others waiting."""
THREADS: Final = 4
"""Requests that are worked on at a time; the others wait."""
MOST_EVENT_SOURCES: Final = 16
"""Streams at a time, for one user: one for each window that is open."""


class WrongMediaType(request.NotJSON):
    """The body was not even called JSON."""

    # clarification 2
    status = 415


class Http:
    """What the endpoints share: the processor, and who may do how much at a time."""

    def __init__(
        self,
        processor: Processor,
        authenticator: Authenticator,
        trace: bool = False,
        guard: Guard | None = None,
        event_sources: int = MOST_EVENT_SOURCES,
    ) -> None:
        self.processor = processor
        self.trace = trace
        self.guard = guard or Guard()
        self.tickets = Tickets(authenticator, processor.clock)
        self.event_sources = Gate("maxEventSources", event_sources)
        self.requests = Gate("maxConcurrentRequests", processor.limits.maxConcurrentRequests)
        self.uploads = Gate("maxConcurrentUpload", processor.limits.maxConcurrentUpload)
        self._authenticator = authenticator
        self._threads = ThreadPoolExecutor(THREADS, "jmap")

    def admit(self, asked: Request) -> None:
        """Count a request before anything is done for it.

        Raises:
            TooMany: of this user, or from there.
        """
        self.guard.request(address(asked), self._authenticator.known(asked.headers.get("authorization", "")))

    async def user(self, asked: Request) -> str:
        """Who asks, as far as can be said before the work begins.

        Raises:
            HTTPException: 401, no good credentials.
        """
        header = asked.headers.get("authorization", "")
        known = self._authenticator.known(header)
        return known if known else await self.work(asked, None, str)

    async def work(
        self, asked: Request, expected: str | None, job: Callable[[str], Answer], ticket: str = "", light: bool = False
    ) -> Answer:
        """What ``job`` gives for the user who asks, in a worker thread; ``ticket``: instead of credentials.

        ``light``: handing the job over would take longer than doing it.

        Raises:
            HTTPException: 401, no good credentials, or no longer those of ``expected``.
            TooMany: so many were wrong that these are not looked at.
        """

        def authenticated() -> Answer:
            user = self.tickets.user(ticket) if ticket else self._authenticated(asked)
            if user is None or expected not in (None, user):
                challenge = 'Basic realm="JMAP", charset="UTF-8", Bearer realm="JMAP"'
                # req: core/https/authenticated
                #   Every request MUST be authenticated.
                # req: core/authentication/unauthorized
                # req: core/authentication/challenge
                #   A response with this status MUST have a WWW-Authenticate field, which names the schemes that the
                #   resource takes.
                said = "these credentials are wrong" if "authorization" in asked.headers else "credentials are needed"
                raise HTTPException(401, said, {"www-authenticate": challenge})
            return job(user)

        # Credentials that are new take a while.
        if light and self._authenticator.known(asked.headers.get("authorization", "")):
            return authenticated()
        return await asyncio.get_running_loop().run_in_executor(self._threads, authenticated)

    def _authenticated(self, asked: Request) -> str | None:
        header = asked.headers.get("authorization", "")
        if not header:
            return None
        if self._authenticator.known(header) is None:
            self.guard.guess(address(asked))
        user = self._authenticator.user(header)
        if user is None:
            self.guard.wrong(address(asked))
        return user

    def _ticket(self, asked: Request, user: str) -> str:
        """For a browser, what its event source can show; other clients have headers, and URLs end up in logs."""
        if not any(name in asked.headers for name in ("origin", "sec-fetch-site")):
            return ""
        return self.tickets.of(self._authenticator.credential(asked.headers.get("authorization", ""), user))

    # Endpoints

    async def well_known(self, asked: Request) -> Response:
        return RedirectResponse(f"{origin(asked)}/jmap/session", 307, headers=NO_CACHE)

    async def session(self, asked: Request) -> Response:
        # req: core/Session/served
        #   A GET request for the Session resource by an authenticated user MUST be answered with a Session as JSON.
        def session(user: str) -> dict[str, Any]:
            return self.processor.session(user, origin(asked), self._ticket(asked, user))

        return as_json(await self.work(asked, None, session))

    async def api(self, asked: Request) -> Response:
        user = await self.user(asked)
        # req: core/errors/request/notJSON/content-type
        #   A request of another content type MUST be answered with an HTTP status from 400 to 499; 415 is as good as
        #   400.
        # req: core/media-types/charset
        if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise WrongMediaType("the type of a request is application/json")
        # req: core/limits/sensible-limits
        #   Servers MUST have sensible limits, against clients that would exhaust their resources by malice or by
        #   mistake.
        with self.requests.enter(user):
            most = self.processor.limits.maxSizeRequest
            too_large = request.Limit(f"no more than {most} octets", limit="maxSizeRequest")
            octets = await read(asked, most, too_large)
            if len(octets) > SMALL:
                return await self.work(asked, user, lambda user: self._answer(user, asked, parsed(octets)))
            sent = parsed(octets)
            return await self.work(asked, user, lambda user: self._answer(user, asked, sent), light=is_light(sent))

    def _answer(self, user: str, asked: Request, sent: Any) -> Response:
        token = token_of(asked.headers.get("authorization", ""))
        said = self.processor.process(user, origin(asked), sent, token)
        if ticket := self._ticket(asked, user):
            said["sessionState"] = self.processor.session(user, origin(asked), ticket)["state"]
        # req: core/localisation/accept-language
        languages = localise(said, asked.headers.get("accept-language", ""))
        if self.trace:
            log.info("request  %s", shown(sent))
            log.info("response %s", shown(said))
        return as_json(said, languages=languages)


def parsed(octets: bytes) -> Any:
    """
    Raises:
        NotJSON: the body of a request is no I-JSON.
    """
    try:
        return ijson.parse(octets)
    except ijson.NotIJSON as error:
        # req: core/errors/request/notJSON/refused
        #   The server MUST refuse a body that is not I-JSON, with an HTTP error, and do nothing of what it asks.
        raise request.NotJSON(str(error)) from None


class Application:
    """The ASGI application: an endpoint for each request, and a response whatever comes of it.

    It takes the place of a stack of middleware, of which each layer costs something at every message.
    """

    def __init__(self, http: Http) -> None:
        self._http = http
        # req: core/http/method-not-allowed
        # req: core/http/allow
        #   A response with this status MUST have an Allow field, which lists the methods of the resource.
        # req: core/http/head
        # Most requests are for the first.
        self._routes = [
            Route("/jmap/api", http.api, methods=["POST"]),
            Route("/jmap/session", http.session),
            Route(WELL_KNOWN, http.well_known),
            Route("/jmap/upload/{account}", partial(upload, http), methods=["POST"]),
            Route("/jmap/download/{account}/{blob}/{name:path}", partial(download, http)),
            Route("/jmap/eventsource", partial(event_source, http)),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Request(scope, receive)
        if asked.method == "OPTIONS" and "access-control-request-method" in asked.headers:
            response = Response(headers=PREFLIGHT)
        else:
            response = await compressed(await self._response(asked), asked.headers)
        response.raw_headers += ANYONE
        await response(scope, receive, send)

    async def _response(self, asked: Request) -> Response:
        try:
            endpoint = self._endpoint(asked)
            self._http.admit(asked)
            response: Response = await endpoint(asked)
            return response
        except RequestError as error:
            return await request_problem(asked, error)
        except HTTPException as error:
            return await http_problem(asked, error)
        except ClientDisconnect as error:
            return await gone(asked, error)
        except Exception as error:
            # What nobody expected is told without detail.
            log.exception("%s failed", asked.method)
            return await bug_problem(asked, error)

    def _endpoint(self, asked: Request) -> Any:
        """What answers at the path that is asked for.

        Raises:
            HTTPException: 404 or 405, nothing does, or not this method.
        """
        for route in self._routes:
            match, found = route.matches(asked.scope)
            if match is Match.PARTIAL:
                raise HTTPException(405, headers={"allow": ", ".join(sorted(route.methods or ()))})
            if match is Match.FULL:
                asked.scope.update(found)
                return route.endpoint
        raise HTTPException(404)
