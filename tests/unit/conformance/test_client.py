"""HTTP: logged in, patient, and never where a login may not go."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from jmap_conformance.client import Client, Recorder, seconds_to_wait
from jmap_conformance.exchange import Exchange
from jmap_conformance.outcome import Broken
from jmap_conformance.settings import Login, WrongUse
from tests.unit.conformance.fake import Answer, serving
from tests.unit.conformance.helpers import PASSWORD, settings


def client(url: str) -> Client:
    made = settings(url)
    return Client(made.logins[0], made, Recorder())


def test_the_login_is_sent_and_not_recorded() -> None:
    with serving() as fake:
        made = client(fake.url).send("GET", f"{fake.url}/.well-known/jmap")
        assert made.status == 200
        assert (
            fake.seen[0][2]["authorization"]
            == "Basic " + base64.b64encode(f"alice@example.com:{PASSWORD}".encode()).decode()
        )
        assert "Authorization" not in made.headers


def test_a_token_is_a_bearer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TOKEN", "t0k3n")
    with serving() as fake:
        made = settings(fake.url)
        Client(Login("a", token_env="FAKE_TOKEN"), made, Recorder()).send("GET", f"{fake.url}/.well-known/jmap")
        assert fake.seen[0][2]["authorization"] == "Bearer t0k3n"


def test_retry_after_is_honoured() -> None:
    answers = [Answer(429, b"", {"Retry-After": "0"}), Answer(503, b"", {"Retry-After": "0"}), Answer(200, b"{}")]
    with serving(lambda headers, body: answers.pop(0)) as fake:
        assert client(fake.url).send("POST", f"{fake.url}/api", body=b"{}").status == 200
        assert len(fake.seen) == 3


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [(429, "7", 7), (503, "2", 2), (200, "7", None), (429, "soon", None), (500, "7", None)],
)
def test_seconds_to_wait(status: int, said: str, seconds: float | None) -> None:
    made = Exchange("GET", "", {}, b"", status=status, answer_headers={"retry-after": said})
    assert seconds_to_wait(made) == seconds


def test_retry_after_may_be_a_date() -> None:
    said = format_datetime(datetime.now(UTC) + timedelta(seconds=30))
    wait = seconds_to_wait(Exchange("GET", "", {}, b"", status=429, answer_headers={"retry-after": said}))
    assert wait is not None and 20 < wait <= 30


def test_a_connection_that_is_closed_is_a_broken_server() -> None:
    with serving(lambda headers, body: Answer(body=None)) as fake, pytest.raises(Broken, match="no answer to POST"):
        client(fake.url).send("POST", f"{fake.url}/api", body=b"{}")


def test_redirects_are_followed_with_the_login() -> None:
    def redirect(headers: dict[str, str], body: bytes) -> Answer:
        return Answer(307, b"", {"Location": "/.well-known/jmap"})

    with serving(redirect) as fake:
        made = client(fake.url).get_following(f"{fake.url}/elsewhere")
        assert (made.status, made.url) == (200, f"{fake.url}/.well-known/jmap")
        assert "authorization" in fake.seen[1][2]


def test_a_redirect_to_plain_http_elsewhere_is_not_followed() -> None:
    with (
        serving(lambda headers, body: Answer(302, b"", {"Location": "http://example.com/"})) as fake,
        pytest.raises(WrongUse, match="https is needed"),
    ):
        client(fake.url).get_following(f"{fake.url}/elsewhere")


def test_redirects_without_end_are_a_broken_server() -> None:
    with (
        serving(lambda headers, body: Answer(302, b"", {"Location": "/again"})) as fake,
        pytest.raises(Broken, match="too many redirects"),
    ):
        client(fake.url).get_following(f"{fake.url}/again")
