"""Keywords and Mailboxes of an Email: what can change (RFC 8621, Section 4.1.1 and 4.6)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo
from ..messages import fetched
from ..outcome import Unsupported
from ..reply import created
from ..writes import not_created, not_updated, update

SET = only("Email", "set")
KEYWORDS = "mail/Email/keywords"


def mailboxes(foo: Foo, count: int = 1, **more: str) -> list[str]:
    return [record.id for record in Foo(foo.server, "Mailbox").make(*({**more} for _ in range(count)))]


@case(requirements=[f"{KEYWORDS}/caseless", f"{KEYWORDS}/lower-case"], area="keywords", over=SET, needs=["records"])
def keywords_are_in_lower_case(foo: Foo) -> None:
    """A keyword is one keyword in whatever case it is given, and comes back in lower case.

    Purpose: To see that Work and work are not two.
    Preconditions: Emails can be made.
    Procedure: Create an Email with keywords in mixed case; patch one of them in another case, and take one away in
    yet another.
    Expected: Lower case, each once; the last one is gone.
    Why: IMAP programs write $Forwarded, and others look for $forwarded.
    """
    record = foo.make({"keywords": {"WorK": True, "$Flagged": True}})[0]
    equal(foo.one(record.id)["keywords"], {"work": True, "$flagged": True}, "keywords are not in lower case",
          about=f"{KEYWORDS}/lower-case")  # fmt: skip
    update(foo, record.id, {"keywords/WORK": True})
    equal(foo.one(record.id)["keywords"], {"work": True, "$flagged": True}, "a keyword is there twice",
          about=f"{KEYWORDS}/caseless")  # fmt: skip
    update(foo, record.id, {"keywords/$FLAGGED": None})
    equal(foo.one(record.id)["keywords"], {"work": True}, "a keyword in another case was not taken away",
          about=f"{KEYWORDS}/caseless")  # fmt: skip


@case(requirements=["core/errors/set/invalidProperties/refused"], area="keywords", over=SET, needs=["records"])
def keywords_have_an_alphabet(foo: Foo) -> None:
    """A keyword of any allowed character is kept; one of another character, empty or too long, is refused.

    Purpose: To see that keywords fit into IMAP.
    Preconditions: Emails can be made.
    Procedure: Create an Email with a keyword of all punctuation that is allowed, and one of 255 characters; create and
    patch with a space, each forbidden character, a letter outside ASCII, an empty keyword, one of 256 characters, and
    the value false.
    Expected: The first are kept; the others are refused with invalidProperties (an update also with invalidPatch).
    Why: A keyword with a bracket breaks an IMAP server's own responses.
    """
    good = {"!#$&'+,-./:;<=>?@[^_`|}~09": True, "k" * 255: True}
    record = foo.make({"keywords": good})[0]
    equal(foo.one(record.id)["keywords"], good, "allowed keywords are not kept")
    for bad in (*(f"a{one}b" for one in ' ()]{%*"\\'), "é", "", "k" * 256, "tab\t"):
        not_created(foo, foo.creation(keywords={bad: True}), "invalidProperties")
        not_updated(foo, record.id, {"keywords": {bad: True}}, "invalidProperties", "invalidPatch")
    not_created(foo, foo.creation(keywords={"good": False}), "invalidProperties")


@case(
    requirements=["mail/Email/mailboxIds/not-empty", "mail/Mailbox/email-in-at-least-one"], area="mailbox-ids",
    over=SET, needs=["records"],
)  # fmt: skip
def email_is_in_a_mailbox_or_more(foo: Foo) -> None:
    """An Email can be in several Mailboxes and be moved, but never be in none.

    Purpose: To see that no Email is lost without being destroyed.
    Preconditions: Emails can be made.
    Procedure: Create an Email in two Mailboxes; move it by patches and as a whole; take it out of all, both ways;
    create one in none, and without the property.
    Expected: It is where it was put; what would leave it in none is refused.
    Why: Nobody finds what is in no Mailbox.
    """
    one, two, three = mailboxes(foo, 3)
    record = foo.make({"mailboxIds": {one: True, two: True}})[0]
    update(foo, record.id, {f"mailboxIds/{one}": None, f"mailboxIds/{three}": True})
    equal(foo.one(record.id)["mailboxIds"], {two: True, three: True}, "the Email was not moved by patches")
    update(foo, record.id, {"mailboxIds": {one: True}})
    equal(foo.one(record.id)["mailboxIds"], {one: True}, "the Email was not moved as a whole")
    patches: list[dict[str, Any]] = [{f"mailboxIds/{one}": None}, {"mailboxIds": {}}, {"mailboxIds": None}]
    for patch in patches:
        not_updated(foo, record.id, patch, "invalidProperties", "invalidPatch")
    not_created(foo, foo.creation(mailboxIds={}), "invalidProperties")
    equal(foo.one(record.id)["mailboxIds"], {one: True}, "a refused update moved the Email")


@case(
    requirements=["core/errors/set/invalidProperties/refused", "core/standard/set/valid-after"],
    area="mailbox-ids", over=SET, needs=["records"],
)  # fmt: skip
def mailboxes_of_an_email_exist(foo: Foo) -> None:
    """An Email cannot be put into a Mailbox that does not exist.

    Purpose: To see that mailboxIds leads somewhere.
    Preconditions: Emails can be made.
    Procedure: Create an Email in an unknown Mailbox; put another there; both beside a Mailbox that exists.
    Expected: Refused, each time.
    Why: Half of the Email would be nowhere.
    """
    record = foo.make()[0]
    here = dict(record.sent["mailboxIds"])
    not_created(foo, foo.creation(mailboxIds={**here, foo.unknown_id(): True}), "invalidProperties")
    not_updated(foo, record.id, {f"mailboxIds/{foo.unknown_id()}": True}, "invalidProperties", "invalidPatch")
    equal(foo.one(record.id)["mailboxIds"], here, "a refused update changed the Mailboxes")


@case(requirements=["core/standard/set/creation-ids-kept"], area="mailbox-ids", over=SET, needs=["records"])
def new_mailbox_can_be_named_by_its_creation_id(foo: Foo) -> None:
    """A Mailbox that the same request creates can stand in mailboxIds, as a whole and in a patch, by # and creation id.

    Purpose: To see that creation ids work as keys of a map, and in a path.
    Preconditions: Emails and Mailboxes can be made.
    Procedure: In one request, create a Mailbox, create an Email in it, and move another there by a patch.
    Expected: Both are in the new Mailbox.
    Why: "Move to new folder" is one action to the user.
    """
    moved = foo.make()[0]
    target = Foo(foo.server, "Mailbox")
    create = foo.creation(mailboxIds={"#box": True})
    reply = foo.calls(
        ("Mailbox/set", {"create": {"box": target.creation()}}),
        ("set", {"create": {"k": create}, "update": {moved.id: {"mailboxIds/#box": True}}}),
        deliberate=True,
    )
    box = created(reply.result("0", "Mailbox/set"), "box")["id"]
    answer = reply.result("1", "Email/set")
    new = created(answer, "k", "an Email in a new Mailbox was not created")["id"]
    equal(foo.one(new)["mailboxIds"], {box: True}, "the new Email is elsewhere")
    that(foo.one(moved.id)["mailboxIds"].get(box), "the Email was not moved to the new Mailbox", found=short(answer))


@case(
    requirements=["mail/capability/account/maxMailboxesPerEmail/enforced"], area="limits", over=SET, needs=["records"]
)
def email_is_in_no_more_mailboxes_than_told(foo: Foo) -> None:
    """An Email can be in maxMailboxesPerEmail Mailboxes, and in one more it cannot.

    Purpose: To see that the limit which is told is the limit which is kept.
    Preconditions: The account tells maxMailboxesPerEmail, and it is not above 100.
    Procedure: Create an Email in as many Mailboxes; put it into one more; create one in as many and one.
    Expected: The first is created; the others are refused with tooManyMailboxes.
    Why: A client divides the work by what it is told.
    """
    most = foo.told("maxMailboxesPerEmail")
    if most is None or most > 100:
        raise Unsupported(f"maxMailboxesPerEmail is {most}")
    ids = mailboxes(foo, most + 1)
    record = foo.make({"mailboxIds": dict.fromkeys(ids[:most], True)})[0]
    not_updated(foo, record.id, {f"mailboxIds/{ids[-1]}": True}, "tooManyMailboxes")
    not_created(foo, foo.creation(mailboxIds=dict.fromkeys(ids, True)), "tooManyMailboxes")


@case(requirements=["mail/Email/set/destroyed-everywhere"], area="mailbox-ids", over=SET, needs=["records"])
def destroyed_email_is_gone_everywhere(foo: Foo) -> None:
    """An Email that is destroyed is gone from all its Mailboxes.

    Purpose: To see that destroying is no moving.
    Preconditions: Emails and Mailboxes can be made.
    Procedure: Make an Email in two Mailboxes; destroy it; look at the counts, and query both.
    Expected: It is not found, not in either, and both count none.
    Why: What is destroyed in the inbox must not turn up under another label.
    """
    ids = mailboxes(foo, 2)
    record = foo.make({"mailboxIds": dict.fromkeys(ids, True)})[0]
    equal(foo.call("set", {"destroy": [record.id]}).get("destroyed"), [record.id], "the Email was not destroyed")
    equal(foo.get([record.id]), {}, "a destroyed Email is still there")
    counts = {one: row["totalEmails"] for one, row in Foo(foo.server, "Mailbox").get(ids).items()}
    equal(counts, dict.fromkeys(ids, 0), "a Mailbox counts a destroyed Email")
    for one in ids:
        equal(foo.call("query", {"filter": {"inMailbox": one}})["ids"], [], "a query finds a destroyed Email")


@case(requirements=["core/standard/set/update/immutable"], area="set", over=SET, needs=["records"])
def message_cannot_be_changed(foo: Foo) -> None:
    """What is read out of the message cannot be changed: subject, addresses, body, header fields, receivedAt.

    Purpose: To see that a message stays what was signed and cited.
    Preconditions: Emails can be made.
    Procedure: Make an Email; patch each with another value.
    Expected: Refused with invalidProperties (or invalidPatch); the Email is as before.
    Why: Clients keep messages for ever.
    """
    record = foo.make()[0]
    before = fetched(foo, record.id)
    patches: list[dict[str, Any]] = [
        {"subject": "other"}, {"from": None}, {"receivedAt": "2001-01-01T00:00:00Z"}, {"textBody": []},
        {"header:X-New": " value"}, {"bodyValues": {"other": {"value": "text"}}},
    ]  # fmt: skip
    for patch in patches:
        not_updated(foo, record.id, patch, "invalidProperties", "invalidPatch")
    equal(fetched(foo, record.id), before, "a refused update changed the Email")
