"""URLs of a server through the proxy, and back."""

from __future__ import annotations

import pytest

from jmap_spec.proxy.keeping import MOST, Events, Kept
from jmap_spec.proxy.origins import NotHere, Origins, origin_of

URLS = ("apiUrl", "downloadUrl", "uploadUrl")
OWN, SERVER, FILES = "http://127.0.0.1:8621", "https://jmap.example.com", "https://files.example.net:8443"


def test_urls_of_a_session_lead_through_the_proxy_and_back() -> None:
    origins = Origins(OWN, SERVER, URLS)
    template = "/{accountId}/{blobId}/{name}?type={type}"
    sent = {"apiUrl": f"{SERVER}/api/", "downloadUrl": FILES + template, "uploadUrl": "/up/", "x": 1}
    changed = origins.session(sent)
    assert changed == {"apiUrl": f"{OWN}/api/", "downloadUrl": f"{OWN}/-/1{template}", "uploadUrl": "/up/", "x": 1}
    assert origins.inward("/api/") == f"{SERVER}/api/"
    assert origins.inward("/-/1/a/b?type=text%2Fplain") == f"{FILES}/a/b?type=text%2Fplain"


@pytest.mark.parametrize("path", ["/-/", "/-/0/x", "/-/1/x", "/-/-1/x", "/-/x/y"])
def test_no_origin_but_those_of_the_server_can_be_reached(path: str) -> None:
    with pytest.raises(NotHere):
        Origins(OWN, SERVER, URLS).inward(path)


@pytest.mark.parametrize(("url", "origin"), [
    ("https://jmap.example.com", SERVER),
    ("https://jmap.example.com{/accountId}", SERVER),
    ("https://jmap.example.com?x", SERVER),
    ("http://[::1]:8080/x", "http://[::1]:8080"),
    ("jmap.example.com", ""),
    ("ftp://jmap.example.com", ""),
    ("https:///x", ""),
    ("/relative", ""),
])  # fmt: skip
def test_the_origin_of_a_url(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_only_what_may_be_a_message_is_kept() -> None:
    kept, other, large = Kept(), Kept(), Kept()
    for piece in (b" \n", b'{"a"', b": 1}"):
        kept.add(piece)
    for piece in (b"GIF89a", b'{"a": 1}'):
        other.add(piece)
    for piece in (b"{", bytes(MOST), b"}"):
        large.add(piece)
    assert (kept.octets, other.octets, large.octets) == (b'{"a": 1}', b"", b"")
    assert (kept.cut, other.cut, large.cut) == (False, False, True)


def test_events_are_read_wherever_the_pieces_are_cut() -> None:
    stream = b'event: state\r\ndata: {"a":\r\ndata:  1}\r\n\r\n: note\n\nevent: ping\ndata: {}\n\nevent: state'
    whole = [("state", b'{"a":\n 1}'), ("ping", b"{}")]
    for cut in range(len(stream)):
        events = Events()
        assert [*events.add(stream[:cut]), *events.add(stream[cut:])] == whole, cut
