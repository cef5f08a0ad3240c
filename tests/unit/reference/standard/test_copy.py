"""/copy (RFC 8620, Section 5.4), of a type without code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reference.helpers import Client, make_processor

pytestmark = pytest.mark.usefixtures("notes")


def copy(alice: Client, create: dict[str, Any], **more: Any) -> list[list[Any]]:
    return alice.responses(("Note/copy", {"fromAccountId": "A1", "accountId": "A2", "create": create} | more))


def test_a_copy_has_the_values_of_the_original_but_those_given(alice: Client) -> None:
    id = alice.create("Note", title="One", weight=3)
    [[name, said, _]] = copy(alice, {"k": {"id": id, "title": "Two"}})
    assert name == "Note/copy"
    new_id = said["created"]["k"]["id"]
    assert said["created"]["k"] == {"id": new_id}
    there = Client(alice.processor, account="A2").get("Note")
    assert (there[new_id]["title"], there[new_id]["weight"]) == ("Two", 3)
    assert alice.get("Note")[id]["title"] == "One"
    assert said["notCreated"] is None


def test_what_cannot_be_copied_is_told(alice: Client) -> None:
    one = alice.create("Note", title="One")
    two = alice.create("Note", title="Two", next=one)
    bad = {"id": one, "weight": "x"}
    [[_, said, _]] = copy(
        alice, {"a": {"id": "nobody"}, "b": {"title": "x"}, "c": bad, "d": {"id": two}, "e": {"id": one}}
    )
    types = {key: error["type"] for key, error in said["notCreated"].items()}
    assert types == {"a": "notFound", "b": "invalidProperties", "c": "invalidProperties", "d": "invalidProperties"}
    assert said["notCreated"]["d"]["properties"] == ["next"], "what it refers to is in the other account"
    assert list(said["created"]) == ["e"]


def test_originals_are_destroyed_on_request(alice: Client) -> None:
    one, two = alice.create("Note", title="One"), alice.create("Note", title="Two")
    copied, destroyed = copy(alice, {"k": {"id": one}, "l": {"id": "nobody"}}, onSuccessDestroyOriginal=True)
    assert (copied[0], destroyed[0], copied[2], destroyed[2]) == ("Note/copy", "Note/set", "0", "0")
    assert (destroyed[1]["accountId"], destroyed[1]["destroyed"]) == ("A1", [one])
    assert list(alice.get("Note")) == [two]


def test_nothing_is_destroyed_when_nothing_was_copied(alice: Client) -> None:
    assert len(copy(alice, {"k": {"id": "nobody"}}, onSuccessDestroyOriginal=True)) == 1


def test_the_implicit_set_fails_alone(alice: Client) -> None:
    id = alice.create("Note", title="One")
    copied, failed = copy(alice, {"k": {"id": id}}, onSuccessDestroyOriginal=True, destroyFromIfInState="stale")
    assert copied[1]["created"]
    assert failed[:2] == ["error", failed[1]]
    assert failed[1]["type"] == "stateMismatch"
    assert list(alice.get("Note")) == [id]


def test_originals_in_a_read_only_account_stay(alice: Client) -> None:
    with alice.processor.store.transaction(write=True) as transaction:
        transaction.create("R1", "Note", {"id": "n0", "title": "x", "done": False, "weight": 0}, frozenset(), 0.0)
    create = {"k": {"id": "n0"}}
    copied, failed = copy(alice, create, fromAccountId="R1", onSuccessDestroyOriginal=True)
    assert copied[1]["created"]
    assert failed[1]["type"] == "accountReadOnly"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"fromAccountId": "A2"}, "invalidArguments"),
        ({"fromAccountId": "B1"}, "fromAccountNotFound"),
        ({"fromAccountId": "F1"}, "fromAccountNotSupportedByMethod"),
        ({"accountId": "B1"}, "accountNotFound"),
        ({"accountId": "R1"}, "accountReadOnly"),
        ({"ifInState": "stale"}, "stateMismatch"),
        ({"ifFromInState": "stale"}, "stateMismatch"),
        ({"create": None}, "invalidArguments"),
    ],
)
def test_a_copy_is_refused(alice: Client, arguments: dict[str, Any], error: str) -> None:
    id = alice.create("Note", title="One")
    [[_, said, _]] = copy(alice, **({"create": {"k": {"id": id}}} | arguments))
    assert said["type"] == error


def test_too_many_are_refused() -> None:
    alice = Client(make_processor(maxObjectsInSet=1))
    [[_, said, _]] = copy(alice, {"a": {"id": "x"}, "b": {"id": "y"}})
    assert said["type"] == "requestTooLarge"
