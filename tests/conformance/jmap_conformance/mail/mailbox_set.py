"""Mailboxes: names, parents, roles (RFC 8621, Sections 2 and 2.5)."""

from __future__ import annotations

from ..case import case, only
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo
from ..outcome import Unsupported
from ..writes import not_created, not_updated, update

SET = only("Mailbox", "set")
MAILBOX = "mail/Mailbox"


@case(
    requirements=[
        f"{MAILBOX}/set/errors/alreadyExists/sibling-name", f"{MAILBOX}/name/unique-among-siblings",
        "core/errors/set/invalidProperties/more-specific",
    ],
    area="mailbox", over=SET, needs=["records"],
)  # fmt: skip
def siblings_have_different_names(foo: Foo) -> None:
    """A second sibling of the same name is refused with alreadyExists, when it is created, renamed or moved.

    Purpose: To see that a name tells which Mailbox is meant.
    Preconditions: Mailboxes can be made.
    Procedure: Make two Mailboxes at the top, and one below the first with the name of the second. Create another of
    the first name; rename the second to the first; move the one below to the top.
    Expected: Each is refused with alreadyExists, and not with the general invalidProperties.
    Why: In IMAP two such Mailboxes would be one.
    """
    first, second = foo.make(count=2)
    child = foo.make({"name": second.sent["name"], "parentId": first.id})[0]
    not_created(foo, foo.creation(name=first.sent["name"]), "alreadyExists")
    not_updated(foo, second.id, {"name": first.sent["name"]}, "alreadyExists")
    not_updated(foo, child.id, {"parentId": None}, "alreadyExists")


@case(requirements=[f"{MAILBOX}/name/unique-among-siblings"], area="mailbox", over=SET, needs=["records"])
def cousins_may_have_the_same_name(foo: Foo) -> None:
    """Mailboxes of different parents may have the same name.

    Purpose: To see that the rule is about siblings only.
    Preconditions: Mailboxes can be made.
    Procedure: Make two Mailboxes at the top; below each, make one of the same name, which is also the name of the
    first.
    Expected: All are created.
    Why: Every project has its folder "Drafts".
    """
    first, second = foo.make(count=2)
    name = first.sent["name"]
    create = {key: foo.creation(name=name, parentId=parent.id) for key, parent in (("a", first), ("b", second))}
    answer = foo.call("set", {"create": create})
    equal(
        sorted(answer.get("created") or {}),
        ["a", "b"],
        f"Mailboxes of different parents were refused: {short(answer.get('notCreated'))}",
    )


@case(requirements=["core/standard/set/valid-together"], area="mailbox", over=SET, needs=["records"])
def siblings_may_exchange_their_names(foo: Foo) -> None:
    """Two siblings may exchange their names in one call.

    Purpose: To see that it is the outcome that has to be valid.
    Preconditions: Mailboxes can be made.
    Procedure: Make two Mailboxes; in one call, give each the name of the other.
    Expected: Both are updated, and have the other name.
    Why: A client would need a third name, which shows up on other devices.
    """
    first, second = foo.make(count=2)
    swap = {first.id: {"name": second.sent["name"]}, second.id: {"name": first.sent["name"]}}
    answer = foo.call("set", {"update": swap})
    equal(
        sorted(answer.get("updated") or {}),
        sorted(swap),
        f"the names were not exchanged: {short(answer.get('notUpdated'))}",
    )
    found = foo.get(list(swap), ["name"])
    equal(
        {one: found[one]["name"] for one in swap},
        {one: patch["name"] for one, patch in swap.items()},
        "the names are others",
    )


@case(requirements=["core/standard/set/valid-after"], area="mailbox", over=SET, needs=["records"])
def mailbox_can_be_replaced_by_one_of_its_name(foo: Foo) -> None:
    """In one call, a Mailbox can be destroyed and another of its name created, in which order ever; nobody loses both.

    Purpose: To see what happens when a call is valid only as a whole.
    Preconditions: Mailboxes can be made.
    Procedure: Make a Mailbox; in one call, destroy it and create one of the same name.
    Expected: Either the old one is gone and the new one there, or the new one is refused and the old one still
    there or gone as the response says; never two of that name, and what the response says is so.
    Why: A server that refuses the new one and destroys the old one all the same has lost it.
    """
    old = foo.make()[0]
    answer = foo.call("set", {"create": {"k": foo.creation(name=old.sent["name"])}, "destroy": [old.id]})
    created, destroyed = (answer.get("created") or {}).get("k"), old.id in (answer.get("destroyed") or [])
    found = foo.get([old.id, *([created["id"]] if created else [])])
    equal(old.id in found, not destroyed, "the old Mailbox is not where the response says")
    that(not (created and old.id in found), "there are two Mailboxes of one name", expected="one", found=short(answer))
    that(
        created or not destroyed,
        "the new Mailbox was refused, and the old one destroyed",
        expected="one of the two",
        found=short(answer),
    )


