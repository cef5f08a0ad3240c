"""The VacationResponse: one, always there (RFC 8621, Section 8)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo
from ..writes import not_created, update

GET, SET = only("VacationResponse", "get"), only("VacationResponse", "set")
VACATION = "vacationresponse/VacationResponse"


@case(requirements=[f"{VACATION}/exactly-one"], area="vacation", over=GET)
def there_is_one(foo: Foo) -> None:
    """There is one VacationResponse, with the id of the source, whether it was ever set or not.

    Purpose: To see that a client can show the form at once.
    Preconditions: None.
    Procedure: Fetch it by its id, with ids null, and by another id.
    Expected: The same record twice; notFound for the other.
    Why: Servers had none until it was set.
    """
    name = foo.spec["singleton"]
    by_id, every = foo.call("get", {"ids": [name]})["list"], foo.call("get", {"ids": None})["list"]
    equal([row["id"] for row in every], [name], "there is not exactly one")
    equal(by_id, every, "by its id it is another")
    equal(foo.call("get", {"ids": [foo.unknown_id()]})["notFound"], [foo.unknown_id()], "there is another one")


@case(requirements=[f"{VACATION}/set/errors/singleton/refused"], area="vacation", over=SET)
def it_is_neither_created_nor_destroyed(foo: Foo) -> None:
    """Creating another, and destroying the one that is there, is refused with singleton.

    Purpose: To see that there is one for ever.
    Preconditions: None.
    Procedure: Create one; destroy the one that is there.
    Expected: The SetError singleton, both times, and it is still there.
    Why: A client that sees it go shows an empty page.
    """
    name = foo.spec["singleton"]
    not_created(foo, {"isEnabled": False}, "singleton")
    refused = (foo.call("set", {"destroy": [name]}).get("notDestroyed") or {}).get(name) or {}
    equal(refused.get("type"), "singleton", "a destruction was not refused with singleton")
    equal([row["id"] for row in foo.call("get", {"ids": None})["list"]], [name], "it is gone")


@case(requirements=["core/PatchObject/value-sets"], area="vacation", over=SET)
def each_property_is_set_by_itself(foo: Foo) -> None:
    """Each property can be set and is kept, and changes no other; isEnabled least of all.

    Purpose: To see that a new text does not switch the answer on or off.
    Preconditions: None.
    Procedure: Note the VacationResponse; set each property, with the answer kept off, and look at the others each
    time; put it back as it was.
    Expected: The value that was set, and the others as before.
    Why: A server switched it off whenever anything else was changed.
    """
    name = foo.spec["singleton"]
    before = foo.one(name)
    values: dict[str, list[Any]] = {
        "isEnabled": [False], "fromDate": ["2001-01-01T00:00:00Z", None], "toDate": ["2001-01-02T00:00:00Z", None],
        "subject": ["Away", None], "textBody": ["I am away.\n", None], "htmlBody": ["<p>I am away.</p>", None],
    }  # fmt: skip
    try:
        now = {**before, "isEnabled": False}
        for key, row in values.items():
            for value in row:
                update(foo, name, {key: value})
                now = {**now, key: value}
                equal(foo.one(name), now, f"{key} set to {value!r} does not give what was expected")
    finally:
        back = {key: before[key] for key in values if key in before}
        foo.call("set", {"update": {name: back}})


@case(requirements=["vacationresponse/capability/empty"], area="vacation", over=GET)
def capability_has_no_members(foo: Foo) -> None:
    """The capability is an empty object, in the Session and for the account.

    Purpose: To see that nothing is said that nobody defined.
    Preconditions: None.
    Procedure: Look at the Session.
    Expected: Empty objects.
    Why: What stands there is taken for a promise.
    """
    session = foo.server.session
    found = [session["capabilities"][foo.capability],
             session["accounts"][foo.account_id]["accountCapabilities"][foo.capability]]  # fmt: skip
    that(found == [{}, {}], "the capability has members", expected=[{}, {}], found=short(found))
