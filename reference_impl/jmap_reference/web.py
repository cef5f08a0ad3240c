"""What every endpoint does with HTTP: where the client is, what it sent, and how it is answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from . import ijson
from .compression import Decoder
from .errors import RequestError, problem
from .flood import TooMany
from .language import chosen, translate

log = logging.getLogger("jmap_reference")

NO_CACHE: Final = {"cache-control": "no-cache, no-store, must-revalidate"}
PATIENCE: Final = 30.0
"""Seconds that a body may take, and more the more of it has come."""
SLOWEST: Final = 5000
"""Octets a second: slower than a telephone at the edge of its net."""


def address(asked: Request) -> str:
    """Whence a request came."""
    return asked.client.host if asked.client else ""


def origin(asked: Request) -> str:
    """Scheme and authority by which the client reached the server: what every URL that it is given begins with."""
    scope = asked.scope
    return _origin(scope["scheme"], asked.headers.get("host", ""), scope.get("server"))


@lru_cache(maxsize=1024)
def _origin(scheme: str, host: str, server: tuple[str, int | None] | None) -> str:
    headers = [(b"host", host.encode("latin-1"))] if host else []
    url = URL(scope={"scheme": scheme, "server": server, "path": "/", "query_string": b"", "headers": headers})
    return f"{url.scheme}://{url.netloc}"


async def read(asked: Request, most: int, too_large: RequestError) -> bytes:
    """The body of a request, out of its coding.

    Raises:
        too_large: it has more than ``most`` octets.
        HTTPException: 400 or 415, it is in no coding that is known here; 408, it does not come.
    """
    decoder = Decoder(asked.headers.get("content-encoding", ""))
    parts, size, came = [], 0, 0
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(PATIENCE) as patience:
            async for part in asked.stream():
                came += len(part)
                octets = decoder.decode(part, most - size) if size <= most else part
                size += len(octets)
                if size <= most:
                    parts.append(octets)
                # A client that sends too much hears so if it stops in time: most read no answer before they have
                # sent all.
                if came > 2 * most:
                    break
                # What comes in drops holds a place that others wait for: each octet buys a little time.
                if part:
                    patience.reschedule(began + PATIENCE + came / SLOWEST)
    except TimeoutError:
        raise HTTPException(408, "the body comes too slowly", {"connection": "close"}) from None
    # req: core/capability/session/maxSizeRequest/enforced
    #   The server MUST refuse a larger request as a whole.
    # req: core/capability/session/maxSizeUpload/enforced
    #   The server MUST refuse an upload that is larger.
    if size > most:
        raise too_large
    decoder.end()
    return b"".join(parts)


def as_json(value: Any, status: int = 200, languages: Iterable[str] = ()) -> Response:
    """A JSON answer; ``languages``: those of the texts for users that are in it."""
    # req: core/localisation/content-language
    spoken = {"content-language": ", ".join(sorted(languages))} if languages else {}
    # req: core/Response/as-json
    #   The answer MUST have the content type application/json and hold exactly one Response.
    # req: core/Session/not-cached
    return Response(ijson.dump(value), status, NO_CACHE | spoken, "application/json")


async def request_problem(asked: Request, error: RequestError) -> Response:
    # req: core/rate-limits/retry-after
    wait = {"retry-after": str(error.retry_after)} if isinstance(error, TooMany) else {}
    return _problem(asked, problem(error), wait)


async def bug_problem(asked: Request, error: Exception) -> Response:
    """What nobody expected: logged by who calls us, told without detail."""
    return await http_problem(asked, HTTPException(500, "the server failed unexpectedly"))


async def gone(asked: Request, error: ClientDisconnect) -> Response:
    """The client left before it had sent all: nobody reads this."""
    return Response(status_code=400)


async def http_problem(asked: Request, error: HTTPException) -> Response:
    # req: core/ProblemDetails/api
    # req: core/ProblemDetails/upload
    # req: core/ProblemDetails/download
    # req: core/ProblemDetails/status/as-response
    #   It MUST be the one that the response itself has.
    said = {"type": "about:blank", "status": error.status_code, "detail": error.detail}
    return _problem(asked, said, dict(error.headers or {}))


def _problem(asked: Request, said: dict[str, Any], headers: dict[str, str]) -> Response:
    """Problem details, in a language of who asks, and a line in the log, with nothing in it that a client made up."""
    # req: core/http-caching/errors
    status = said["status"]
    log.info("%s %s %s %s", asked.method, "/".join(asked.url.path.split("/")[:3]).strip(), status, address(asked))
    if "detail" in said:
        said["detail"], language = translate(said["detail"], chosen(asked.headers.get("accept-language", "")))
        headers = {**headers, "content-language": language}
    return Response(ijson.dump(said), status, NO_CACHE | headers, "application/problem+json")
