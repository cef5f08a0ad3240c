"""/set: destroying records, and the states of a /set (RFC 8620, Section 5.3)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..exchange import short
from ..expect import equal, same_members, that
from ..foo import Foo, creatable, creatable_with_state, stateful

SET = types_with("set", "get", when=creatable)
STATEFUL = types_with("set", "get", when=creatable_with_state)
ALL = types_with("set", "get")


@case(requirements=["core/standard/set/goes-on"], area="set", over=SET, needs=["records"])
def destroyed_records_are_gone(foo: Foo) -> None:
    """A record in destroy is destroyed, is in destroyed, and cannot be found afterwards; the others stay.

    Purpose: To see that records can be got rid of.
    Preconditions: Records of the type can be made.
    Procedure: Make two records; in one call, destroy one of them and an id that no record has; fetch both.
    Expected: The first in destroyed, and in notFound of /get; the second still there.
    Why: Users delete for a reason.
    """
    gone, stays = (record.id for record in foo.make(count=2))
    answer = foo.call("set", {"destroy": [foo.unknown_id(), gone]})
    equal(answer.get("destroyed"), [gone], "destroyed has not the record that was destroyed")
    found = foo.call("get", {"ids": [gone, stays]})
    equal([row.get("id") for row in found["list"]], [stays], "the records that exist are others than expected")
    equal(found["notFound"], [gone], "the destroyed record is not in notFound")


@case(
    requirements=["core/standard/set/destroy/not-found", "core/standard/set/response/notDestroyed/complete"],
    area="set",
    over=ALL,
)
def destruction_of_no_record_is_not_found(foo: Foo) -> None:
    """A destruction of an id that no record has is refused with notFound.

    Purpose: To see that the client learns that there was nothing.
    Preconditions: An account with the type.
    Procedure: Destroy two ids that no record has.
    Expected: Both in notDestroyed, with notFound.
    Why: A client with an old cache asks for this, and has to learn of its mistake.
    """
    ids = [foo.unknown_id(1), foo.unknown_id(2)]
    refused = foo.call("set", {"destroy": ids}).get("notDestroyed") or {}
    same_members(
        refused.keys(),
        ids,
        "notDestroyed has not every refused id",
        about="core/standard/set/response/notDestroyed/complete",
    )
    found = sorted({str(error.get("type")) for error in refused.values()})
    equal(found, ["notFound"], "the error is another", about="core/standard/set/destroy/not-found")


@case(requirements=["core/standard/set/ifInState/mismatch"], area="set", over=STATEFUL, needs=["records"])
def other_state_stops_the_call(foo: Foo) -> None:
    """With an ifInState that is not the current state, the call fails with stateMismatch and changes nothing.

    Purpose: To see that a client can make its changes depend on what it knows.
    Preconditions: Records of the type can be made.
    Procedure: Take the state, make a record; then create another and destroy the first with ifInState the old
    state, and with one that never was.
    Expected: stateMismatch, both times; the first record is still there, and the state as before.
    Why: It is the only guard against undoing what another client just did.
    """
    old = foo.state()
    record = foo.make()[0]
    now = foo.state()
    for state in (old, "never-was-a-state"):
        arguments = {"ifInState": state, "create": {"k": foo.creation()}, "destroy": [record.id]}
        foo.reply("set", arguments).refused("0", "stateMismatch")
    equal(foo.state(), now, "a call that failed with stateMismatch changed the state")
    that(
        record.id in foo.get([record.id]),
        "a call that failed with stateMismatch destroyed a record",
        expected=record.id,
        found="notFound",
    )


@case(requirements=["core/standard/set/ifInState/mismatch"], area="set", over=STATEFUL, needs=["records"])
def current_state_lets_the_call_through(foo: Foo) -> None:
    """With an ifInState that is the current state, the call is processed.

    Purpose: To see that the guard opens, and does so for the newState of the call before.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Create a record with ifInState the state of /get; destroy it with ifInState the newState of that.
    Expected: Both are done.
    Why: A client goes from newState to newState without a call of /get.
    """
    creation = foo.creation()  # before the state is taken: it may make a record of another type
    first = foo.call("set", {"ifInState": foo.state(), "create": {"k": creation}})
    that(
        "k" in (first.get("created") or {}),
        "nothing was created in the current state",
        expected="created",
        found=short(first),
    )
    second = foo.call("set", {"ifInState": first["newState"], "destroy": [first["created"]["k"]["id"]]})
    equal(second.get("destroyed"), [first["created"]["k"]["id"]], "nothing was destroyed in the current state")


@case(requirements=["core/standard/set/response/newState/as-get"], area="set", over=STATEFUL, needs=["records"])
def new_state_is_that_of_get(foo: Foo) -> None:
    """newState is the state that /get gives afterwards, and oldState the one before, whether something changed or not.

    Purpose: To see that the states of /set and /get are the same.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Take the state; call /set with a creation, with only an update that is refused, and with nothing;
    take the state after each.
    Expected: newState is the state after; oldState is the state before, or null.
    Why: A client that finds its own change to be somebody else's fetches everything again.
    """
    tried: list[dict[str, Any]] = [{"create": {"k": foo.creation()}}, {"update": {foo.unknown_id(): {}}}, {}]
    for arguments in tried:
        before = foo.state()
        answer = foo.call("set", arguments)
        equal(answer.get("newState"), foo.state(), "newState is not the state of /get")
        that(
            answer.get("oldState") in (before, None),
            "oldState is not the state before",
            expected=before,
            found=answer.get("oldState"),
        )


@case(
    requirements=["core/standard/get/response/state/same-while-unchanged"],
    area="set",
    over=types_with("set", "get", when=stateful),
)
def call_that_changes_nothing_keeps_the_state(foo: Foo) -> None:
    """A /set by which nothing is changed leaves the state as it is.

    Purpose: To see that the state speaks of the data and not of calls.
    Preconditions: Nobody else changes the account meanwhile.
    Procedure: Call /set with nothing to do, and with a destruction that is refused.
    Expected: newState is the state before.
    Why: Every other client of the user is told of a new state, and asks what changed.
    """
    before = foo.state()
    for arguments in ({}, {"create": None, "update": None, "destroy": None}, {"destroy": [foo.unknown_id()]}):
        equal(foo.call("set", arguments).get("newState"), before, "a call that changed nothing changed the state")
