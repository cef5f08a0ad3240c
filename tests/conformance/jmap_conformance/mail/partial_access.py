"""An account of which one user sees less than another (RFC 8621, Section 9.5).

It takes an account that both users have, with one Mailbox that both may read and one that only the first sees, and
in which the first may add and remove Emails. The cases make Emails there and nothing else, and destroy them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import expect, ijson
from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..messages import message, message_id
from ..outcome import Broken, Unsupported
from ..server import Server

GET = only("Email", "get")
RULE = "mail/partial-access"
NEEDED = ("mayReadItems", "mayAddItems", "mayRemoveItems")
"""Rights of the first user to both Mailboxes."""


@dataclass(frozen=True)
class Shared:
    """The account, by types: as the first user has it, and as the second does."""

    first: Server
    second: Server
    account_id: str
    #: Both may read it.
    open: str
    #: The second user does not see it.
    hidden: str

    def mine(self, name: str) -> Foo:
        return self._foo(self.first, name)

    def theirs(self, name: str) -> Foo:
        return self._foo(self.second, name)

    def _foo(self, server: Server, name: str) -> Foo:
        foo = Foo(server, name)
        foo.account_id = self.account_id
        return foo

    def put(self, data: bytes, *mailboxes: str) -> dict[str, Any]:
        """What the first user is told of an Email that a message becomes in these Mailboxes.

        Raises:
            Blocked: it is not imported.
        """
        with expect.setting_up("a message in the shared account"):
            blob_id = self.first.blob(self.account_id, data, "message/rfc822")
            sent = {"blobId": blob_id, "mailboxIds": dict.fromkeys(mailboxes, True)}
            answer = self.mine("Email").call("import", {"emails": {"k": sent}})
            row = (answer.get("created") or {}).get("k")
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                raise Broken("a message was not imported", expected="created", found=answer.get("notCreated"))
        return row


def shared(first: Server, second: Server, capability: str) -> Shared:
    """The account, and the two Mailboxes.

    Raises:
        Unsupported: there is none such.
    """
    for account_id in first.accounts(capability):
        if account_id not in second.accounts(capability):
            continue
        here, there = mailboxes(first, account_id), mailboxes(second, account_id)
        mine = [one for one, rights in here.items() if all(rights.get(name) for name in NEEDED)]
        both = [one for one in mine if there.get(one, {}).get("mayReadItems")]
        hidden = [one for one in mine if one not in there]
        if both and hidden:
            return Shared(first, second, account_id, both[0], hidden[0])
    raise Unsupported("no account is shared so that the first user may write where the second sees nothing")


def mailboxes(server: Server, account_id: str) -> dict[str, dict[str, bool]]:
    """myRights by the ids of the Mailboxes that a user sees."""
    foo = Foo(server, "Mailbox")
    foo.account_id = account_id
    rows = foo.call("get", {"ids": None, "properties": ["myRights"]})["list"]
    return {row["id"]: row.get("myRights") or {} for row in rows}


def told_alike(foo: Foo, verb: str, hidden: str, make: Callable[[str], dict[str, Any]]) -> None:
    """An id that the user may not see is answered as one that nothing has.

    Raises:
        Broken: it is told from that.
    """
    answers = []
    for one in (foo.unknown_id(), hidden):
        responses = foo.reply(verb, make(one)).message["methodResponses"]
        answers.append(ijson.write(responses).decode().replace(one, "ID"))
    equal(answers[1], answers[0], f"{foo.name}/{verb} tells what is hidden from what never was")


@case(requirements=[f"{RULE}/mailboxes", f"{RULE}/as-if-absent"], area="sharing", over=only("Mailbox", "get"),
      needs=["second-user"])  # fmt: skip
def mailbox_that_is_not_shared_is_not_there(foo: Foo, second: Server) -> None:
    """A Mailbox that a user may not see is in no answer, and its id is like one that no Mailbox has.

    Purpose: To see that sharing one Mailbox shares no other.
    Preconditions: Both users have an account in which the first sees a Mailbox that the second does not.
    Procedure: As the second user fetch all Mailboxes and query them; fetch the hidden one by its id, filter by it,
    and update it with an empty patch, and do the same with an id that was never used.
    Expected: It is in no list; the answers differ in nothing but the id.
    Why: The name of a Mailbox can be a secret, and that there is one too.
    """
    found = shared(foo.server, second, foo.capability)
    theirs, email = found.theirs("Mailbox"), found.theirs("Email")
    ids = [row["id"] for row in theirs.call("get", {"ids": None})["list"]]
    listed = theirs.call("query", {"filter": None})["ids"]
    that(found.hidden not in [*ids, *listed], "a Mailbox that is not shared is listed", found=found.hidden,
         about=f"{RULE}/mailboxes")  # fmt: skip
    told_alike(theirs, "get", found.hidden, lambda one: {"ids": [one]})
    told_alike(theirs, "query", found.hidden, lambda one: {"filter": {"parentId": one}})
    # Nothing is asked that could do harm to a Mailbox which the suite has not made.
    told_alike(theirs, "set", found.hidden, lambda one: {"update": {one: {}}})
    told_alike(email, "query", found.hidden, lambda one: {"filter": {"inMailbox": one}})


@case(requirements=[f"{RULE}/emails", f"{RULE}/as-if-absent"], area="sharing", over=GET, needs=["second-user"])
def email_that_is_not_shared_is_not_there(foo: Foo, second: Server) -> None:
    """An Email in hidden Mailboxes only cannot be fetched, found, counted, read as a blob or seen to come.

    Purpose: To see that no way leads to a message that is not shared.
    Preconditions: Both users have an account in which the first may write where the second sees nothing.
    Procedure: Import a message into the hidden Mailbox. As the second user fetch it, search for its subject, ask for
    the changes since before, and use its blob; do the same with ids that were never used.
    Expected: It is nowhere; the answers differ in nothing but the id.
    Why: A search that takes in all mail tells its words to whoever tries them.
    """
    found = shared(foo.server, second, foo.capability)
    theirs, subject = found.theirs("Email"), foo.unique("hidden")
    state = theirs.state()
    row = found.put(message(foo, f"Subject: {subject}"), found.hidden)
    told_alike(theirs, "get", row["id"], lambda one: {"ids": [one]})
    told_alike(theirs, "set", row["id"], lambda one: {"update": {one: {"keywords/$flagged": True}}})
    told_alike(theirs, "set", row["id"], lambda one: {"destroy": [one]})
    told_alike(theirs, "parse", row["blobId"], lambda one: {"blobIds": [one]})
    for filter in ({"subject": subject}, {"text": subject}):
        answer = theirs.call("query", {"filter": filter, "calculateTotal": True})
        equal((answer["ids"], answer.get("total")), ([], 0), "a search finds an Email that is not shared",
              about=f"{RULE}/emails")  # fmt: skip
    changes = theirs.call("changes", {"sinceState": state})
    that(row["id"] not in changes["created"] + changes["updated"], "/changes tells of an Email that is not shared",
         found=changes, about=f"{RULE}/emails")  # fmt: skip
    statuses = [second.download(found.account_id, one).status for one in (foo.unknown_id(), row["blobId"])]
    equal(statuses[1], statuses[0], "a blob of an Email that is not shared is told from none",
          about=f"{RULE}/as-if-absent")  # fmt: skip


@case(requirements=[f"{RULE}/mailboxes", f"{RULE}/emails"], area="sharing", over=GET, needs=["second-user"])
def email_shows_only_mailboxes_that_are_shared(foo: Foo, second: Server) -> None:
    """An Email in a shared Mailbox and a hidden one is seen in the first alone; it goes when it is taken out of that.

    Purpose: To see that mailboxIds name nothing that is hidden, and that /changes follow what a user sees.
    Preconditions: Both users have an account in which the first may write where the second sees nothing.
    Procedure: Import a message into both Mailboxes, and fetch it as the second user. Take it out of the shared one;
    ask as the second user for the changes since, and fetch it again. Put it back, and ask again.
    Expected: mailboxIds with the shared one alone; destroyed and not found; created.
    Why: A client that is not told keeps a message that its user no longer may see.
    """
    found = shared(foo.server, second, foo.capability)
    mine, theirs = found.mine("Email"), found.theirs("Email")
    email = found.put(message(foo), found.open, found.hidden)["id"]
    equal(theirs.one(email)["mailboxIds"], {found.open: True}, "mailboxIds has a Mailbox that is not shared",
          about=f"{RULE}/mailboxes")  # fmt: skip
    for patch, kind in ((None, "destroyed"), (True, "created")):
        state = theirs.state()
        with expect.setting_up("an Email that moves"):
            answer = mine.call("set", {"update": {email: {f"mailboxIds/{found.open}": patch}}})
            equal(list(answer.get("updated") or {}), [email], "an Email was not moved")
        changes = theirs.call("changes", {"sinceState": state})
        that(email in changes[kind], f"an Email that is seen no more, or again, is not {kind}", expected=email,
             found=changes, about=f"{RULE}/emails")  # fmt: skip
        equal(list(theirs.get([email])), [email] if patch else [], "an Email is seen, or not, against the rights",
              about=f"{RULE}/emails")  # fmt: skip


@case(requirements=[f"{RULE}/threads"], area="sharing", over=GET, needs=["second-user"])
def thread_shows_only_emails_that_are_shared(foo: Foo, second: Server) -> None:
    """A Thread of which some Emails are hidden has only the others, for who may see no more.

    Purpose: To see that a conversation does not tell how long it went on in private.
    Preconditions: Both users have an account in which the first may write where the second sees nothing.
    Procedure: Import a message into the shared Mailbox and a reply into the hidden one. Fetch the Thread as the first
    user, who has to see both in it, and as the second.
    Expected: The second user gets the first message alone.
    Why: A colleague who sees an id knows that there was an answer.
    """
    found = shared(foo.server, second, foo.capability)
    own = message_id(foo)
    question = found.put(message(foo, "Subject: urial", f"Message-ID: <{own}>"), found.open)
    references = (f"References: <{own}>", f"In-Reply-To: <{own}>")
    answer = found.put(message(foo, "Subject: Re: urial", *references), found.hidden)
    thread = found.mine("Email").one(question["id"])["threadId"]
    whole = found.mine("Thread").one(thread)["emailIds"]
    if answer["id"] not in whole:
        raise Unsupported("the server does not put a message and its reply into one Thread")
    equal(found.theirs("Thread").one(thread)["emailIds"], [question["id"]], "a Thread has Emails that are not shared")


@case(requirements=[f"{RULE}/empty-threads"], area="sharing", over=GET, needs=["second-user"])
def thread_with_nothing_shared_is_not_there(foo: Foo, second: Server) -> None:
    """A Thread whose Emails are all hidden is answered as one that never was.

    Purpose: To see that there is no empty list where a conversation is.
    Preconditions: Both users have an account in which the first may write where the second sees nothing.
    Procedure: Import a message into the hidden Mailbox; fetch its Thread as the second user, and one of an id that was
    never used.
    Expected: Both in notFound, and nothing else that tells them apart.
    Why: An empty Thread says that there is one.
    """
    found = shared(foo.server, second, foo.capability)
    row = found.put(message(foo), found.hidden)
    told_alike(found.theirs("Thread"), "get", row["threadId"], lambda one: {"ids": [one]})


@case(requirements=["mail/Mailbox/isSubscribed/per-user"], area="sharing", over=only("Mailbox", "set"),
      needs=["second-user"])  # fmt: skip
def each_user_subscribes_alone(foo: Foo, second: Server) -> None:
    """One user's isSubscribed of a shared Mailbox is not another's.

    Purpose: To see that nobody's list of Mailboxes changes by what others like to see.
    Preconditions: Both users have an account in which the first may make a Mailbox that the second sees.
    Procedure: Make a Mailbox below one that both see. As the first user set isSubscribed to false, to true and to
    false; each time fetch it as both.
    Expected: What was set for the first; for the second always the same.
    Why: A client would show and hide Mailboxes as if by itself.
    """
    found = shared(foo.server, second, foo.capability)
    mine, theirs = found.mine("Mailbox"), found.theirs("Mailbox")
    answer = mine.call("set", {"create": {"k": {"name": foo.unique("shared"), "parentId": found.open}}})
    made = ((answer.get("created") or {}).get("k") or {}).get("id")
    seen = theirs.get([made]) if made else {}
    if made not in seen:
        raise Unsupported("the first user cannot make a Mailbox that the second sees")
    before = seen[made]["isSubscribed"]
    for value in (False, True, False):
        answer = mine.call("set", {"update": {made: {"isSubscribed": value}}})
        equal(list(answer.get("updated") or {}), [made], "isSubscribed cannot be set")
        equal(mine.one(made)["isSubscribed"], value, "isSubscribed is not what was set")
        equal(theirs.one(made)["isSubscribed"], before, "one user's isSubscribed is another's")
