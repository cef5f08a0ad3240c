"""/set: the rules of a PatchObject (RFC 8620, Section 5.3)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..expect import equal
from ..foo import Foo, creatable
from ..values import without_null
from ..writes import not_updated, update

SET = types_with("set", "get", when=creatable)

PATCH = "core/PatchObject"


def has_map(spec: dict[str, Any]) -> bool:
    """Whether a client can set a property that is a map of Strings."""
    return creatable(spec) and any(is_map(row) for row in spec["properties"].values())


def has_array(spec: dict[str, Any]) -> bool:
    return creatable(spec) and any(is_array(row) for row in spec["properties"].values())


def is_map(row: dict[str, Any]) -> bool:
    return (
        not row["serverSet"]
        and not row["immutable"]
        and without_null(row["signature"]) in ("String[Boolean]", "String[String]")
    )


def is_array(row: dict[str, Any]) -> bool:
    return not row["serverSet"] and not row["immutable"] and without_null(row["signature"]) == "String[]"


@case(requirements=[f"{PATCH}/no-prefix", f"{PATCH}/refused"], area="patch", over=SET, needs=["records"])
def path_that_begins_another_is_refused(foo: Foo) -> None:
    """A patch in which one path is the beginning of another is refused with invalidPatch.

    Purpose: To see that a patch has one meaning, whatever the order of its members.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; for each property that can be changed, patch both the property and a member below it.
    Expected: Each is refused with invalidPatch.
    Why: JSON objects have no order; the two would be applied now so, now so.
    """
    record = foo.make()[0]
    for name in foo.mutable:
        not_updated(foo, record.id, {name: record.known.get(name), f"{name}/below": True}, "invalidPatch")


@case(requirements=[f"{PATCH}/parents-exist", f"{PATCH}/refused"], area="patch", over=SET, needs=["records"])
def path_through_nothing_is_refused(foo: Foo) -> None:
    """A patch whose path goes through something that is not there is refused with invalidPatch.

    Purpose: To see that nothing is created on the way.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; patch a member of a property that the type has not, one two levels below that, and one
    of a property that is no object.
    Expected: Each is refused with invalidPatch.
    Why: A misspelt path would grow a tree that nobody reads.
    """
    record = foo.make()[0]
    stored = foo.one(record.id)
    plain = [name for name in foo.mutable if not isinstance(stored.get(name), (dict, list))]
    for path in ("noSuchProperty/below", "noSuchProperty/two/below", *(f"{name}/below" for name in plain)):
        not_updated(foo, record.id, {path: True}, "invalidPatch")


@case(
    requirements=[f"{PATCH}/no-array", f"{PATCH}/refused"],
    area="patch",
    over=types_with("set", "get", when=has_array),
    needs=["records"],
)
def path_into_an_array_is_refused(foo: Foo) -> None:
    """A patch whose path leads into an array is refused with invalidPatch.

    Purpose: To see that arrays are replaced whole.
    Preconditions: Records of the type can be made; it has a property that is an array.
    Procedure: Make a record with an array of one item; patch index 0, index 1, and the end of it.
    Expected: Each is refused with invalidPatch.
    Why: An index means another item as soon as somebody else has changed the array.
    """
    for name, row in foo.properties.items():
        if is_array(row):
            record = foo.make({name: ["alpha"]})[0]
            for index in ("0", "1", "-"):
                not_updated(foo, record.id, {f"{name}/{index}": "bravo"}, "invalidPatch")


@case(requirements=[f"{PATCH}/null-resets"], area="patch", over=SET, needs=["records"])
def null_gives_the_default(foo: Foo) -> None:
    """A value of null sets a property to its default.

    Purpose: To see that a client can take back what was set.
    Preconditions: Records of the type can be made; a property of it has a default.
    Procedure: For each property with a default, make a record with another value, and patch it with null.
    Expected: The property has its default.
    Why: The client need not know the default, which an extension may bring.
    """
    for name, default in foo.defaults.items():
        values = [one for one in foo.value_for(name) if one != default] if name in foo.mutable else []
        if values:
            record = foo.make({name: values[0]})[0]
            update(foo, record.id, {name: None})
            equal(foo.one(record.id).get(name), default, f"{name} patched with null has not its default")
            foo.server.ledger.clear(foo.server)


@case(
    requirements=[f"{PATCH}/value-sets", f"{PATCH}/null-resets"],
    area="patch",
    over=types_with("set", "get", when=has_map),
    needs=["records"],
)
def keys_of_a_map_are_patched_one_by_one(foo: Foo) -> None:
    """A path to a key of a map sets that key; null takes it away, and does nothing where it is not there.

    Purpose: To see that two clients can change one map without undoing each other.
    Preconditions: Records of the type can be made; it has a property that is a map.
    Procedure: Make a record with one key; add another, take the first away, and take one away that is not there.
    Expected: The map has just the second key.
    Why: Keywords are set this way, by several programs at once.
    """
    for name, row in foo.properties.items():
        if not is_map(row):
            continue
        value: Any = True if row["signature"].startswith("String[Boolean]") else "value"
        record = foo.make({name: {"alpha": value}})[0]
        update(foo, record.id, {f"{name}/bravo": value})
        equal(foo.one(record.id).get(name), {"alpha": value, "bravo": value}, f"a key of {name} was not added")
        update(foo, record.id, {f"{name}/alpha": None, f"{name}/charlie": None})
        equal(foo.one(record.id).get(name), {"bravo": value}, f"a key of {name} was not taken away")


@case(
    requirements=[f"{PATCH}/value-sets"], area="patch", over=types_with("set", "get", when=has_map), needs=["records"]
)
def paths_are_escaped_as_json_pointers(foo: Foo) -> None:
    """In a path, ~1 stands for a slash and ~0 for a tilde.

    Purpose: To see that every key of a map can be reached.
    Preconditions: Records of the type can be made; it has a property that is a map.
    Procedure: Make a record; add the keys a/b and m~n by their escaped paths.
    Expected: The map has these keys.
    Why: Keys come from users, and users write slashes.
    """
    for name, row in foo.properties.items():
        if not is_map(row):
            continue
        value: Any = True if row["signature"].startswith("String[Boolean]") else "value"
        record = foo.make({name: {}})[0]
        update(foo, record.id, {f"{name}/a~1b": value, f"{name}/m~0n": value})
        equal(foo.one(record.id).get(name), {"a/b": value, "m~n": value}, f"the keys of {name} are others")


@case(
    requirements=["core/errors/set/invalidProperties/refused", "core/standard/set/valid-after"],
    area="patch",
    over=SET,
    needs=["records"],
)
def update_that_makes_a_record_invalid_is_refused(foo: Foo) -> None:
    """An update after which the record would be invalid is refused with invalidProperties or invalidPatch.

    Purpose: To see that no record is ever invalid.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; patch each property that cannot be an object with one, and one that the type has not.
    Expected: Each is refused, and the record is as before.
    Why: What one client gets in, every other client has to read.
    """
    record = foo.make()[0]
    stored = foo.one(record.id)
    for name in foo.mutable:
        wrong = {name: {"wrong": ["type"]}}
        if not foo.server.wire.valid(f"{foo.name}.patch", wrong):
            not_updated(foo, record.id, wrong, "invalidProperties", "invalidPatch")
    not_updated(foo, record.id, {"noSuchProperty": 1}, "invalidProperties", "invalidPatch")
    equal(foo.one(record.id), stored, "a refused update changed the record")
