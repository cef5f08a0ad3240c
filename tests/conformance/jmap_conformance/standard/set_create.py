"""/set: creating records (RFC 8620, Section 5.3)."""

from __future__ import annotations

from ..case import case, types_with
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo, creatable
from ..writes import not_created

SET = types_with("set", "get", when=creatable)


@case(requirements=["core/standard/set/response/created/complete"], area="set", over=SET, needs=["records"])
def created_tells_what_the_server_set(foo: Foo) -> None:
    """created has the id, every property that the server set, and every one that the client left to its default.

    Purpose: To see that the client knows the whole record without fetching it.
    Preconditions: Records of the type can be made.
    Procedure: Create a record; compare what was sent and what was answered with the record.
    Expected: Together they are the record, unless the type's /set tells of less, as that of Email does.
    Why: A client shows the new record at once, and edits it by what it knows.
    """
    sent = foo.creation()
    created = foo.call("set", {"create": {"k": sent}}).get("created") or {}
    that(
        isinstance(created.get("k"), dict) and "id" in created["k"],
        "a record was not created",
        expected="an object with id",
        found=created,
    )
    stored = foo.one(created["k"]["id"])
    told = foo.server.manifest.definitions[f"{foo.name}.created"].get("required", [])
    every = [name for name in stored if foo.recipe.comes_back(name)] if set(told) >= set(foo.server_set) else told
    missing = [name for name in every if name not in sent and name not in created["k"]]
    that(
        not missing,
        f"created lacks {', '.join(missing)}",
        expected={name: stored[name] for name in missing},
        found=created["k"],
    )
    for name, value in created["k"].items():
        if name in stored and foo.recipe.comes_back(name):
            equal(value, stored[name], f"created tells another value of {name} than /get")


@case(requirements=["core/standard/set/create/defaults"], area="set", over=SET, needs=["records"])
def properties_left_out_get_their_default(foo: Foo) -> None:
    """A property that was left out has its default.

    Purpose: To see that the client can leave out what goes without saying.
    Preconditions: Records of the type can be made.
    Procedure: Create a record without any property that has a default; fetch it.
    Expected: Each such property has the default of the source.
    Why: Clients leave out defaults, and show them without asking.
    """
    bare = {name: value for name, value in foo.creation().items() if name not in foo.defaults}
    created = foo.call("set", {"create": {"k": bare}}).get("created") or {}
    that(
        "k" in created, "a record without what has a default was not created", expected="created", found=short(created)
    )
    stored = foo.one(created["k"]["id"])
    for name, value in foo.defaults.items():
        if name in stored:
            equal(stored[name], value, f"{name} was left out and has not its default")


@case(requirements=["core/PatchObject/value-sets"], area="set", over=SET, needs=["records"])
def values_are_stored_as_they_were_sent(foo: Foo) -> None:
    """A property has the value that the client gave it when it created the record.

    Purpose: To see that values are kept, each property of the type and several values of each.
    Preconditions: Records of the type can be made.
    Procedure: For every property that a client may set, create records with different values of it; fetch them.
    Expected: The values that were sent.
    Why: It is what the server is there for.
    """
    for name in foo.properties:
        if name in foo.server_set or foo.properties[name].get("createOnly") or not foo.recipe.comes_back(name):
            continue
        for value in foo.value_for(name):
            record = foo.make({name: value})[0]
            equal(foo.one(record.id).get(name), value, f"{name} was not stored as it was sent")


@case(requirements=["core/standard/set/create/server-set-refused"], area="set", over=SET, needs=["records"])
def server_set_property_is_refused(foo: Foo) -> None:
    """A creation with a property that only the server sets is refused with invalidProperties.

    Purpose: To see that nobody chooses an id, or a count.
    Preconditions: Records of the type can be made.
    Procedure: Create a record with each server-set property in turn, with the value that another record has.
    Expected: Each is refused with invalidProperties.
    Why: A server that passes over it leaves a client believing that it chose.
    """
    other = foo.one(foo.make()[0].id)
    for name in foo.server_set:
        if name in other:
            not_created(foo, foo.creation(**{name: other[name]}), "invalidProperties")


