"""Delivery in, by LMTP: a real client talks to a real listener."""

from __future__ import annotations

import smtplib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jmap_reference.smtp import smtp_extensions
from jmap_reference.submission import lmtp
from jmap_reference.submission.lmtp import FAILED, MAX_HOPS, Listener
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.submission.helpers import World

MESSAGE = (
    f"From: dave@example.org\r\nTo: {BOB}\r\nSubject: Boats\r\nMessage-ID: <b@example.org>\r\n\r\nTwo.\r\n".encode()
)
OK = b"2.1.5 In the mailbox"


@contextmanager
def listening(world: World) -> Iterator[smtplib.LMTP]:
    """A client of a listener of its own."""
    listener = Listener(world.processor, socket.create_server(("127.0.0.1", 0)))
    listener.start()
    try:
        with smtplib.LMTP("127.0.0.1", listener.port, "mx.example.org") as client:
            client.ehlo()
            yield client
    finally:
        listener.stop()


@pytest.fixture
def client(world: World) -> Iterator[smtplib.LMTP]:
    with listening(world) as client:
        yield client


def handed(client: smtplib.LMTP, *recipients: str, octets: bytes = MESSAGE) -> list[tuple[int, bytes]]:
    """Hand a message over for recipients who are known; a reply for each."""
    assert client.mail("dave@example.org")[0] == 250
    for recipient in recipients:
        assert client.rcpt(recipient) == (250, b"2.1.5 Recipient OK")
    client.putcmd("data")
    assert client.getreply()[0] == 354
    client.send(octets.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    return [client.getreply() for _ in recipients]


def test_what_it_can_do(client: smtplib.LMTP) -> None:
    assert {"size", "8bitmime", "smtputf8", "pipelining", "enhancedstatuscodes"} <= client.esmtp_features.keys()


def test_it_comes_into_the_inbox(world: World, client: smtplib.LMTP) -> None:
    before = world.bob.state("Email"), state_of_delivery(world)
    assert handed(client, BOB) == [(250, OK)]
    [raw] = world.received(world.bob)
    head = raw.split(b"\r\n")
    assert head[0] == b"Return-Path: <dave@example.org>"
    assert head[1:3] == [
        b"Received: from mx.example.org by jmap.example with LMTP",
        b" for <bob@example.com>; Tue, 14 Nov 2023 22:13:20 +0000",
    ]
    assert raw.endswith(MESSAGE)
    [email] = world.bob.get("Email").values()
    assert (email["subject"], email["keywords"], email["receivedAt"]) == ("Boats", {}, "2023-11-14T22:13:20Z")
    assert world.bob.call("Email/changes", sinceState=before[0])["created"] == [email["id"]]
    assert state_of_delivery(world) != before[1]


def state_of_delivery(world: World) -> int:
    with world.processor.store.transaction() as transaction:
        return transaction.state("B1", "EmailDelivery")


def test_each_recipient_has_a_reply(world: World, client: smtplib.LMTP, monkeypatch: pytest.MonkeyPatch) -> None:
    good = lmtp.deliver_here

    def bad(*arguments: object) -> object:
        if ALICE in arguments:
            raise RuntimeError
        return good(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(lmtp, "deliver_here", bad)
    assert handed(client, BOB, ALICE, BOB) == [(250, OK), (451, FAILED[4:].encode()), (250, OK)]
    assert len(world.received(world.bob)) == 2
    assert world.received(world.alice) == []


def test_who_is_not_known_is_refused_at_once(client: smtplib.LMTP) -> None:
    client.mail("dave@example.org")
    assert client.rcpt("carol@example.com") == (550, b"5.1.1 There is no such user here")
    assert client.rcpt("dave@example.org")[0] == 550
    assert client.rcpt("nobody")[0] == 553
    client.putcmd("data")
    assert client.getreply()[0] == 503


def test_details_and_domains(world: World, client: smtplib.LMTP) -> None:
    world.address(BOB, "*@shop.example.net")
    world.address(ALICE, "a+b@example.com")
    assert handed(client, "bob+boats@example.com", "BOB@Example.com", "any@shop.example.net")
    assert len(world.received(world.bob)) == 3
    assert any(b" for <bob+boats@example.com>;" in raw for raw in world.received(world.bob))
    handed(client, "a+b@example.com")
    assert len(world.received(world.alice)) == 1


def test_threads_are_found(world: World, client: smtplib.LMTP) -> None:
    handed(client, BOB)
    answer = MESSAGE.replace(b"Message-ID: <b@", b"In-Reply-To: <b@example.org>\r\nMessage-ID: <c@")
    handed(client, BOB, octets=answer.replace(b"Subject: ", b"Subject: Re: "))
    assert len({email["threadId"] for email in world.bob.get("Email").values()}) == 1


def test_a_message_that_is_too_large_is_refused_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(submissionExtensions=smtp_extensions(size=500))
    with listening(world) as client:
        assert client.mail("dave@example.org", ["SIZE=501"])[0] == 552
        large = MESSAGE + b"x" * 498 + b"\r\n"
        assert [code for code, _ in handed(client, BOB, ALICE, octets=large)] == [552, 552]
        assert handed(client, BOB) == [(250, OK)]
    assert len(world.received(world.bob)) == 1


def test_octets_arrive_as_they_are(world: World, client: smtplib.LMTP) -> None:
    body = b"\r\n.\r\n..dots\r\n" + "Grüße ".encode("latin-1") + bytes(range(128, 256)) + b"x" * 5000 + b"\r\n"
    assert handed(client, BOB, octets=MESSAGE + body) == [(250, OK)]
    assert world.received(world.bob)[0].endswith(MESSAGE + body)


def test_addresses_of_any_script(world: World, client: smtplib.LMTP) -> None:
    world.address(BOB, "jörg@example.net")
    client.mail("müller@example.org", ["SMTPUTF8"])
    client.putcmd("rcpt", "TO:<jörg@example.net>")
    assert client.getreply()[0] == 250
    client.putcmd("data")
    client.getreply()
    client.send(MESSAGE + b".\r\n")
    assert client.getreply() == (250, OK)
    raw = world.received(world.bob)[0].decode()
    assert raw.startswith("Return-Path: <müller@example.org>\r\n")
    assert "with UTF8LMTP" in raw


def test_one_return_path(world: World, client: smtplib.LMTP) -> None:
    handed(client, BOB, octets=b"Return-Path: <other@example.org>\r\n" + MESSAGE)
    assert world.received(world.bob)[0].count(b"Return-Path") == 1


def test_mail_in_circles_is_refused(world: World, client: smtplib.LMTP) -> None:
    trace = b"Received: by a.example\r\n\tfor x\r\n"
    assert handed(client, BOB, octets=trace * MAX_HOPS + MESSAGE) == [(250, OK)]
    assert [code for code, _ in handed(client, BOB, ALICE, octets=trace * (MAX_HOPS + 1) + MESSAGE)] == [554, 554]
    assert len(world.received(world.bob)) == 1


def test_a_user_who_is_away_answers(world: World, client: smtplib.LMTP) -> None:
    assert world.bob.set("VacationResponse", update={"singleton": {"isEnabled": True}})["updated"]
    handed(client, BOB)
    handed(client, BOB)
    with world.processor.store.transaction() as transaction:
        answer = transaction.first_due(world.now)
        assert answer is not None
        transaction.dequeue(answer.id)
        assert transaction.first_due(world.now) is None
    assert [each["email"] for each in answer.recipients] == ["dave@example.org"]
    assert b"\r\nAuto-Submitted: auto-replied\r\n" in answer.octets


def test_an_answer_is_not_kept_waiting(world: World, client: smtplib.LMTP) -> None:
    """Whatever sends looks into the queue when a message comes, and not only when a user sends one."""
    assert world.bob.set("VacationResponse", update={"singleton": {"isEnabled": True}})["updated"]
    world.agent.start()
    try:
        handed(client, BOB)
        until = time.monotonic() + 5
        while next(attempts(world), 0) == 0:
            assert time.monotonic() < until, "nobody looked"
    finally:
        world.agent.stop()


def attempts(world: World) -> Iterator[int]:
    """How often each message of the queue was tried."""
    with world.processor.store.transaction() as transaction:
        yield from [each.attempts for each in transaction.queued()]


def test_every_refusal_has_an_enhanced_code(client: smtplib.LMTP) -> None:
    for command in ("ehlo x", "helo x", "vrfy", "nope", "mail", "rset", "noop", "data"):
        client.putcmd(command)
        code, said = client.getreply()
        assert said.decode()[:2] == f"{str(code)[0]}.", (command, code, said)


def test_commands_may_come_all_at_once(world: World, client: smtplib.LMTP) -> None:
    client.send(b"MAIL FROM:<dave@example.org>\r\nRCPT TO:<bob@example.com>\r\nRCPT TO:<x@example.com>\r\nDATA\r\n")
    assert [client.getreply()[0] for _ in range(4)] == [250, 250, 550, 354]
    client.send(MESSAGE + b".\r\nQUIT\r\n")
    assert [client.getreply()[0] for _ in range(2)] == [250, 221]
    assert len(world.received(world.bob)) == 1
