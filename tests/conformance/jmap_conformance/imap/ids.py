"""Ids of Mailboxes, Threads and Emails in both protocols (RFC 8621, Section 1.6; RFC 8474)."""

from __future__ import annotations

from ..case import case
from ..door import Door, both_doors
from ..expect import equal, same_members
from ..foo import Foo
from ..messages import fetched, imported, message
from ..writes import update
from .both import appended, mailboxes_of, since

SAME = "mail/imap/same-ids"
COMPLETE = "core/standard/changes/complete"


@case(requirements=[SAME], area="imap", over=both_doors("Mailbox"), needs=["imap", "records"])
def mailbox_has_the_same_id(foo: Foo, imap: Door) -> None:
    """The MAILBOXID of a mailbox in IMAP is the id of the Mailbox in JMAP.

    Purpose: To see that a client which knows one protocol's ids knows the other's.
    Preconditions: IMAP on the same mail was named, and has OBJECTID; Mailboxes can be made.
    Procedure: Make a Mailbox; ask IMAP for the MAILBOXID of the one that has its name.
    Expected: The id of the Mailbox.
    Why: A client that moves from IMAP to JMAP keeps what it has stored.
    """
    imap.needs("OBJECTID")
    mailbox_id, listed = imap.made_by_jmap(foo)
    equal(imap.mailbox_id(listed.name), mailbox_id, "MAILBOXID is not the id of the Mailbox")


@case(requirements=[SAME, COMPLETE], area="imap", over=both_doors("Mailbox"), needs=["imap", "records"])
def mailbox_keeps_its_id_when_imap_renames_it(foo: Foo, imap: Door) -> None:
    """A mailbox that IMAP renames is the same Mailbox with another name, and this is told.

    Purpose: To see that JMAP does not take the name for the mailbox.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: Make a Mailbox; take the state; RENAME it in IMAP; look with Mailbox/get and Mailbox/changes.
    Expected: The Mailbox of that id has the new name, and its id is in updated.
    Why: Where it is a new Mailbox, a client fetches all that is in it again, and loses its settings.
    """
    mailbox_id, listed = imap.made_by_jmap(foo)
    state, name = foo.state(), foo.unique("renamed")
    new = listed.name.removesuffix(listed.last) + name
    imap.rename(listed.name, new)
    imap.soon(
        lambda: [row["name"] for row in foo.get([mailbox_id], ["id", "name"]).values()] == [name],
        "a mailbox was renamed in IMAP, and its Mailbox does not have the new name", name, requirements=(SAME,),
    )  # fmt: skip
    told = since(foo, state)
    same_members(told["updated"], [mailbox_id], "updated is not the Mailbox that was renamed", about=COMPLETE)
    same_members(told["created"] + told["destroyed"], [], "a renamed Mailbox is another", about=COMPLETE)


