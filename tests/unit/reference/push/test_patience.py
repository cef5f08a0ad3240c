"""Who does not take a push message is sent fewer, and holds up nobody."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from jmap_reference.protocol import Processor
from jmap_reference.push import deliver
from jmap_reference.push.deliver import Deliverer
from jmap_reference.push.post import Answer
from jmap_reference.push.vapid import key_of
from tests.unit.reference.helpers import Client
from tests.unit.reference.push.endpoint import Endpoint, serving
from tests.unit.reference.push.subscriber import QUICK, Start, ids, silence, subscribe, subscribed


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_verification_is_sent_once(start: Start, alice: Client, endpoint: Endpoint, status: int) -> None:
    endpoint.answers = [(status, {})]
    start()
    subscribe(alice, endpoint)
    endpoint.wait(1)
    silence(endpoint, 1)
    assert len(ids(alice)) == 1


@pytest.mark.parametrize("status", [301, 403, 429, 503])
def test_what_is_refused_is_sent_again_later_and_later(
    start: Start, alice: Client, endpoint: Endpoint, status: int
) -> None:
    start()
    subscribed(alice, endpoint)
    endpoint.answers = [(status, {})] * 2
    alice.create(name="a")
    times = []
    for number in (2, 3):
        endpoint.wait(number)
        times.append(time.monotonic())
    alice.create(name="b")
    said = endpoint.wait(4).json()
    times.append(time.monotonic())
    assert said["changed"] == {"A1": {"Mailbox": alice.state()}}, "what there is to tell by now, and once"
    assert times[1] - times[0] > 0.15 and times[2] - times[1] > 0.3
    silence(endpoint, 4)


def test_who_says_when_to_come_back_is_believed(start: Start, alice: Client, endpoint: Endpoint) -> None:
    start()
    subscribed(alice, endpoint)
    endpoint.answers = [(503, {"retry-after": "1"})]
    alice.create(name="a")
    endpoint.wait(2)
    silence(endpoint, 2)
    endpoint.wait(3)


def test_too_many_requests_make_pushes_rarer(start: Start, alice: Client, endpoint: Endpoint) -> None:
    start(replace(QUICK, interval=0.2, longest=10))
    subscribed(alice, endpoint)
    endpoint.answers = [(429, {})]
    alice.create(name="a")
    endpoint.wait(3)
    taken = time.monotonic()
    alice.create(name="b")
    endpoint.wait(4)
    assert time.monotonic() - taken > 0.35, "0.2 times four, half of it since one was taken"


def test_a_slow_client_holds_up_nobody(start: Start, alice: Client, bob: Client, endpoint: Endpoint) -> None:
    start()
    with serving() as slow:
        subscribed(alice, slow)
        subscribed(bob, endpoint)
        with slow.arrived:  # it does not answer before this ends
            alice.create(name="x")
            time.sleep(0.3)
            alice.create(name="y")
            bob.create(name="x")
            assert endpoint.wait(2).json()["changed"].keys() == {"B1"}
        slow.wait(2)
        assert slow.wait(3).json()["changed"] == {"A1": {"Mailbox": alice.state()}}


def test_a_bug_stops_nothing_for_good(
    start: Start, alice: Client, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    start()
    subscribed(alice, endpoint)
    right, calls = deliver.states_message, []

    def broken(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) < 3:
            raise ZeroDivisionError
        return right(*arguments)

    monkeypatch.setattr(deliver, "states_message", broken)
    alice.create(name="x")
    endpoint.wait(2)
    assert len(calls) >= 3, "it is tried until it works"


def test_patience_is_forgotten_with_the_subscription(processor: Processor, alice: Client) -> None:
    key = key_of(processor.store)
    deliverer = Deliverer(processor.store, key, lambda *message: Answer(201), processor.clock, QUICK)
    deliverer._patience_with("gone")
    deliverer._sweep()
    assert deliverer._patience == {}
