"""Who may come in by the other door, and by which TLS."""

from __future__ import annotations

import imaplib
import pathlib

import pytest

from tests.unit.reference.helpers import ALICE
from tests.unit.reference.imap.helpers import SECRET, House, Imap
from tests.unit.reference.network import certificate


def test_the_passwords_are_those_of_jmap(house: House) -> None:
    for user, secret in ((ALICE, "wrong"), ("nobody@example.com", SECRET), (ALICE, "")):
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
            Imap(house.door.port).login(user, secret)


def test_sasl_plain_and_nobody_else(house: House) -> None:
    client = Imap(house.door.port)
    assert {each for each in client.capabilities if each.startswith("AUTH=")} == {"AUTH=PLAIN"}
    with pytest.raises(imaplib.IMAP4.error, match="AUTHORIZATIONFAILED"):
        client.authenticate("PLAIN", lambda _: f"bob@example.com\0{ALICE}\0{SECRET}".encode())
    assert client.authenticate("PLAIN", lambda _: f"\0{ALICE}\0{SECRET}".encode())[0] == "OK"


def test_guessing_comes_to_an_end() -> None:
    with House(failures=2) as house:
        for _ in range(2):
            with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
                Imap(house.door.port).login(ALICE, "wrong")
        with pytest.raises(imaplib.IMAP4.error, match="LIMIT"):
            Imap(house.door.port).login(ALICE, SECRET)


def test_a_new_password_ends_what_the_old_one_began(house: House, imap: Imap) -> None:
    house.password(ALICE, "another")
    with pytest.raises(imap.abort, match="Log in again"):
        imap.list()


def test_tls_from_the_first_octet(tmp_path: pathlib.Path) -> None:
    server, client = certificate(tmp_path, "127.0.0.1")
    with House(certified=server, implicit=True) as house:
        assert house.door.url.startswith("imaps://127.0.0.1:")
        made = imaplib.IMAP4_SSL("127.0.0.1", house.door.port, ssl_context=client, timeout=20)
        assert made.login(ALICE, SECRET)[0] == "OK"


def test_tls_when_it_is_asked_for(tmp_path: pathlib.Path) -> None:
    server, client = certificate(tmp_path, "127.0.0.1")
    with House(certified=server) as house:
        made = Imap(house.door.port)
        assert "STARTTLS" in made.capabilities
        made.starttls(client)
        assert "STARTTLS" not in made.capabilities
        assert made.login(ALICE, SECRET)[0] == "OK"


@pytest.mark.parametrize("line", [b"", b"a", b"a b c d", b"a FETCH 1 ALL", b"\xff\xfe", b"a LOGIN {3}", b"aSELECT" * 9])
def test_nonsense_is_answered(house: House, line: bytes) -> None:
    client = Imap(house.door.port)
    client.send(line + b"\r\n" + (b"x\r\n" if b"{" in line else b""))
    assert client.readline()
    with house.imap() as other:
        other.ok("noop")


def test_too_many_at_a_time() -> None:
    with House(most=1) as house, house.imap() as first:
        with pytest.raises(imaplib.IMAP4.error, match="too many connections"):
            Imap(house.door.port)
        first.ok("noop")
