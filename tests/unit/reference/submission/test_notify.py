"""Reports of this server's own: who took a message and cannot deliver it says so (RFC 3461, RFC 3464, RFC 5321)."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from jmap_reference.store.outgoing import Outgoing
from jmap_reference.store.values import Record
from jmap_reference.submission import deliver
from jmap_reference.submission.deliver import FIRST_RETRY, GIVE_UP
from jmap_reference.submission.notification import FAILED, Fate, Notification
from jmap_reference.submission.notify import DELAY
from jmap_reference.submission.relay import Relay
from jmap_reference.submission.report import read
from jmap_reference.submission.status import Reply
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.submission.helpers import NOW, World, envelope
from tests.unit.reference.submission.other import Sink, free_port

DAVE, ERIN, NOBODY = "dave@example.org", "erin@example.net", "nobody@example.com"


def asking(*recipients: str, mail_from: str = ALICE, notify: str = "", orcpt: str = "", **of_sender: str) -> Record:
    """An envelope with what its sender wants to hear."""
    made = envelope(*recipients, mail_from=mail_from, **of_sender)
    parameters = {name: value for name, value in (("NOTIFY", notify), ("ORCPT", orcpt)) if value}
    return made | {"rcptTo": [each | {"parameters": parameters or None} for each in made["rcptTo"]]}


def reports(world: World) -> list[EmailMessage]:
    """The reports in alice's Inbox, oldest first, as another parser reads them."""
    read = [email.message_from_bytes(raw, policy=email.policy.default) for raw in world.received(world.alice)]
    return [each for each in read if each.get_content_type() == "multipart/report"]


def fields(report: EmailMessage) -> list[dict[str, str]]:
    """Those of the message, then those of each recipient."""
    part = list(report.iter_parts())[1]
    assert part.get_content_type() == "message/delivery-status"
    return [dict(group.items()) for group in part.iter_parts()]


def actions(world: World) -> list[str]:
    return [group["Action"] for report in reports(world) for group in fields(report)[1:]]


@pytest.fixture
def relayed(start: Callable[..., Relay]) -> World:
    return World(start())


def test_a_failure_is_told_to_the_sender(relayed: World, sink: Sink) -> None:
    sink.replies[DAVE] = "550 5.1.1 No Dave"
    id = relayed.send(relayed.draft(to=f"{DAVE} {ERIN}"))
    assert relayed.agent.run_due() is None
    [report] = reports(relayed)
    assert report["Return-Path"] == "<>"
    assert (report["Auto-Submitted"], report["To"]) == ("auto-replied", ALICE)
    assert report["Content-Type"].params["report-type"] == "delivery-status"
    about, dave = fields(report)
    assert about["Original-Envelope-Id"] == id
    assert about["Reporting-MTA"] == "dns; jmap.example"
    assert {name: dave[name] for name in dave if name != "Last-Attempt-Date"} == {
        "Final-Recipient": f"rfc822; {DAVE}",
        "Action": "failed",
        "Status": "5.1.1",
        "Remote-MTA": "dns; 127.0.0.1",
        "Diagnostic-Code": "smtp; 550 5.1.1 No Dave",
    }
    told, _, original = report.iter_parts()
    assert DAVE in told.get_content()
    assert ERIN not in told.get_content()
    assert original.get_content_type() == "text/rfc822-headers"
    assert "Subject: Lunch" in original.get_content()
    assert "Hello" not in original.get_content()


def test_its_blob_is_with_the_submission(relayed: World, sink: Sink) -> None:
    sink.replies[DAVE] = "550 5.1.1 No Dave"
    id = relayed.send(relayed.draft(to=DAVE))
    relayed.agent.run_due()
    [blob_id] = relayed.submission(id)["dsnBlobIds"]
    with relayed.processor.store.transaction() as transaction:
        raw = transaction.blob("A1", blob_id)
    assert raw == relayed.received(relayed.alice)[0]
    assert relayed.status(id) == {DAVE: ("no", "550 5.1.1 No Dave")}