@case(requirements=[f"{MAILBOX}/parentId/no-loop"], area="mailbox", over=SET, needs=["records"])
def mailbox_cannot_be_its_own_ancestor(foo: Foo) -> None:
    """A Mailbox cannot become its own parent, nor be put below its own descendant, nor can two be put below each
    other at once.

    Purpose: To see that Mailboxes are trees.
    Preconditions: Mailboxes can be made.
    Procedure: Make three Mailboxes, each below the one before. Give the first itself, its child and its grandchild
    as the parent. Make two at the top, and put each below the other in one call.
    Expected: Each is refused; of the last two, not both are moved.
    Why: A client that walks up such a loop never comes to the top.
    """
    top = foo.make()[0]
    child = foo.make({"parentId": top.id})[0]
    grandchild = foo.make({"parentId": child.id})[0]
    for parent in (top, child, grandchild):
        not_updated(foo, top.id, {"parentId": parent.id}, "invalidProperties")
    one, other = foo.make(count=2)
    answer = foo.call("set", {"update": {one.id: {"parentId": other.id}, other.id: {"parentId": one.id}}})
    found = foo.get([one.id, other.id], ["parentId"])
    looped = found[one.id]["parentId"] == other.id and found[other.id]["parentId"] == one.id
    that(not looped, "two Mailboxes are each below the other", expected="one refused", found=short(answer))


@case(requirements=["core/errors/set/invalidProperties/refused"], area="mailbox", over=SET, needs=["records"])
def parent_has_to_exist(foo: Foo) -> None:
    """A parentId that no Mailbox has is refused with invalidProperties, when the Mailbox is created or moved.

    Purpose: To see that a reference leads somewhere.
    Preconditions: Mailboxes can be made.
    Procedure: Create a Mailbox below one that does not exist; move one there.
    Expected: invalidProperties, both times.
    Why: Such a Mailbox is in no tree, and no client shows it.
    """
    not_created(foo, foo.creation(parentId=foo.unknown_id()), "invalidProperties")
    not_updated(foo, foo.make()[0].id, {"parentId": foo.unknown_id()}, "invalidProperties")


@case(requirements=[f"{MAILBOX}/role/unique-in-account"], area="mailbox", over=SET, needs=["records"])
def role_is_had_by_one_mailbox(foo: Foo) -> None:
    """Two Mailboxes of one account cannot have the same role.

    Purpose: To see that a program knows which one is the trash.
    Preconditions: Mailboxes can be made; a role is free, or a Mailbox has one.
    Procedure: Take a role that a Mailbox has, or give one that is free to a new Mailbox; create another with it;
    give it to another.
    Expected: Both are refused.
    Why: What a user throws away would be now here, now there.
    """
    role = next(
        (row["role"] for row in foo.call("get", {"ids": None, "properties": ["role"]})["list"] if row.get("role")), None
    )
    if role is None:
        free = foo.value_for("role")
        if not free:
            raise Unsupported("no Mailbox has a role, and the suite knows no role that is free")
        role = foo.make({"role": free[0]})[0].sent["role"]
    not_created(foo, foo.creation(role=role))
    not_updated(foo, foo.make()[0].id, {"role": role})


@case(requirements=[f"{MAILBOX}/role/registered"], area="mailbox", over=SET, needs=["records"])
def role_that_nobody_registered_is_refused(foo: Foo) -> None:
    """A role that is in no registry is refused with invalidProperties.

    Purpose: To see that roles are words that programs share.
    Preconditions: Mailboxes can be made.
    Procedure: Create a Mailbox with a role that no registry has.
    Expected: invalidProperties.
    Why: A private role means something to one program and nothing to the next.
    """
    not_created(foo, foo.creation(role="x-jmapconf-no-role"), "invalidProperties")


@case(requirements=[f"{MAILBOX}/isSubscribed/initial-value"], area="mailbox", over=SET, needs=["records"])
def own_mailboxes_are_subscribed(foo: Foo) -> None:
    """A Mailbox that the user creates without a word about it is subscribed.

    Purpose: To see that a new Mailbox is seen in other programs.
    Preconditions: Mailboxes can be made.
    Procedure: Create a Mailbox without isSubscribed.
    Expected: It is true.
    Why: Many IMAP programs show only what is subscribed.
    """
    creation = {name: value for name, value in foo.creation().items() if name != "isSubscribed"}
    created = (foo.call("set", {"create": {"k": creation}}).get("created") or {}).get("k") or {}
    that("id" in created, "a Mailbox without isSubscribed was not created", expected="created", found=created)
    equal(foo.one(created["id"]).get("isSubscribed"), True, "a new Mailbox is not subscribed")


@case(requirements=["core/standard/set/response/updated/side-effects"], area="mailbox", over=SET, needs=["records"])
def mailbox_can_be_moved_with_its_children(foo: Foo) -> None:
    """A Mailbox that gets another parent keeps its children.

    Purpose: To see that a whole branch can be moved.
    Preconditions: Mailboxes can be made.
    Procedure: Make two Mailboxes and one below the first; move the first below the second, and back to the top with
    null.
    Expected: The child is still below the first.
    Why: Users move folders with all that is in them.
    """
    first, second = foo.make(count=2)
    child = foo.make({"parentId": first.id})[0]
    update(foo, first.id, {"parentId": second.id})
    equal(
        [foo.one(first.id)["parentId"], foo.one(child.id)["parentId"]],
        [second.id, first.id],
        "the branch was not moved",
    )
    update(foo, first.id, {"parentId": None})
    equal(
        [foo.one(first.id)["parentId"], foo.one(child.id)["parentId"]],
        [None, first.id],
        "the branch was not moved back",
    )
