"""Reports that come back: on delivery (RFC 3464) and on display (RFC 8098)."""

from __future__ import annotations

import pytest

from jmap_reference.smtp import smtp_extensions
from jmap_reference.standard.records import Records
from jmap_reference.store.values import Record
from jmap_reference.submission.local import deliver_here
from jmap_reference.submission.report import About, Report, read
from tests.unit.reference.helpers import ALICE
from tests.unit.reference.submission.helpers import World, envelope

DAVE, ERIN = "dave@example.org", "erin@example.net"


def report(kind: str, fields: str, original: str = "Subject: Lunch\n", more: str = "") -> bytes:
    """A multipart/report; ``kind``: the type of its second part, below message/."""
    text = f"""From: Mail <mailer-daemon@example.org>
To: {ALICE}
Subject: About your message
{more}MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary=b

--b

It went so.
--b
Content-Type: message/{kind}

{fields}
--b
Content-Type: text/rfc822-headers

{original}
--b--
"""
    return text.replace("\n", "\r\n").encode()


def on_delivery(envelope_id: str, *about: str, original: str = "Subject: Lunch\n") -> bytes:
    """``about``: ``dave@example.org failed 5.1.1 smtp; 550 5.1.1 No Dave``."""
    groups = [f"Reporting-MTA: dns; mx.example.org\nOriginal-Envelope-Id: {envelope_id}\n"]
    for each in about:
        email, action, status, *diagnostic = each.split(" ", 3)
        said = f"\nDiagnostic-Code: {diagnostic[0]}" if diagnostic else ""
        groups.append(f"Final-Recipient: rfc822; {email}\nAction: {action}\nStatus: {status}{said}\n")
    return report("delivery-status", "\n".join(groups), original)


def on_display(message_id: str, recipient: str = DAVE, disposition: str = "displayed") -> bytes:
    fields = (
        f"Reporting-UA: x; y\nFinal-Recipient: rfc822;{recipient}\nOriginal-Message-ID: <{message_id}>\n"
        f"Disposition: manual-action/MDN-sent-manually; {disposition}\n"
    )
    return report("disposition-notification", fields)


def come(world: World, raw: bytes, to: str = ALICE) -> None:
    with world.processor.store.transaction(write=True) as transaction:
        assert deliver_here(world.processor, transaction, raw, "", to)


@pytest.fixture
def relayed(world: World) -> str:
    """An EmailSubmission that another server has taken for Dave and Erin."""
    id = world.send(world.draft(to=f"{DAVE} {ERIN}"))
    tell(world, id, dict.fromkeys((DAVE, ERIN), "unknown"))
    return id


def tell(world: World, id: str, delivered: dict[str, str]) -> None:
    with world.processor.store.transaction(write=True) as transaction:
        records = Records(transaction, "A1", world.processor.specials, world.now)
        old = records.get("EmailSubmission", id)
        assert old
        said = {email: status(each) for email, each in delivered.items()}
        records.update("EmailSubmission", old, old | {"deliveryStatus": said})


def status(delivered: str, reply: str = "250 2.1.5 OK", displayed: str = "unknown") -> Record:
    return {"smtpReply": reply, "delivered": delivered, "displayed": displayed}


