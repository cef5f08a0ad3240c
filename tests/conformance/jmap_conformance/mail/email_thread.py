"""Threads of Emails, and the counts of Mailboxes (RFC 8621, Sections 2 and 3)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..messages import fetched, imported, message, message_id
from .email_query import threads

GET, SET = only("Email", "get"), only("Email", "set")
COUNTS = ("totalEmails", "unreadEmails", "totalThreads", "unreadThreads")
#: The counts that a query can give too: what else it asks for, and whether Threads are collapsed.
TOTALS: dict[str, tuple[list[dict[str, str]], bool]] = {
    "totalEmails": ([], False),
    "unreadEmails": ([{"notKeyword": "$seen"}, {"notKeyword": "$draft"}], False),
    "totalThreads": ([], True),
}


def thread_of(foo: Foo, email_id: str) -> str:
    return str(fetched(foo, email_id, ["threadId"])["threadId"])


def emails_of(foo: Foo, thread_id: str) -> list[str]:
    rows = Foo(foo.server, "Thread").get([thread_id])
    return list(rows.get(thread_id, {}).get("emailIds", []))


@case(requirements=["mail/Thread/email-in-one", "mail/Thread/emailIds/stable-order"], area="thread", over=GET)
def replies_are_in_the_thread(foo: Foo) -> None:
    """Every Email is in a Thread that has it, by receivedAt; those of the same moment always in the same order.

    Purpose: To see that threadId and emailIds agree.
    Preconditions: Messages can be imported.
    Procedure: Import two conversations and an Email alone; fetch the Threads, twice. Import three replies of one
    moment; fetch their Thread three times.
    Expected: Each Email in the Thread that it names; the oldest first; the same order each time.
    Why: A conversation is read from the top.
    """
    made = threads(foo)
    ids = {letter: thread_of(foo, email_id) for letter, email_id in made.items()}
    for letter, thread_id in ids.items():
        found = emails_of(foo, thread_id)
        that(made[letter] in found, "an Email is not in its Thread", expected=made[letter], found=found,
             about="mail/Thread/email-in-one")  # fmt: skip
        known = [name for one in found for name, email_id in made.items() if email_id == one]
        equal(known, sorted(known, key="adbfec".index), "a Thread is not in the order of receivedAt",
              about="mail/Thread/emailIds/stable-order")  # fmt: skip
    own = message_id(foo)
    same = [imported(foo, message(foo, "Subject: dik", f"References: <{own}>"), receivedAt="2005-05-05T05:05:05Z")
            for _ in range(3)]  # fmt: skip
    orders = [emails_of(foo, thread_of(foo, one)) for one in same]
    again = [emails_of(foo, thread_of(foo, one)) for one in reversed(same)][::-1]
    equal(again, orders, "the order of Emails of one moment changes", about="mail/Thread/emailIds/stable-order")


@case(requirements=["mail/Thread/join-by-new-emails", "core/notation/immutable"], area="thread", over=GET)
def thread_of_an_email_does_not_change(foo: Foo) -> None:
    """Where a late message joins two Threads, no Email gets another threadId under the same id.

    Purpose: To see that what is immutable stays so.
    Preconditions: Messages can be imported.
    Procedure: Import two messages, and then one that refers to both; fetch the first two again.
    Expected: Each has the threadId that it had, or is not found any more.
    Why: Clients keep threadId for ever.
    """
    one, two = message_id(foo), message_id(foo)
    ids = [imported(foo, message(foo, "Subject: joined", f"Message-ID: <{each}>")) for each in (one, two)]
    before = {each: thread_of(foo, each) for each in ids}
    imported(foo, message(foo, "Subject: Re: joined", f"References: <{one}> <{two}>"))
    for email_id, row in foo.get(ids, ["threadId"]).items():
        equal(row["threadId"], before[email_id], "an Email is in another Thread than before")


@case(requirements=["core/standard/changes/complete"], area="thread", over=SET, needs=["records"])
def threads_change_with_their_emails(foo: Foo) -> None:
    """Thread/changes tells of a Thread that begins, gets another Email, and ends.

    Purpose: To see that a client that follows Threads has the Emails of each.
    Preconditions: Messages can be imported.
    Procedure: Take the state of Thread before each step: import a message, import a reply, destroy the reply, destroy
    the first.
    Expected: The Thread is created, updated, updated, destroyed; and gone.
    Why: A Thread that stays when its last Email is gone is an empty line in a list.
    """
    thread, own = Foo(foo.server, "Thread"), message_id(foo)
    state = thread.state()
    first = imported(foo, message(foo, "Subject: begins", f"Message-ID: <{own}>"))
    thread_id = thread_of(foo, first)
    equal(listed(thread, state, thread_id), "created", "a new Thread is not told of as such")
    state = thread.state()
    reply = imported(foo, message(foo, "Subject: Re: begins", f"In-Reply-To: <{own}>", f"References: <{own}>"))
    if thread_of(foo, reply) == thread_id:
        equal(listed(thread, state, thread_id), "updated", "a Thread with a new Email is not told of")
        state = thread.state()
        foo.call("set", {"destroy": [reply]})
        equal(listed(thread, state, thread_id), "updated", "a Thread that lost an Email is not told of")
    state = thread.state()
    foo.call("set", {"destroy": [first]})
    equal(listed(thread, state, thread_id), "destroyed", "a Thread without Emails is not told of as destroyed")
    equal(thread.get([thread_id]), {}, "a Thread without Emails is there")


def listed(foo: Foo, state: str, record_id: str) -> str:
    """In which list of the changes since a state a record is."""
    answer = foo.call("changes", {"sinceState": state})
    return " ".join(name for name in ("created", "updated", "destroyed") if record_id in answer[name])


@case(
    requirements=[*(f"mail/Mailbox/{word}" for word in ("totalEmails/counted", "unreadEmails/counted",
                    "totalThreads/counted", *(f"{name}/agrees-with-query" for name in TOTALS))),
                  "core/standard/get/response/state/changes-with-data"],
    area="mailbox", over=SET, needs=["records"],
)  # fmt: skip
def mailbox_counts_its_emails(foo: Foo) -> None:
    """A Mailbox counts its Emails and Threads, and as unread what is neither seen nor a draft.

    Purpose: To see that the numbers beside a folder are right, and a client learns of them.
    Preconditions: Emails and Mailboxes can be made.
    Procedure: In a Mailbox of its own, create Emails with neither keyword, with each, and with both; mark one as seen;
    move one away; destroy one; look at the counts and at Mailbox/changes after each. Answer one, and look at the totals
    of queries for all Emails in the Mailbox, for the unread ones, and with Threads collapsed.
    Expected: The counts of what is there; the Mailbox is in updated each time; totals and counts agree.
    Why: An unread count that stays at one drives users mad.
    """
    boxes = Foo(foo.server, "Mailbox")
    box, other = (record.id for record in boxes.make(count=2))
    state = boxes.state()
    keywords: tuple[dict[str, Any], ...] = ({}, {"$seen": True}, {"$draft": True}, {"$seen": True, "$draft": True}, {})
    ids = [record.id for record in foo.make(*({"mailboxIds": {box: True}, "keywords": one} for one in keywords))]
    state = counted(boxes, box, state, (5, 2, 5, 2))
    foo.call("set", {"update": {ids[0]: {"keywords/$seen": True}}})
    state = counted(boxes, box, state, (5, 1, 5, 1))
    foo.call("set", {"update": {ids[4]: {"mailboxIds": {other: True}}}})
    state = counted(boxes, box, state, (4, 0, 4, 0))
    foo.call("set", {"destroy": [ids[1]]})
    counted(boxes, box, state, (3, 0, 3, 0))
    # One is unread again, and one gets an answer, which a server may put into the same Thread.
    foo.call("set", {"update": {ids[3]: {"keywords": {}}}})
    asked_about = fetched(foo, ids[2], ["messageId", "subject"])
    begun = {"inReplyTo": asked_about["messageId"], "references": asked_about["messageId"]}
    foo.make({"mailboxIds": {box: True}, "subject": f"Re: {asked_about['subject']}", **begun})
    row = boxes.one(box)
    for name, (conditions, collapsed) in TOTALS.items():
        wanted = {"operator": "AND", "conditions": [{"inMailbox": box}, *conditions]}
        asked = {"filter": wanted, "collapseThreads": collapsed, "calculateTotal": True}
        equal(foo.call("query", asked)["total"], row[name], f"the total of a query is not the {name} of the Mailbox",
              about=f"mail/Mailbox/{name}/agrees-with-query")  # fmt: skip


def counted(boxes: Foo, box: str, state: str, wanted: tuple[int, int, int, int]) -> str:
    """The Mailbox has these counts, and changed since the state; the state of now."""
    row = boxes.one(box)
    for name, value in zip(COUNTS, wanted, strict=True):
        rule = "unreadEmails" if name == "unreadThreads" else name
        equal(row[name], value, f"{name} is another", about=f"mail/Mailbox/{rule}/counted")
    answer = boxes.call("changes", {"sinceState": state})
    that(box in [*answer["updated"], *answer["created"]], "the Mailbox is not told of as changed", found=answer,
         about="core/standard/get/response/state/changes-with-data")  # fmt: skip
    return boxes.state()


@case(
    requirements=[f"mail/Mailbox/set/onDestroyRemoveEmails/{word}" for word in ("false-refuses", "true-removes")]
    + ["mail/Mailbox/set/errors/mailboxHasChild/nothing-removed"],
    area="mailbox", over=SET, needs=["records"],
)  # fmt: skip
def mailbox_with_emails_goes_only_when_told(foo: Foo) -> None:
    """A Mailbox with Emails is destroyed only with onDestroyRemoveEmails; what is elsewhere too stays there.

    Purpose: To see that no mail is lost by a client that did not know of it.
    Preconditions: Emails and Mailboxes can be made.
    Procedure: Put one Email into a Mailbox, one into it and another; destroy it without the argument, with false, with
    true while it has a child, and with true.
    Expected: mailboxHasEmail twice, mailboxHasChild, and nothing lost; then the Mailbox and the first are gone, and
    the second is in the other.
    Why: One word in the wrong place would cost an archive.
    """
    boxes, rule = Foo(foo.server, "Mailbox"), "mail/Mailbox/set"
    box, other = (record.id for record in boxes.make(count=2))
    child = boxes.make({"parentId": box})[0].id
    one, two = (record.id for record in foo.make({"mailboxIds": {box: True}}, {"mailboxIds": {box: True, other: True}}))
    first = refusal(boxes, box, onDestroyRemoveEmails=True)
    equal([first, sorted(foo.get([one, two]))], ["mailboxHasChild", sorted([one, two])],
          "a Mailbox with a child lost its Emails", about=f"{rule}/errors/mailboxHasChild/nothing-removed")  # fmt: skip
    boxes.call("set", {"destroy": [child]})
    for more in ({}, {"onDestroyRemoveEmails": False}):
        equal([refusal(boxes, box, **more), sorted(foo.get([one, two]))], ["mailboxHasEmail", sorted([one, two])],
              "a Mailbox with Emails is not refused", about=f"{rule}/onDestroyRemoveEmails/false-refuses")  # fmt: skip
    equal(refusal(boxes, box, onDestroyRemoveEmails=True), None, "a Mailbox was not destroyed",
          about=f"{rule}/onDestroyRemoveEmails/true-removes")  # fmt: skip
    rows = foo.get([one, two], ["mailboxIds"])
    equal({key: row["mailboxIds"] for key, row in rows.items()}, {two: {other: True}}, "the Emails left are others",
          about=f"{rule}/onDestroyRemoveEmails/true-removes")  # fmt: skip


def refusal(boxes: Foo, box: str, **more: Any) -> Any:
    """The type of the error with which a destruction is refused, or None."""
    return ((boxes.call("set", {"destroy": [box], **more}).get("notDestroyed") or {}).get(box) or {}).get("type")
