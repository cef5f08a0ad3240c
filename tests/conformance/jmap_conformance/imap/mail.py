"""Messages of both protocols: put in, copied, removed, and their octets (RFC 8621, Sections 2 and 4)."""

from __future__ import annotations

from ..case import case
from ..door import Door, both_doors
from ..expect import equal, same_members, setting_up, that
from ..foo import Foo
from ..messages import fetched, imported, message
from .both import appended, in_mailbox, mailboxes_of, since

COMPLETE = "core/standard/changes/complete"
OCTETS, SIZE = "mail/Email/blobId/is-the-message", "mail/Email/size/octets-of-blob"
COUNTED = "mail/Mailbox/totalEmails/counted"


@case(requirements=[COMPLETE, OCTETS, SIZE], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def appended_message_is_told_and_whole(foo: Foo, imap: Door) -> None:
    """A message that APPEND puts in is an Email in created, and its blob has the octets that were put in.

    Purpose: To see that mail which comes by IMAP comes whole.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: Make a Mailbox; take the state; APPEND a message; look with Email/changes; download its blob.
    Expected: The Email is in created; the octets are those of the message; size is their number.
    Why: Mail that another client copied into a folder is not seen until everything is fetched anew otherwise.
    """
    _, listed = imap.made_by_jmap(mailboxes_of(foo))
    state, data = foo.state(), message(foo, body="Some text, and one more line.\n.\nA dot.\n")
    email_id, _ = appended(foo, imap, listed, data)
    same_members(since(foo, state)["created"], [email_id], "created is not the Email that IMAP put in", about=COMPLETE)
    row = fetched(foo, email_id, ["blobId", "size"])
    found = foo.server.download(foo.account_id, row["blobId"]).answer
    equal(found.decode("utf-8", "replace"), data.decode(), "the blob is not the message that IMAP put in", about=OCTETS)
    equal(row["size"], len(data), "size is not the number of octets", about=SIZE)


@case(requirements=[OCTETS], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def imported_email_is_a_message_of_imap(foo: Foo, imap: Door) -> None:
    """An Email that JMAP imports is a message in the mailbox, with the octets of its blob, until it is destroyed.

    Purpose: To see that what JMAP writes is there for IMAP.
    Preconditions: IMAP on the same mail was named; Mailboxes and Emails can be made.
    Procedure: Import a message; FETCH it in IMAP; compare with a download of its blob; destroy the Email, and look
    again.
    Expected: One message with the same octets; then none.
    Why: A signature over the message would fail in one client and not in the other.
    """
    mailbox_id, listed = imap.made_by_jmap(mailboxes_of(foo))
    email_id = imported(foo, message(foo, body="Some text.\n"), mailboxIds={mailbox_id: True})
    uids: list[str] = []

    def is_there() -> bool:
        imap.select(listed.name)
        uids[:] = imap.uids()
        return len(uids) == 1

    imap.soon(is_there, "an Email that was imported is no message in IMAP", "one message")
    blob = foo.server.download(foo.account_id, fetched(foo, email_id, ["blobId"])["blobId"]).answer
    equal(imap.octets(uids[0]).decode("utf-8", "replace"), blob.decode("utf-8", "replace"), "the octets are others")
    with setting_up("the Email is destroyed"):
        foo.call("set", {"destroy": [email_id]})
    imap.soon(lambda: not is_there() and not uids, "an Email was destroyed, and IMAP still has the message")


@case(requirements=[COMPLETE], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def expunged_message_is_destroyed(foo: Foo, imap: Door) -> None:
    """An Email whose only message IMAP expunges is gone, and is in destroyed.

    Purpose: To see that a deletion in IMAP is one in JMAP.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: APPEND two messages; take the state; mark one and EXPUNGE; look with Email/changes, Email/get.
    Expected: The Email is in destroyed and in notFound; the other is there.
    Why: Clients keep showing what the user has thrown away otherwise.
    """
    mailbox_id, listed = imap.made_by_jmap(mailboxes_of(foo))
    email_id, uid = appended(foo, imap, listed, message(foo))
    imap.append(listed.name, message(foo))
    imap.soon(lambda: len(in_mailbox(foo, mailbox_id)) == 2, "the second of two messages is not found")
    state = foo.state()
    imap.store(uid, "+FLAGS", r"\Deleted")
    imap.expunge()
    imap.soon(lambda: not foo.get([email_id], ["id"]), "a message was expunged in IMAP, and its Email is there")
    same_members(since(foo, state)["destroyed"], [email_id], "destroyed is not the Email that was expunged")
    that(len(in_mailbox(foo, mailbox_id)) == 1, "another Email went with it", expected=1)


@case(requirements=[COUNTED], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def copied_message_is_in_both_mailboxes(foo: Foo, imap: Door) -> None:
    """A message that IMAP copies is in both Mailboxes, as one Email or as two, and both count it.

    Purpose: To see that each Mailbox tells what IMAP shows in it.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: Make two Mailboxes; APPEND a message to one; COPY it in IMAP to the other; look with Email/query and
    Mailbox/get.
    Expected: An Email in each, and totalEmails 1 for each.
    Why: A folder that shows another number of messages in each client looks broken in both.
    """
    mailboxes = mailboxes_of(foo)
    other_id, other = imap.made_by_jmap(mailboxes)
    mailbox_id, listed = imap.made_by_jmap(mailboxes)
    _, uid = appended(foo, imap, listed, message(foo))
    imap.copy(uid, other.name)
    imap.soon(lambda: in_mailbox(foo, other_id), "a message was copied in IMAP, and is not found where it went")
    rows = mailboxes.get([mailbox_id, other_id])
    counts = {one: (rows.get(one, {}).get("totalEmails"), len(in_mailbox(foo, one))) for one in (mailbox_id, other_id)}
    equal(counts, dict.fromkeys(counts, (1, 1)), "totalEmails, or what is found, is not one")