@case(requirements=[SAME], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def email_and_thread_have_the_same_ids(foo: Foo, imap: Door) -> None:
    """EMAILID and THREADID of a message in IMAP are id and threadId of the Email in JMAP.

    Purpose: To see that a client which knows one protocol's ids knows the other's.
    Preconditions: IMAP on the same mail was named, and has OBJECTID; Mailboxes can be made.
    Procedure: Make a Mailbox; APPEND a message to it; find the Email with Email/query; compare.
    Expected: The same ids. A server without Threads in IMAP may give no THREADID.
    Why: A client that moves from IMAP to JMAP keeps what it has stored.
    """
    imap.needs("OBJECTID")
    _, listed = imap.made_by_jmap(mailboxes_of(foo))
    email_id, uid = appended(foo, imap, listed, message(foo))
    equal(imap.object_id(uid, "EMAILID"), email_id, "EMAILID is not the id of the Email")
    thread_id = imap.object_id(uid, "THREADID")
    if thread_id:
        equal(thread_id, fetched(foo, email_id, ["threadId"])["threadId"], "THREADID is not the threadId of the Email")


@case(requirements=[SAME, COMPLETE], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def email_keeps_its_id_when_imap_moves_it(foo: Foo, imap: Door) -> None:
    """A message that IMAP moves is the same Email in another Mailbox, and this is told.

    Purpose: To see that the id does not hang on the place of the message.
    Preconditions: IMAP on the same mail was named, and has MOVE; Mailboxes can be made.
    Procedure: Make two Mailboxes; APPEND a message to one; take the state; MOVE it in IMAP to the other.
    Expected: The Email of that id is in the other Mailbox alone, its id is in updated, and EMAILID, where there is
    one, is as before.
    Why: A client that sees a new Email fetches it again, and an old one vanish that it was about to answer.
    """
    imap.needs("MOVE", "IMAP4REV2")
    there, target = imap.made_by_jmap(mailboxes_of(foo))
    _, listed = imap.made_by_jmap(mailboxes_of(foo))
    email_id, uid = appended(foo, imap, listed, message(foo))
    state = foo.state()
    imap.move(uid, target.name)
    imap.soon(
        lambda: [row["mailboxIds"] for row in foo.get([email_id], ["mailboxIds"]).values()] == [{there: True}],
        "a message was moved in IMAP, and its Email is not where it went", {there: True}, requirements=(SAME,),
    )  # fmt: skip
    told = since(foo, state)
    same_members(told["updated"], [email_id], "updated is not the Email that was moved", about=COMPLETE)
    same_members(told["created"] + told["destroyed"], [], "a moved Email is another", about=COMPLETE)
    if imap.has("OBJECTID"):
        imap.select(target.name)
        found = [imap.object_id(one, "EMAILID") for one in imap.uids()]
        equal(found, [email_id], "EMAILID changed with the move", about=SAME)


@case(requirements=[SAME], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def email_in_two_mailboxes_has_one_id(foo: Foo, imap: Door) -> None:
    """An Email that JMAP puts into two Mailboxes is a message in each mailbox, and both have its id as EMAILID.

    Purpose: To see that a client of IMAP can tell that the two are one.
    Preconditions: IMAP on the same mail was named, and has OBJECTID; an Email can be in two Mailboxes.
    Procedure: Make two Mailboxes; import a message into both; look for it in both with IMAP.
    Expected: One message in each, with the id of the Email.
    Why: A client that keeps messages by EMAILID fetches the message once.
    """
    imap.needs("OBJECTID")
    made = [imap.made_by_jmap(mailboxes_of(foo)) for _ in range(2)]
    email_id = imported(foo, message(foo), mailboxIds=dict.fromkeys((one for one, _ in made), True))
    for _, listed in made:
        uids: list[str] = []

        def is_there(name: str = listed.name, uids: list[str] = uids) -> bool:
            imap.select(name)
            uids[:] = imap.uids()
            return len(uids) == 1

        imap.soon(is_there, "an Email in two Mailboxes is not a message in each", "one message")
        equal(imap.object_id(uids[0], "EMAILID"), email_id, "EMAILID is not the id of the Email")


@case(requirements=[SAME], area="imap", over=both_doors("Mailbox"), needs=["imap", "records"])
def mailbox_that_jmap_moves_has_another_path(foo: Foo, imap: Door) -> None:
    """A Mailbox that JMAP gives another parent and another name is there in IMAP, and nowhere else, with the same id.

    Purpose: To see that IMAP does not keep a name that JMAP has changed.
    Preconditions: IMAP on the same mail was named, has levels in its names, and OBJECTID; Mailboxes can be made.
    Procedure: Make two Mailboxes, and one below the first; put that below the second, with another name; look with
    LIST and MAILBOXID.
    Expected: A mailbox below the second with the new name and the id of the Mailbox; none with the old name.
    Why: Mail that a rule files by IMAP ends in a folder that is made anew otherwise.
    """
    imap.needs("OBJECTID")
    _, first = imap.made_by_jmap(foo)
    if not first.delimiter:
        imap.cannot("mailboxes below others")
    second_id, second = imap.made_by_jmap(foo)
    first_id = next(row["id"] for row in foo.call("get", {"ids": None})["list"] if row["name"] == first.last)
    mailbox_id, listed = imap.made_by_jmap(foo, parentId=first_id)
    equal(listed.name, f"{first.name}{first.delimiter}{listed.last}", "a Mailbox below another is elsewhere in IMAP")
    name = foo.unique("moved")
    update(foo, mailbox_id, {"parentId": second_id, "name": name})
    new = f"{second.name}{second.delimiter}{name}"

    def names() -> set[str]:
        return {one.name for one in imap.mailboxes()}

    imap.soon(lambda: new in names() and listed.name not in names(),
              "a Mailbox was moved by JMAP, and IMAP does not have it where it is", new)  # fmt: skip
    equal(imap.mailbox_id(new), mailbox_id, "MAILBOXID changed when JMAP moved the Mailbox")
