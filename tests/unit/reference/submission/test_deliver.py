"""The delivery agent, to users of this server; with a relay, see ``test_relay``."""

from __future__ import annotations

import pathlib
import threading
import time

import pytest

from jmap_reference.protocol import Processor
from jmap_reference.store.outgoing import Outgoing
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.submission import deliver
from jmap_reference.submission.deliver import FIRST_RETRY, GIVE_UP, LAST_RETRY, Agent, retry_after
from jmap_reference.submission.notify import DELAY
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.submission.helpers import NOW, World, envelope


def test_a_user_of_this_server_gets_it_in_the_inbox(world: World) -> None:
    id = world.send(world.draft(bcc=[{"email": "x@example.org"}]))
    assert world.submission(id)["deliveryStatus"] is None
    world.agent.run_due()
    assert world.status(id)[BOB] == ("yes", "250 2.1.5 In the mailbox")
    [raw] = world.received(world.bob)
    assert raw.startswith(b"Return-Path: <alice@example.com>\r\n")
    assert b"bcc" not in raw.lower()
    assert raw.endswith(b"\r\n\r\nHello")
    [inbox] = world.bob.get().values()
    assert (inbox["name"], inbox["role"], inbox["totalEmails"], inbox["unreadEmails"]) == ("Inbox", "inbox", 1, 1)
    [email] = world.bob.get("Email").values()
    assert (email["keywords"], email["receivedAt"]) == ({}, "2023-11-14T22:13:20Z")
    assert world.bob.call("Email/query", filter={"text": "hello"})["ids"] == [email["id"]]


def test_the_sender_keeps_the_bcc(world: World) -> None:
    email = world.draft(bcc=[{"email": "x@example.org"}])
    world.send(email)
    world.agent.run_due()
    assert world.alice.get("Email", [email])[email]["bcc"][0]["email"] == "x@example.org"


def test_mail_to_oneself_arrives(world: World) -> None:
    email = world.draft(to=ALICE)
    id = world.send(email)
    world.agent.run_due()
    assert world.status(id)[ALICE][0] == "yes"
    emails = world.alice.get("Email")
    assert len(emails) == 2
    assert len({each["threadId"] for each in emails.values()}) == 1


def test_an_inbox_that_is_there_is_used(world: World) -> None:
    inbox = world.bob.create(name="Post", role="inbox")
    world.send(world.draft())
    world.agent.run_due()
    assert list(world.bob.get()) == [inbox]


def test_a_mailbox_of_the_name_is_left_alone(world: World) -> None:
    world.bob.create(name="Inbox")
    world.send(world.draft())
    world.agent.run_due()
    assert {each["name"]: each["totalEmails"] for each in world.bob.get().values()} == {"Inbox": 0, "Inbox 2": 1}


def test_addresses_that_were_added(world: World) -> None:
    world.address(BOB, "*@shop.example.net")
    id = world.send(world.draft(to="sales@shop.example.net info@shop.example.net"))
    world.agent.run_due()
    assert {delivered for delivered, _ in world.status(id).values()} == {"yes"}
    assert len(world.received(world.bob)) == 2


def test_nobody_of_this_name_in_a_domain_of_ours(world: World) -> None:
    id = world.send(world.draft(to="carol@example.com"))
    assert world.agent.run_due() is None
    assert world.status(id) == {"carol@example.com": ("no", "550 5.1.1 There is no such user here")}


def test_for_others_it_waits_for_a_relay(world: World) -> None:
    id = world.send(world.draft(to=f"dave@example.org {BOB}"))
    assert world.agent.run_due() == NOW + FIRST_RETRY
    assert {email: delivered for email, (delivered, _) in world.status(id).items()} == {
        "dave@example.org": "queued",
        BOB: "yes",
    }
    world.now += FIRST_RETRY
    world.agent.run_due()
    assert len(world.received(world.bob)) == 1


def test_after_five_days_it_is_given_up(world: World) -> None:
    id = world.send(world.draft(to="dave@example.org"))
    tries = 0
    while (due := world.agent.run_due()) is not None:
        world.now, tries = due, tries + 1
        assert tries < 100
    assert GIVE_UP < world.now - NOW < GIVE_UP + LAST_RETRY + 1
    assert world.status(id)["dave@example.org"][0] == "no"


