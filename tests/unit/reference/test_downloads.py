"""Parts of downloads, and downloads that the client has already, through a real socket (RFC 9110)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from jmap_reference.auth import Authenticator
from jmap_reference.http import Http
from jmap_reference.store.values import User
from tests.unit.reference.helpers import ALICE, make_processor
from tests.unit.reference.network import listening
from tests.unit.reference.test_http import CHEAP

OCTETS = bytes(range(256)) * 4


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    """Where a blob is downloaded from."""
    processor = make_processor()
    authenticator = Authenticator(processor.store, processor.clock, CHEAP)
    with processor.store.transaction(write=True) as transaction:
        transaction.put_user(User(ALICE, authenticator.hash("secret"), is_demo=False))
        blob = transaction.add_blob("A1", "b1", OCTETS, ALICE, processor.clock())
    with listening(Http(processor, authenticator)) as origin:
        yield f"{origin}/jmap/download/A1/{blob}/photo.png?type=image%2Fpng"


def get(place: str, verb: str = "GET", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.request(verb, place, auth=(ALICE, "secret"), headers=named, trust_env=False)


def test_a_head_is_a_get_without_octets(place: str) -> None:
    head, whole = get(place, "HEAD"), get(place)
    assert (head.status_code, head.content, whole.content) == (200, b"", OCTETS)
    same: Any = [{**each.headers, "date": ""} for each in (head, whole)]
    assert same[0] == same[1]
    assert head.headers["accept-ranges"] == "bytes"


def test_a_part_is_downloaded(place: str) -> None:
    response = get(place, range="bytes=100-299")
    assert (response.status_code, response.content) == (206, OCTETS[100:300])
    assert response.headers["content-range"] == "bytes 100-299/1024"
    assert response.headers["content-type"] == "image/png"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_download_goes_on_where_it_broke_off(place: str) -> None:
    etag = get(place, range="bytes=0-499").headers["etag"]
    rest = get(place, range="bytes=500-", if_range=etag)
    assert (rest.status_code, rest.content) == (206, OCTETS[500:])
    changed = get(place, range="bytes=500-", if_range='"another"')
    assert (changed.status_code, changed.content) == (200, OCTETS)
    weak = get(place, range="bytes=500-", if_range=f"W/{etag}")
    assert weak.status_code == 200


def test_a_part_behind_the_end_is_a_problem(place: str) -> None:
    response = get(place, range="bytes=1024-")
    assert (response.status_code, response.headers["content-range"]) == (416, "bytes */1024")
    assert response.headers["content-type"] == "application/problem+json"


def test_what_the_client_has_is_not_sent_again(place: str) -> None:
    etag = get(place).headers["etag"]
    for tags in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        response = get(place, if_none_match=tags)
        assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", etag)
        assert "immutable" in response.headers["cache-control"]
    assert get(place, if_none_match='"x"').status_code == 200


def test_who_may_not_see_it_learns_nothing(place: str) -> None:
    for headers in ({"if-none-match": "*"}, {"range": "bytes=0-1"}):
        assert httpx.get(place, headers=headers, trust_env=False).status_code == 401
        gone = place.replace("/A1/", "/B1/")
        assert httpx.get(gone, headers=headers, auth=(ALICE, "secret"), trust_env=False).status_code == 404
