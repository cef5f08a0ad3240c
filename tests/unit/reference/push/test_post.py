"""Requests to URLs of strangers."""

from __future__ import annotations

import datetime
import pathlib
import socket
import threading
import time
from email.utils import format_datetime
from typing import Any

import pytest

from jmap_reference.push.post import Answer, Poster, url_fault
from tests.unit.reference.network import certificate
from tests.unit.reference.push.endpoint import serving

NEVER = [
    "https://10.0.0.1/", "https://192.168.1.1/x", "https://169.254.169.254/latest", "https://[fe80::1]/",
    "https://[fd00::1]/", "https://0.0.0.0/", "https://224.0.0.1/", "https://100.64.0.1/", "https://[::ffff:10.0.0.1]/",
    "https://[2002:a00:1::]/", "https://[fec0::1]/", "https://[64:ff9b::a00:1]/", "https://[::10.0.0.1]/",
    "https://[::ffff:0:a00:1]/", "https://[64:ff9b:1::a00:1]/", "https://[5f00::1]/",
    "https://user:secret@push.example.com/", "https://push.example.com:99999/",
    "https://push.example.com:0/", "https:///x", "https://[x/", "http://push.example.com/", "http://8.8.8.8/",
    "ftp://push.example.com/",
]  # fmt: skip
NEARBY = ["https://127.0.0.1/", "https://localhost/", "https://[::1]:8443/", "https://a.localhost/",
          "http://127.0.0.1:8080/x", "http://[::ffff:127.0.0.1]/"]  # fmt: skip


@pytest.mark.parametrize("loopback", [False, True])
@pytest.mark.parametrize("url", NEVER)
def test_urls_that_are_never_good(url: str, loopback: bool) -> None:
    assert url_fault(url, loopback)
    assert Poster(loopback).post(url, {}, b"") == Answer(0)


@pytest.mark.parametrize("url", NEARBY)
def test_urls_of_this_machine_are_good_for_developers_only(url: str) -> None:
    assert url_fault(url, loopback=False)
    assert url_fault(url, loopback=True) == ""


@pytest.mark.parametrize("url", ["https://push.example.com/a?b=c", "https://8.8.8.8:8443/", "https://[2620:fe::fe]/",
                                 "https://[64:ff9b::808:808]/"])  # fmt: skip
def test_urls_that_are_good(url: str) -> None:
    assert url_fault(url, loopback=False) == ""


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1"])
def test_a_name_for_an_address_inside_is_not_connected_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*arguments: Any, **more: Any) -> list[Any]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))
        return [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    def connect(*arguments: Any, **more: Any) -> Any:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert Poster().post("https://push.example.com/", {}, b"") == Answer(0)


def test_a_request_is_made_as_told() -> None:
    with serving() as endpoint:
        endpoint.answers = [(204, {})]
        assert Poster(loopback=True).post(f"{endpoint.url}/a?b=c", {"TTL": "5"}, b"body") == Answer(204)
        received = endpoint.wait(1)
    assert (received.path, received.body, received.headers["ttl"]) == ("/a?b=c", b"body", "5")
    assert received.headers["host"] == endpoint.url.removeprefix("http://")


def test_redirects_are_not_followed() -> None:
    with serving() as endpoint:
        endpoint.answers = [(307, {"location": f"{endpoint.url}/other"})]
        assert Poster(loopback=True).post(endpoint.url, {}, b"").status == 307
        assert len(endpoint.received) == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [("120", 120), ("", 0), ("soon", 0), ("-1", 0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("9" * 5000, 999_999_999)],
)
def test_how_long_to_wait(said: str, expected: float) -> None:
    with serving() as endpoint:
        endpoint.answers = [(429, {"retry-after": said})]
        assert Poster(loopback=True).post(endpoint.url, {}, b"") == Answer(429, expected)


def test_how_long_to_wait_as_a_date() -> None:
    date = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=100)
    with serving() as endpoint:
        endpoint.answers = [(503, {"retry-after": format_datetime(date, usegmt=True)})]
        assert 90 < Poster(loopback=True).post(endpoint.url, {}, b"").retry_after <= 100


def test_nobody_there_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert Poster(loopback=True).post(f"http://127.0.0.1:{port}/", {}, b"") == Answer(0)


def drip(listener: socket.socket) -> None:
    """Answer an octet at a time, without end."""
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"HTTP/")
        while True:
            try:
                connection.sendall(b"x")
            except OSError:
                return
            time.sleep(0.01)


@pytest.mark.parametrize("closed", [False, True])
def test_who_never_ends_is_left(closed: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        poster = Poster(loopback=True, timeout=30 if closed else 0.3)
        if closed:
            threading.Timer(0.3, poster.close).start()
        started = time.monotonic()
        assert poster.post(f"http://127.0.0.1:{listener.getsockname()[1]}/", {}, b"") == Answer(0)
        assert time.monotonic() - started < 3


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 201), ("127.0.0.2", 0)])
def test_tls_is_for_the_host_in_the_url(host: str, status: int, tmp_path: pathlib.Path) -> None:
    server, client = certificate(tmp_path, host)
    with serving(server) as endpoint:
        assert Poster(loopback=True, context=client).post(f"{endpoint.url}/x", {}, b"x") == Answer(status)
        assert Poster(loopback=True).post(f"{endpoint.url}/x", {}, b"x") == Answer(0), "nobody vouches for it"
        assert len(endpoint.received) == bool(status)
