"""Faults about the Session, and who may have it (RFC 8620, Sections 1.7, 2 and 8)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse

from .. import protocol
from ..generated import methods as tables
from ..http import Http
from ..session import CORE
from . import fault
from .core_request import as_type
from .planting import in_response, instead

VACATION = tables.METHODS["VacationResponse/get"].capability


def told(change: Callable[[dict[str, Any]], Any]) -> None:
    """Every Session is changed so."""

    def session(right: Any, *given: Any) -> dict[str, Any]:
        said: dict[str, Any] = deepcopy(right(*given))
        change(said)
        return said

    instead(protocol, "session", session)


@fault("core/discovery/well-known-at-domain")
def well_known_astray() -> None:
    """/.well-known/jmap leads to a place where there is nothing."""
    instead(Http, "well_known", lambda right, self, asked: RedirectResponse("/nowhere", 307))


@fault("core/https/https-only")
def event_source_in_the_clear() -> None:
    """The eventSourceUrl is plain http, on another host."""
    told(
        lambda said: said.update(
            eventSourceUrl=f"http://push.example.com{said['eventSourceUrl'].partition('/jmap')[2]}"
        )
    )


@fault("core/security/basic")
def only_basic_offered() -> None:
    """Who is not logged in is offered nothing but Basic."""

    async def work(right: Any, *given: Any) -> Any:
        try:
            return await right(*given)
        except HTTPException as error:
            raise HTTPException(error.status_code, error.detail, {"www-authenticate": 'Basic realm="JMAP"'}) from None

    instead(Http, "work", work)


@fault("core/Session/served", seen_by="session-is-served-as-json")
def session_as_text() -> None:
    """The Session has the type text/plain."""
    instead(Http, "session", as_type("text/plain"))


@fault("core/capability/complete")
def limit_misspelt() -> None:
    """The core capability has maxConcurrentUploads where maxConcurrentUpload should be."""

    def misspell(said: dict[str, Any]) -> None:
        core = said["capabilities"][CORE]
        core["maxConcurrentUploads"] = core.pop("maxConcurrentUpload")

    told(misspell)


@fault("core/Session/not-cached")
def session_cached() -> None:
    """Caches may keep the Session for a day."""

    async def session(right: Any, *given: Any) -> Any:
        response = await right(*given)
        response.headers["cache-control"] = "private, max-age=86400"
        return response

    instead(Http, "session", session)


@fault("core/Session/state/changes")
def session_state_stays() -> None:
    """The state of the Session is always the same."""
    told(lambda said: said.update(state="1"))


@fault("core/Session/primaryAccounts/without-core")
def core_has_primary_account() -> None:
    """primaryAccounts has an entry for the core capability."""
    told(lambda said: said["primaryAccounts"].update({CORE: next(iter(said["accounts"]))}))


@fault("core/Account/accountCapabilities/listed", seen_by="primary-accounts-exist-and-have-the-capability")
def primary_account_missing() -> None:
    """The primary account for VacationResponse is one that the user has not."""
    told(lambda said: said["primaryAccounts"].update({VACATION: "a-former-account"}))


@fault("core/Account/accountCapabilities/listed", seen_by="capabilities-of-accounts-work")
def capability_unlisted() -> None:
    """No account lists VacationResponse among its capabilities, though it works."""
    told(lambda said: [one["accountCapabilities"].pop(VACATION, None) for one in said["accounts"].values()])


@fault("core/Account/accountCapabilities/not-listed")
def capability_listed_everywhere() -> None:
    """Every account lists every capability, also those in which the user cannot use it."""

    def everywhere(said: dict[str, Any]) -> None:
        having = [one["accountCapabilities"] for one in said["accounts"].values()]
        everything = {urn: value for one in having for urn, value in one.items()}
        for one in having:
            one.update({**everything, **one})

    told(everywhere)


@fault("core/Response/sessionState/as-session")
def session_state_of_its_own() -> None:
    """The sessionState of a Response is no state of the Session."""
    in_response(lambda said: said.update(sessionState=f"r{said['sessionState']}"))


@fault("core/Session/downloadUrl/type-in-query")
def type_in_path() -> None:
    """The type of a download stands in the path of its URL."""
    told(lambda said: said.update(downloadUrl=said["downloadUrl"].replace("?type={type}", "/{type}")))


def open_to_all(path: str) -> None:
    """Whoever does not log in is the first user of the demo, below this path."""

    async def work(
        right: Any, self: Http, asked: Request, expected: str | None, job: Callable[[str], Any],
        *more: Any, **named: Any,
    ) -> Any:  # fmt: skip
        if asked.url.path.startswith(path) and "authorization" not in asked.headers:
            return job("alice@example.com")
        return await right(self, asked, expected, job, *more, **named)

    instead(Http, "work", work)


@fault("core/https/authenticated", seen_by="session-wants-a-login")
def session_open_to_all() -> None:
    """The Session is there for those who do not log in."""
    open_to_all("/jmap/session")


@fault("core/https/authenticated", seen_by="api-wants-a-login")
def api_open_to_all() -> None:
    """Requests are processed for those who do not log in."""
    open_to_all("/jmap/api")


@fault("core/https/authenticated", seen_by="upload-wants-a-login")
def upload_open_to_all() -> None:
    """Those who do not log in can upload."""
    open_to_all("/jmap/upload")


@fault("core/https/authenticated", seen_by="download-wants-a-login")
def download_open_to_all() -> None:
    """Those who do not log in can download."""
    open_to_all("/jmap/download")
