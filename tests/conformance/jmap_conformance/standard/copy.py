"""/copy: records from one account to another (RFC 8620, Section 5.4)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo, creatable

COPY = "core/standard/copy"
MADE = types_with("copy", "set", "get", when=creatable)
NEEDS = ["records", "second-account"]


def there(foo: Foo, account_id: str, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Records of another account."""
    return {one["id"]: one for one in foo.call("get", {"accountId": account_id, "ids": ids})["list"]}


def copy(foo: Foo, to: str, creation: dict[str, Any], **more: Any) -> dict[str, Any]:
    create = {"k": {**foo.recipe.copying(foo, to), **creation}}
    return foo.call("copy", {"fromAccountId": foo.account_id, "accountId": to, "create": create, **more})


def copied(answer: dict[str, Any]) -> str:
    row: Any = (answer.get("created") or {}).get("k")
    that(
        isinstance(row, dict) and "id" in row,
        "the record was not copied",
        expected="created, with an id",
        found=short(answer),
    )
    return str(row["id"])


@case(requirements=[f"{COPY}/atomic"], area="copy", over=MADE, needs=NEEDS)
def copy_has_the_values_of_the_original(foo: Foo, other_account: str) -> None:
    """A copy has the values of its original, and the original stays; a record that does not exist is refused by itself.

    Purpose: To see that a record can be brought into another account.
    Preconditions: Records of the type can be made; the user has a second account.
    Procedure: Make a record; copy it, and in the same call one that does not exist; fetch both copy and original.
    Expected: What a client can set is the same in both; the other in notCreated, with notFound or invalidProperties,
    of which the text prefers neither.
    Why: It is the only way to move one.
    """
    record = foo.make()[0]
    given = foo.recipe.copying(foo, other_account)
    create = {"k": {**given, "id": record.id}, "none": {**given, "id": foo.unknown_id()}}
    answer = foo.call("copy", {"fromAccountId": foo.account_id, "accountId": other_account, "create": create})
    new = there(foo, other_account, [copied(answer)])[copied(answer)]
    for name, value in foo.one(record.id).items():
        if name in foo.mutable and not foo.properties[name]["refersTo"]:
            equal(new.get(name), value, f"{name} of the copy is another")
    error = ((answer.get("notCreated") or {}).get("none") or {}).get("type")
    that(error in ("notFound", "invalidProperties"), "a record that does not exist was not refused so",
         expected="notFound or invalidProperties", found=error)  # fmt: skip


@case(requirements=[f"{COPY}/create/overrides"], area="copy", over=MADE, needs=NEEDS)
def values_in_the_request_replace_those_of_the_original(foo: Foo, other_account: str) -> None:
    """A property that stands in the request has that value in the copy, and not the original's.

    Purpose: To see that a record can be changed on its way.
    Preconditions: Records of the type can be made; the user has a second account.
    Procedure: Make a record; copy it with another value for its name.
    Expected: The copy has the new name, the original its own.
    Why: References to other records mean nothing in another account.
    """
    record = foo.make()[0]
    before, other = foo.one(record.id), foo.change("copied")
    new = copied(copy(foo, other_account, {"id": record.id, **other}))
    for name, value in other.items():
        found = there(foo, other_account, [new])[new]
        equal(found.get(name), value, f"{name} of the copy is not the one in the request")
        equal(foo.one(record.id).get(name), before.get(name), f"{name} of the original changed")


@case(requirements=[f"{COPY}/accountId/same-account"], area="copy", over=MADE, needs=["records"])
def copy_within_an_account_is_refused(foo: Foo) -> None:
    """A copy from an account to the same account is refused with invalidArguments.

    Purpose: To see that /copy is for two accounts.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; copy it to its own account.
    Expected: The error invalidArguments.
    Why: With onSuccessDestroyOriginal it might destroy what it just made.
    """
    create = {"k": {**foo.recipe.copying(foo, foo.account_id), "id": foo.make()[0].id}}
    foo.refuses(
        "copy", {"fromAccountId": foo.account_id, "accountId": foo.account_id, "create": create}, "invalidArguments"
    )


