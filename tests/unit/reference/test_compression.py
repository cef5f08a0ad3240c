"""gzip, both ways, through a real socket."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import httpx
import pytest

from jmap_reference import compression
from jmap_reference.auth import Authenticator
from jmap_reference.compression import takes_gzip
from jmap_reference.http import Http
from jmap_reference.store.values import User
from tests.unit.reference.helpers import ALICE, CORE, make_processor
from tests.unit.reference.network import listening
from tests.unit.reference.test_http import CHEAP

MOST = 100_000
LONG = {"using": [CORE], "methodCalls": [["Core/echo", {"x": "many " * 1000}, "c"]]}


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    processor = make_processor(maxSizeRequest=MOST, maxSizeUpload=MOST)
    authenticator = Authenticator(processor.store, processor.clock, CHEAP)
    with processor.store.transaction(write=True) as transaction:
        transaction.put_user(User(ALICE, authenticator.hash("secret"), is_demo=False))
    with listening(Http(processor, authenticator)) as origin:
        yield origin


@pytest.fixture
def client(origin: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=origin, auth=(ALICE, "secret"), trust_env=False) as client:
        yield client


def post(client: httpx.Client, body: bytes, coding: str, path: str = "/jmap/api") -> httpx.Response:
    headers = {"content-type": "application/json", "content-encoding": coding}
    return client.post(path, content=body, headers=headers)


def download(client: httpx.Client, octets: bytes, kind: str, **headers: str) -> httpx.Response:
    blob = client.post("/jmap/upload/A1", content=octets).json()["blobId"]
    return client.get(f"/jmap/download/A1/{blob}/n", params={"type": kind}, headers=headers)


def test_answers_are_compressed(client: httpx.Client) -> None:
    plain = client.post("/jmap/api", json=LONG, headers={"accept-encoding": "identity"})
    small = client.post("/jmap/api", json=LONG, headers={"accept-encoding": "br;q=1.0, gzip;q=0.8"})
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < len(plain.content) / 5
    assert small.json() == plain.json()
    for response in (plain, small):
        assert "accept-encoding" in response.headers["vary"].lower()


def test_what_takes_long_is_compressed_elsewhere(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = client.post("/jmap/api", json=LONG)
    monkeypatch.setattr(compression, "AT_ONCE", compression.SMALLEST)
    monkeypatch.setattr(compression.asyncio, "to_thread", seen := Mock(wraps=asyncio.to_thread))
    response = client.post("/jmap/api", json=LONG)
    assert (response.headers["content-encoding"], response.content) == ("gzip", at_once.content)
    assert seen.call_count == 1


def test_a_session_is_compressed(client: httpx.Client) -> None:
    assert client.get("/jmap/session").headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("kind", ["text/plain", "message/rfc822", "application/json"])
def test_text_is_compressed(client: httpx.Client, kind: str) -> None:
    octets = b"many " * 1000
    small = download(client, octets, kind)
    assert (small.headers["content-encoding"], small.content) == ("gzip", octets)
    assert small.headers["etag"].startswith('W/"')
    again = client.get(small.url, headers={"if-none-match": small.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("kind", ["image/jpeg", "application/zip", "video/mp4", ""])
def test_what_is_dense_is_not(client: httpx.Client, kind: str) -> None:
    response = download(client, b"many " * 1000, kind)
    assert "content-encoding" not in response.headers
    assert response.headers["etag"].startswith('"')


def test_a_part_is_of_the_octets_themselves(client: httpx.Client) -> None:
    response = download(client, b"many " * 1000, "text/plain", range="bytes=0-3999")
    assert (response.status_code, response.headers.get("content-encoding")) == (206, None)
    assert response.content == (b"many " * 1000)[:4000]


def test_an_event_source_is_not_held_back(client: httpx.Client) -> None:
    with client.stream("GET", "/jmap/eventsource?types=*&closeafter=no&ping=1") as response:
        assert "content-encoding" not in response.headers
        assert next(response.iter_text()).startswith("event: ping")


@pytest.mark.parametrize(
    ("accepted", "does"),
    [("gzip", True), ("GZIP", True), ("deflate, gzip;q=0.5", True), ("x-gzip", True), ("gzip; q=1", True),
     ("gzip;q=0", False), ("gzip;q=0.000", False), ("br", False), ("", False), ("gzipped", False), ("*", False)],
)  # fmt: skip
def test_who_takes_gzip(accepted: str, does: bool) -> None:
    assert takes_gzip([accepted]) is does


def test_a_request_may_be_compressed(client: httpx.Client) -> None:
    response = post(client, gzip.compress(json.dumps(LONG).encode()), "gzip")
    assert response.json()["methodResponses"][0][1] == LONG["methodCalls"][0][1]  # type: ignore[index]
    assert post(client, json.dumps(LONG).encode(), "identity").status_code == 200


def test_an_upload_may_be_compressed(client: httpx.Client) -> None:
    said = post(client, gzip.compress(b"x" * MOST), "gzip", "/jmap/upload/A1")
    assert (said.status_code, said.json()["size"]) == (201, MOST)


@pytest.mark.parametrize("size", [MOST + 1, 50_000_000])
@pytest.mark.parametrize(("path", "status"), [("/jmap/api", 400), ("/jmap/upload/A1", 413)])
def test_what_grows_too_large_is_refused(client: httpx.Client, size: int, path: str, status: int) -> None:
    response = post(client, gzip.compress(b" " * size), "gzip", path)
    assert (response.status_code, response.json()["type"]) == (status, "urn:ietf:params:jmap:error:limit")


@pytest.mark.parametrize(
    ("body", "coding", "status"),
    [
        (b"{}", "gzip", 400),
        (gzip.compress(b"{}")[:-5], "gzip", 400),
        (gzip.compress(b"{}") + b"more", "gzip", 400),
        (b"", "gzip", 400),
        (zlib.compress(b"{}"), "deflate", 415),
        (b"{}", "br", 415),
        (b"{}", "gzip, gzip", 415),
    ],
)
def test_what_cannot_be_decoded_is_refused(client: httpx.Client, body: bytes, coding: str, status: int) -> None:
    response = post(client, body, coding)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    if status == 415:
        assert response.headers["accept-encoding"] == "gzip"


def test_nothing_is_kept_of_a_bad_upload(client: httpx.Client) -> None:
    said: Any = post(client, gzip.compress(b"x" * 500)[:-9], "gzip", "/jmap/upload/A1").json()
    assert "blobId" not in said
