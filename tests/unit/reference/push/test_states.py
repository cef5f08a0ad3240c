"""The states of a user, as ids of events and as StateChanges."""

from __future__ import annotations

import pytest

from jmap_reference.protocol import Processor
from jmap_reference.push.states import PUSHED, changed, read_id, state_change, visible_states, write_id
from jmap_reference.validation import is_valid
from tests.unit.reference.helpers import ALICE, Client

STATES = {("A1", "Email"): "5", ("A1", "Mailbox"): "0", ("A2", "Email"): "1"}


def test_an_id_tells_the_states() -> None:
    assert read_id(write_id(STATES)) == STATES
    assert read_id(write_id({})) == {}


@pytest.mark.parametrize("id", ["x", "a.b", "", "....", ",", "a.b.c.d,e"])
def test_an_id_from_elsewhere_tells_none(id: str) -> None:
    assert read_id(id) == {}


def test_only_what_changed_of_the_types_is_told() -> None:
    assert changed(STATES, STATES, PUSHED) == {}
    assert changed(STATES, {("A1", "Email"): "4"}, {"Email"}) == {("A1", "Email"): "5", ("A2", "Email"): "1"}
    assert changed(STATES, {}, {"Mailbox", "NoSuchType"}) == {("A1", "Mailbox"): "0"}


def test_a_state_change_is_by_account() -> None:
    said = state_change(STATES)
    assert said == {
        "@type": "StateChange",
        "changed": {"A1": {"Email": "5", "Mailbox": "0"}, "A2": {"Email": "1"}},
    }
    assert is_valid("StateChange", said)


def test_states_are_those_of_all_accounts_that_the_user_has_and_no_others(processor: Processor, alice: Client) -> None:
    alice.create(name="x")
    with processor.store.transaction() as transaction:
        states = visible_states(transaction, ALICE)
    assert {account for account, _ in states} == {"A1", "A2", "R1"}, "F1 has no mail"
    assert {type_name for _, type_name in states} == PUSHED >= {"Email", "EmailDelivery", "Mailbox", "Thread"}
    assert states["A1", "Mailbox"] == alice.state()