@case(requirements=["core/errors/set/invalidProperties/names-properties"], area="set", over=SET, needs=["records"])
def invalid_properties_are_named(foo: Foo) -> None:
    """The error invalidProperties names all the properties that are invalid.

    Purpose: To see that a client can point at the field of a form.
    Preconditions: Records of the type can be made.
    Procedure: Create a record with two properties that the type has not.
    Expected: invalidProperties, with both in properties.
    Why: A user who mends one fault after the other sends the form five times.
    """
    error = not_created(foo, foo.creation(noSuchProperty=1, norThisOne=2), "invalidProperties")
    named = set(error.get("properties") or [])
    that(
        named == {"noSuchProperty", "norThisOne"},
        "properties does not name what is invalid",
        expected=["noSuchProperty", "norThisOne"],
        found=error,
    )


@case(
    requirements=["core/errors/set/invalidProperties/refused", "core/standard/set/valid-after"],
    area="set",
    over=SET,
    needs=["records"],
)
def value_of_the_wrong_type_is_refused(foo: Foo) -> None:
    """A creation with a value that its property cannot have is refused with invalidProperties.

    Purpose: To see that no record is ever invalid.
    Preconditions: Records of the type can be made.
    Procedure: Create a record with an object in place of each property in turn, unless the property can be an
    object, and with a missing property that is required.
    Expected: Each is refused with invalidProperties.
    Why: What one client gets in, every other client has to read.
    """
    for name in foo.properties:
        wrong = {name: {"wrong": ["type"]}}
        if name not in foo.server_set and not foo.server.wire.valid(
            f"{foo.name}.creation", {**foo.creation(), **wrong}
        ):
            not_created(foo, foo.creation(**wrong), "invalidProperties")
    whole = foo.creation()
    for name in foo.server.manifest.definitions.get(f"{foo.name}.creation", {}).get("required", []):
        not_created(foo, {key: value for key, value in whole.items() if key != name}, "invalidProperties")


@case(
    requirements=["core/standard/set/goes-on", "core/standard/set/response/notCreated/complete"],
    area="set",
    over=SET,
    needs=["records"],
)
def refused_creation_does_not_stop_the_others(foo: Foo) -> None:
    """Where one creation is refused, the others of the call are made, and the refused one is in notCreated.

    Purpose: To see that records stand for themselves.
    Preconditions: Records of the type can be made.
    Procedure: Create three records in one call, the middle one with a property that the type has not.
    Expected: The first and the last in created, the middle one in notCreated.
    Why: A client saves ten changes at once, and one mistake must not lose nine.
    """
    create = {"a": foo.creation(), "b": foo.creation(noSuchProperty=1), "c": foo.creation()}
    answer = foo.call("set", {"create": create}, deliberate=True)
    equal(
        sorted(answer.get("created") or {}),
        ["a", "c"],
        "the other records were not created",
        about="core/standard/set/goes-on",
    )
    equal(
        sorted(answer.get("notCreated") or {}),
        ["b"],
        "notCreated has not the refused one",
        about="core/standard/set/response/notCreated/complete",
    )


@case(requirements=["core/Id/unique"], area="set", over=SET, needs=["records"])
def ids_are_not_given_twice(foo: Foo) -> None:
    """No two records have the same id, nor has a new one the id of one that was destroyed.

    Purpose: To see that an id stands for one record for ever.
    Preconditions: Records of the type can be made.
    Procedure: Create twelve records, destroy them, create twelve more.
    Expected: Twenty-four different ids.
    Why: A client that was away would take the new record for the old one.
    """
    ids = [record.id for record in foo.make(count=12)]
    foo.call("set", {"destroy": ids})
    ids += [record.id for record in foo.make(count=12)]
    that(len(set(ids)) == len(ids), "an id was given twice", expected=f"{len(ids)} different ids", found=ids)


@case(requirements=["core/Id/defensive"], area="set", over=SET, needs=["records"])
def ids_cannot_be_mistaken(foo: Foo) -> None:
    """Ids do not begin with a hyphen or a digit, are no mere number, are not NIL, and do not differ by case only.

    Purpose: To see that ids are safe wherever programs put them.
    Preconditions: Records of the type can be made.
    Procedure: Create twelve records and look at their ids.
    Expected: None is of a form that programs take for something else.
    Why: Ids end up in file names, spreadsheets, command lines and IMAP.
    """
    ids = [record.id for record in foo.make(count=12)]
    odd = [one for one in ids if one.startswith("-") or one[0].isdigit() or one == "NIL"]
    that(not odd, "an id can be mistaken for something else", expected="a letter at the beginning", found=odd)
    that(
        len({one.lower() for one in ids}) == len(ids),
        "ids differ by case only",
        expected="ids that differ otherwise",
        found=ids,
    )
