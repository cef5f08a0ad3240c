"""Mailboxes with mail in them, of which the user named one that may be lost (RFC 8621, Section 2.5).

A server that passes these loses nothing until the last case, which destroys the Mailbox and what is in no other.
"""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..outcome import Disabled

SET = only("Mailbox", "set")
RULE = "mail/Mailbox/set"
COUNTS = ("totalEmails", "unreadEmails", "totalThreads")


def mailboxes(foo: Foo) -> dict[str, dict[str, Any]]:
    """Every Mailbox of the account, by id."""
    return {row["id"]: row for row in foo.call("get", {"ids": None})["list"]}


def sacrificed(foo: Foo) -> dict[str, Any]:
    """The Mailbox that may be lost.

    Raises:
        Disabled: no Mailbox of that name has mail and no child.
    """
    name, every = foo.server.settings.sacrifice, mailboxes(foo)
    for row in every.values():
        if row["name"] == name and row["totalEmails"] and row["id"] not in {one["parentId"] for one in every.values()}:
            return row
    raise Disabled(f"no Mailbox called {name} has mail, and no child")


def refusal(foo: Foo, record_id: str, **more: Any) -> dict[str, Any]:
    """The SetError with which a destruction is refused; empty where it is not."""
    answer = foo.call("set", {"destroy": [record_id], **more})
    return (answer.get("notDestroyed") or {}).get(record_id) or {}


def kept(foo: Foo, row: dict[str, Any], rule: str) -> None:
    """The Mailbox is there, and has as much mail as before."""
    now = mailboxes(foo).get(row["id"], {})
    counts = {name: row[name] for name in COUNTS}
    equal({name: now.get(name) for name in COUNTS}, counts, "a refused destruction took mail away", about=rule)


@case(requirements=[f"{RULE}/onDestroyRemoveEmails/false-refuses"], area="mailbox", over=SET, needs=["sacrifice"])
def mailbox_with_mail_is_not_destroyed(foo: Foo) -> None:
    """A Mailbox that has Emails is not destroyed unless the client says so: mailboxHasEmail.

    Purpose: To see that no mail is lost by a client that did not know of it.
    Preconditions: A Mailbox with mail that may be lost was named.
    Procedure: Destroy it without onDestroyRemoveEmails, and with false.
    Expected: mailboxHasEmail, both times, and its counts are as before.
    Why: Mail may have come since the client looked.
    """
    row = sacrificed(foo)
    for more in ({}, {"onDestroyRemoveEmails": False}):
        equal(refusal(foo, row["id"], **more).get("type"), "mailboxHasEmail", "a Mailbox with mail was not refused")
    kept(foo, row, f"{RULE}/onDestroyRemoveEmails/false-refuses")


@case(requirements=[f"{RULE}/errors/mailboxHasChild/nothing-removed"], area="mailbox", over=SET, needs=["sacrifice"])
def refused_destruction_leaves_the_mail(foo: Foo) -> None:
    """A Mailbox that is not destroyed because it has a child keeps its Emails, with onDestroyRemoveEmails too.

    Purpose: To see that the mail is looked at last.
    Preconditions: A Mailbox with mail that may be lost was named; Mailboxes can be made.
    Procedure: Make a child of it; destroy it with onDestroyRemoveEmails true.
    Expected: mailboxHasChild, and its counts are as before.
    Why: A server that empties it first and then refuses has lost the mail.
    """
    row = sacrificed(foo)
    foo.make({"parentId": row["id"]})
    error = refusal(foo, row["id"], onDestroyRemoveEmails=True)
    equal(error.get("type"), "mailboxHasChild", "a Mailbox with a child was not refused")
    kept(foo, row, f"{RULE}/errors/mailboxHasChild/nothing-removed")


@case(requirements=[f"{RULE}/onDestroyRemoveEmails/true-removes"], area="mailbox", over=SET, needs=["sacrifice"])
def mail_goes_with_its_mailbox(foo: Foo) -> None:
    """With onDestroyRemoveEmails true, a Mailbox with Emails is destroyed, and no other Mailbox loses any.

    Purpose: To see that an Email goes only when it is nowhere else.
    Preconditions: A Mailbox with mail that may be lost was named.
    Procedure: Destroy it with onDestroyRemoveEmails true; compare the counts of all others with those before.
    Expected: It is destroyed, and the others have as many Emails as before.
    Why: An Email with two labels must outlive one of them.
    """
    row, before = sacrificed(foo), mailboxes(foo)
    equal(refusal(foo, row["id"], onDestroyRemoveEmails=True), {}, "a Mailbox with mail was not destroyed")
    after = mailboxes(foo)
    that(row["id"] not in after, "a destroyed Mailbox is still there", expected="notFound", found=after.get(row["id"]))
    counts = [{one: rows[one]["totalEmails"] for one in after} for rows in (before, after)]
    equal(counts[1], counts[0], "another Mailbox lost Emails")
