"""Mailboxes of both protocols: made, removed, subscribed to, and with a role (RFC 8621, Section 2; RFC 6154)."""

from __future__ import annotations

from collections import Counter

from ..case import case
from ..door import Door, both_doors
from ..expect import equal, same_members, that
from ..foo import Foo
from ..ledger import Made
from ..writes import update
from .both import since

COMPLETE = "core/standard/changes/complete"
ROLE = "mail/Mailbox/role"


@case(requirements=[COMPLETE], area="imap", over=both_doors("Mailbox"), needs=["imap", "records"])
def mailbox_made_and_removed_by_imap_is_told(foo: Foo, imap: Door) -> None:
    """A mailbox that IMAP creates is a Mailbox in created, and one that it deletes is in destroyed.

    Purpose: To see that JMAP clients learn of folders that others make.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: Make a Mailbox; take the state; CREATE one below it in IMAP; look with /get and /changes; take the
    state; DELETE it in IMAP; look again.
    Expected: A Mailbox with the name and the parent, in created; then none of that id, which is in destroyed.
    Why: A folder that was made at home is missing on the phone otherwise.
    """
    parent_id, listed = imap.made_by_jmap(foo)
    if not listed.delimiter:
        imap.cannot("mailboxes below others")
    state, name = foo.state(), foo.unique("child")
    path = f"{listed.name}{listed.delimiter}{name}"
    imap.create(path)
    found: list[str] = []

    def is_there() -> bool:
        rows = foo.call("get", {"ids": None, "properties": ["id", "name", "parentId"]})["list"]
        found[:] = [row["id"] for row in rows if (row["name"], row["parentId"]) == (name, parent_id)]
        return bool(found)

    imap.soon(is_there, "a mailbox that IMAP made is no Mailbox", {"name": name, "parentId": parent_id})
    made = Made("Mailbox", foo.account_id, found[0])
    foo.server.ledger.standing[made] = None
    same_members(since(foo, state)["created"], found, "created is not the Mailbox that IMAP made")
    state = foo.state()
    imap.delete(path)
    imap.soon(lambda: not foo.get(found, ["id"]), "a mailbox that IMAP removed is still a Mailbox")
    foo.server.ledger.standing.pop(made)
    same_members(since(foo, state)["destroyed"], found, "destroyed is not the Mailbox that IMAP removed")


@case(requirements=[COMPLETE], area="imap", over=both_doors("Mailbox"), needs=["imap", "records"])
def subscription_is_the_same(foo: Foo, imap: Door) -> None:
    """isSubscribed is what SUBSCRIBE and UNSUBSCRIBE change in IMAP, and the other way round.

    Purpose: To see that a folder hidden in one client is hidden in the other.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: Make a Mailbox with isSubscribed true; take the state; UNSUBSCRIBE it; look with /get and /changes; set
    isSubscribed true, and look with LSUB.
    Expected: isSubscribed false, and the Mailbox in updated; then it is in LSUB.
    Why: There is one list of subscriptions, and users keep it with whatever client is at hand.
    """
    mailbox_id, listed = imap.made_by_jmap(foo, isSubscribed=True)
    state = foo.state()
    imap.subscribe(listed.name, False)
    imap.soon(
        lambda: foo.one(mailbox_id)["isSubscribed"] is False,
        "IMAP unsubscribed a mailbox, and isSubscribed is not false", False,
    )  # fmt: skip
    same_members(since(foo, state)["updated"], [mailbox_id], "IMAP unsubscribed a mailbox, and updated is not that")
    update(foo, mailbox_id, {"isSubscribed": True})
    imap.soon(lambda: listed.name in imap.subscribed(), "isSubscribed is true, and LSUB does not have the mailbox")


@case(
    requirements=[f"{ROLE}/unique-in-account", f"{ROLE}/registered"], area="imap", over=both_doors("Mailbox"),
    needs=["imap"],
)  # fmt: skip
def role_is_the_special_use(foo: Foo, imap: Door) -> None:
    r"""A Mailbox with a role is the mailbox with the attribute of that name, and no other has it.

    Purpose: To see that both protocols find the same Sent and the same Trash.
    Preconditions: IMAP on the same mail was named, and has SPECIAL-USE and OBJECTID; a Mailbox has a role.
    Procedure: Compare the roles of Mailbox/get with the attributes of LIST, by MAILBOXID.
    Expected: \Sent where the role is sent, and so on for each; no attribute of a role twice. The inbox is INBOX.
    Why: Sent mail of two clients is in two folders otherwise.
    """
    imap.needs("SPECIAL-USE")
    imap.needs("OBJECTID")
    roles = {row["role"]: row["id"] for row in foo.call("get", {"ids": None})["list"] if row["role"]}
    uses: Counter[str] = Counter()
    found: dict[str, str] = {}
    for one in imap.mailboxes():
        if r"\noselect" in one.attributes or r"\nonexistent" in one.attributes:
            continue
        here = ["inbox"] if one.name.upper() == "INBOX" else []
        here += [use[1:] for use in one.attributes if use[1:] in roles and use != r"\inbox"]
        if here and (mailbox_id := imap.mailbox_id(one.name)) in roles.values():
            uses.update(here)
            found |= dict.fromkeys(here, mailbox_id)
    twice = sorted(use for use, count in uses.items() if count > 1)
    that(not twice, "two mailboxes have one special use", found=twice, about=f"{ROLE}/unique-in-account")
    equal(found, roles, "the roles are other than the special uses", about=f"{ROLE}/registered")
