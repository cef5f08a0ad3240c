"""Faults that proxies, caches and browsers see: methods, statuses, what may be kept, and which page may read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

from .. import http
from ..http import Application, Http
from ..network import WELL_KNOWN
from . import fault
from .planting import instead, put

ALLOWED = "access-control-allow-origin"
DOWNLOAD, UPLOAD = "/jmap/download/", "/jmap/upload/"


def answering(change: Callable[[Any, Any, MutableHeaders], Any]) -> None:
    """Each answer is changed so: given the scope of ASGI, the message that begins the answer, and its header."""

    right = Application.__call__

    # The HTTP server looks at how it is called.
    async def call(self: Application, scope: Any, receive: Any, send: Any) -> None:
        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                change(scope, message, MutableHeaders(scope=message))
            await send(message)

        await right(self, scope, receive, sent)

    put(Application, "__call__", call)


def with_status(status: int, instead_of: int, below: str = "") -> None:
    """Errors of one status have another, at these paths."""

    async def problem(right: Any, asked: Any, error: HTTPException) -> Any:
        if error.status_code == instead_of and asked.url.path.startswith(below):
            error = HTTPException(status, error.detail, error.headers)
        return await right(asked, error)

    instead(http, "http_problem", problem)


def without_field(name: str, below: str = "") -> None:
    """No answer has this header field, at these paths."""

    def change(scope: Any, message: Any, headers: MutableHeaders) -> None:
        if scope["path"].startswith(below) and name in headers:
            del headers[name]

    answering(change)


@fault("core/http/method-not-allowed")
def wrong_method_not_found() -> None:
    """A method that a resource does not have is answered with 404."""
    with_status(404, instead_of=405)


@fault("core/http/allow")
def allow_left_out() -> None:
    """A method that a resource does not have is answered without an Allow field."""
    without_field("allow")


@fault("core/http/head")
def head_refused() -> None:
    """HEAD of the Session is answered with 405."""

    async def session(right: Any, self: Http, asked: Any) -> Any:
        if asked.method == "HEAD":
            raise HTTPException(405, "there is no HEAD", {"allow": "GET"})
        return await right(self, asked)

    instead(Http, "session", session)


@fault("core/media-types/charset")
def charset_refused() -> None:
    """A Request with a charset in its Content-Type is refused."""

    async def api(right: Any, self: Http, asked: Any) -> Any:
        if ";" in asked.headers.get("content-type", ""):
            raise http.WrongMediaType("application/json has no parameters")
        return await right(self, asked)

    instead(Http, "api", api)


@fault("core/authentication/unauthorized")
def unknown_user_forbidden() -> None:
    """Who is not logged in is answered with 403."""
    with_status(403, instead_of=401)


@fault("core/authentication/challenge")
def login_not_told() -> None:
    """Who is not logged in does not hear how to."""
    without_field("www-authenticate")


# Caches


def kept(cache_control: str, below: str = "", errors: bool = False) -> None:
    """Caches are told this, at these paths; of errors, or of all else."""

    def change(scope: Any, message: Any, headers: MutableHeaders) -> None:
        if scope["path"].startswith(below) and errors == (message["status"] >= 400):
            headers["cache-control"] = cache_control

    answering(change)


@fault("core/http-caching/immutable")
def downloads_kept_for_an_hour() -> None:
    """Caches may keep a download for an hour."""
    kept("private, max-age=3600", DOWNLOAD)


@fault("core/http-caching/private")
def downloads_kept_for_all() -> None:
    """Caches may give a download to anybody."""
    kept("public, immutable, max-age=31536000", DOWNLOAD)


@fault("core/http-caching/event-source")
def events_kept() -> None:
    """Caches may keep the event source for a minute."""
    kept("max-age=60", "/jmap/eventsource")


@fault("core/http-caching/errors")
def errors_kept() -> None:
    """Caches may keep an error for a minute."""
    kept("max-age=60", errors=True)


# Web pages of other origins


def origin_of(scope: Any) -> str:
    return dict(scope["headers"]).get(b"origin", b"").decode("latin-1")


@fault("core/cors/preflight")
def preflight_wants_a_login() -> None:
    """A preflight request is answered with 401."""

    def change(scope: Any, message: Any, headers: MutableHeaders) -> None:
        if scope["method"] == "OPTIONS":
            message["status"] = 401

    answering(change)


@fault("core/cors/permits")
def any_field_but_authorization_permitted() -> None:
    """Web pages may send all header fields but Authorization, for which an asterisk does not stand."""

    def change(scope: Any, message: Any, headers: MutableHeaders) -> None:
        if scope["method"] == "OPTIONS":
            headers["access-control-allow-headers"] = "*"

    answering(change)


@fault("core/cors/allow-origin")
def errors_hidden_from_web_pages() -> None:
    """Web pages of other origins cannot read errors."""

    def change(scope: Any, message: Any, headers: MutableHeaders) -> None:
        if message["status"] >= 400 and ALLOWED in headers:
            del headers[ALLOWED]

    answering(change)


@fault("core/cors/expose")
def fields_hidden_from_web_pages() -> None:
    """Web pages of other origins cannot read when to come back, nor how to log in."""
    put(http, "ANYONE", [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"ETag")])


@fault("core/cors/vary")
def origin_named_for_caches() -> None:
    """The one origin that asks is permitted, and caches do not hear that it depends on who asks."""

    def change(scope: Any, message: Any, headers: MutableHeaders) -> None:
        if origin := origin_of(scope):
            headers[ALLOWED] = origin
            headers["vary"] = "Accept-Encoding"

    answering(change)


@fault("core/cors/no-credentials")
def cookies_of_any_page() -> None:
    """Every origin that asks is permitted, with what the browser keeps for the server."""

    def change(scope: Any, message: Any, headers: MutableHeaders) -> None:
        if origin := origin_of(scope):
            headers[ALLOWED] = origin
            headers["access-control-allow-credentials"] = "true"
            headers.add_vary_header("Origin")

    answering(change)


@fault("core/cors/well-known")
def well_known_hidden_from_web_pages() -> None:
    """Web pages of other origins cannot follow /.well-known/jmap."""
    without_field(ALLOWED, WELL_KNOWN)


# Content codings


@fault("core/content-coding/only-accepted")
def gzip_for_all() -> None:
    """Answers are in gzip, whether the client takes it or not."""

    async def compressed(right: Any, response: Any, asked: Headers) -> Any:
        return await right(response, Headers({"accept-encoding": "gzip"}))

    instead(http, "compressed", compressed)


@fault("core/content-coding/vary")
def coding_hidden_from_caches() -> None:
    """Caches do not hear that an answer is in gzip because the client takes it."""
    without_field("vary")


@fault("core/content-coding/unpacked-size")
def packed_size_counted() -> None:
    """A Request in gzip may unpack to twice as many octets as the Session says."""

    async def read(right: Any, asked: Any, most: int, too_large: Any) -> Any:
        return await right(asked, 2 * most if "content-encoding" in asked.headers else most, too_large)

    instead(http, "read", read)
