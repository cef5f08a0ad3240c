r"""Keywords and flags are one thing (RFC 8621, Section 4.1.1), but for \Deleted, which JMAP does not show."""

from __future__ import annotations

from typing import Final

from ..case import case
from ..door import Door, both_doors
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import fetched, message
from ..writes import update
from .both import appended, in_mailbox, mailboxes_of, since

COMPLETE = "core/standard/changes/complete"
HIDDEN = "mail/Email/keywords/no-deleted"
LOWER, CASELESS = "mail/Email/keywords/lower-case", "mail/Email/keywords/caseless"

SYSTEM: Final = {r"\Seen": "$seen", r"\Flagged": "$flagged", r"\Answered": "$answered", r"\Draft": "$draft"}
OTHER: Final = {"$Forwarded": "$forwarded", "$Junk": "$junk", "$NotJunk": "$notjunk", "JmapConf-Work": "jmapconf-work"}


@case(requirements=[COMPLETE], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def system_flags_are_keywords(foo: Foo, imap: Door) -> None:
    r"""\Seen, \Flagged, \Answered and \Draft are $seen, $flagged, $answered and $draft, whoever sets them.

    Purpose: To see that what a user did to a message with one client shows in the other.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: APPEND a message without flags; for each flag, set it in IMAP, look in JMAP, and take it away again in
    JMAP, and look in IMAP; then the other way round.
    Expected: The keyword is there when the flag is; a flag that IMAP sets puts the Email into updated.
    Why: A mail read on the phone is unread on the desk otherwise.
    """
    _, listed = imap.made_by_jmap(mailboxes_of(foo))
    email_id, uid = appended(foo, imap, listed, message(foo))
    for flag, keyword in SYSTEM.items():
        state = foo.state()
        imap.store(uid, "+FLAGS", flag)
        imap.soon(
            lambda keyword=keyword: fetched(foo, email_id, ["keywords"])["keywords"] == {keyword: True},  # type: ignore[misc]
            f"IMAP set {flag}, and the keywords of the Email do not show it", {keyword: True},
        )  # fmt: skip
        same_members(since(foo, state)["updated"], [email_id], f"IMAP set {flag}, and updated is not the Email")
        update(foo, email_id, {f"keywords/{keyword}": None})
        imap.soon(
            lambda flag=flag: flag.lower() not in imap.flags(uid),  # type: ignore[misc]
            f"JMAP took {keyword} away, and IMAP still has {flag}",
        )
        update(foo, email_id, {f"keywords/{keyword}": True})
        imap.soon(
            lambda flag=flag: flag.lower() in imap.flags(uid),  # type: ignore[misc]
            f"JMAP set {keyword}, and IMAP does not have {flag}",
        )
        imap.store(uid, "-FLAGS", flag)
        imap.soon(
            lambda: fetched(foo, email_id, ["keywords"])["keywords"] == {},
            f"IMAP took {flag} away, and the keywords of the Email do not show it", {},
        )  # fmt: skip


@case(requirements=[LOWER, CASELESS], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def keyword_of_imap_is_in_lower_case(foo: Foo, imap: Door) -> None:
    """A keyword that IMAP has in capitals is in lower case here, and is the same keyword in any case of its letters.

    Purpose: To see that the spelling of another client does not come through.
    Preconditions: IMAP on the same mail was named, and lets keywords be made up; Mailboxes can be made.
    Procedure: APPEND a message with $Forwarded, $Junk, $NotJunk and one that is made up, each with capitals; look with
    Email/get, and search with hasKeyword in lower case.
    Expected: The four in lower case, and nothing else; each search finds the Email.
    Why: A client that looks for $forwarded in an object does not find $Forwarded.
    """
    mailbox_id, listed = imap.made_by_jmap(mailboxes_of(foo))
    email_id, uid = appended(foo, imap, listed, message(foo), *OTHER)
    if missing := {one.lower() for one in OTHER} - imap.flags(uid):
        imap.cannot(f"the keywords {' '.join(sorted(missing))}")
    keywords = fetched(foo, email_id, ["keywords"])["keywords"]
    same_members(keywords, list(OTHER.values()), "keywords of IMAP are others here", about=LOWER)
    for keyword in OTHER.values():
        condition = {"inMailbox": mailbox_id, "hasKeyword": keyword}
        found = foo.call("query", {"filter": condition})["ids"]
        equal(found, [email_id], f"a search for {keyword} does not find it", about=CASELESS)


@case(requirements=[HIDDEN], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def message_marked_deleted_is_not_seen(foo: Foo, imap: Door) -> None:
    r"""A message that IMAP has marked \Deleted is not there for JMAP: not in /get, not in /query, in no count.

    Purpose: To see that a deletion of which IMAP has done the first half is a deletion here.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: APPEND two messages; mark one \Deleted; look with Email/query, Email/get and Mailbox/get; take the mark
    away, and look again.
    Expected: One Email, which the Mailbox counts, and the other in notFound; then two again.
    Why: The user deleted it; to see it again in another client looks as if it could not be deleted.
    """
    mailboxes = mailboxes_of(foo)
    mailbox_id, listed = imap.made_by_jmap(mailboxes)
    email_id, uid = appended(foo, imap, listed, message(foo))
    imap.append(listed.name, message(foo))
    imap.soon(lambda: len(in_mailbox(foo, mailbox_id)) == 2, "the second of two messages is not found")
    other = next(one for one in in_mailbox(foo, mailbox_id) if one != email_id)
    imap.store(uid, "+FLAGS", r"\Deleted")
    imap.soon(
        lambda: in_mailbox(foo, mailbox_id) == [other],
        r"Email/query finds a message that is marked \Deleted", [other], requirements=(HIDDEN,),
    )  # fmt: skip
    answer = foo.call("get", {"ids": [email_id], "properties": ["id", "keywords", "mailboxIds"]})
    that(not answer["list"], r"Email/get gives a message that is marked \Deleted", expected=[], found=answer["list"])
    row = mailboxes.one(mailbox_id)
    counts = {name: row[name] for name in ("totalEmails", "unreadEmails", "totalThreads", "unreadThreads")}
    equal(counts, dict.fromkeys(counts, 1), r"a count of the Mailbox has a message that is marked \Deleted")
    imap.store(uid, "-FLAGS", r"\Deleted")
    imap.soon(
        lambda: len(in_mailbox(foo, mailbox_id)) == 2,
        r"a message is not there again when it is no longer marked \Deleted", "two Emails", requirements=(HIDDEN,),
    )  # fmt: skip


@case(requirements=[HIDDEN], area="imap", over=both_doors("Email"), needs=["imap", "records"])
def message_marked_in_one_mailbox_is_in_the_other(foo: Foo, imap: Door) -> None:
    r"""A message in two mailboxes that is marked \Deleted in one is not in that Mailbox, and in the other as before.

    Purpose: To see that the mark is of a message in a mailbox, and not of the Email.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made.
    Procedure: Make two Mailboxes; APPEND a message to one, and COPY it to the other; mark it \Deleted in the first;
    look with Email/query and Mailbox/get; take the mark away, and look again.
    Expected: No Email in the first, which counts none, and one in the other; then one in each.
    Why: Whoever tidies one folder does not want mail to be missing in another.
    """
    mailboxes = mailboxes_of(foo)
    other_id, other = imap.made_by_jmap(mailboxes)
    mailbox_id, listed = imap.made_by_jmap(mailboxes)
    _, uid = appended(foo, imap, listed, message(foo))
    imap.copy(uid, other.name)
    imap.soon(lambda: in_mailbox(foo, other_id), "a message was copied in IMAP, and is not found where it went")
    imap.store(uid, "+FLAGS", r"\Deleted")
    imap.soon(
        lambda: not in_mailbox(foo, mailbox_id),
        r"Email/query finds a message that is marked \Deleted", [], requirements=(HIDDEN,),
    )  # fmt: skip
    rows = mailboxes.get([mailbox_id, other_id])
    counts = {one: rows.get(one, {}).get("totalEmails") for one in (mailbox_id, other_id)}
    equal(counts, {mailbox_id: 0, other_id: 1}, r"totalEmails is another, where one of two is marked \Deleted")
    equal(len(in_mailbox(foo, other_id)), 1, "an Email is gone from where it was not marked")
    imap.store(uid, "-FLAGS", r"\Deleted")
    imap.soon(
        lambda: len(in_mailbox(foo, mailbox_id)) == len(in_mailbox(foo, other_id)) == 1,
        r"a message is not in both Mailboxes again when it is no longer marked \Deleted", requirements=(HIDDEN,),
    )  # fmt: skip
