"""IMAP as the suite uses it: how it gets there, what it reads out of answers, and what is no fault of JMAP."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from jmap_conformance import door as doors
from jmap_conformance.door import Door, Listed
from jmap_conformance.outcome import Blocked, Broken, Unsupported
from jmap_conformance.settings import Login, Settings, WrongUse, imap_address
from tests.unit.reference.helpers import ALICE
from tests.unit.reference.imap.helpers import MESSAGE, SECRET, House
from tests.unit.reference.network import certificate


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", SECRET)


def to(address: str, **more: bool) -> Door:
    return Door(Settings("http://127.0.0.1:1", (), imap=address, **more), Login(ALICE, "PW"))  # type: ignore[arg-type]


@pytest.fixture
def house() -> Iterator[House]:
    with House() as made:
        yield made


@pytest.fixture
def door(house: House) -> Iterator[Door]:
    made = to(f"127.0.0.1:{house.door.port}")
    yield made
    made.leave()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("127.0.0.1:143", ("", "127.0.0.1", 143)), ("[::1]:143", ("", "::1", 143)),
        ("imap.example.com:993", ("imaps", "imap.example.com", 993)),
        ("imap://imap.example.com:143", ("imap", "imap.example.com", 143)),
        ("imaps://[2001:db8::1]:993", ("imaps", "2001:db8::1", 993)),
    ],
)  # fmt: skip
def test_addresses(text: str, found: tuple[str, str, int]) -> None:
    assert imap_address(text) == found


@pytest.mark.parametrize("text", ["imap.example.com", ":143", "x:0", "x:70000", "x:٣", "http://x:143", "pop3s://x:1"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(WrongUse, match=r"IMAP server|no such port"):
        imap_address(text)


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_tls(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    server, _ = certificate(tmp_path, "127.0.0.1")
    with House(certified=server, implicit=scheme == "imaps") as house:
        address = f"{scheme}://127.0.0.1:{house.door.port}"
        with pytest.raises(Blocked, match="CERTIFICATE_VERIFY_FAILED"):
            to(address).mailboxes()
        insecure = to(address, insecure=True)
        assert [one.name for one in insecure.mailboxes()][:1] == ["INBOX"]
        insecure.leave()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
        trusting = to(address)
        assert trusting.has("OBJECTID")
        trusting.leave()


def test_no_password_without_tls(house: House) -> None:
    """Where TLS is asked for and there is none, nothing is said."""
    with pytest.raises(Blocked, match="TLS not supported"):
        to(f"imap://127.0.0.1:{house.door.port}").mailboxes()


def test_who_is_not_there_blocks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "wrong")
    with pytest.raises(Blocked, match="AUTHENTICATIONFAILED"):
        to(f"127.0.0.1:{house.door.port}").mailboxes()


def test_mailboxes(house: House, door: Door) -> None:
    id = house.alice.create(name="a b", role="sent")
    found = door.mailbox("a b")
    assert (found.name, found.delimiter, found.last) == ("a b", "/", "a b")
    assert "\\sent" in found.attributes
    assert door.mailbox_id("a b") == id
    door.create("a b/c")
    door.rename("a b/c", "a b/d")
    assert {"a b", "a b/d"} <= {one.name for one in door.mailboxes()}
    door.subscribe("a b/d", True)
    assert "a b/d" in door.subscribed()
    door.delete("a b/d")
    with pytest.raises(Blocked, match="DELETE"):
        door.delete("a b/d")


def test_messages(house: House, door: Door) -> None:
    uid = door.append("INBOX", MESSAGE, "\\Seen", "$Work")
    [(id, email)] = house.emails("Inbox").items()
    assert door.uids() == [uid] == ["1"]
    assert (door.object_id(uid, "EMAILID"), door.object_id(uid, "THREADID")) == (id, email["threadId"])
    assert door.flags(uid) == {"\\seen", "$work"}
    assert door.octets(uid) == MESSAGE
    door.create("a")
    door.copy(uid, "a")
    door.move(uid, "a")
    door.select("a")
    door.store("1", "+FLAGS", "\\Deleted")
    door.expunge()
    assert door.uids() == []


def test_what_is_not_advertised_is_unsupported(door: Door) -> None:
    door.needs("CONDSTORE", "IDLE")
    with pytest.raises(Unsupported, match="CONDSTORE"):
        door.needs("CONDSTORE")


def test_what_does_not_come_is_broken(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "SOON", 0.2)
    with pytest.raises(Broken, match="not in LIST"):
        door.mailbox("nowhere")


def test_lines_of_list() -> None:
    rows = [b'(\\HasNoChildren) "." "a.\\"b\\""', (b'(\\Noselect) "/" {3}', b"x/y"), b"", b"(\\X) NIL inbox", None]
    found = list(doors._listed([row for row in rows if row != b""]))
    assert found == [
        Listed('a."b"', ".", frozenset({"\\hasnochildren"})), Listed("x/y", "/", frozenset({"\\noselect"})),
        Listed("inbox", "", frozenset({"\\x"})),
    ]  # fmt: skip
    assert [one.last for one in found] == ['"b"', "y", "inbox"]
