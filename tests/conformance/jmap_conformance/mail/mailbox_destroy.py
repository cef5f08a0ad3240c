"""Mailboxes: destroying them, and their counts while they are empty (RFC 8621, Sections 2 and 2.5)."""

from __future__ import annotations

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo

SET = only("Mailbox", "set")

COUNTS = ("totalEmails", "unreadEmails", "totalThreads", "unreadThreads")


def destroy_error(foo: Foo, record_id: str, **more: object) -> object:
    """The type of the error with which a destruction is refused, or None."""
    answer = foo.call("set", {"destroy": [record_id], **more})
    return ((answer.get("notDestroyed") or {}).get(record_id) or {}).get("type")


@case(
    requirements=["mail/Mailbox/set/errors/mailboxHasChild/nothing-removed"],
    area="mailbox",
    over=SET,
    needs=["records"],
)
def mailbox_with_children_is_not_destroyed(foo: Foo) -> None:
    """A Mailbox that has children is not destroyed, with onDestroyRemoveEmails or without: mailboxHasChild.

    Purpose: To see that a branch is not cut off by mistake.
    Preconditions: Mailboxes can be made.
    Procedure: Make a Mailbox with a child; destroy it without onDestroyRemoveEmails, with false and with true;
    destroy the child, and then the Mailbox.
    Expected: mailboxHasChild three times, and both are there; then both are destroyed.
    Why: One word in the wrong place would cost a whole archive.
    """
    parent = foo.make()[0]
    child = foo.make({"parentId": parent.id})[0]
    for more in ({}, {"onDestroyRemoveEmails": False}, {"onDestroyRemoveEmails": True}):
        equal(
            destroy_error(foo, parent.id, **more),
            "mailboxHasChild",
            "a Mailbox with a child was not refused with mailboxHasChild",
        )
    equal(
        sorted(foo.get([parent.id, child.id])),
        sorted([parent.id, child.id]),
        "a refused destruction destroyed something",
    )
    for record in (child, parent):
        equal(destroy_error(foo, record.id), None, "a Mailbox without children was not destroyed")


@case(requirements=["core/standard/set/valid-after"], area="mailbox", over=SET, needs=["records"])
def branch_can_be_destroyed_in_one_call(foo: Foo) -> None:
    """A Mailbox and its children can be destroyed in one call, the children first.

    Purpose: To see that each destruction sees the one before.
    Preconditions: Mailboxes can be made.
    Procedure: Make three Mailboxes, each below the one before; destroy all three in one call, the lowest first.
    Expected: All are destroyed.
    Why: It is how a client deletes a folder with its subfolders.
    """
    chain = [foo.make()[0]]
    for _ in range(2):
        chain.append(foo.make({"parentId": chain[-1].id})[0])
    ids = [record.id for record in reversed(chain)]
    equal(
        sorted(foo.call("set", {"destroy": ids}).get("destroyed") or []),
        sorted(ids),
        "not all Mailboxes of a branch were destroyed",
    )


@case(
    requirements=[
        "mail/Mailbox/set/onDestroyRemoveEmails/false-refuses",
        "mail/Mailbox/set/onDestroyRemoveEmails/true-removes",
    ],
    area="mailbox",
    over=SET,
    needs=["records"],
)
def empty_mailbox_is_destroyed_either_way(foo: Foo) -> None:
    """A Mailbox without Emails is destroyed whatever onDestroyRemoveEmails says.

    Purpose: To see that the argument is about Emails, and refuses nothing where there are none.
    Preconditions: Mailboxes can be made. What becomes of Emails is seen once the suite can make some.
    Procedure: Make three Mailboxes; destroy one without the argument, one with false, one with true.
    Expected: All are destroyed.
    Why: A client that always sends true, or never, has to get on.
    """
    for record, more in zip(
        foo.make(count=3), ({}, {"onDestroyRemoveEmails": False}, {"onDestroyRemoveEmails": True}), strict=True
    ):
        equal(destroy_error(foo, record.id, **more), None, f"an empty Mailbox was not destroyed with {more}")
        equal(foo.get([record.id]), {}, "a destroyed Mailbox is still there")


@case(requirements=["core/standard/set/response/created/complete"], area="mailbox", over=SET, needs=["records"])
def new_mailbox_has_no_emails(foo: Foo) -> None:
    """The counts of a new Mailbox are 0, in the answer to its creation and afterwards, and its owner may put mail
    into it.

    Purpose: To see that counts are there from the beginning.
    Preconditions: Mailboxes can be made, in an account of the user's own.
    Procedure: Create a Mailbox; fetch it.
    Expected: The four counts are told and are 0; mayReadItems, mayAddItems and mayDelete are true.
    Why: A client shows the counts beside the name at once.
    """
    record = foo.make()[0]
    stored = foo.one(record.id)
    for name in COUNTS:
        equal([record.known.get(name), stored.get(name)], [0, 0], f"{name} of a new Mailbox is not 0")
    rights = stored.get("myRights") or {}
    lacking = [name for name in ("mayReadItems", "mayAddItems", "mayDelete") if not rights.get(name)]
    that(not lacking, "the owner of a Mailbox lacks rights", expected="all rights", found=rights)
