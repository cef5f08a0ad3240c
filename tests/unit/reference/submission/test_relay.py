"""Messages to another server, a real one: what it is told, and what becomes of its replies."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest
from aiosmtpd.smtp import SMTP

from jmap_reference.store.outgoing import Outgoing
from jmap_reference.submission.deliver import FIRST_RETRY, LEASE, Agent
from jmap_reference.submission.relay import Relay, _Session
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.submission.helpers import NOW, World, envelope
from tests.unit.reference.submission.other import Sink, free_port

DAVE, ERIN = "dave@example.org", "erin@example.net"


Start = Callable[..., Relay]


@pytest.fixture
def world(start: Start) -> World:
    return World(start())


def test_it_is_handed_over_without_bcc(world: World, sink: Sink) -> None:
    id = world.send(world.draft(to=DAVE, bcc=[{"email": ERIN}]))
    assert world.agent.run_due() is None
    [taken] = sink.envelopes
    assert (taken.mail_from, taken.rcpt_tos) == (ALICE, [DAVE, ERIN])
    assert b"bcc" not in taken.content.lower()
    assert b"\r\nSubject: Lunch\r\n" in taken.content
    # That another server took it does not mean that it arrived.
    assert world.status(id) == dict.fromkeys((DAVE, ERIN), ("unknown", "250 2.1.5 Recipient OK"))


def test_who_is_of_this_server_is_no_matter_of_the_relay(world: World, sink: Sink) -> None:
    id = world.send(world.draft(to=f"{BOB} {DAVE}"))
    world.agent.run_due()
    assert [taken.rcpt_tos for taken in sink.envelopes] == [[DAVE]]
    assert {email: delivered for email, (delivered, _) in world.status(id).items()} == {BOB: "yes", DAVE: "unknown"}


def test_each_recipient_has_a_reply(world: World, sink: Sink) -> None:
    sink.replies = {DAVE: "550 5.1.1 No Dave", ERIN: "451 4.7.1 Greylisting in action"}
    id = world.send(world.draft(to=f"{DAVE} {ERIN} frank@example.org"))
    assert world.agent.run_due() == NOW + FIRST_RETRY
    assert world.status(id) == {
        DAVE: ("no", "550 5.1.1 No Dave"),
        ERIN: ("queued", "451 4.7.1 Greylisting in action"),
        "frank@example.org": ("unknown", "250 2.1.5 Recipient OK"),
    }
    sink.replies = {}
    world.now += FIRST_RETRY
    assert world.agent.run_due() is None
    assert [taken.rcpt_tos for taken in sink.envelopes] == [["frank@example.org"], [ERIN]]
    assert world.status(id)[ERIN] == ("unknown", "250 2.1.5 Recipient OK")
    assert world.status(id)[DAVE][0] == "no"


def test_a_reply_of_several_lines(world: World, sink: Sink) -> None:
    sink.replies[DAVE] = "451-4.7.1 Greylisting in action,\r\n451 4.7.1 please try again in 5 minutes"
    id = world.send(world.draft(to=DAVE))
    world.agent.run_due()
    assert world.status(id)[DAVE][1] == "451 4.7.1 Greylisting in action, please try again in 5 minutes"


@pytest.mark.parametrize(("reply", "delivered"), [("554 5.7.1 Spam", "no"), ("452 4.3.1 Full", "queued")])
def test_the_whole_message_is_refused(world: World, sink: Sink, reply: str, delivered: str) -> None:
    sink.replies = {"DATA": reply, ERIN: "550 5.1.1 No Erin"}
    id = world.send(world.draft(to=f"{DAVE} {ERIN}"))
    world.agent.run_due()
    assert world.status(id) == {DAVE: (delivered, reply), ERIN: ("no", "550 5.1.1 No Erin")}


@pytest.mark.parametrize(("reply", "delivered"), [("550 5.7.1 Not you", "no"), ("451 4.3.0 Later", "queued")])
def test_the_sender_is_refused(world: World, sink: Sink, reply: str, delivered: str) -> None:
    sink.replies = {"MAIL": reply}
    id = world.send(world.draft(to=f"{DAVE} {ERIN}"))
    world.agent.run_due()
    assert world.status(id) == dict.fromkeys((DAVE, ERIN), (delivered, reply))


def test_a_relay_that_is_away_is_tried_again(start: Start, sink: Sink) -> None:
    world = World(Relay("127.0.0.1", free_port()))
    id = world.send(world.draft(to=DAVE))
    assert world.agent.run_due() == NOW + FIRST_RETRY
    assert world.status(id)[DAVE] == ("queued", "451 4.4.1 The relay cannot be reached: ConnectionRefusedError")
    world.agent.relay = start()
    world.now += FIRST_RETRY
    world.agent.run_due()
    assert world.status(id)[DAVE][0] == "unknown"


def test_who_dies_while_sending_tries_again(world: World, sink: Sink) -> None:
    world.send(world.draft(to=DAVE))
    assert world.agent._take() is not None
    assert world.agent.run_due() == NOW + LEASE
    assert sink.envelopes == []
    world.now += LEASE
    assert world.agent.run_due() is None
    assert len(sink.envelopes) == 1


def test_a_hold_is_ours_and_no_matter_of_the_relay(world: World, sink: Sink) -> None:
    world.send(world.draft(to=DAVE), envelope=envelope(DAVE, HOLDFOR="60", SIZE="10"))
    world.agent.run_due()
    assert sink.envelopes == []
    world.now += 60
    world.agent.run_due()
    [taken] = sink.envelopes
    assert [option.partition("=")[0] for option in taken.mail_options] == ["SIZE"]
    assert taken.mail_options != ["SIZE=10"]


def test_dots_and_bare_line_ends_arrive(world: World, sink: Sink) -> None:
    world.send(world.draft(to=DAVE, text="a\n.\n..b\n"))
    world.agent.run_due()
    assert sink.envelopes[0].content.endswith(b"\r\n\r\na\r\n.\r\n..b\r\n")


EIGHT_BIT = (
    f"From: {ALICE}\r\nTo: {DAVE}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n"
).encode()


def test_eight_bits_pass(world: World, sink: Sink) -> None:
    world.send(world.message(EIGHT_BIT))
    world.agent.run_due()
    [taken] = sink.envelopes
    assert "BODY=8BITMIME" in taken.mail_options
    assert taken.content.endswith("Grüße\r\n".encode())


def test_a_relay_of_seven_bits(start: Start, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    async def without_extensions(self: SMTP, hostname: str) -> None:
        self._set_rset_state()
        assert self.session
        self.session.extended_smtp, self.session.host_name = True, hostname
        await self.push("250 relay.example.org")

    monkeypatch.setattr(SMTP, "smtp_EHLO", without_extensions)
    world = World(start())
    id = world.send(world.message(EIGHT_BIT))
    world.agent.run_due()
    assert world.status(id)[DAVE][0] == "unknown"
    [taken] = sink.envelopes
    assert taken.content.isascii()
    assert b"R3LDvMOfZQ" in taken.content or b"Gr=C3=BC=C3=9Fe" in taken.content
    beyond = world.send(world.draft(to="jörg@example.org"))
    world.agent.run_due()
    assert world.status(beyond)["jörg@example.org"][0] == "no"


def test_addresses_of_any_script(start: Start, sink: Sink) -> None:
    world = World(start(enable_SMTPUTF8=True))
    world.send(world.draft(to="jörg@example.org"))
    world.agent.run_due()
    [taken] = sink.envelopes
    assert (taken.rcpt_tos, "SMTPUTF8" in taken.mail_options) == (["jörg@example.org"], True)


def test_no_password_without_tls(start: Start, sink: Sink) -> None:
    relay = start()
    world = World(Relay(relay.host, relay.port, user="alice", password="x"))
    id = world.send(world.draft(to=DAVE))
    world.agent.run_due()
    assert (sink.envelopes, world.status(id)[DAVE][0]) == ([], "queued")


class Recorder:
    """An SMTP client that writes down what it is to say: aiosmtpd knows no DSN."""

    def __init__(self, *extensions: str) -> None:
        self.extensions = extensions
        self.said: list[tuple[str, list[str]]] = []

    def has_extn(self, name: str) -> bool:
        return name.lower() in self.extensions

    def mail(self, address: str, options: list[str]) -> tuple[int, bytes]:
        self.said.append((address, options))
        return 250, b"OK"

    rcpt = mail

    def data(self, octets: bytes) -> tuple[int, bytes]:
        return 250, b"OK"


@pytest.mark.parametrize(
    ("extensions", "of_sender", "of_recipient"),
    [
        (
            ["size", "dsn"],
            ["SIZE=3", "RET=HDRS", "ENVID=a+3Db+20c"],
            ["NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;dave@example.org"],
        ),
        (["size"], ["SIZE=3"], []),
        ([], [], []),
    ],
)
def test_parameters_reach_a_relay_that_knows_them(
    extensions: list[str], of_sender: list[str], of_recipient: list[str]
) -> None:
    sent = envelope(DAVE, RET="HDRS", ENVID="a=b c", SIZE="10", HOLDFOR="60")
    sent["rcptTo"][0]["parameters"] = {"notify": "FAILURE,DELAY"}
    recorder = Recorder(*extensions)
    message = Outgoing("A", "s", sent["mailFrom"], sent["rcptTo"], b"x\r\n", since=0.0, due=0.0)
    assert [reply.text for reply in _Session(recorder, "relay").pass_on(message)] == ["250 OK"]  # type: ignore[arg-type]
    assert recorder.said == [(ALICE, of_sender), (DAVE, of_recipient)]


def test_a_report_can_name_what_it_is_about() -> None:
    sent = envelope(DAVE, "jörg@example.org")
    recorder = Recorder("dsn", "smtputf8")
    message = Outgoing("A", "s1", sent["mailFrom"], sent["rcptTo"], b"x\r\n", since=0.0, due=0.0)
    _Session(recorder, "relay").pass_on(message)  # type: ignore[arg-type]
    assert recorder.said == [
        (ALICE, ["SMTPUTF8", "ENVID=s1"]),
        (DAVE, ["ORCPT=rfc822;dave@example.org"]),
        ("jörg@example.org", [r"ORCPT=utf-8;j\x{F6}rg@example.org"]),
    ]


@pytest.mark.parametrize("farewell", ["421 4.3.2 Going down", "500 What?", "250 OK"])
def test_what_the_relay_took_is_not_sent_again_whatever_it_says_at_the_end(
    world: World, sink: Sink, farewell: str
) -> None:
    sink.replies["QUIT"] = farewell
    id = world.send(world.draft(to=DAVE))
    assert world.agent.run_due() is None
    assert (len(sink.envelopes), world.status(id)[DAVE][0]) == (1, "unknown")


def test_what_the_relay_took_is_written_down_before_the_farewell(world: World, sink: Sink) -> None:
    id = world.send(world.draft(to=DAVE))
    message = world.agent._take()
    assert message
    assert world.agent.relay
    with world.agent.relay.send(message) as replies:
        world.agent._finish(message, replies)
        # Who is killed here does not send it again.
        assert world.status(id)[DAVE][0] == "unknown"
        with world.processor.store.transaction() as transaction:
            assert transaction.next_due() is None
    assert len(sink.envelopes) == 1


@pytest.mark.parametrize(("reply", "delivered"), [("554 5.7.1 Not this", "no"), ("450 4.2.0 Later", "queued")])
def test_the_message_is_refused_before_it_is_seen(world: World, sink: Sink, reply: str, delivered: str) -> None:
    sink.replies = {"354": reply, ERIN: "550 5.1.1 No Erin"}
    id = world.send(world.draft(to=f"{DAVE} {ERIN}"))
    world.agent.run_due()
    assert world.status(id) == {DAVE: (delivered, reply), ERIN: ("no", "550 5.1.1 No Erin")}


def test_who_is_beyond_ascii_does_not_stop_the_others(start: Start, sink: Sink) -> None:
    world = World(start(enable_SMTPUTF8=False))
    id = world.send(world.draft(to=DAVE), envelope=envelope(DAVE, "jörg@example.org"))
    assert world.agent.run_due() is None
    assert world.status(id) == {
        DAVE: ("unknown", "250 2.1.5 Recipient OK"),
        "jörg@example.org": ("no", "553 5.6.7 The relay takes no addresses beyond ASCII"),
    }


def test_no_line_ends_in_a_way_of_its_own(world: World, sink: Sink) -> None:
    smuggled = b"From: alice@example.com\r\nTo: dave@example.org\r\n\r\na\n.\nMAIL FROM:<x@example.org>\r.\r\nb\r\n"
    world.send(world.message(smuggled))
    world.agent.run_due()
    [taken] = sink.envelopes
    assert b"\r\n\r\na\r\n.\r\nMAIL FROM:<x@example.org>\r\n.\r\nb\r\n" in taken.original_content


def test_it_says_its_name(start: Start, sink: Sink) -> None:
    relay = start()
    world = World(Relay(relay.host, relay.port, name="mail.example.com"))
    world.send(world.draft(to=DAVE))
    world.agent.run_due()
    assert sink.envelopes[0].host_name == "mail.example.com"


def test_not_all_come_back_in_one_moment(world: World, sink: Sink) -> None:
    agent = Agent(world.processor, Relay("127.0.0.1", free_port()))
    for _ in range(5):
        world.send(world.draft(to=DAVE))
    agent.run_due()
    with world.processor.store.transaction() as transaction:
        waits = [message.due - NOW for message in transaction.queued()]
    assert len(set(waits)) == 5
    assert all(FIRST_RETRY <= wait <= 1.25 * FIRST_RETRY for wait in waits)


def test_a_message_that_is_redirected_says_nothing_of_how_it_came(world: World, sink: Sink) -> None:
    received = f"Return-Path: <x@example.org>\r\nFrom: {ALICE}\r\nTo: {DAVE}\r\n\r\nReturn-Path: stays\r\n"
    world.send(world.message(received.encode()))
    world.agent.run_due()
    assert sink.envelopes[0].original_content.count(b"Return-Path") == 1


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()


def test_a_relay_that_keeps_us_waiting_keeps_nobody_here_waiting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        world = World(Relay("127.0.0.1", silent.getsockname()[1]))
        world.agent.start()
        try:
            world.send(world.draft(to=DAVE))
            connection, _ = silent.accept()
            with connection:
                id = world.send(world.draft())
                assert eventually(lambda: world.submission(id)["deliveryStatus"] is not None)
                assert world.status(id)[BOB][0] == "yes"
        finally:
            world.agent.stop()


def test_the_threads_send_each_message_once(start: Start, sink: Sink) -> None:
    world = World(start())
    world.agent.start()
    try:
        sink.replies[ERIN] = "550 5.1.1 No Erin"
        ids = [world.send(world.draft(to=f"{DAVE} {BOB} {ERIN}")) for _ in range(20)]
        assert eventually(lambda: all(len(world.submission(id)["dsnBlobIds"]) == 1 for id in ids))
        with world.processor.store.transaction() as transaction:
            assert list(transaction.queued()) == []
    finally:
        world.agent.stop()
    assert [taken.rcpt_tos for taken in sink.envelopes] == [[DAVE]] * 20
    assert len(world.received(world.bob)) == 20


def test_a_lease_that_has_ended_is_not_used(world: World, sink: Sink) -> None:
    world.send(world.draft(to=DAVE))
    first = world.agent._take()
    world.now += LEASE
    second = world.agent._take()
    assert first
    assert second
    for each in (first, second, None):
        world.agent._for_relay.put(each and (each.id, each.due))
    world.agent._run_relay()
    assert len(sink.envelopes) == 1


@pytest.mark.parametrize("command", [DAVE, "MAIL", "DATA", "354"])
@pytest.mark.parametrize("said", ["What?", "354 Go on", "2x0 OK", "999 OK"])
def test_what_is_no_reply_is_no_refusal(world: World, sink: Sink, command: str, said: str) -> None:
    if (command, said) == ("354", "354 Go on"):
        said = "250 OK"
    sink.replies = {command: said}
    id = world.send(world.draft(to=DAVE))
    assert world.agent.run_due() == NOW + FIRST_RETRY
    assert world.status(id) == {DAVE: ("queued", "451 4.5.0 What the relay says is no reply")}
