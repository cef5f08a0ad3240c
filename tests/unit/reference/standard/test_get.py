"""/get (RFC 8620, Section 5.1), of a type without code."""

from __future__ import annotations

import pytest

from tests.unit.reference.helpers import Client, make_processor

pytestmark = pytest.mark.usefixtures("notes")


def test_all_properties_come_when_none_are_named(alice: Client) -> None:
    id = alice.create("Note", title="One")
    assert alice.get("Note")[id] == {
        "id": id, "title": "One", "done": False, "weight": 0, "due": None, "labels": {}, "tags": [], "next": None,
        "related": {}, "steps": [], "meta": {}, "kind": None,
    }  # fmt: skip


def test_only_named_properties_and_the_id_come(alice: Client) -> None:
    id = alice.create("Note", title="One")
    assert alice.get("Note", properties=["title"]) == {id: {"id": id, "title": "One"}}
    assert alice.get("Note", properties=[]) == {id: {"id": id}}


def test_an_unknown_property_is_refused(alice: Client) -> None:
    assert alice.error("Note/get", ids=None, properties=["title", "nope"]) == "invalidArguments"


def test_no_ids_are_none_and_null_is_all(alice: Client) -> None:
    ids = {alice.create("Note", title=title) for title in "abc"}
    assert alice.call("Note/get", ids=[])["list"] == []
    assert set(alice.get("Note", None)) == ids
    assert set(alice.get("Note", ...)) == ids  # type: ignore[arg-type]  # left out


def test_each_id_is_answered_once(alice: Client) -> None:
    id = alice.create("Note", title="One")
    said = alice.call("Note/get", ids=["x", id, id, "x", "y"])
    assert [record["id"] for record in said["list"]] == [id]
    assert said["notFound"] == ["x", "y"]


def test_more_than_the_limit_is_too_large() -> None:
    alice = Client(make_processor(maxObjectsInGet=2))
    ids = [alice.create("Note", title=title) for title in "ab"]
    assert len(alice.get("Note", None)) == 2
    assert alice.error("Note/get", ids=[*ids, "x"]) == "requestTooLarge"
    alice.create("Note", title="c")
    assert alice.error("Note/get", ids=None) == "requestTooLarge"


def test_the_state_changes_with_the_data_and_only_then(alice: Client) -> None:
    before = alice.state("Note")
    assert alice.state("Note") == before
    alice.create("Note", title="One")
    assert alice.state("Note") != before


def test_records_of_another_account_are_not_found(alice: Client, bob: Client) -> None:
    id = bob.create("Note", title="mine")
    assert alice.call("Note/get", ids=[id])["notFound"] == [id]
    assert alice.error("Note/get", accountId="B1", ids=[id]) == "accountNotFound"
