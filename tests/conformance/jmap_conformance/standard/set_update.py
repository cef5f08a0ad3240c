"""/set: updating records by PatchObjects (RFC 8620, Section 5.3)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo, creatable
from ..writes import not_updated, update

SET = types_with("set", "get", when=creatable)

PATCH = "core/PatchObject"


def changes(foo: Foo) -> dict[str, list[Any]]:
    """Two values or more for each property that can be changed, as far as the suite knows any."""
    return {name: values for name in foo.mutable if len(values := foo.value_for(name)) > 1}


@case(requirements=[f"{PATCH}/value-sets"], area="set", over=SET, needs=["records"])
def value_in_a_patch_is_set(foo: Foo) -> None:
    """A property whose name is a path of the patch gets the value, and the others stay.

    Purpose: To see that an update changes what it names.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; change each property that can be changed, one after the other, and fetch the record
    each time.
    Expected: The new value, and every other property that only a client sets as before.
    Why: Clients send the difference, and count on the rest.
    """
    for name, values in changes(foo).items():
        record = foo.make({name: values[0]})[0]
        before = foo.one(record.id)
        update(foo, record.id, {name: values[1]})
        after = foo.one(record.id)
        equal(after.get(name), values[1], f"{name} has not the value of the patch")
        for other in foo.mutable:
            if other != name:
                equal(after.get(other), before.get(other), f"a patch of {name} changed {other}")


@case(requirements=[f"{PATCH}/whole-record"], area="set", over=SET, needs=["records"])
def whole_record_is_a_patch(foo: Foo) -> None:
    """A whole record, as /get gives it, is a patch that changes what differs.

    Purpose: To see that a client need not work out the difference.
    Preconditions: Records of the type can be made.
    Procedure: Make a record, fetch it, change its name in what came, and send all of it as the patch.
    Expected: The update is made, and the record is what was sent.
    Why: It is the simplest client that there can be.
    """
    record = foo.make()[0]
    whole = foo.one(record.id)
    whole = {**whole, **foo.change("whole")}
    update(foo, record.id, whole)
    after = foo.one(record.id)
    for name in foo.mutable:
        equal(after.get(name), whole.get(name), f"{name} is not as in the whole record")


@case(requirements=[f"{PATCH}/server-set-same"], area="set", over=SET, needs=["records"])
def server_set_property_may_be_given_unchanged(foo: Foo) -> None:
    """A property that only the server sets may be in a patch with the value that it has.

    Purpose: To see that what came from the server can go back.
    Preconditions: Records of the type can be made.
    Procedure: Make a record and fetch it; send each server-set property, id too, back as it is.
    Expected: The update is made.
    Why: Clients that send whole records send these as well.
    """
    record = foo.make()[0]
    stored = foo.one(record.id)
    for name in foo.server_set:
        if name in stored:
            update(foo, record.id, {name: stored[name]})


@case(requirements=[f"{PATCH}/server-set-other"], area="set", over=SET, needs=["records"])
def server_set_property_is_not_changed(foo: Foo) -> None:
    """An update that gives a server-set property another value is refused with invalidProperties.

    Purpose: To see that what the server sets stays the server's.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; update each server-set property of a simple type with a value that it has not.
    Expected: Each is refused with invalidProperties, and the record is as before.
    Why: A client that believes it changed a count shows nonsense.
    """
    record = foo.make()[0]
    stored = foo.one(record.id)
    for name in foo.server_set:
        if (other := other_value(foo, name, stored.get(name))) is not None:
            not_updated(foo, record.id, {name: other}, "invalidProperties")
    equal(foo.one(record.id), stored, "a refused update changed the record")


def other_value(foo: Foo, name: str, value: Any) -> Any:
    """Another value of the same type; None where the suite knows none."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 7
    signature = foo.properties[name]["signature"]
    if signature in ("Id", "Id|null") and isinstance(value, str):
        return foo.unknown_id()
    if signature.startswith("UTCDate"):
        return "1999-12-31T23:59:59Z"
    return f"{value}x" if signature == "String" and isinstance(value, str) else None


@case(
    requirements=["core/standard/set/update/immutable", "core/notation/immutable"],
    area="set",
    over=SET,
    needs=["records"],
)
def immutable_property_is_not_changed(foo: Foo) -> None:
    """An update that would change an immutable property is refused; the id of a record always is one.

    Purpose: To see that what cannot change does not.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; update each immutable property with another value.
    Expected: Each is refused, and the record is as before.
    Why: Clients cache what cannot change for ever.
    """
    record = foo.make()[0]
    stored = foo.one(record.id)
    for name, row in foo.properties.items():
        if not row["immutable"]:
            continue
        known = [one for one in foo.value_for(name) if one != stored.get(name)] if name not in foo.server_set else []
        other = known[0] if known else other_value(foo, name, stored.get(name))
        if other is not None:
            not_updated(foo, record.id, {name: other})
    equal(foo.one(record.id), stored, "a refused update changed the record")


@case(
    requirements=["core/standard/set/update/not-found", "core/standard/set/response/notUpdated/complete"],
    area="set",
    over=SET,
    needs=["records"],
)
def update_of_no_record_is_not_found(foo: Foo) -> None:
    """An update of an id that no record has is refused with notFound, and the others of the call are made.

    Purpose: To see that an update never creates.
    Preconditions: Records of the type can be made.
    Procedure: In one call, update an id that no record has and a record that exists, with empty patches.
    Expected: notFound for the first; the second in updated.
    Why: Somebody else destroyed the record meanwhile, and the client has to learn of it.
    """
    record = foo.make()[0]
    none = foo.unknown_id()
    answer = foo.call("set", {"update": {none: {}, record.id: {}}})
    equal(
        ((answer.get("notUpdated") or {}).get(none) or {}).get("type"),
        "notFound",
        "the update of no record is not refused with notFound",
    )
    that(
        record.id in (answer.get("updated") or {}),
        "the other update was not made",
        expected=record.id,
        found=short(answer),
    )


@case(requirements=["core/standard/set/atomic"], area="set", over=SET, needs=["records"])
def update_is_made_whole_or_not_at_all(foo: Foo) -> None:
    """Where one part of a patch is refused, no part of it is made.

    Purpose: To see that a record is never changed by halves.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; send a patch with a new name and with a property that the type has not, in both orders.
    Expected: The update is refused, and the record is as before.
    Why: A client that was refused shows the old record.
    """
    record = foo.make()[0]
    stored = foo.one(record.id)
    good = foo.change("half")
    for patch in ({**good, "noSuchProperty": 1}, {"noSuchProperty": 1, **good}):
        not_updated(foo, record.id, patch, "invalidProperties", "invalidPatch")
        equal(foo.one(record.id), stored, "part of a refused update was made")


@case(requirements=["core/standard/set/response/updated/side-effects"], area="set", over=SET, needs=["records"])
def updated_tells_what_else_changed(foo: Foo) -> None:
    """updated tells of every property that changed beyond what the patch asked for.

    Purpose: To see that the client knows the record after the update.
    Preconditions: Records of the type can be made.
    Procedure: Make a record and fetch it; change each property in turn; fetch it again and compare.
    Expected: What differs is what the patch set or what updated told.
    Why: The client goes on with what it knows, without fetching.
    """
    for name, values in changes(foo).items():
        record = foo.make({name: values[0]})[0]
        before = foo.one(record.id)
        told = update(foo, record.id, {name: values[1]}) or {}
        after = foo.one(record.id)
        known = {**before, name: values[1], **told}
        for other, value in after.items():
            equal(known.get(other), value, f"a patch of {name} changed {other}, and updated does not tell")