def message_id(world: World, id: str) -> str:
    email = world.submission(id)["emailId"]
    return str(world.alice.get("Email", [email])[email]["messageId"][0])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("delivered 2.1.5 smtp; 250 2.1.5 In the box", status("yes", "250 2.1.5 In the box")),
        ("delivered 2.0.0", status("yes", "250 2.0.0 Reported as delivered")),
        ("failed 5.1.1 smtp; 550 5.1.1 No\n Dave", status("no", "550 5.1.1 No Dave")),
        ("failed 5.2.2 x-unix; Disk full", status("no", "550 5.2.2 Disk full")),
        ("Failed(really) 5.0.0", status("no", "550 5.0.0 Reported as failed")),
        ("failed ?", status("no", "550 5.0.0 Reported as failed")),
        ("delayed 4.4.1 smtp; 451 4.4.1 Nobody there", status("unknown", "451 4.4.1 Nobody there")),
        ("relayed 2.0.0", status("unknown", "250 2.0.0 Reported as relayed")),
        ("expanded 2.0.0", status("unknown", "250 2.0.0 Reported as expanded")),
    ],
)
def test_a_report_on_delivery(world: World, relayed: str, said: str, expected: Record) -> None:
    before = world.alice.state("EmailSubmission")
    come(world, on_delivery(relayed, f"{DAVE} {said}"))
    assert world.submission(relayed)["deliveryStatus"] == {DAVE: expected, ERIN: status("unknown")}
    assert world.alice.call("EmailSubmission/changes", sinceState=before)["updated"] == [relayed]


def test_the_report_is_kept_whole_and_shown_as_well(world: World, relayed: str) -> None:
    raw = on_delivery(relayed, f"{DAVE} failed 5.1.1")
    come(world, raw)
    [kept] = world.received(world.alice)
    assert kept.endswith(raw)
    [blob_id] = world.submission(relayed)["dsnBlobIds"]
    with world.processor.store.transaction() as transaction:
        assert transaction.blob("A1", blob_id) == kept


def test_reports_are_in_the_order_in_which_they_came(world: World, relayed: str) -> None:
    first, second = (f"{DAVE} delayed 4.4.1", f"{DAVE} delivered 2.0.0")
    for said in (first, second):
        come(world, on_delivery(relayed, said))
    come(world, on_display(message_id(world, relayed)))
    kept = world.submission(relayed)
    with world.processor.store.transaction() as transaction:
        dsn = [transaction.blob("A1", each) or b"" for each in kept["dsnBlobIds"]]
        mdn = [transaction.blob("A1", each) or b"" for each in kept["mdnBlobIds"]]
    assert [b"delayed" in each for each in dsn] == [True, False]
    assert [b"displayed" in each for each in mdn] == [True]
    assert kept["deliveryStatus"][DAVE]["delivered"] == "yes"


def test_several_recipients_in_one_report(world: World, relayed: str) -> None:
    come(
        world, on_delivery(relayed, f"{ERIN.upper()} failed 5.1.1", f"{DAVE} delivered 2.0.0", "x@example.org failed 5")
    )
    told = world.submission(relayed)["deliveryStatus"]
    assert {email: each["delivered"] for email, each in told.items()} == {DAVE: "yes", ERIN: "no"}


def test_what_is_final_stays_so_unless_a_report_says_otherwise(world: World, relayed: str) -> None:
    tell(world, relayed, {DAVE: "no"})
    come(world, on_delivery(relayed, f"{DAVE} delayed 4.4.1"))
    assert world.submission(relayed)["deliveryStatus"] == {DAVE: status("no")}
    come(world, on_delivery(relayed, f"{DAVE} delivered 2.1.5"))
    assert world.submission(relayed)["deliveryStatus"][DAVE]["delivered"] == "yes"


@pytest.mark.parametrize(
    ("disposition", "displayed"),
    [("displayed", "yes"), ("Displayed/error (x)", "yes"), ("deleted", "unknown"), ("processed", "unknown")],
)
def test_a_report_on_display(world: World, relayed: str, disposition: str, displayed: str) -> None:
    come(world, on_display(message_id(world, relayed), disposition=disposition))
    kept = world.submission(relayed)
    assert kept["deliveryStatus"] == {DAVE: status("unknown", displayed=displayed), ERIN: status("unknown")}
    assert (len(kept["mdnBlobIds"]), kept["dsnBlobIds"]) == (1, [])


