"""The suite's SMTP server and what it hands in: real SMTP, both ways."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pytest

from jmap_conformance.mail_in import hand_over, report
from jmap_conformance.outcome import Blocked
from jmap_conformance.server import Server
from jmap_conformance.settings import host_and_port
from jmap_conformance.sink import Sink, sink
from jmap_conformance.waiting import eventually
from jmap_reference.submission.report import read
from tests.miniatures.servers import free_port
from tests.unit.conformance.helpers import MANIFEST, settings

A, B = "a@example.net", "b@example.net"
MESSAGE = b"From: me@example.com\r\nTo: a@example.net\r\nMessage-ID: <m@example.com>\r\nSubject: Hi\r\n\r\nHello\r\n"


@pytest.fixture
def server() -> Server:
    address = f"127.0.0.1:{free_port()}"
    made = settings("http://127.0.0.1:1", smtp_sink=address, mail_in=f"smtp://{address}")
    return Server(MANIFEST, made, made.logins[0])


@pytest.fixture
def found(server: Server) -> Iterator[Sink]:
    with sink(server) as made:
        yield made


def connected(server: Server) -> smtplib.SMTP:
    return smtplib.SMTP(*host_and_port(server.settings.smtp_sink), "client.example", 10)


def test_a_message_is_kept_with_its_envelope(server: Server, found: Sink) -> None:
    with connected(server) as client:
        client.sendmail("me@example.com", [A, B], MESSAGE, ["ENVID=e7", "RET=HDRS"], ["NOTIFY=SUCCESS"])
    mail = found.wait(A)
    assert mail is not None
    assert (mail.mail_from, mail.recipients, mail.envelope_id) == ("me@example.com", (A, B), "e7")
    assert (mail.octets, mail.message["Subject"]) == (MESSAGE, "Hi")
    assert found.wait("c@example.net", 0.01) is None


def test_the_null_sender_is_empty(server: Server, found: Sink) -> None:
    with connected(server) as client:
        client.sendmail("", [A], MESSAGE)
    mail = found.wait(A)
    assert mail is not None and mail.mail_from == ""


def test_it_refuses_as_told(server: Server, found: Sink) -> None:
    found.rcpt[B] = "550 5.1.1 Nobody"
    found.data[A] = "554-5.7.1 No,\r\n554 5.7.1 never"
    with connected(server) as client:
        client.ehlo()
        client.mail("me@example.com")
        assert client.rcpt(B) == (550, b"5.1.1 Nobody")
        assert client.rcpt(A)[0] == 250
        assert client.data(MESSAGE) == (554, b"5.7.1 No,\n5.7.1 never")
    assert found.mails == []


def test_mail_is_handed_over_or_the_case_is_blocked(server: Server, found: Sink) -> None:
    hand_over(server, "me@example.com", A, MESSAGE)
    assert found.wait(A) is not None
    found.rcpt[B] = "550 5.1.1 Nobody"
    with pytest.raises(Blocked, match="Nobody"):
        hand_over(server, "me@example.com", B, MESSAGE)


def test_eventually_gives_up(server: Server) -> None:
    looks = iter([0, 0, 3])
    assert eventually(server, lambda: next(looks)) == 3
    assert eventually(server, lambda: None, 0.01) is None


@pytest.mark.parametrize(
    ("kind", "said"), [("failed", "550 5.1.1 Nobody"), ("delayed", "451 4.4.1 Later"), ("displayed", "")]
)
def test_reports_are_reports(kind: str, said: str) -> None:
    """The reference server, which knows nothing of the suite, reads from them what was meant."""
    made = read(report(kind, A, MESSAGE, "a mark", envelope_id="e7", said=said, to="me@example.com"))
    assert made is not None
    assert made.is_display == (kind == "displayed")
    assert made.message_ids == ("m@example.com",)
    [about] = made.about
    assert (about.action, about.reply, about.addresses[-1]) == (kind, said, A)
