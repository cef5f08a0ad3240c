"""/changes: what was created, updated and destroyed since a state (RFC 8620, Section 5.2)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..expect import equal, same_members, that
from ..foo import Foo, creatable
from ..outcome import Unsupported

CHANGES = "core/standard/changes"
ALL = types_with("changes", "get")
MADE = types_with("changes", "get", "set", when=creatable)


def since(foo: Foo, state: str) -> dict[str, set[str]]:
    """All that changed since a state, over as many calls as it takes."""
    found: dict[str, set[str]] = {"created": set(), "updated": set(), "destroyed": set()}
    for answer in pages(foo, state):
        for name, ids in found.items():
            ids.update(answer[name])
    return found


def pages(foo: Foo, state: str, most: int | None = None) -> list[dict[str, Any]]:
    """The responses that lead from a state to the current one."""
    made: list[dict[str, Any]] = []
    while len(made) < 200:
        arguments: dict[str, Any] = {"sinceState": state} if most is None else {"sinceState": state, "maxChanges": most}
        made.append(foo.call("changes", arguments))
        if not made[-1]["hasMoreChanges"]:
            return made
        that(
            made[-1]["newState"] != state,
            "there is more to tell, and the state stays the same",
            expected="another newState",
            found=made[-1],
        )
        state = made[-1]["newState"]
    that(False, "the changes do not come to an end", expected="hasMoreChanges false at last", found=made[-1])
    return made


def touch(foo: Foo, record_id: str) -> None:
    """Change a record.

    Raises:
        Unsupported: nothing of the type can be changed that every server lets be changed.
    """
    if not (patch := foo.change("touched")):
        raise Unsupported(f"the suite knows no change to a record of {foo.name} that every server makes")
    foo.call("set", {"update": {record_id: patch}})


@case(requirements=[f"{CHANGES}/response/hasMoreChanges/none-left"], area="changes", over=ALL)
def nothing_changed_since_the_current_state(foo: Foo) -> None:
    """Since the current state nothing has changed, and newState is that state.

    Purpose: To see that the state of /get is one for /changes.
    Preconditions: Nobody else changes the account meanwhile.
    Procedure: Take the state with /get; call /changes with it, with maxChanges absent, null and 1.
    Expected: Three empty lists, hasMoreChanges false, newState the same.
    Why: It is what a client asks most often.
    """
    state = foo.state()
    for more in ({}, {"maxChanges": None}, {"maxChanges": 1}):
        answer = foo.call("changes", {"sinceState": state, **more})
        equal(
            [answer["created"], answer["updated"], answer["destroyed"]],
            [[], [], []],
            "something changed although nothing did",
        )
        equal(
            [answer["hasMoreChanges"], answer["newState"]], [False, state], "the state moved although nothing changed"
        )


@case(requirements=[f"{CHANGES}/response/oldState/as-requested"], area="changes", over=ALL)
def old_state_is_the_one_of_the_request(foo: Foo) -> None:
    """oldState is the sinceState of the request.

    Purpose: To see that a client can tell from where the changes lead.
    Preconditions: An account with the type.
    Procedure: Take the state with /get; call /changes with it.
    Expected: The same string.
    Why: Two calls may be under way at a time.
    """
    state = foo.state()
    equal(
        foo.call("changes", {"sinceState": state})["oldState"], state, "oldState is not the sinceState of the request"
    )


@case(requirements=[f"{CHANGES}/complete"], area="changes", over=MADE, needs=["records"])
def every_change_is_told(foo: Foo) -> None:
    """What was created, updated and destroyed since a state is in the list of that name, and nothing else is.

    Purpose: To see that a client that follows the changes has the data.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make three records and take the state; create one, update one, destroy one; call /changes.
    Expected: Each in its list, the third of the old ones in none, and newState the state of /get.
    Why: A change that is not told is one that the user does not see on this device.
    """
    updated, destroyed, _ = (record.id for record in foo.make(count=3))
    state = foo.state()
    created = foo.make()[0].id
    touch(foo, updated)
    foo.call("set", {"destroy": [destroyed]})
    found = since(foo, state)
    same_members(found["created"], [created], "created is not what was created")
    same_members(found["updated"], [updated], "updated is not what was updated")
    same_members(found["destroyed"], [destroyed], "destroyed is not what was destroyed")
    equal(
        pages(foo, state)[-1]["newState"],
        foo.state(),
        "newState is not the current state",
        about=f"{CHANGES}/response/hasMoreChanges/none-left",
    )


@case(requirements=[f"{CHANGES}/created-and-updated"], area="changes", over=MADE, needs=["records"])
def created_and_updated_is_created(foo: Foo) -> None:
    """A record that was created and then updated is in created only.

    Purpose: To see that a new record is told of once.
    Preconditions: Records of the type can be made.
    Procedure: Take the state; create a record and update it; call /changes.
    Expected: It is in created, and in no other list.
    Why: A client fetches it twice otherwise.
    """
    state = foo.state()
    record_id = foo.make()[0].id
    touch(foo, record_id)
    found = since(foo, state)
    that(
        record_id in found["created"],
        "a new record is not in created",
        expected=record_id,
        found=listed(found),
        about=f"{CHANGES}/complete",
    )
    that(
        record_id not in found["updated"],
        "a new record is in updated too",
        expected="created only",
        found=listed(found),
    )


@case(requirements=[f"{CHANGES}/updated-and-destroyed"], area="changes", over=MADE, needs=["records"])
def updated_and_destroyed_is_destroyed(foo: Foo) -> None:
    """A record that was updated and then destroyed is in destroyed only.

    Purpose: To see that what is gone is not fetched.
    Preconditions: Records of the type can be made.
    Procedure: Make a record and take the state; update it and destroy it; call /changes.
    Expected: It is in destroyed, and in no other list.
    Why: A client asks for it in vain otherwise.
    """
    record_id = foo.make()[0].id
    state = foo.state()
    touch(foo, record_id)
    foo.call("set", {"destroy": [record_id]})
    found = since(foo, state)
    that(
        record_id in found["destroyed"],
        "a destroyed record is not in destroyed",
        expected=record_id,
        found=listed(found),
        about=f"{CHANGES}/complete",
    )
    that(
        record_id not in found["updated"] | found["created"],
        "a destroyed record is in another list too",
        expected="destroyed only",
        found=listed(found),
    )


@case(requirements=[f"{CHANGES}/created-and-destroyed"], area="changes", over=MADE, needs=["records"])
def created_and_destroyed_is_nothing(foo: Foo) -> None:
    """A record that was created and then destroyed is in none of the lists.

    Purpose: To see that a client is not told of what it never saw.
    Preconditions: Records of the type can be made.
    Procedure: Take the state; create a record and destroy it; call /changes.
    Expected: It is in no list.
    Why: There is nothing to do about it.
    """
    state = foo.state()
    record_id = foo.make()[0].id
    foo.call("set", {"destroy": [record_id]})
    found = since(foo, state)
    if record_id in found["created"] | found["updated"]:
        that(
            record_id in found["destroyed"],
            "a record that is gone is told of as if it were there",
            expected="destroyed",
            found=listed(found),
            about=f"{CHANGES}/complete",
        )
    that(
        record_id not in found["created"] | found["updated"] | found["destroyed"],
        "a record that came and went is told of",
        expected="nothing",
        found=listed(found),
    )


def listed(found: dict[str, set[str]]) -> dict[str, list[str]]:
    return {name: sorted(ids) for name, ids in found.items()}