@case(
    requirements=[f"{COPY}/ifInState/mismatch", f"{COPY}/ifFromInState/mismatch"], area="copy", over=MADE, needs=NEEDS
)
def other_states_stop_the_copy(foo: Foo, other_account: str) -> None:
    """With an ifInState or ifFromInState that is not the current state, the call fails with stateMismatch and
    copies nothing.

    Purpose: To see that a client can make the copy depend on what it knows of either account.
    Preconditions: Records of the type can be made; the user has a second account.
    Procedure: Make a record; copy it with a wrong ifInState, and with a wrong ifFromInState.
    Expected: stateMismatch, both times; the state of the other account is as before.
    Why: It is the only guard against copying what another client just changed.
    """
    record = foo.make()[0]
    before = foo.call("get", {"accountId": other_account, "ids": []})["state"]
    for name in ("ifInState", "ifFromInState"):
        arguments = {
            "fromAccountId": foo.account_id,
            "accountId": other_account,
            "create": {"k": {**foo.recipe.copying(foo, other_account), "id": record.id}},
            name: "never-was-a-state",
        }
        response = foo.reply("copy", arguments).of("0")
        equal(response.error, "stateMismatch", f"a wrong {name} was not refused", about=f"{COPY}/{name}/mismatch")
    equal(foo.call("get", {"accountId": other_account, "ids": []})["state"], before, "a refused copy changed the state")


@case(requirements=[f"{COPY}/response/newState/as-get"], area="copy", over=MADE, needs=NEEDS)
def new_state_of_a_copy_is_that_of_get(foo: Foo, other_account: str) -> None:
    """newState is the state that /get gives for the account with the copies afterwards.

    Purpose: To see that the states of /copy and /get are the same.
    Preconditions: Records of the type can be made; the user has a second account that nobody else changes meanwhile.
    Procedure: Make a record, copy it, and take the state of the other account.
    Expected: The same string.
    Why: A client that finds its own change to be somebody else's fetches everything again.
    """
    answer = copy(foo, other_account, {"id": foo.make()[0].id})
    state = foo.call("get", {"accountId": other_account, "ids": []})["state"]
    equal(answer["newState"], state, "newState is not the state of /get")


@case(
    requirements=[f"{COPY}/onSuccessDestroyOriginal/implicit-set", "core/Invocation/call-id"],
    area="copy",
    over=MADE,
    needs=NEEDS,
)
def originals_are_destroyed_when_asked(foo: Foo, other_account: str) -> None:
    """With onSuccessDestroyOriginal, one /set follows the copy, with the same method call id, and destroys what was
    copied.

    Purpose: To see that one call can move records.
    Preconditions: Records of the type can be made; the user has a second account.
    Procedure: Make two records; copy one of them and one that does not exist, with onSuccessDestroyOriginal true,
    and call Core/echo after it.
    Expected: Responses of /copy, /set and Core/echo, the first two with one id; the copied original is destroyed,
    the other record is there.
    Why: Two calls would leave both records if the connection breaks.
    """
    moved, stays = (record.id for record in foo.make(count=2))
    given = foo.recipe.copying(foo, other_account)
    arguments = {
        "fromAccountId": foo.account_id, "accountId": other_account, "onSuccessDestroyOriginal": True,
        "create": {"k": {**given, "id": moved}, "none": {**given, "id": foo.unknown_id()}},
    }  # fmt: skip
    reply = foo.server.request([[f"{foo.name}/copy", arguments, "0"], ["Core/echo", {}, "1"]])
    found = [(response.name, response.call_id) for response in reply.responses]
    equal(found, [(f"{foo.name}/copy", "0"), (f"{foo.name}/set", "0"), ("Core/echo", "1")], "the responses are others")
    equal(reply.responses[1].arguments.get("destroyed"), [moved], "the /set did not destroy just what was copied")
    equal(sorted(foo.get([moved, stays])), [stays], "the originals that are there are others")