def test_retries_come_later_and_later() -> None:
    waits = [retry_after(attempts) for attempts in range(30)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (FIRST_RETRY, LAST_RETRY)


def test_every_change_of_the_status_is_a_change_of_state(world: World) -> None:
    id = world.send(world.draft())
    before = world.alice.state("EmailSubmission")
    world.agent.run_due()
    assert world.alice.call("EmailSubmission/changes", sinceState=before)["updated"] == [id]


def test_one_that_cannot_be_handled_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    good = deliver.deliver_here

    def bad(*arguments: object) -> object:
        if arguments[-1] == ALICE:
            raise RuntimeError
        return good(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(deliver, "deliver_here", bad)
    first, second = world.send(world.draft(to=f"{BOB} {ALICE}")), world.send(world.draft(to=BOB))
    assert world.agent.run_due() == NOW + FIRST_RETRY
    assert world.submission(first)["deliveryStatus"] is None
    assert world.status(second)[BOB][0] == "yes"
    assert len(world.received(world.bob)) == 1
    monkeypatch.setattr(deliver, "deliver_here", good)
    world.now += FIRST_RETRY
    assert world.agent.run_due() is None
    assert len(world.received(world.bob)) == 2


def test_the_thread_delivers_as_soon_as_something_is_sent(world: World) -> None:
    world.agent.start()
    try:
        id = world.send(world.draft())
        deadline = time.monotonic() + 10
        while not world.submission(id)["deliveryStatus"] and time.monotonic() < deadline:
            time.sleep(0.005)
        assert world.status(id)[BOB][0] == "yes"
    finally:
        world.agent.stop()


def test_what_is_called_off_in_the_last_moment_is_sent_or_not_and_never_both(world: World) -> None:
    ids = [world.send(world.draft(), envelope=envelope(BOB, HOLDFOR="1")) for _ in range(40)]
    world.now += 1
    sending = threading.Thread(target=world.agent.run_due)
    sending.start()
    said = [world.alice.set("EmailSubmission", update={id: {"undoStatus": "canceled"}}) for id in reversed(ids)]
    sending.join()
    world.agent.run_due()
    canceled = {id for each in said for id in each["updated"] or ()}
    refused = {id: error["type"] for each in said for id, error in (each["notUpdated"] or {}).items()}
    assert canceled | refused.keys() == set(ids)
    assert set(refused.values()) <= {"cannotUnsend"}
    assert {id for id in ids if world.submission(id)["undoStatus"] == "canceled"} == canceled
    assert {id for id in ids if world.status(id)} == refused.keys()
    assert len(world.received(world.bob)) == len(refused)


def test_the_queue_goes_on_where_it_was_after_a_restart(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "store.sqlite")
    to = [{"email": "dave@example.org", "parameters": {"NOTIFY": "DELAY"}}]
    waiting = Outgoing("A1", "s1", {"email": ALICE, "parameters": None}, to, b"A: 1\r\n\r\n", since=NOW, due=NOW)

    def run_at(now: float) -> float | None:
        """What an agent says that has just started."""
        store = SQLiteStore(path)
        try:
            return Agent(Processor(store, clock=lambda: now), jitter=lambda: 1).run_due()
        finally:
            store.close()

    store = SQLiteStore(path)
    with store.transaction(write=True) as transaction:
        transaction.enqueue(waiting)
    store.close()
    assert run_at(NOW) == NOW + FIRST_RETRY
    assert run_at(NOW + 1) == NOW + FIRST_RETRY
    assert run_at(NOW + FIRST_RETRY) == NOW + FIRST_RETRY + retry_after(1)
    late = NOW + DELAY + 1
    for _ in range(2):
        run_at(late)
        late += LAST_RETRY
    store = SQLiteStore(path)
    with store.transaction() as transaction:
        queued = list(transaction.queued())
    # The report on the delay, which waits for a relay too, is one.
    assert sorted(each.submission for each in queued) == ["", "s1"]
