"""Floods and slow bodies, through a real socket."""

from __future__ import annotations

import contextlib
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from jmap_reference import patience, web
from jmap_reference.auth import Authenticator
from jmap_reference.flood import Guard
from jmap_reference.http import Http
from jmap_reference.store.values import User
from tests.unit.reference.helpers import ALICE, BOB, make_processor
from tests.unit.reference.network import listening
from tests.unit.reference.test_http import CHEAP, ECHO


def guarded(**numbers: Any) -> Http:
    processor = make_processor()
    authenticator = Authenticator(processor.store, processor.clock, CHEAP)
    with processor.store.transaction(write=True) as transaction:
        for name in (ALICE, BOB):
            transaction.put_user(User(name, authenticator.hash("secret"), is_demo=False))
    # The clock stands still: nobody gets anything back while the test runs.
    return Http(processor, authenticator, guard=Guard(**numbers, clock=lambda: 0.0))


def client_of(origin: str, user: str = ALICE, password: str = "secret", **more: Any) -> httpx.Client:
    return httpx.Client(base_url=origin, auth=(user, password), trust_env=False, **more)


def assert_refused(response: httpx.Response) -> None:
    assert (response.status_code, response.json()["type"]) == (429, "urn:ietf:params:jmap:error:limit")
    assert response.json()["limit"] == "rateLimit"
    assert int(response.headers["retry-after"]) >= 1


def test_too_many_requests_of_a_user_are_refused() -> None:
    with listening(guarded(user=3)) as origin, client_of(origin) as alice, client_of(origin, BOB) as bob:
        answers = [alice.post("/jmap/api", json=ECHO) for _ in range(5)]
        # The first is not known to be hers before it is looked at.
        assert [each.status_code for each in answers] == [200] * 4 + [429]
        assert_refused(answers[-1])
        assert_refused(alice.get("/jmap/session"))
        assert bob.post("/jmap/api", json=ECHO).status_code == 200


def test_too_many_requests_from_an_address_are_refused() -> None:
    with listening(guarded(address=2)) as origin, client_of(origin) as alice:
        answers = [alice.get("/jmap/session", auth=None) for _ in range(3)]
        assert [each.status_code for each in answers] == [401, 401, 429]
        assert_refused(alice.get("/jmap/session"))


def test_passwords_cannot_be_guessed_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    http = guarded(failures=3)
    with listening(http) as origin, client_of(origin) as alice:
        assert alice.get("/jmap/session").status_code == 200
        guesses = [httpx.get(f"{origin}/jmap/session", auth=(BOB, f"guess {n}"), trust_env=False) for n in range(4)]
        assert [each.status_code for each in guesses] == [401, 401, 401, 429]
        # Even the right one is not looked at now; who was here before goes on.
        assert_refused(httpx.get(f"{origin}/jmap/session", auth=(BOB, "secret"), trust_env=False))
        assert_refused(httpx.get(f"{origin}/jmap/session", headers={"authorization": "Bearer x"}, trust_env=False))
        assert alice.get("/jmap/session").status_code == 200
        assert alice.get("/jmap/session", auth=None).status_code == 401, "who shows nothing does not guess"


@pytest.mark.parametrize("path", ["/jmap/api", "/jmap/upload/A1"])
def test_a_body_that_does_not_come_is_cut_off(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.2)
    http = guarded()
    with listening(http) as origin:
        where = urlsplit(origin)
        head = (
            f"POST {path} HTTP/1.1\r\nhost: {where.netloc}\r\ncontent-length: 1000\r\n"
            "content-type: application/json\r\n"
            "authorization: Basic YWxpY2VAZXhhbXBsZS5jb206c2VjcmV0\r\n\r\n{"
        )
        with socket.create_connection((where.hostname, where.port), 20) as slow:  # type: ignore[arg-type]
            slow.sendall(head.encode())
            answer = b""
            while part := slow.recv(4096):  # ends, since the server closes the connection
                answer += part
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert not http.requests._inside and not http.uploads._inside, "its place is free again"


@pytest.mark.parametrize("head", ["", "GET /jmap/session HT", "GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HT"])
def test_who_asks_nothing_is_cut_off(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    with listening(guarded(), http=patience.Patient) as origin:
        where = urlsplit(origin)
        with socket.create_connection((where.hostname, where.port), 20) as slow:  # type: ignore[arg-type]
            slow.sendall(head.encode())
            answer = b""
            while part := slow.recv(4096):  # ends, since the server closes the connection
                answer += part
        assert answer.count(b"HTTP/1.1 ") == head.count("\r\n\r\n")


def test_a_head_without_end_is_cut_off() -> None:
    with listening(guarded(), http=patience.Patient) as origin, client_of(origin) as alice:
        assert alice.get("/jmap/session", headers={"x": "a" * (patience.LONGEST - 1000)}).status_code == 200
        where = urlsplit(origin)
        with socket.create_connection((where.hostname, where.port), 20) as endless:  # type: ignore[arg-type]
            endless.sendall(b"GET / HTTP/1.1\r\n")
            with contextlib.suppress(ConnectionError):  # it may be cut off before all of it is sent
                endless.sendall(b"x: " + b"a" * 2 * patience.LONGEST)
                assert endless.recv(1) == b"", "ends, long before its time is over"


def test_who_asks_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    url = "/jmap/eventsource?types=*&closeafter=no&ping=1"
    with listening(guarded(), http=patience.Patient) as origin, client_of(origin) as alice:
        with alice.stream("GET", url) as response:
            heard = response.iter_text()
            assert next(heard).startswith("event: ping"), "a second later"
        assert alice.post("/jmap/api", json=ECHO).status_code == 200


def test_a_refusal_is_in_the_language_of_the_client() -> None:
    with listening(guarded()) as origin:
        response = httpx.get(f"{origin}/jmap/session", headers={"accept-language": "de-CH, en;q=0.5"}, trust_env=False)
    assert response.headers["content-language"] == "de"
    assert response.json()["detail"] == "Zugangsdaten werden benötigt"
