"""PushSubscriptions: what is told of them, and what is not (RFC 8620, Section 7.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ..case import case, only
from ..expect import equal, same_members, that
from ..foo import Foo
from ..outcome import Unsupported
from ..reply import created
from ..writes import not_created, not_updated

GET, SET = only("PushSubscription", "get"), only("PushSubscription", "set")
PUSH = "push/PushSubscription"


@case(
    requirements=[f"{PUSH}/get/default-properties", f"{PUSH}/get/errors/forbidden/private-property"],
    area="push", over=GET, needs=["records"],
)  # fmt: skip
def address_and_keys_are_never_told(foo: Foo) -> None:
    """url and keys are never returned: not by default, and a call that asks for one of them is refused with forbidden.

    Purpose: To see that who can read subscriptions cannot send to the devices.
    Preconditions: Subscriptions can be made.
    Procedure: Make a subscription; fetch it without properties, with null, and ask for url and for keys.
    Expected: All other properties; the error forbidden.
    Why: The URL is all that it takes to wake a phone.
    """
    record = foo.make()[0]
    private = [name for name, row in foo.properties.items() if row.get("createOnly")]
    for arguments in ({}, {"properties": None}):
        row = foo.call("get", {"ids": [record.id], **arguments})["list"][0]
        told = [name for name in private if name in row]
        equal(told, [], "what is private is told", about=f"{PUSH}/get/default-properties")
    for name in private:
        with_name = foo.reply("get", {"ids": [record.id], "properties": ["id", name]}, deliberate=True).of("0")
        equal(with_name.error, "forbidden", f"a call for {name} is not refused",
              about=f"{PUSH}/get/errors/forbidden/private-property")  # fmt: skip


@case(
    requirements=[f"{PUSH}/verificationCode/not-told", f"{PUSH}/set/wrong-code"],
    area="push", over=SET, needs=["records"],
)  # fmt: skip
def code_is_neither_told_nor_guessed(foo: Foo) -> None:
    """The verificationCode is null until the client has written it, and another one is refused with invalidProperties.

    Purpose: To see that a subscription for somebody else's URL does nothing.
    Preconditions: Subscriptions can be made.
    Procedure: Make a subscription; look at what /set and /get tell of the code; write a wrong one; create one with it.
    Expected: null, or nothing; invalidProperties both times; still null.
    Why: Servers would be made to flood a stranger with requests.
    """
    made = created(foo.call("set", {"create": {"k": foo.creation()}}), "k")
    equal(made.get("verificationCode"), None, "/set tells the code", about=f"{PUSH}/verificationCode/not-told")
    not_updated(foo, made["id"], {"verificationCode": "a wrong one"}, "invalidProperties")
    equal(foo.one(made["id"]).get("verificationCode"), None, "/get tells a code that nobody wrote",
          about=f"{PUSH}/verificationCode/not-told")  # fmt: skip


@case(requirements=[f"{PUSH}/types/null-accepted"], area="push", over=SET, needs=["records"])
def null_types_are_accepted(foo: Foo) -> None:
    """types can be null, or left out: the subscription is for all types.

    Purpose: To see that a client need not know all types.
    Preconditions: Subscriptions can be made.
    Procedure: Create subscriptions with types null, and without; fetch them; change one to a type and back to null.
    Expected: null.
    Why: Servers refused it.
    """
    for creation in (foo.creation(types=None), {k: v for k, v in foo.creation().items() if k != "types"}):
        answer = foo.call("set", {"create": {"k": creation}})
        record_id = str(created(answer, "k", "a subscription with types null was refused")["id"])
        equal(foo.one(record_id).get("types"), None, "types is not null")
        for types in (foo.change()["types"], None):
            foo.call("set", {"update": {record_id: {"types": types}}})
            equal(foo.one(record_id).get("types"), types, "types was not changed")


@case(requirements=[f"{PUSH}/at-least-48-hours", f"{PUSH}/at-least-7-days"], area="push", over=SET, needs=["records"])
def subscription_lasts_long_enough(foo: Foo) -> None:
    """A server that shortens expires leaves 48 hours, and should leave 7 days.

    Purpose: To see that a phone that is off over the weekend keeps its subscription.
    Preconditions: Subscriptions can be made.
    Procedure: Create a subscription that expires in ten years, and one that says nothing; look at expires.
    Expected: No time at all, or 48 hours from now at least, better 7 days.
    Why: A client that is not opened cannot renew.
    """
    far = (datetime.now(UTC) + timedelta(days=3650)).strftime("%Y-%m-%dT%H:%M:%SZ")
    creations: list[dict[str, Any]] = [foo.creation(expires=far), foo.creation()]
    for record in foo.make(*creations):
        expires = foo.one(record.id).get("expires")
        if expires is not None:
            left = datetime.fromisoformat(expires.replace("Z", "+00:00")) - datetime.now(UTC)
            for word, least in (("at-least-48-hours", timedelta(hours=48)), ("at-least-7-days", timedelta(days=7))):
                that(left > least - timedelta(minutes=5), "a subscription ends too soon", expected=str(least),
                     found=str(left), about=f"{PUSH}/{word}")  # fmt: skip


@case(requirements=["core/errors/set/invalidProperties/refused"], area="push", over=SET)
def bad_subscriptions_are_refused(foo: Foo) -> None:
    """A subscription without a device or a URL, with a URL that is none or no https, or with broken keys is refused.

    Purpose: To see that what can never work is told at once.
    Preconditions: None.
    Procedure: Create each.
    Expected: invalidProperties.
    Why: Nobody looks at a subscription again.
    """
    whole = foo.creation()
    for name in ("deviceClientId", "url"):
        not_created(foo, {key: value for key, value in whole.items() if key != name}, "invalidProperties")
    for bad in ({"url": "http://push.example.com/a"}, {"url": "no url"}, {"keys": {"p256dh": "x"}}, {"types": "Email"}):
        not_created(foo, {**whole, **bad}, "invalidProperties")


@case(
    requirements=["push/PushSubscription/get/same-credentials"],
    area="push",
    over=GET,
    needs=["records", "second-user"],
)
def subscriptions_of_another_user_are_hidden(foo: Foo, second: Any) -> None:
    """Another user sees none of a user's subscriptions, and cannot destroy them.

    Purpose: To see that what belongs to no account belongs to a user all the same.
    Preconditions: Subscriptions can be made; a second user was given.
    Procedure: Make a subscription; as the second user fetch it, fetch all, and destroy it.
    Expected: notFound each time, and it is still there.
    Why: Who sees subscriptions learns which devices somebody has.
    """
    record = foo.make()[0]
    theirs = Foo(second, foo.name)
    equal(theirs.call("get", {"ids": [record.id]})["notFound"], [record.id], "a stranger sees a subscription")
    that(
        record.id not in [row["id"] for row in theirs.call("get", {"ids": None})["list"]],
        "a stranger sees it in the list",
    )
    refused = theirs.call("set", {"destroy": [record.id]}).get("notDestroyed") or {}
    same_members(refused.keys(), [record.id], "a stranger destroyed a subscription")
    foo.one(record.id)


@case(requirements=[f"{PUSH}/unbounded-limited"], area="push", over=SET, needs=["records"])
def subscription_made_with_a_password_ends(foo: Foo) -> None:
    """A subscription that is made with a password gets a time to end, and a nearer one than the client asks for.

    Purpose: To see that a device which nobody uses any more is forgotten.
    Preconditions: The suite logs in with a password, and not with a token, which may have an end of its own.
    Procedure: Create a subscription that says nothing of expires, and one that expires in a hundred years; look at
    expires.
    Expected: A time, and one in less than a hundred years.
    Why: Servers push to devices that were thrown away, for ever.
    """
    if foo.server.client.login.token_env:
        raise Unsupported("the suite logs in with a token, which may have an end of its own")
    far = datetime.now(UTC) + timedelta(days=36500)
    creations: list[dict[str, Any]] = [
        {name: value for name, value in foo.creation().items() if name != "expires"},
        foo.creation(expires=far.strftime("%Y-%m-%dT%H:%M:%SZ")),
    ]
    for record in foo.make(*creations):
        expires = foo.one(record.id).get("expires")
        that(expires is not None, "a subscription made with a password has no end", expected="a time", found=expires)
        ends = datetime.fromisoformat(str(expires).replace("Z", "+00:00"))
        that(ends < far - timedelta(days=1), "a subscription made with a password ends when its maker likes",
             expected="an earlier time", found=expires)  # fmt: skip
