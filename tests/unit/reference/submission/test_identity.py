"""Identities (RFC 8621, Section 6)."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.standard.records import Records
from jmap_reference.submission.identity import provide
from tests.unit.reference.helpers import ALICE
from tests.unit.reference.submission.helpers import World


def refused(world: World, **sent: Any) -> dict[str, Any]:
    error = dict(world.alice.set("Identity", create={"k": sent})["notCreated"]["k"])
    error.pop("description", None)
    return error


def test_the_first_one_is_of_the_users_own_address_and_stays(world: World) -> None:
    [identity] = world.alice.get("Identity").values()
    assert identity == {
        "id": world.identity, "name": "", "email": ALICE, "replyTo": None, "bcc": None,
        "textSignature": "", "htmlSignature": "", "mayDelete": False,
    }  # fmt: skip
    said = world.alice.set("Identity", destroy=[world.identity])
    assert said["notDestroyed"][world.identity]["type"] == "forbidden"


def test_whoever_has_one_is_given_no_other(world: World) -> None:
    store, specials = world.processor.store, world.processor.specials
    with store.transaction(write=True) as transaction:
        [account] = [each for each in transaction.accounts_of(ALICE) if each.id == "A1"]
        provide(Records(transaction, "A1", specials, 0.0), account, ALICE, world.processor.new_id)
    assert len(world.alice.get("Identity")) == 1


def test_another_of_the_same_address(world: World) -> None:
    id = world.alice.create("Identity", name="Treasurer", email=ALICE)
    assert world.alice.get("Identity")[id]["mayDelete"] is True
    assert world.alice.set("Identity", destroy=[id])["destroyed"] == [id]


def test_an_address_of_somebody_else_is_refused(world: World) -> None:
    assert refused(world, email="bob@example.com") == {"type": "forbiddenFrom"}
    assert refused(world, email="*@example.com") == {"type": "forbiddenFrom"}
    world.address(ALICE, "*@example.com")
    assert world.alice.create("Identity", email="*@example.com")
    assert world.alice.create("Identity", email="sales@example.com")


@pytest.mark.parametrize("email", ["", "alice", "alice@", "@example.com"])
def test_what_is_no_address_is_refused(world: World, email: str) -> None:
    assert refused(world, email=email) == {"type": "invalidProperties", "properties": ["email"]}


def test_the_address_never_changes(world: World) -> None:
    id = world.alice.create("Identity", email=ALICE)
    world.address(ALICE, "a@example.com")
    error = world.alice.set("Identity", update={id: {"email": "a@example.com"}})["notUpdated"][id]
    assert error["properties"] == ["email"]
    # The signature of an Identity from which the user may no longer send can still be changed.
    assert world.alice.set("Identity", update={id: {"textSignature": "A", "email": ALICE}})["updated"] == {id: None}


def test_changes(world: World) -> None:
    before = world.alice.state("Identity")
    id = world.alice.create("Identity", email=ALICE)
    said = world.alice.call("Identity/changes", sinceState=before)
    assert (said["created"], said["updated"], said["destroyed"]) == ([id], [], [])
