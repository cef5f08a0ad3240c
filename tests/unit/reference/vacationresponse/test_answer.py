"""Answers while a user is away (RFC 3834, RFC 5230)."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any

import pytest

from jmap_reference.vacationresponse.answer import ONCE_IN
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.submission.helpers import World, envelope


@pytest.fixture
def world() -> World:
    world = World()
    switch(world, isEnabled=True)
    return world


def switch(world: World, **properties: Any) -> None:
    assert world.bob.set("VacationResponse", update={"singleton": properties})["updated"]


def answers(world: World) -> list[EmailMessage]:
    """What alice has got."""
    while (due := world.agent.run_due()) is not None and due <= world.now:
        pass
    raw = world.received(world.alice)
    return [email.message_from_bytes(each, policy=email.policy.default) for each in raw]  # type: ignore[misc]


def from_alice(*fields: str, to: str = BOB) -> bytes:
    return "".join(f"{each}\r\n" for each in (f"From: {ALICE}", f"To: {to}", *fields)).encode() + b"\r\nHi\r\n"


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).strip()


def test_the_answer_is_marked_and_leads_back(world: World) -> None:
    world.send(world.draft())
    [answer] = answers(world)
    [sent] = [each for each in world.alice.get("Email").values() if each["inReplyTo"] is None]
    assert (answer["from"], answer["to"]) == (BOB, ALICE)
    assert answer["auto-submitted"] == "auto-replied"
    assert answer["subject"] == "Auto: Lunch"
    assert answer["in-reply-to"] == answer["references"] == f"<{sent['messageId'][0]}>"
    assert answer["return-path"] == "<>"
    assert answer["message-id"]
    assert text_of(answer)


def test_what_the_user_says_is_sent(world: World) -> None:
    identity, *_ = world.bob.get("Identity")
    world.bob.set("Identity", update={identity: {"name": "Bob Boyd"}})
    switch(world, subject="Weg bis März", textBody="Später.", htmlBody="<p>Später <b>mehr</b></p>")
    world.send(world.draft())
    [answer] = answers(world)
    assert answer["subject"] == "Weg bis März"
    assert answer["from"] == f"Bob Boyd <{BOB}>"
    assert (text_of(answer), text_of(answer, "html")) == ("Später.", "<p>Später <b>mehr</b></p>")


def test_text_is_made_of_html(world: World) -> None:
    switch(world, htmlBody="<p>One</p><p>Two &amp; three</p>")
    world.send(world.draft())
    [answer] = answers(world)
    assert text_of(answer).split() == ["One", "Two", "&", "three"]


def test_off_there_is_none(world: World) -> None:
    switch(world, isEnabled=False)
    world.send(world.draft())
    assert answers(world) == []


@pytest.mark.parametrize(
    ("start", "end", "is_on"),
    [
        ("2023-11-14T22:13:20Z", None, True),
        ("2023-11-14T22:13:21Z", None, False),
        (None, "2023-11-14T22:13:20Z", False),
        (None, "2023-11-14T22:13:21Z", True),
        ("2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", True),
    ],
)
def test_between_its_dates_alone(world: World, start: str | None, end: str | None, is_on: bool) -> None:
    switch(world, fromDate=start, toDate=end)
    world.send(world.draft())
    assert len(answers(world)) == is_on


def test_who_may_not_send_does_not_answer(world: World) -> None:
    with world.processor.store.transaction(write=True) as transaction:
        transaction.refuse_sending(BOB, "Ask the desk.")
    world.send(world.draft())
    assert answers(world) == []


def test_nobody_wants_a_report_on_an_answer(world: World) -> None:
    world.address(ALICE, "alice@shop.example.net")
    world.send(world.draft(), envelope=envelope(BOB, mail_from="alice@shop.example.net"))
    with world.processor.store.transaction() as transaction:
        before = list(transaction.queued())
    assert world.agent._take() is not None
    with world.processor.store.transaction() as transaction:
        [answer] = [each for each in transaction.queued() if each.id not in {one.id for one in before}]
    assert (answer.mail_from["email"], answer.recipients[0]["parameters"]) == ("", {"NOTIFY": "NEVER"})


def test_once_a_week_for_each_sender(world: World) -> None:
    for wait, expected in ((0.0, 1), (60.0, 1), (ONCE_IN - 61, 1), (1.0, 2)):
        world.now += wait
        world.send(world.draft())
        assert len(answers(world)) == expected


def test_another_answer_is_sent_again(world: World) -> None:
    world.send(world.draft())
    switch(world, textBody="Away for longer than I thought.")
    assert len(answers(world)) == 1
    world.send(world.draft())
    world.send(world.draft())
    assert len(answers(world)) == 1
    switch(world, textBody="And longer.")
    world.send(world.draft())
    assert len(answers(world)) == 2


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated (x)",
        "Auto-Submitted: auto-notified; owner-email=x",
        "List-Id: <l.example.org>",
        "list-unsubscribe: <mailto:x@example.org>",
        "Precedence: bulk",
        "Precedence: LIST",
    ],
)
def test_no_answer_to_programs_and_lists(world: World, field: str) -> None:
    world.send(world.message(from_alice(field)))
    assert answers(world) == []


@pytest.mark.parametrize("field", ["Auto-Submitted: no", "Precedence: first-class", "Subject: auto"])
def test_an_answer_to_people(world: World, field: str) -> None:
    world.send(world.message(from_alice(field)))
    assert len(answers(world)) == 1


def test_no_answer_to_whom_the_message_does_not_name(world: World) -> None:
    world.send(world.message(from_alice(to="everybody@example.org")), envelope=envelope(BOB))
    assert answers(world) == []
    world.send(world.message(from_alice("Cc: BOB@example.com", to="x@example.org")), envelope=envelope(BOB))
    assert len(answers(world)) == 1


@pytest.mark.parametrize(
    "sender",
    ["", "mailer-daemon@example.org", "owner-list@example.org", "list-request@example.org", "noreply@example.org"],
)
def test_no_answer_to_senders_that_are_none(world: World, sender: str) -> None:
    if sender:
        world.address(ALICE, sender)
    world.send(world.draft(), envelope=envelope(BOB, mail_from=sender))
    assert answers(world) == []


def test_the_answer_goes_to_the_envelope_sender(world: World) -> None:
    world.address(ALICE, "a@example.net")
    world.send(world.draft(replyTo=[{"email": "x@example.org"}]), envelope=envelope(BOB, mail_from="a@example.net"))
    [answer] = answers(world)
    assert answer["to"] == "a@example.net"


def test_no_answer_to_an_answer_or_to_oneself(world: World) -> None:
    world.alice.set("VacationResponse", update={"singleton": {"isEnabled": True}})
    world.send(world.draft())
    assert len(answers(world)) == 1
    assert len(world.received(world.bob)) == 1
    world.send(world.draft(to=ALICE))
    assert len(answers(world)) == 2


def test_the_addresses_of_a_user_are_one(world: World) -> None:
    world.address(BOB, "robert@example.net")
    world.send(world.draft(to="robert@example.net"))
    [answer] = answers(world)
    assert answer["from"] == "robert@example.net"