def test_nobody_of_this_name_here(world: World) -> None:
    id = world.send(world.draft(to=f"{NOBODY} {BOB}"))
    world.agent.run_due()
    assert actions(world) == ["failed"]
    assert world.status(id) == {
        NOBODY: ("no", "550 5.1.1 There is no such user here"),
        BOB: ("yes", "250 2.1.5 In the mailbox"),
    }


def test_the_whole_message_is_refused_for_all(relayed: World, sink: Sink) -> None:
    sink.replies["DATA"] = "554 5.7.1 Spam"
    relayed.send(relayed.draft(to=f"{DAVE} {ERIN}"))
    relayed.agent.run_due()
    [report] = reports(relayed)
    assert [group["Final-Recipient"] for group in fields(report)[1:]] == [f"rfc822; {DAVE}", f"rfc822; {ERIN}"]


def test_who_gives_up_says_so(world: World) -> None:
    id = world.send(world.draft(to=DAVE))
    while (due := world.agent.run_due()) is not None:
        assert actions(world) == []
        world.now = due
    assert world.now > NOW + GIVE_UP
    [report] = reports(world)
    assert (fields(report)[1]["Action"], fields(report)[1]["Status"]) == ("failed", "4.4.7")
    assert (world.status(id)[DAVE][0], len(world.submission(id)["dsnBlobIds"])) == ("no", 1)


def test_a_relay_that_stays_away(world: World) -> None:
    world.agent.relay = Relay("127.0.0.1", free_port())
    id = world.send(world.draft(to=DAVE))
    while (due := world.agent.run_due()) is not None:
        world.now = due
    assert actions(world) == ["failed"]
    assert world.status(id)[DAVE] == ("no", "451 4.4.1 The relay cannot be reached: ConnectionRefusedError")


def test_who_was_down_for_a_week_asks_the_relay_first(relayed: World, sink: Sink) -> None:
    id = relayed.send(relayed.draft(to=DAVE), envelope=asking(DAVE, notify="FAILURE,DELAY"))
    relayed.now += GIVE_UP + 1
    assert relayed.agent.run_due() is None
    assert (len(sink.envelopes), actions(relayed)) == (1, [])
    assert relayed.status(id)[DAVE][0] == "unknown"


def test_who_dies_in_the_last_try_tries_again(relayed: World, sink: Sink) -> None:
    sink.replies[DAVE] = "450 4.2.0 Later"
    relayed.send(relayed.draft(to=DAVE))
    relayed.agent.run_due()
    relayed.now += GIVE_UP + 1
    assert relayed.agent._take() is not None
    with relayed.processor.store.transaction() as transaction:
        assert transaction.next_due() is not None
        assert len(list(transaction.queued())) == 1


@pytest.mark.parametrize("mail_from", ["", ALICE])
def test_of_reports_there_are_no_reports(world: World, mail_from: str) -> None:
    id = world.send(world.draft(to=NOBODY), envelope=asking(NOBODY, mail_from=mail_from))
    assert world.agent.run_due() is None
    assert len(reports(world)) == len(world.submission(id)["dsnBlobIds"]) == (1 if mail_from else 0)


def test_a_report_that_reaches_nobody_ends_there(world: World) -> None:
    world.address(ALICE, "sales@shop.example.net")
    world.send(world.draft(to=NOBODY), envelope=asking(NOBODY, mail_from="sales@shop.example.net"))
    with world.processor.store.transaction(write=True) as transaction:
        transaction.remove_address(ALICE, "sales@shop.example.net")
        transaction.put_address(BOB, "info@shop.example.net")
    assert world.agent.run_due() is None
    assert reports(world) == []


@pytest.mark.parametrize(
    ("notify", "told"),
    [("", 1), ("FAILURE", 1), ("failure,Delay", 1), ("NEVER", 0), ("SUCCESS", 0), ("SUCCESS,DELAY", 0)],
)
def test_failures_are_told_to_who_wants_to_hear(world: World, notify: str, told: int) -> None:
    world.send(world.draft(to=NOBODY), envelope=asking(NOBODY, notify=notify))
    world.agent.run_due()
    assert len(reports(world)) == told