def test_news_of_delivery_leave_what_is_known_of_display(world: World, relayed: str) -> None:
    come(world, on_display(message_id(world, relayed)))
    come(world, on_delivery(relayed, f"{DAVE} delivered 2.1.5"))
    told = world.submission(relayed)["deliveryStatus"][DAVE]
    assert (told["delivered"], told["displayed"]) == ("yes", "yes")


def test_it_is_found_by_its_message_though_the_email_is_gone(world: World, relayed: str) -> None:
    id = message_id(world, relayed)
    world.alice.set("Email", destroy=[world.submission(relayed)["emailId"]])
    come(world, on_delivery("", f"{DAVE} failed 5.1.1", original=f"Message-ID: <{id}>\n"))
    assert world.submission(relayed)["deliveryStatus"][DAVE]["delivered"] == "no"


def test_it_is_found_by_the_envid_of_the_client() -> None:
    world = World(submissionExtensions=smtp_extensions())
    id = world.send(world.draft(to=DAVE), envelope=envelope(DAVE, envid="my own"))
    come(world, on_delivery("my own", f"{DAVE} delivered 2.0.0"))
    assert world.status(id) == {DAVE: ("yes", "250 2.0.0 Reported as delivered")}


def test_the_same_message_sent_twice(world: World, relayed: str) -> None:
    email = world.submission(relayed)["emailId"]
    id = message_id(world, relayed)
    world.now += 60
    later = world.send(email, envelope=envelope(ERIN))
    come(world, on_display(id, DAVE))
    come(world, on_display(id, ERIN))
    assert len(world.submission(relayed)["mdnBlobIds"]) == len(world.submission(later)["mdnBlobIds"]) == 1


def test_where_mail_was_forwarded_only_the_report_is_known(world: World, relayed: str) -> None:
    come(world, on_delivery(relayed, "someone@example.com failed 5.1.1"))
    kept = world.submission(relayed)
    assert (len(kept["dsnBlobIds"]), kept["deliveryStatus"][DAVE]["delivered"]) == (1, "unknown")


def test_a_report_before_the_first_news(world: World) -> None:
    id = world.send(world.draft(to=DAVE))
    come(world, on_delivery(id, "x@example.org failed 5.1.1"))
    assert world.submission(id)["deliveryStatus"] is None
    come(world, on_delivery(id, f"{DAVE} delivered 2.0.0"))
    assert world.status(id)[DAVE][0] == "yes"


def test_what_others_get_is_no_news_of_mine(world: World, relayed: str) -> None:
    come(world, on_delivery(relayed, f"{DAVE} failed 5.1.1"), to="bob@example.com")
    assert world.submission(relayed)["dsnBlobIds"] == []
    come(world, on_delivery("unknown", f"{DAVE} failed 5.1.1"))
    come(world, b"From: x@example.org\r\n\r\nfailed\r\n")
    assert world.submission(relayed)["dsnBlobIds"] == []


def test_a_client_does_not_see_what_it_is_found_by(world: World, relayed: str) -> None:
    email = world.draft()
    assert "messageId" not in world.create(email)["created"]["k"]
    assert "messageId" not in world.submission(relayed)
    held = world.send(email, envelope=envelope(DAVE, HOLDFOR="60"))
    assert world.alice.set("EmailSubmission", update={held: {"undoStatus": "canceled"}})["updated"] == {held: None}
    error = world.alice.set("EmailSubmission", update={held: {"messageId": ["x"]}})["notUpdated"][held]
    assert error["properties"] == ["messageId"]


def test_reading() -> None:
    raw = on_delivery("a b", f"{DAVE} failed 5.1.1").replace(
        b"Final-", b"Original-Recipient: utf-8; <j\xc3\xb6rg@example.org>\r\nFinal-"
    )
    about = About(("jörg@example.org", DAVE), "failed", "550 5.1.1 Reported as failed")
    assert read(raw) == Report(False, "a b", (), (about,))
    assert read(b"") is None
    assert read(b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--") is None
    empty = b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    assert read(empty) == Report(False, "", (), ())
