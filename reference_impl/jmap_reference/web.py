"""What every endpoint does with HTTP: where the client is, what it sent, and how it is answered."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from . import ijson
from .errors import RequestError, problem

NO_CACHE: Final = {"cache-control": "no-cache, no-store, must-revalidate"}


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
    """The body of a request.

    Raises:
        too_large: it has more than ``most`` octets.
    """
    parts, size = [], 0
    async for part in asked.stream():
        size += len(part)
        if size <= most:
            parts.append(part)
        # A client that sends too much hears so if it stops in time: most read no answer before they have sent all.
        if size > 2 * most:
            break
    # req: core/capability/session/maxSizeRequest/enforced, core/capability/session/maxSizeUpload/enforced
    if size > most:
        raise too_large
    return b"".join(parts)


def as_json(value: Any, status: int = 200) -> Response:
    octets = value if isinstance(value, bytes) else ijson.dump(value)
    # req: core/Response/as-json, core/Session/not-cached
    return Response(octets, status, NO_CACHE, "application/json")


async def request_problem(asked: Request, error: RequestError) -> Response:
    return Response(ijson.dump(problem(error)), error.status, NO_CACHE, "application/problem+json")


async def bug_problem(asked: Request, error: Exception) -> Response:
    """What nobody expected: logged by who calls us, told without detail."""
    return await http_problem(asked, HTTPException(500, "the server failed unexpectedly"))


async def gone(asked: Request, error: ClientDisconnect) -> Response:
    """The client left before it had sent all: nobody reads this."""
    return Response(status_code=400)


async def http_problem(asked: Request, error: HTTPException) -> Response:
    # req: core/ProblemDetails/api, core/ProblemDetails/upload, core/ProblemDetails/download
    # req: core/ProblemDetails/status/as-response
    said = {"type": "about:blank", "status": error.status_code, "detail": error.detail}
    headers = NO_CACHE | dict(error.headers or {})
    return Response(ijson.dump(said), error.status_code, headers, "application/problem+json")
