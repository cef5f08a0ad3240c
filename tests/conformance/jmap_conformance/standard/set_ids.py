"""/set: creation ids, within a call, a request, and from one request to the next (RFC 8620, Sections 3.3, 5.3)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo, creatable

SET = types_with("set", "get", when=creatable)


def refers_to_itself(spec: dict[str, Any]) -> bool:
    """Whether a client can set a property to the id of a record of the same type."""
    return creatable(spec) and bool(own_reference(spec))


def own_reference(spec: dict[str, Any]) -> str:
    """The property of such a type that holds one id of a record of the same type, or empty."""
    for name, row in spec["properties"].items():
        if (
            not row["serverSet"]
            and not row["immutable"]
            and row["signature"] in ("Id", "Id|null")
            and row["refersTo"] == spec["name"]
        ):
            return str(name)
    return ""


@case(requirements=["core/standard/set/update/creation-id"], area="set", over=SET, needs=["records"])
def creation_id_can_be_updated(foo: Foo) -> None:
    """A key of update may be # and the creation id of a record that the same request creates.

    Purpose: To see that a record can be changed before its id is known.
    Preconditions: Records of the type can be made.
    Procedure: In one call, create a record and update it by its creation id; in one request, create another and
    update it in a second call.
    Expected: Both updates are made.
    Why: A client puts changes together as the user makes them.
    """
    patch = foo.change("renamed")
    answer = foo.call("set", {"create": {"k": foo.creation()}, "update": {"#k": patch}})
    record_id = created_id(answer, "k")
    that(
        {record_id, "#k"} & set(answer.get("updated") or {}),
        "the update by creation id was not made",
        expected=record_id,
        found=short(answer),
    )
    other = foo.change("renamed")
    reply = foo.calls(("set", {"create": {"k": foo.creation()}}), ("set", {"update": {"#k": other}}))
    second_id, second = created_id(reply.result("0", f"{foo.name}/set"), "k"), reply.result("1", f"{foo.name}/set")
    that(
        {second_id, "#k"} & set(second.get("updated") or {}),
        "the update in a later call was not made",
        expected=second_id,
        found=short(second),
    )
    for one, wanted in ((record_id, patch), (second_id, other)):
        for name, value in wanted.items():
            equal(foo.one(one).get(name), value, f"{name} has not the value of the update")


@case(requirements=["core/standard/set/destroy/creation-id"], area="set", over=SET, needs=["records"])
def creation_id_can_be_destroyed(foo: Foo) -> None:
    """An item of destroy may be # and the creation id of a record that the same request creates.

    Purpose: To see that a record can be destroyed before its id is known.
    Preconditions: Records of the type can be made.
    Procedure: In one request, create a record, and destroy it by its creation id in a second call.
    Expected: It is destroyed.
    Why: A client can so make a record for the length of a request.
    """
    reply = foo.calls(("set", {"create": {"k": foo.creation()}}), ("set", {"destroy": ["#k"]}))
    record_id, answer = created_id(reply.result("0", f"{foo.name}/set"), "k"), reply.result("1", f"{foo.name}/set")
    that(
        {record_id, "#k"} & set(answer.get("destroyed") or []),
        "the record was not destroyed",
        expected=[record_id],
        found=short(answer),
    )
    equal(foo.get([record_id]), {}, "the record is still there")


@case(requirements=["core/standard/set/creation-id-last"], area="set", over=SET, needs=["records"])
def last_of_equal_creation_ids_counts(foo: Foo) -> None:
    """A creation id that is used again stands for the record created last.

    Purpose: To see that it still stands for one record.
    Preconditions: Records of the type can be made.
    Procedure: In one request, create two records under one creation id in two calls, and destroy it by that in a
    third.
    Expected: The second is gone, the first is there.
    Why: Two parts of a client may choose the same id.
    """
    reply = foo.calls(
        ("set", {"create": {"k": foo.creation()}}),
        ("set", {"create": {"k": foo.creation()}}),
        ("set", {"destroy": ["#k"]}),
    )
    first, second = (created_id(reply.result(number, f"{foo.name}/set"), "k") for number in ("0", "1"))
    equal(sorted(foo.get([first, second])), [first], "the creation id did not stand for the record created last")


@case(
    requirements=["core/standard/set/creation-ids-kept"],
    area="set",
    over=types_with("set", "get", when=refers_to_itself),
    needs=["records"],
)
def reference_to_a_new_record_is_replaced(foo: Foo) -> None:
    """A # and a creation id in the place of an id are replaced by the id of the record that an earlier call created.

    Purpose: To see that records that belong together can be made together.
    Preconditions: Records of the type can be made; one can refer to another.
    Procedure: In one request, create a record, and in a second call one that refers to it.
    Expected: The second refers to the id of the first.
    Why: A tree of folders is made in one round trip.
    """
    name = own_reference(foo.spec)
    reply = foo.calls(
        ("set", {"create": {"a": foo.creation()}}), ("set", {"create": {"b": foo.creation(**{name: "#a"})}})
    )
    parent, child = (
        created_id(reply.result(number, f"{foo.name}/set"), key) for number, key in (("0", "a"), ("1", "b"))
    )
    equal(foo.one(child).get(name), parent, f"{name} does not refer to the new record")


@case(
    requirements=["core/standard/set/creations-ordered"],
    area="set",
    over=types_with("set", "get", when=refers_to_itself),
    needs=["records"],
)
def creations_are_ordered_by_their_references(foo: Foo) -> None:
    """Within one call a record is created before those that refer to it, whatever the order of the members.

    Purpose: To see that the server sorts, since a JSON object cannot.
    Preconditions: Records of the type can be made; one can refer to another.
    Procedure: Create three records in one call, each referring to the next member, so that the last has to be made
    first.
    Expected: All three are created and refer to one another.
    Why: Members of an object have no order; a client cannot say which comes first.
    """
    name = own_reference(foo.spec)
    create = {"a": foo.creation(**{name: "#b"}), "b": foo.creation(**{name: "#c"}), "c": foo.creation()}
    answer = foo.call("set", {"create": create})
    ids = {key: created_id(answer, key) for key in create}
    equal(foo.one(ids["a"]).get(name), ids["b"], f"{name} of the first is not the second")
    equal(foo.one(ids["b"]).get(name), ids["c"], f"{name} of the second is not the third")


@case(
    requirements=["core/Response/createdIds/complete", "core/Response/createdIds/as-in-request"],
    area="created-ids",
    over=SET,
    needs=["records"],
)
def created_ids_go_round(foo: Foo) -> None:
    """createdIds of the Request work as creation ids, and come back with those of the records that were created since.

    Purpose: To see that a request can be split in two.
    Preconditions: Records of the type can be made.
    Procedure: Make a record. Send its id as createdIds, destroy it by that, and create another. Send a Request
    without createdIds.
    Expected: The first is destroyed; createdIds has both. The other Response has no createdIds.
    Why: A proxy that divides a request among servers depends on it.
    """
    record = foo.make()[0]
    reply = foo.reply("set", {"create": {"new": foo.creation()}, "destroy": ["#old"]}, created_ids={"old": record.id})
    answer = reply.result("0", f"{foo.name}/set")
    that(
        {record.id, "#old"} & set(answer.get("destroyed") or []),
        "an entry of createdIds was not used",
        expected=[record.id],
        found=short(answer),
    )
    wanted = {"old": record.id, "new": created_id(answer, "new")}
    equal(
        reply.message.get("createdIds"), wanted, "createdIds is not complete", about="core/Response/createdIds/complete"
    )
    without = foo.server.request([["Core/echo", {}, "0"]])
    that(
        "createdIds" not in without.message,
        "createdIds came unasked",
        expected="no createdIds",
        found=without.message.get("createdIds"),
        about="core/Response/createdIds/as-in-request",
    )


def created_id(answer: dict[str, Any], key: str) -> str:
    """The id of the record that was created under this creation id."""
    created: Any = (answer.get("created") or {}).get(key)
    that(
        isinstance(created, dict) and isinstance(created.get("id"), str),
        f"the record {key} was not created",
        expected="created, with an id",
        found=short(answer),
    )
    return str(created["id"])
