"""/changes (RFC 8620, Section 5.2), of a type without code."""

from __future__ import annotations

import pytest

from tests.unit.reference.helpers import Client, make_processor

pytestmark = pytest.mark.usefixtures("notes")


def changed(alice: Client, since: str, **more: int | None) -> tuple[list[str], list[str], list[str]]:
    said = alice.call("Note/changes", sinceState=since, **more)
    assert said["oldState"] == since
    return said["created"], said["updated"], said["destroyed"]


def test_each_kind_of_change_is_told(alice: Client) -> None:
    kept, gone = alice.create("Note", title="kept"), alice.create("Note", title="gone")
    since = alice.state("Note")
    assert changed(alice, since) == ([], [], [])
    new = alice.create("Note", title="new")
    alice.set("Note", update={kept: {"title": "changed"}}, destroy=[gone])
    assert changed(alice, since) == ([new], [kept], [gone])


def test_changes_of_one_record_are_told_as_one(alice: Client) -> None:
    gone = alice.create("Note", title="gone")
    since = alice.state("Note")
    fleeting, new = alice.create("Note", title="fleeting"), alice.create("Note", title="new")
    alice.set("Note", update={fleeting: {"done": True}, new: {"done": True}, gone: {"done": True}})
    alice.set("Note", destroy=[fleeting, gone])
    assert changed(alice, since) == ([new], [], [gone])


def test_steps_lead_to_the_present(alice: Client) -> None:
    since = alice.state("Note")
    ids = [alice.create("Note", title=title) for title in "abcde"]
    told: list[str] = []
    while True:
        said = alice.call("Note/changes", sinceState=since, maxChanges=2)
        assert 0 < len(said["created"]) <= 2
        told += said["created"]
        since = said["newState"]
        if not said["hasMoreChanges"]:
            break
    assert told == ids
    assert since == alice.state("Note")


def test_without_a_maximum_one_get_can_fetch_all() -> None:
    alice = Client(make_processor(maxObjectsInGet=3))
    for title in "abcde":
        alice.create("Note", title=title)
    said = alice.call("Note/changes", sinceState="0")
    assert (len(said["created"]), said["hasMoreChanges"]) == (3, True)


@pytest.mark.parametrize("most", [0, -1, "2", 2.5])
def test_a_maximum_that_is_none_is_refused(alice: Client, most: object) -> None:
    assert alice.error("Note/changes", sinceState="0", maxChanges=most) == "invalidArguments"


@pytest.mark.parametrize("state", ["", "x", "-1", "99", "1.0", "٣", "9" * 400])
def test_a_state_that_never_was_is_unknown(alice: Client, state: str) -> None:
    alice.create("Note", title="One")
    assert alice.error("Note/changes", sinceState=state) == "cannotCalculateChanges"
    assert alice.error("Note/queryChanges", sinceQueryState=state) == "cannotCalculateChanges"


def test_a_state_before_the_log_was_cut_is_unknown(alice: Client) -> None:
    since = alice.state("Note")
    alice.create("Note", title="One")
    with alice.processor.store.transaction(write=True) as transaction:
        assert transaction.cut_log(alice.processor.clock() + 1) == 1
    assert alice.error("Note/changes", sinceState=since) == "cannotCalculateChanges"
    assert changed(alice, alice.state("Note")) == ([], [], [])


def test_other_accounts_and_types_do_not_matter(alice: Client, bob: Client) -> None:
    since = alice.state("Note")
    bob.create("Note", title="mine")
    alice.create("Mailbox", name="Inbox")
    assert alice.state("Note") == since
    assert changed(alice, since) == ([], [], [])
