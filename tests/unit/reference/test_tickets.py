"""Tickets: the event source for browsers, which send no Authorization header with it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from jmap_reference import tickets
from jmap_reference.auth import Authenticator, Credential, issue_token
from jmap_reference.http import Http
from jmap_reference.protocol import Processor
from jmap_reference.store.values import User
from jmap_reference.tickets import LIFETIME, Tickets
from tests.unit.reference.helpers import ALICE, BOB, make_processor
from tests.unit.reference.network import listening
from tests.unit.reference.test_http import CHEAP, ECHO

BROWSER = {"origin": "https://app.example.net"}
VARIABLES = {"{types}": "*", "{closeafter}": "no", "{ping}": "1"}


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def http(clock: Clock) -> Http:
    made = make_processor()
    processor = Processor(made.store, made.limits, clock=clock, new_id=made.new_id)
    authenticator = Authenticator(processor.store, clock, CHEAP)
    with processor.store.transaction(write=True) as transaction:
        for name in (ALICE, BOB):
            transaction.put_user(User(name, authenticator.hash("secret"), is_demo=False))
    return Http(processor, authenticator, event_sources=2)


@pytest.fixture
def client(http: Http) -> Iterator[httpx.Client]:
    with (
        listening(http) as origin,
        httpx.Client(base_url=origin, auth=(ALICE, "secret"), headers=BROWSER, trust_env=False) as client,
    ):
        yield client


def event_source(client: httpx.Client) -> str:
    """The URL that a page would open."""
    url = client.get("/jmap/session").json()["eventSourceUrl"]
    for variable, value in VARIABLES.items():
        url = url.replace(variable, value)
    return str(url)


def opened(client: httpx.Client, url: str) -> int:
    """The status of a stream that is opened without credentials."""
    with client.stream("GET", url, auth=None) as response:
        return response.status_code


def test_a_browser_hears_without_a_header(client: httpx.Client) -> None:
    with client.stream("GET", event_source(client), auth=None) as response:
        assert response.headers["access-control-allow-origin"] == "*"
        assert next(response.iter_text()) == 'event: ping\ndata: {"interval":1}\n\n'


def test_other_clients_are_given_none(client: httpx.Client) -> None:
    del client.headers["origin"]
    assert "ticket" not in client.get("/jmap/session").json()["eventSourceUrl"]
    assert "ticket" in client.get("/jmap/session", headers={"sec-fetch-site": "same-origin"}).json()["eventSourceUrl"]


def test_it_is_good_for_nothing_else(client: httpx.Client) -> None:
    ticket = event_source(client).partition("ticket=")[2]
    assert ticket
    for path in ("/jmap/session", "/jmap/download/A1/b/n"):
        assert client.get(path, params={"ticket": ticket}, auth=None).status_code == 401
        bearer = client.get(path, headers={"authorization": f"Bearer {ticket}"}, auth=None)
        assert bearer.status_code == 401
    assert client.post("/jmap/api", params={"ticket": ticket}, json=ECHO, auth=None).status_code == 401


@pytest.mark.parametrize("ticket", ["", "x", "é"])
def test_another_is_not_good(client: httpx.Client, ticket: str) -> None:
    url = event_source(client)
    assert opened(client, url.partition("ticket=")[0] + f"ticket={ticket}") == 401


def test_credentials_count_for_more(client: httpx.Client) -> None:
    url = event_source(client)
    assert client.get(url, auth=(ALICE, "wrong")).status_code == 401


def test_it_ends(client: httpx.Client, clock: Clock) -> None:
    first = event_source(client)
    assert opened(client, first) == 200
    clock.now += LIFETIME
    assert opened(client, first) == 401
    assert opened(client, event_source(client)) == 200


def test_it_ends_with_the_password(client: httpx.Client, http: Http) -> None:
    url = event_source(client)
    with http.processor.store.transaction(write=True) as transaction:
        transaction.put_user(User(ALICE, CHEAP.hash("other"), is_demo=False))
    assert opened(client, url) == 401


def test_it_ends_with_the_token(client: httpx.Client, http: Http) -> None:
    with http.processor.store.transaction(write=True) as transaction:
        user = transaction.user(ALICE)
        assert user
        token = issue_token(transaction, user, http.processor.clock() + 60)
    client.auth, client.headers["authorization"] = None, f"Bearer {token}"  # type: ignore[assignment]
    url = event_source(client)
    del client.headers["authorization"]
    assert opened(client, url) == 200
    with http.processor.store.transaction(write=True) as transaction:
        transaction.revoke_tokens(ALICE)
    assert opened(client, url) == 401


def test_the_session_stays_the_same_for_long(client: httpx.Client, clock: Clock) -> None:
    first = client.get("/jmap/session").json()
    clock.now += LIFETIME / 2 - 1
    assert client.get("/jmap/session").json() == first
    assert client.post("/jmap/api", json=ECHO).json()["sessionState"] == first["state"]
    clock.now += 2
    later = client.get("/jmap/session").json()
    assert later["eventSourceUrl"] != first["eventSourceUrl"]
    assert client.post("/jmap/api", json=ECHO).json()["sessionState"] == later["state"] != first["state"]


def test_a_user_has_so_many_streams(client: httpx.Client) -> None:
    url = event_source(client)
    with client.stream("GET", url, auth=None) as one, client.stream("GET", url, auth=None) as other:
        heard = [each.iter_text() for each in (one, other)]
        for each in heard:
            assert next(each).startswith("event: ping"), "the stream has begun"
        refused = client.get(url, auth=None)
        assert (refused.status_code, refused.json()["limit"]) == (400, "maxEventSources")
        with client.stream("GET", url.partition("&ticket")[0], auth=(BOB, "secret")) as his:
            assert his.status_code == 200


def test_there_are_not_ever_more(monkeypatch: pytest.MonkeyPatch, http: Http, clock: Clock) -> None:
    monkeypatch.setattr(tickets, "MOST", 5)
    given = Tickets(http._authenticator, clock)
    for number in range(100):
        given.of(Credential(ALICE, str(number), None))
    assert len(given._given) <= 5 and len(given._newest) <= 5
