"""A relay that wants to know who we are, and has to show who it is: a real one, with TLS."""

from __future__ import annotations

import hashlib
import hmac
import pathlib
import smtplib
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from jmap_reference.submission.relay import Relay
from jmap_reference.submission.sasl import Scram
from tests.unit.reference.push.test_post import certificate
from tests.unit.reference.submission.helpers import World
from tests.unit.reference.submission.other import Listening, Sink, free_port

DAVE, USER, PASSWORD = "dave@example.org", "user=1,x", "pencil"
SALT = b"salt of the test"

CLIENT = "rOprNGfwEbeRWgbNEkqO"
FIRST = f"r={CLIENT}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"


class Asking(Sink):
    """A relay that takes mail from whoever shows who he is; ``methods``: by what it has been shown."""

    def __init__(self) -> None:
        super().__init__()
        self.methods: list[str] = []
        self.knows = PASSWORD

    def check(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.methods.append(mechanism)
        return AuthResult(success=data.password == self.knows.encode(), handled=False)


class WithScram(Asking):
    async def auth_SCRAM__SHA__256(self, server: Any, args: list[str]) -> AuthResult:
        self.methods.append(args[0])
        bare = b64decode(args[1]).decode().removeprefix("n,,")
        assert bare.startswith("n=user=3D1=2Cx,r=")
        nonce = bare.rpartition("r=")[2] + "more"
        first = f"r={nonce},s={b64encode(SALT).decode()},i=4096"
        final, _, proof = (await server.challenge_auth(first)).decode().rpartition(",p=")
        salted = hashlib.pbkdf2_hmac("sha256", self.knows.encode(), SALT, 4096)
        signed = f"{bare},{first},{final}".encode()
        stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
        mask = hmac.digest(stored, signed, "sha256")
        key = bytes(one ^ other for one, other in zip(b64decode(proof), mask, strict=True))
        if hashlib.sha256(key).digest() != stored:
            return AuthResult(success=False, handled=False)
        shown = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
        await server.challenge_auth(f"v={b64encode(shown).decode()}")
        return AuthResult(success=True)


class Lying(Asking):
    async def auth_SCRAM__SHA__256(self, server: Any, args: list[str]) -> AuthResult:
        """Takes everybody, and knows nothing."""
        nonce = b64decode(args[1]).decode().rpartition("r=")[2] + "more"
        await server.challenge_auth(f"r={nonce},s={b64encode(SALT).decode()},i=4096")
        return AuthResult(success=True)


class WithExternal(Asking):
    async def auth_EXTERNAL(self, server: Any, args: list[str]) -> AuthResult:
        self.methods.append(" ".join(args))
        return AuthResult(success=bool(server.session.ssl["ssl_object"].getpeercert()))


Place = Callable[..., Relay]


@pytest.fixture
def place(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Start a relay that wants TLS, and a user; we trust its certificate, which is in ``pem``."""
    context, _ = certificate(tmp_path, "127.0.0.1")
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(tmp_path / "pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
    controllers = []

    def begin(asking: Asking, **options: Any) -> Relay:
        wanted = {"tls_context": context, "require_starttls": True, "auth_required": True} | options
        controller = Listening(asking, hostname="127.0.0.1", port=free_port(), authenticator=asking.check, **wanted)
        controllers.append(controller)
        controller.start()
        return Relay("127.0.0.1", controller.port, user=USER, password=PASSWORD)

    yield begin
    for controller in controllers:
        controller.stop()


def said(relay: Relay) -> tuple[str, str]:
    """What becomes of a message."""
    world = World(relay)
    id = world.send(world.draft(to=DAVE))
    world.agent.run_due()
    return world.status(id)[DAVE]


def test_a_password_by_tls(place: Place) -> None:
    asking = Asking()
    assert said(place(asking))[0] == "unknown"
    assert (asking.methods, len(asking.envelopes)) == (["PLAIN"], 1)


def test_a_wrong_password_keeps_the_mail_in_the_queue(place: Place) -> None:
    asking = Asking()
    asking.knows = "other"
    delivered, reply = said(place(asking))
    assert (delivered, asking.envelopes) == ("queued", [])
    assert reply.startswith("451 4.3.5 The relay refuses us: 535 ")


def test_a_password_that_smtp_cannot_say_is_no_fault_of_the_message(place: Place) -> None:
    assert said(replace(place(Asking()), password="schlüssel"))[0] == "queued"


def test_who_is_not_the_relay_gets_no_password(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking()
    relay = place(asking)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert said(relay) == ("queued", "451 4.4.1 The relay cannot be reached: SSLCertVerificationError")
    assert asking.methods == []


def test_without_a_secret_any_certificate_is_better_than_none(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking()
    relay = place(asking, auth_required=False)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert said(replace(relay, user="", password=""))[0] == "unknown"
    assert asking.envelopes[0].host_name


def test_scram_comes_before_the_password(place: Place) -> None:
    asking = WithScram()
    assert said(place(asking))[0] == "unknown"
    assert (asking.methods, len(asking.envelopes)) == (["SCRAM-SHA-256"], 1)


def test_scram_with_a_wrong_password(place: Place) -> None:
    asking = WithScram()
    asking.knows = "other"
    delivered, reply = said(place(asking))
    assert (delivered, reply[:36]) == ("queued", "451 4.3.5 The relay refuses us: 535 ")
    assert asking.methods == ["SCRAM-SHA-256"]


def test_who_does_not_know_the_password_is_not_the_relay(place: Place) -> None:
    asking = Lying()
    assert said(place(asking)) == ("queued", "451 4.4.1 The relay cannot be reached: SMTPException")
    assert asking.envelopes == []


def test_a_certificate_comes_before_all(place: Place, tmp_path: pathlib.Path) -> None:
    asking = WithExternal()
    relay = replace(place(asking), certificate=str(tmp_path / "pem"), key=str(tmp_path / "pem"))
    assert said(relay)[0] == "unknown"
    assert (asking.methods, len(asking.envelopes)) == (["EXTERNAL ="], 1)


def test_the_exchange_of_rfc_7677() -> None:
    scram = Scram("user", "pencil", CLIENT)
    assert scram() == f"n,,n=user,r={CLIENT}"
    assert scram(FIRST.encode()) == (
        f"c=biws,r={CLIENT}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    )
    assert not scram.is_proved
    assert scram(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=") == ""
    assert scram.is_proved


@pytest.mark.parametrize(
    "first",
    [
        "", "r=x", FIRST.replace(CLIENT, "other"), FIRST.replace("4096", "1"), FIRST.replace("4096", "9999999"),
        FIRST.replace("W22Z", "!"), f"r={CLIENT},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "e=unknown-user",
    ],
)  # fmt: skip
def test_a_relay_that_plays_a_game_of_its_own(first: str) -> None:
    scram = Scram("user", "pencil", CLIENT)
    scram()
    with pytest.raises(smtplib.SMTPException):
        scram(first.encode() or b"?")


def test_another_signature_is_no_proof() -> None:
    scram = Scram("user", "pencil", CLIENT)
    scram(FIRST.encode())
    with pytest.raises(smtplib.SMTPException):
        scram(b"v=AAAA")
    assert not scram.is_proved
