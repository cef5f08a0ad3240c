"""/get: which records, which properties (RFC 8620, Section 5.1)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..expect import about, equal, same_members, that
from ..foo import Foo, creatable, creatable_with_state, in_accounts, stateful

GET = types_with("get")
STATEFUL = types_with("get", when=stateful)
MADE = types_with("get", "set", when=creatable)


@case(requirements=["core/standard/get/account-id-required"], area="get", over=types_with("get", when=in_accounts))
def account_id_is_required(foo: Foo) -> None:
    """A call without accountId is answered with invalidArguments.

    Purpose: To see that the server does not pick an account.
    Preconditions: An account with the type.
    Procedure: Call /get with ids and nothing else.
    Expected: The error invalidArguments.
    Why: A client that forgets it works until its user is given a second account, and then shows the wrong data.
    """
    reply = foo.server.request([[f"{foo.name}/get", {"ids": []}, "0"]], deliberate=True)
    reply.refused("0", "invalidArguments")


@case(requirements=["core/standard/get/response/notFound/complete"], area="get", over=GET)
def unknown_ids_are_not_found(foo: Foo) -> None:
    """Ids that no record has are in notFound, whatever they look like.

    Purpose: To see that every id of the request is answered.
    Preconditions: An account with the type.
    Procedure: Call /get with ids that no record has: a short one, one of 255 octets, one of digits, one that begins
    with a hyphen.
    Expected: An empty list, and all of them in notFound.
    Why: A server that cannot read such an id easily drops it, and the client waits for it for ever.
    """
    ids = [foo.unknown_id(), "x" * 255, "0000000000", "-nothing_", "Z"]
    answer = foo.call("get", {"ids": ids})
    equal(answer["list"], [], "records were found under ids that no record has")
    same_members(answer["notFound"], ids, "notFound does not have every id that was not found")


@case(requirements=["core/standard/get/response/notFound/complete"], area="get", over=MADE, needs=["records"])
def records_that_exist_are_in_the_list_only(foo: Foo) -> None:
    """Of ids that exist and ids that do not, the first are in list and the others in notFound.

    Purpose: To see that found and not found are told apart.
    Preconditions: Records of the type can be made.
    Procedure: Make two records; call /get with their ids and one that no record has.
    Expected: The two records in list, the other id in notFound.
    Why: A client deletes from its cache what is in notFound.
    """
    ids = [record.id for record in foo.make(count=2)]
    answer = foo.call("get", {"ids": [ids[0], foo.unknown_id(), ids[1]]})
    same_members([row.get("id") for row in answer["list"]], ids, "the list does not have the records that exist")
    equal(answer["notFound"], [foo.unknown_id()], "notFound has not just the id that no record has")


@case(requirements=["core/standard/get/ids/empty-is-none"], area="get", over=GET)
def no_ids_give_no_records(foo: Foo) -> None:
    """An empty array of ids gives an empty list.

    Purpose: To see that no ids are not all ids.
    Preconditions: An account with the type.
    Procedure: Call /get with ids [].
    Expected: An empty list and an empty notFound.
    Why: A reference to an empty result comes to this; the client would be sent everything.
    """
    answer = foo.call("get", {"ids": []})
    equal(answer["list"], [], "an empty array of ids got records")
    equal(answer["notFound"], [], "an empty array of ids got ids in notFound")


@case(requirements=["core/standard/get/ids/null-is-all"], area="get", over=MADE, needs=["records"])
def null_ids_give_all_records(foo: Foo) -> None:
    """With ids null, every record of the account is in the list.

    Purpose: To see that a client can have all of a small type at once.
    Preconditions: Records of the type can be made; the account has fewer than maxObjectsInGet.
    Procedure: Make three records; call /get with ids null.
    Expected: The three are in the list, and notFound is empty. requestTooLarge is accepted where the type does not
    allow null.
    Why: This is how clients begin.
    """
    ids = {record.id for record in foo.make(count=3)}
    response = foo.reply("get", {"ids": None}).of("0")
    if response.error == "requestTooLarge":
        return
    that(response.error is None, "a call with ids null failed", expected="a list", found=str(response))
    found = {row.get("id") for row in response.arguments["list"]}
    that(ids <= found, "ids null did not give all records", expected=sorted(ids), found=sorted(map(str, found)))
    equal(response.arguments["notFound"], [], "ids null got ids in notFound")


@case(requirements=["core/standard/get/response/list/once"], area="get", over=MADE, needs=["records"])
def id_given_twice_is_answered_once(foo: Foo) -> None:
    """An id that the request has several times is answered once only, found or not.

    Purpose: To see that the answer names each record once.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; call /get with its id three times, and with an id that no record has twice.
    Expected: The record once in list, the other id once in notFound.
    Why: References bring ids together from many places, and count on this.
    """
    record = foo.make()[0]
    none = foo.unknown_id()
    answer = foo.call("get", {"ids": [record.id, none, record.id, none, record.id]})
    equal([row.get("id") for row in answer["list"]], [record.id], "a record is not in the list once")
    equal(answer["notFound"], [none], "an id is not in notFound once")


@case(requirements=["core/standard/get/properties/null-is-all"], area="get", over=MADE, needs=["records"])
def null_properties_give_all(foo: Foo) -> None:
    """With properties null, or without the argument, every property of the type is returned, or those of the
    method's default where it has one.

    Purpose: To see that a record can be had whole.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; fetch it with properties null, and without the argument.
    Expected: Both times a record with every property of the type, or of the default, and the values that are known.
    Why: A property that is missing only then is one that a client believes to be absent.
    """
    record = foo.make()[0]
    said = foo.arguments_of("get")["properties"].get("default")
    known = [name for name, row in foo.properties.items() if not row.get("createOnly") and row.get("required", True)]
    wanted = known if said is None else said
    for arguments in ({"ids": [record.id], "properties": None}, {"ids": [record.id]}):
        row = one_of(foo, arguments)
        missing = [name for name in wanted if name not in row]
        that(not missing, "a record lacks properties", expected=wanted, found=row)
        for name, value in record.sent.items():
            if name in wanted and foo.recipe.comes_back(name):
                equal(row[name], value, f"{name} is not what was set")


@case(
    requirements=["core/standard/get/properties/nothing-else", "core/standard/get/properties/id-always"],
    area="get",
    over=MADE,
    needs=["records"],
)
def properties_that_are_asked_for_come_alone(foo: Foo) -> None:
    """Just the listed properties are returned, and the id, each property by itself and none at all.

    Purpose: To see that a client gets what it asks for and no more.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; fetch it once with each property, and once with an empty array.
    Expected: Each time the id and the property that was listed, and nothing else.
    Why: Records can be large, and one property of ten thousand of them is what a list needs.
    """
    record = foo.make()[0]
    for listed in ([], *([name] for name, row in foo.properties.items() if not row.get("createOnly"))):
        row = one_of(foo, {"ids": [record.id], "properties": listed})
        that("id" in row, "the id is missing", expected="id", found=row, about="core/standard/get/properties/id-always")
        wanted = {"id", *listed}
        that(
            set(row) <= wanted,
            "properties came that were not asked for",
            expected=sorted(wanted),
            found=row,
            about="core/standard/get/properties/nothing-else",
        )


@case(requirements=["core/standard/get/properties/unknown-property"], area="get", over=GET)
def unknown_property_is_refused(foo: Foo) -> None:
    """A call that lists something that is no property is refused with invalidArguments.

    Purpose: To see that a misspelt property is found at once.
    Preconditions: An account with the type.
    Procedure: Call /get for no ids with a property that the type has not.
    Expected: The error invalidArguments.
    Why: Without it, the client sees a property that is never there, and takes it for empty.
    """
    foo.refuses("get", {"ids": [], "properties": ["id", "noSuchProperty"]}, "invalidArguments")


@case(requirements=["core/standard/get/response/state/same-while-unchanged"], area="get", over=STATEFUL)
def state_stays_while_nothing_changes(foo: Foo) -> None:
    """Two calls with nothing in between give the same state.

    Purpose: To see that the state speaks of the data.
    Preconditions: Nobody else changes the account meanwhile.
    Procedure: Call /get twice, for no ids and for one that no record has.
    Expected: The same state.
    Why: A state that always differs makes every client fetch everything again.
    """
    first = foo.call("get", {"ids": []})["state"]
    equal(foo.call("get", {"ids": [foo.unknown_id()]})["state"], first, "the state changed although nothing else did")


@case(
    requirements=["core/standard/get/response/state/changes-with-data"],
    area="get",
    over=types_with("get", "set", when=creatable_with_state),
    needs=["records"],
)
def state_changes_with_the_data(foo: Foo) -> None:
    """The state is another one after a record was created, updated or destroyed.

    Purpose: To see that a client notices every change.
    Preconditions: Records of the type can be made.
    Procedure: Take the state; create a record, change it, destroy it, and take the state after each.
    Expected: Four different states.
    Why: A client with the same state asks for nothing more.
    """
    states = [foo.state()]
    record = foo.make()[0]
    states.append(foo.state())
    if patch := foo.change():
        with about("core/standard/get/response/state/changes-with-data"):
            foo.call("set", {"update": {record.id: patch}})
        states.append(foo.state())
    foo.call("set", {"destroy": [record.id]})
    states.append(foo.state())
    that(
        len(set(states)) == len(states),
        "the state did not change with the data",
        expected="different states",
        found=states,
    )


def one_of(foo: Foo, arguments: dict[str, Any]) -> dict[str, Any]:
    """The only record in the list."""
    rows = foo.call("get", arguments)["list"]
    that(len(rows) == 1, "one record was asked for", expected="one record in list", found=rows)
    return dict(rows[0])