@pytest.mark.parametrize(("notify", "told"), [("", []), ("FAILURE", []), ("NEVER", []), ("SUCCESS", ["delivered"])])
def test_success_is_told_to_who_asks(world: World, notify: str, told: list[str]) -> None:
    id = world.send(world.draft(), envelope=asking(BOB, notify=notify))
    world.agent.run_due()
    assert actions(world) == told
    assert world.status(id)[BOB] == ("yes", "250 2.1.5 In the mailbox")
    if told:
        assert fields(reports(world)[0])[1]["Status"] == "2.1.5"


def test_a_relay_that_does_not_report_is_reported(relayed: World, sink: Sink) -> None:
    id = relayed.send(relayed.draft(to=DAVE), envelope=asking(DAVE, notify="SUCCESS", ENVID="my own", RET="FULL"))
    relayed.agent.run_due()
    assert actions(relayed) == ["relayed"]
    [report] = reports(relayed)
    assert fields(report)[0]["Original-Envelope-Id"] == "my own"
    # The whole message comes back with failures only.
    assert list(report.iter_parts())[2].get_content_type() == "text/rfc822-headers"
    assert relayed.status(id)[DAVE] == ("unknown", "250 2.1.5 Recipient OK")
    assert len(relayed.submission(id)["dsnBlobIds"]) == 1
    assert all("NOTIFY" not in said and "ENVID" not in said for said in sink.said)


def test_a_relay_that_reports_is_told_what_is_wanted(relayed: World, sink: Sink) -> None:
    sink.has_dsn = True
    sink.replies[ERIN] = "550 5.1.1 No Erin"
    sent = asking(DAVE, ERIN, notify="SUCCESS,FAILURE", orcpt="rfc822;d+x=y@example.org", ENVID="my own", RET="HDRS")
    relayed.send(relayed.draft(to=DAVE), envelope=sent)
    relayed.agent.run_due()
    mail, dave, _ = sink.said
    assert mail.startswith(f"MAIL FROM:<{ALICE}> ")
    assert {"RET=HDRS", "ENVID=my+20own"} <= set(mail.split())
    assert dave == f"RCPT TO:<{DAVE}> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;d+2Bx+3Dy@example.org"
    # What it took is its matter; what it refused is ours.
    [report] = reports(relayed)
    assert fields(report)[1]["Original-Recipient"] == "rfc822; d+x=y@example.org"
    assert fields(report)[1]["Final-Recipient"] == f"rfc822; {ERIN}"


def test_a_delay_is_told_once_to_who_asks(relayed: World, sink: Sink) -> None:
    sink.replies = dict.fromkeys((DAVE, ERIN), "451 4.7.1 Greylisting in action")
    sent = asking(DAVE, notify="DELAY,FAILURE")
    sent["rcptTo"] += asking(ERIN)["rcptTo"]
    id = relayed.send(relayed.draft(to=DAVE), envelope=sent)
    while relayed.now < NOW + DELAY:
        due = relayed.agent.run_due()
        assert due
        assert actions(relayed) == []
        relayed.now = due
    relayed.agent.run_due()
    assert actions(relayed) == ["delayed"]
    assert "Will-Retry-Until" in fields(reports(relayed)[0])[1]
    assert relayed.status(id)[DAVE] == ("queued", "451 4.7.1 Greylisting in action")
    relayed.now += 24 * FIRST_RETRY * 60
    relayed.agent.run_due()
    assert actions(relayed) == ["delayed"]
    sink.replies = {}
    relayed.now += 24 * FIRST_RETRY * 60
    assert relayed.agent.run_due() is None
    assert (len(sink.envelopes), actions(relayed)) == (1, ["delayed"])


@pytest.mark.parametrize(("ret", "kind"), [("FULL", "message/rfc822"), ("hdrs", "text/rfc822-headers")])
def test_what_comes_back_is_what_was_asked_for(world: World, ret: str, kind: str) -> None:
    sent = world.draft(bcc=[{"email": "hidden@example.org"}])
    world.send(sent, envelope=asking(NOBODY, RET=ret))
    world.agent.run_due()
    [report] = reports(world)
    original = list(report.iter_parts())[2]
    assert original.get_content_type() == kind
    assert b"hidden@example.org" not in report.as_bytes()
    if ret == "FULL":
        assert original.get_content().get_content().strip() == "Hello"


