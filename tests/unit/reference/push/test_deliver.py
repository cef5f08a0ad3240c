"""Push messages arrive: what, when, and where they do not. A client listens on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jmap_reference.protocol import Processor
from jmap_reference.store.values import User
from jmap_reference.validation import faults
from tests.unit.reference.helpers import ALICE, BOB, Client, Mail
from tests.unit.reference.push.endpoint import Endpoint, Keys
from tests.unit.reference.push.subscriber import QUICK, Start, ids, silence, subscribe, subscribed, verify


@pytest.mark.parametrize("padded", [None, False, True], ids=["plain", "keys", "keys with padding"])
def test_a_verification_comes_first_and_then_the_states_that_get_tells(
    start: Start, alice: Client, endpoint: Endpoint, padded: bool | None
) -> None:
    start()
    keys = None if padded is None else Keys()
    id = subscribe(alice, endpoint, **({"keys": keys.told(bool(padded))} if keys else {}))
    first = endpoint.wait(1)
    assert (first.path, first.headers["content-type"]) == ("/push", "application/json")
    assert first.headers["authorization"].startswith("vapid t=") and int(first.headers["ttl"]) > 0
    alice.create(name="before")
    silence(endpoint, 1)
    assert verify(alice, endpoint, keys) == id
    assert endpoint.wait(2).json(keys)["changed"] == {"A1": {"Mailbox": alice.state()}}, "what it has missed"
    alice.create(name="after")
    said = endpoint.wait(3).json(keys)
    assert faults("StateChange", said) == ""
    assert said == {"@type": "StateChange", "changed": {"A1": {"Mailbox": alice.state()}}}
    silence(endpoint, 3)


def test_every_kind_of_change_is_pushed_with_the_state_of_the_next_get(
    start: Start, alice: Client, mail: Mail, endpoint: Endpoint
) -> None:
    start()
    subscribed(alice, endpoint)
    mailbox = alice.create(name="a")
    known: dict[str, str] = {}
    changes: list[Callable[[], Any]] = [
        lambda: mail.add(mailbox, id="e1"),
        lambda: mail.change("e1", keywords={"$seen": True}),
        lambda: mail.remove("e1"),
        lambda: alice.set(update={mailbox: {"name": "b"}}),
        lambda: alice.set(destroy=[mailbox]),
    ]
    for change in changes:
        change()
        now = {name: alice.state(name) for name in ("Email", "Mailbox", "Thread")}
        deadline = time.monotonic() + 5
        while {name: known.get(name, "0") for name in now} != now:
            assert time.monotonic() < deadline, (known, now)
            time.sleep(0.02)
            for message in endpoint.received[1:]:
                known |= message.json()["changed"]["A1"]


def test_changes_in_a_row_are_one_message(start: Start, alice: Client, endpoint: Endpoint) -> None:
    start(replace(QUICK, gather=0.3))
    subscribed(alice, endpoint)
    for number in range(5):
        alice.create(name=str(number))
    assert endpoint.wait(2).json()["changed"] == {"A1": {"Mailbox": alice.state()}}
    silence(endpoint, 2)


def test_only_the_types_asked_for_are_pushed(start: Start, alice: Client, mail: Mail, endpoint: Endpoint) -> None:
    start()
    id = subscribed(alice, endpoint, types=["Thread", "NoSuchType"])
    mailbox = alice.create(name="x")
    silence(endpoint, 1)
    mail.add(mailbox)
    assert endpoint.wait(2).json()["changed"] == {"A1": {"Thread": alice.state("Thread")}}
    silence(endpoint, 2)
    alice.call("PushSubscription/set", accountId=..., update={id: {"types": ["Mailbox"]}})
    assert endpoint.wait(3).json()["changed"] == {"A1": {"Mailbox": alice.state()}}


def test_changes_of_others_are_not_pushed(start: Start, alice: Client, bob: Client, endpoint: Endpoint) -> None:
    start()
    subscribed(alice, endpoint)
    bob.create(name="his")
    silence(endpoint, 1)


def test_everybody_who_shares_an_account_hears_of_it(
    start: Start, alice: Client, processor: Processor, endpoint: Endpoint
) -> None:
    with processor.store.transaction(write=True) as transaction:
        shared = next(each for each in transaction.accounts_of(ALICE) if each.id == "A1")
        transaction.put_account(BOB, replace(shared, is_personal=False))
    start()
    subscribed(alice, endpoint)
    subscribed(Client(processor, BOB, "B1"), endpoint)
    alice.create(name="x")
    endpoint.wait(4)
    assert [each.json()["changed"] for each in endpoint.received[2:]] == [{"A1": {"Mailbox": alice.state()}}] * 2


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("verified", [False, True])
def test_a_url_that_is_gone_ends_the_subscription(
    start: Start, alice: Client, endpoint: Endpoint, status: int, verified: bool
) -> None:
    if not verified:
        endpoint.answers = [(status, {})]
    start()
    if verified:
        subscribed(alice, endpoint)
        endpoint.answers = [(status, {})]
        alice.create(name="x")
    else:
        subscribe(alice, endpoint)
    endpoint.wait(2 if verified else 1)
    deadline = time.monotonic() + 5
    while ids(alice):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    alice.create(name="y")
    silence(endpoint, 2 if verified else 1)


def test_nothing_is_sent_after_the_end(start: Start, alice: Client, processor: Processor, endpoint: Endpoint) -> None:
    now = [processor.clock()]
    start(replace(QUICK, sweep=0.1), clock=lambda: now[0])
    subscribed(alice, endpoint)
    now[0] += 8 * 24 * 3600
    alice.create(name="x")
    silence(endpoint, 1)
    with processor.store.transaction() as transaction:
        assert transaction.subscribers() == []


def test_nothing_is_sent_once_the_password_is_another(
    start: Start, alice: Client, processor: Processor, endpoint: Endpoint
) -> None:
    start()
    subscribed(alice, endpoint)
    with processor.store.transaction(write=True) as transaction:
        transaction.put_user(User(ALICE, "another hash", is_demo=False))
    alice.create(name="x")
    silence(endpoint, 1)
    assert ids(alice) == []


def test_what_was_not_told_is_told_after_a_restart(
    start: Start, alice: Client, processor: Processor, endpoint: Endpoint
) -> None:
    first = start()
    subscribed(alice, endpoint)
    alice.create(name="a")
    endpoint.wait(2)
    time.sleep(0.1)
    first.stop()
    alice.create(name="b")
    silence(endpoint, 2)
    start()
    assert endpoint.wait(3).json()["changed"] == {"A1": {"Mailbox": alice.state()}}
    silence(endpoint, 3)
