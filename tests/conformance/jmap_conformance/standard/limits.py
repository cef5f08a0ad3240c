"""maxObjectsInGet and maxObjectsInSet: as many are processed, one more is not (RFC 8620, Sections 2, 5.1 and 5.3)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..expect import equal, same_members
from ..foo import Foo, creatable_with_state
from ..outcome import Unsupported

#: Objects above which the suite does not try a limit.
TRIED = 20000


def most(foo: Foo, limit: str) -> int:
    """The limit, where it can be tried."""
    value = foo.server.limit(limit)
    if value > TRIED:
        raise Unsupported(f"{limit} is {value}, more than the suite tries")
    return value


@case(requirements=["core/capability/session/maxObjectsInGet/enforced"], area="limits", over=types_with("get"))
def as_many_ids_as_allowed_are_answered(foo: Foo) -> None:
    """A call with exactly maxObjectsInGet ids is answered, and one with one more is refused with requestTooLarge.

    Purpose: To see that the limit which is told is the limit which is kept, at the level of the method.
    Preconditions: maxObjectsInGet is small enough to be tried.
    Procedure: Call /get with that many ids that no record has, then with one more.
    Expected: All ids in notFound; then the error requestTooLarge, in a Response.
    Why: Clients fill calls to the limit, and divide the work when they are refused.
    """
    count = most(foo, "maxObjectsInGet")
    ids = [foo.unknown_id(number) for number in range(count + 1)]
    same_members(
        foo.call("get", {"ids": ids[:count], "properties": ["id"]})["notFound"],
        ids[:count],
        "not every id was answered",
    )
    foo.reply("get", {"ids": ids, "properties": ["id"]}).refused("0", "requestTooLarge")


@case(requirements=["core/capability/session/maxObjectsInGet/enforced"], area="limits", over=types_with("get"))
def limit_holds_for_ids_by_reference(foo: Foo) -> None:
    """Ids that come by result reference are counted like any other.

    Purpose: To see that there is no way round the limit.
    Preconditions: maxObjectsInGet is small enough to be tried.
    Procedure: Echo one id more than maxObjectsInGet, and call /get with a reference to them.
    Expected: The error requestTooLarge.
    Why: It is by reference that many ids come together unseen.
    """
    ids = [foo.unknown_id(number) for number in range(most(foo, "maxObjectsInGet") + 1)]
    reference = {"resultOf": "0", "name": "Core/echo", "path": "/ids"}
    account = {"accountId": foo.account_id} if foo.spec["hasAccount"] else {}
    get: dict[str, Any] = {**account, "#ids": reference, "properties": ["id"]}
    reply = foo.server.request([["Core/echo", {"ids": ids}, "0"], [f"{foo.name}/get", get, "1"]])
    reply.refused("1", "requestTooLarge")


@case(requirements=["core/capability/session/maxObjectsInSet/enforced"], area="limits", over=types_with("set"))
def as_many_changes_as_allowed_are_processed(foo: Foo) -> None:
    """A call with exactly maxObjectsInSet objects is processed, and one with one more is refused with requestTooLarge.

    Purpose: To see that the limit which is told is the limit which is kept.
    Preconditions: maxObjectsInSet is small enough to be tried.
    Procedure: Destroy that many records that do not exist, then one more.
    Expected: Each is refused by itself; then the whole call, with requestTooLarge.
    Why: Clients fill calls to the limit, and divide the work when they are refused.
    """
    count = most(foo, "maxObjectsInSet")
    ids = [foo.unknown_id(number) for number in range(count + 1)]
    same_members(
        (foo.call("set", {"destroy": ids[:count]}).get("notDestroyed") or {}).keys(),
        ids[:count],
        "not every object was processed",
    )
    foo.reply("set", {"destroy": ids}).refused("0", "requestTooLarge")


@case(
    requirements=["core/capability/session/maxObjectsInSet/enforced"],
    area="limits",
    over=types_with("set", "get", when=creatable_with_state),
)
def creations_updates_and_destructions_count_together(foo: Foo) -> None:
    """What is created, updated and destroyed in one call is counted together.

    Purpose: To see that the limit is one for all three.
    Preconditions: maxObjectsInSet is small enough to be tried.
    Procedure: In one call, create a record, update one that does not exist, and destroy so many that do not exist
    that the sum is one too many.
    Expected: The error requestTooLarge, and nothing was created: the state is as before.
    Why: Three limits of the same name would be three surprises.
    """
    count = most(foo, "maxObjectsInSet")
    before = foo.state()
    destroy = [foo.unknown_id(number) for number in range(1, count)]
    arguments = {"create": {"k0": foo.creation()}, "update": {foo.unknown_id(0): {}}, "destroy": destroy}
    foo.reply("set", arguments).refused("0", "requestTooLarge")
    equal(foo.state(), before, "a call that was refused changed the state")