def test_a_whole_message_comes_back_octet_for_octet() -> None:
    raw = "From: a@example.com\r\nSubject: Grüße\r\n\r\nGr\xfc\xdfe\r\n.\r\n--x\r\n".encode()
    nobody = {"email": "jörg@example.org", "parameters": {"ORCPT": "utf-8;jörg@example.org"}}
    sender: dict[str, Any] = {"email": ALICE, "parameters": {"RET": "FULL"}}
    message = Outgoing("A1", "s1", sender, [nobody], raw, since=NOW, due=NOW)
    told = Notification(message, [Fate(nobody, FAILED, Reply("550 5.1.1 Niemand dieses Namens: jörg"))], NOW, NOW, "x")
    octets = told.octets()
    assert raw in octets
    found = read(octets)
    assert found
    assert found.envelope_id == "s1"
    assert [(each.addresses, each.action) for each in found.about] == [(("jörg@example.org",) * 2, "failed")]
    parsed = email.message_from_bytes(octets)
    kinds = [part.get_content_type() for part in parsed.get_payload()]  # type: ignore[union-attr]
    assert kinds == ["text/plain", "message/global-delivery-status", "message/global"]


@pytest.mark.parametrize(
    "recipient",
    [
        '"a b"@example.org', '"x;y"@example.org', r'"quo\"ted\\"@example.org', "o'hara+x=y@example.org",
        "(a)@example.org", "dave@[192.0.2.1]", "jörg@bücher.example",
        "x" * 64 + "@" + ".".join(["y" * 60] * 3) + ".example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("said", ["550 5.1.1 No", "451 4.7.1", "554", "550 5.1.1 Grüße; Diagnostic-Code: x"])
def test_what_is_reported_can_be_read(recipient: str, said: str) -> None:
    to: dict[str, Any] = {"email": recipient, "parameters": {"orcpt": f"utf-8;{recipient}"}}
    sender: dict[str, Any] = {"email": ALICE, "parameters": {"envid": "a  b=+;c"}}
    message = Outgoing("A1", "s1", sender, [to], b"Message-ID: <x@y>\r\n\r\nx", since=NOW, due=NOW)
    found = read(Notification(message, [Fate(to, FAILED, Reply(said))], NOW, NOW, "mail.example.com").octets())
    assert found
    assert (found.envelope_id, found.message_ids, found.about[0].addresses) == ("a  b=+;c", ("x@y",), (recipient,) * 2)
    assert found.about[0].action == "failed"
    assert found.about[0].reply.startswith(said[:3])


def test_a_reply_cannot_make_fields_of_its_own() -> None:
    nobody: dict[str, Any] = {"email": DAVE, "parameters": None}
    sender: dict[str, Any] = {"email": ALICE, "parameters": None}
    message = Outgoing("A1", "s1", sender, [nobody], b"A: 1\r\n\r\nx", since=NOW, due=NOW)
    said = "550 5.1.1 No\r\nAction: delivered\x00\r\n\r\n" + "x " * 2000
    octets = Notification(message, [Fate(nobody, FAILED, Reply(said))], NOW, NOW, "x").octets()
    found = read(octets)
    assert found
    assert [each.action for each in found.about] == ["failed"]
    assert max(map(len, octets.splitlines())) < 998


def test_it_is_of_the_conversation(world: World) -> None:
    world.send(world.draft(to=NOBODY))
    world.agent.run_due()
    [report] = reports(world)
    [sent] = [each for each in world.alice.get("Email").values() if each["subject"] == "Lunch"]
    assert report["In-Reply-To"] == f"<{sent['messageId'][0]}>"


def test_what_this_server_cannot_handle_is_not_kept_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    good = deliver.deliver_here

    def bad(*arguments: object) -> object:
        if arguments[-1] == BOB:
            raise RuntimeError
        return good(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(deliver, "deliver_here", bad)
    id = world.send(world.draft())
    while (due := world.agent.run_due()) is not None:
        assert due < NOW + 2 * GIVE_UP
        world.now = due
    assert world.status(id) == {BOB: ("no", "451 4.3.0 This server could not handle it")}
    assert actions(world) == ["failed"]
