"""HTTP as the suite speaks it: logged in, recorded, patient where the server asks for patience."""

from __future__ import annotations

import base64
import email.utils
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from . import __version__
from .exchange import Exchange
from .outcome import Broken
from .settings import Login, Settings, check_scheme

#: Seconds until a server has to have answered, before ``--patience``.
TIME_LIMIT: Final = 30.0
#: Seconds that the suite waits when it is told to by Retry-After, at most, before ``--patience``.
LONGEST_WAIT: Final = 60.0
#: What a failure says where the server did not answer at all.
NO_ANSWER: Final = "no answer to"
#: How often a request is sent again because of Retry-After.
TRIES: Final = 6


@dataclass
class Recorder:
    """The exchanges of the running case, in order."""

    exchanges: list[Exchange] = field(default_factory=list)

    def take(self) -> list[Exchange]:
        """All so far; the next case begins with none."""
        taken, self.exchanges = self.exchanges, []
        return taken


class Client:
    """A logged-in HTTP client of one user."""

    def __init__(self, login: Login, settings: Settings, recorder: Recorder) -> None:
        self.login = login
        self.recorder = recorder
        self._patience = settings.patience
        secret = login.secret
        if login.token_env:
            self._authorization = f"Bearer {secret}"
            self._curl_login = f'-H "Authorization: Bearer ${login.variable}"'
            self.secrets: tuple[str, ...] = (secret,)
        else:
            encoded = base64.b64encode(f"{login.user}:{secret}".encode()).decode("ascii")
            self._authorization = f"Basic {encoded}"
            self._curl_login = f'-u {shlex.quote(login.user + ":")}"${login.variable}"'
            self.secrets = (encoded, secret)
        self._http = httpx.Client(
            timeout=TIME_LIMIT * settings.patience, verify=not settings.insecure, trust_env=False,
            headers={"User-Agent": f"jmap-conformance/{__version__}"}, limits=httpx.Limits(max_connections=64),
        )  # fmt: skip

    def close(self) -> None:
        self._http.close()

    def send(
        self, method: str, url: str, *, headers: dict[str, str] | None = None, body: bytes = b"",
        login: bool = True, retry: bool = True, record: bool = True,
    ) -> Exchange:  # fmt: skip
        """One exchange. Where the answer has Retry-After and a status of 429 or 503, it is sent again after that time.

        Raises:
            Broken: no answer came, in whatever way that happened.
            WrongUse: the URL is neither https nor on loopback.
        """
        check_scheme(url)
        made = Exchange(method, url, headers or {}, body, self._curl_login if login else "")
        if record:
            self.recorder.exchanges.append(made)
        sent = dict(made.headers)
        if login:
            sent["Authorization"] = self._authorization
        for _ in range(TRIES):
            began = time.monotonic()
            try:
                answer = self._http.request(method, url, headers=sent, content=body or None)
            except httpx.HTTPError as problem:
                made.duration = time.monotonic() - began
                made.reason = f"{type(problem).__name__}: {problem}"
                raise Broken(
                    f"{NO_ANSWER} {method} {url}", expected="an HTTP response", found=made.reason
                ) from problem
            made.duration = time.monotonic() - began
            made.status, made.reason, made.answer = answer.status_code, answer.reason_phrase, answer.content
            made.answer_headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
            wait = seconds_to_wait(made)
            if wait is None or not retry or wait > LONGEST_WAIT * self._patience:
                break
            time.sleep(wait)
        return made

    @contextmanager
    def stream(self, url: str, headers: dict[str, str]) -> Iterator[tuple[Exchange, httpx.Response]]:
        """A response that is read as it comes, with no limit of time between its parts.

        Raises:
            Broken: no answer came.
            WrongUse: the URL is neither https nor on loopback.
        """
        made = Exchange("GET", check_scheme(url), dict(headers), b"", self._curl_login)
        self.recorder.exchanges.append(made)
        sent = {**headers, "Authorization": self._authorization}
        limit = httpx.Timeout(TIME_LIMIT * self._patience, read=None)
        try:
            with self._http.stream("GET", url, headers=sent, timeout=limit) as answer:
                made.status, made.reason = answer.status_code, answer.reason_phrase
                made.answer_headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
                yield made, answer
        except httpx.HTTPError as problem:
            if not made.status:
                raise Broken(f"{NO_ANSWER} GET {url}", expected="an HTTP response", found=str(problem)) from problem

    @property
    def login_header(self) -> dict[str, str]:
        """The header field that logs in."""
        return {"Authorization": self._authorization}

    @property
    def curl_login(self) -> str:
        """How curl is told to log in, for an exchange that was not made here."""
        return self._curl_login

    @property
    def patience(self) -> float:
        """Factor on every time limit."""
        return self._patience

    def get_following(self, url: str) -> Exchange:
        """GET, with redirects followed by hand: with the login, and only to where a login may go.

        Raises:
            Broken: no answer, more than five redirects, or a redirect to plain http elsewhere.
        """
        for _ in range(6):
            made = self.send("GET", url, headers={"Accept": "application/json"})
            if made.status not in (301, 302, 303, 307, 308):
                return made
            target = urljoin(url, made.answer_headers.get("location", ""))
            if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
                raise Broken("a redirect from https to something else", expected="https", found=target)
            url = target
        raise Broken("too many redirects", expected="five at most", found=url)


def seconds_to_wait(exchange: Exchange) -> float | None:
    """What Retry-After says, in seconds or as a date, where the server refused for lack of time; else None."""
    said = exchange.answer_headers.get("retry-after")
    if exchange.status not in (429, 503) or said is None:
        return None
    if said.strip().isdigit():
        return float(said)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
