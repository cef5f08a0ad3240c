"""The push endpoint: what it is sent, what it answers, and when it cannot be had."""

from __future__ import annotations

import socket

import httpx
import pytest

from jmap_conformance.endpoint import endpoint
from jmap_conformance.listening import listen
from jmap_conformance.outcome import Broken, Disabled
from jmap_conformance.server import Server
from tests.unit.conformance.helpers import MANIFEST, settings


def server(url: str = "http://127.0.0.1:1", **changes: object) -> Server:
    made = settings(url, **changes)
    return Server(MANIFEST, made, made.logins[0])


def test_requests_come_to_their_address_and_into_the_report() -> None:
    with endpoint(server()) as made:
        one, other = made.address(), made.address()
        one.answer = 429, {"Retry-After": "7"}
        answer = httpx.post(one.url, content=b"hello", headers={"TTL": "5"})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
        assert one.wait(1, "message").body == b"hello"
        assert one.received[0].headers["ttl"] == "5"
        assert other.received == []
        assert httpx.post(other.url.rpartition("/")[0] + "/none").status_code == 404
        assert [each.status for each in made.server.recorder.exchanges] == [429]


def test_a_message_that_does_not_come_breaks_something() -> None:
    with endpoint(server(patience=0.001)) as made, pytest.raises(Broken, match="no message came"):
        made.address().wait(1, "message")


def test_the_url_of_the_user_is_told_and_its_path_kept() -> None:
    given = {"push_url": "https://tunnel.example.com/a/b/"}
    with endpoint(server("https://jmap.example.com", **given)) as made:
        assert made.address().url == "https://tunnel.example.com/a/b/1"
        assert "/a/b/1" in made._addresses


def test_a_server_elsewhere_cannot_be_told_a_url_of_this_machine() -> None:
    with pytest.raises(Disabled, match="--push-url"), endpoint(server("https://jmap.example.com")):
        pass


def test_a_port_that_another_has_is_waited_for_and_then_given_up() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Disabled, match="--push-listen"):
            listen(f"127.0.0.1:{taken.getsockname()[1]}", "push-listen", 0.005)
