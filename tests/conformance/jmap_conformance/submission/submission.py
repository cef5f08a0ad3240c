"""EmailSubmissions and Identities (RFC 8621, Sections 6 and 7): all mail goes to the address that it comes from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, same_members, that
from ..foo import Foo
from ..outcome import Unsupported
from ..recipes.EmailSubmission import draft, identity
from ..writes import not_created, not_updated

SET, QUERY, IDENTITY = only("EmailSubmission", "set"), only("EmailSubmission", "query"), only("Identity", "set")
RULE = "submission/EmailSubmission"


def envelope(sender: str, *recipients: str) -> dict[str, Any]:
    def address(email: str) -> dict[str, Any]:
        return {"email": email, "parameters": None}

    return {"mailFrom": address(sender), "rcptTo": [address(one) for one in recipients]}


@case(
    requirements=[f"{RULE}/threadId/of-the-email", f"{RULE}/sendAt/of-creation"], area="submission", over=SET,
    needs=["records"],
)  # fmt: skip
def submission_knows_its_email(foo: Foo) -> None:
    """A new EmailSubmission has the threadId of its Email, and as sendAt the time when it was made.

    Purpose: To see that a client can show what was sent, and when.
    Preconditions: EmailSubmissions can be made.
    Procedure: Make one without a delay; compare.
    Expected: The threadId of the Email; a time within an hour of now.
    Why: It is what the outbox shows.
    """
    record = foo.make()[0]
    row = foo.one(record.id)
    email = Foo(foo.server, "Email").one(record.sent["emailId"])
    equal(row["threadId"], email["threadId"], "threadId is another", about=f"{RULE}/threadId/of-the-email")
    away = abs(datetime.fromisoformat(row["sendAt"].replace("Z", "+00:00")) - datetime.now(UTC))
    that(
        away < timedelta(hours=1),
        "sendAt is not the time of now",
        found=row["sendAt"],
        about=f"{RULE}/sendAt/of-creation",
    )


@case(
    requirements=[f"{RULE}/envelope/{word}" for word in ("generated", "recipients-of-email")], area="submission",
    over=SET, needs=["records"],
)  # fmt: skip
def envelope_is_made_from_the_email(foo: Foo) -> None:
    """Without an envelope, or with null, the server makes it of Sender or From, and of To, Cc and Bcc, each once.

    Purpose: To see that a client need not repeat the addresses.
    Preconditions: EmailSubmissions can be made.
    Procedure: Make EmailSubmissions of an Email that has the user's own address in To, Cc and Bcc, without envelope
    and with null; fetch them.
    Expected: The user's address as mailFrom, and once in rcptTo, without parameters.
    Why: Whoever is in To and Cc gets two copies otherwise.
    """
    identity_id, own = identity(foo)
    people = [{"name": "Me", "email": own}]
    for more in ({}, {"envelope": None}):
        email_id = draft(foo, own, to=people, cc=people, bcc=people)
        answer = foo.call("set", {"create": {"k": {"identityId": identity_id, "emailId": email_id, **more}}})
        created = (answer.get("created") or {}).get("k")
        that(created, "an EmailSubmission without an envelope was refused", found=short(answer),
             about=f"{RULE}/envelope/generated")  # fmt: skip
        made = foo.one((created or {})["id"])["envelope"]
        equal(made["mailFrom"]["email"], own, "mailFrom is another", about=f"{RULE}/envelope/generated")
        equal([(one["email"], one["parameters"]) for one in made["rcptTo"]], [(own, None)], "rcptTo is another",
              about=f"{RULE}/envelope/recipients-of-email")  # fmt: skip


@case(
    requirements=[f"{RULE}/set/errors/{word}" for word in ("invalidProperties/not-found", "noRecipients/refused",
                                                           "invalidRecipients/refused")],
    area="submission", over=SET, needs=["records"],
)  # fmt: skip
def what_cannot_be_sent_is_refused(foo: Foo) -> None:
    """An EmailSubmission of no Email or Identity, to nobody, or to what is no address, is refused, each with its error.

    Purpose: To see that a client can tell the user what is wrong.
    Preconditions: EmailSubmissions can be made.
    Procedure: Create one of an unknown Email, of an unknown Identity, of an Email without recipients with and without
    an envelope, and with recipients that are no addresses.
    Expected: invalidProperties twice; noRecipients twice; invalidRecipients with these addresses.
    Why: Mail that silently goes nowhere is worse than none.
    """
    good = foo.creation()
    own = good["envelope"]["mailFrom"]["email"]
    bad: dict[str, Any]
    for bad in ({"emailId": foo.unknown_id()}, {"identityId": foo.unknown_id()}):
        error = not_created(foo, {**good, **bad})
        equal(error["type"], "invalidProperties", f"{bad} is refused with another error",
              about=f"{RULE}/set/errors/invalidProperties/not-found")  # fmt: skip
    nobody = draft(foo, own, to=None)
    for bad in ({"emailId": nobody, "envelope": None}, {"envelope": envelope(own)}):
        error = not_created(foo, {**good, **bad})
        equal(error["type"], "noRecipients", f"{bad} is refused with another error",
              about=f"{RULE}/set/errors/noRecipients/refused")  # fmt: skip
    error = not_created(foo, {**good, "envelope": envelope(own, own, "no address at all")})
    equal(error["type"], "invalidRecipients", "a bad recipient is refused with another error",
          about=f"{RULE}/set/errors/invalidRecipients/refused")  # fmt: skip
    same_members(error.get("invalidRecipients"), ["no address at all"], "the bad recipients are others",
                 about=f"{RULE}/set/errors/invalidRecipients/refused")  # fmt: skip


@case(
    requirements=[f"{RULE}/from-fits-identity", f"{RULE}/mail-from-restricted"], area="submission", over=SET,
    needs=["records"],
)  # fmt: skip
def sender_is_the_user(foo: Foo) -> None:
    """A message from somebody else's address, or with somebody else's MAIL FROM, is refused.

    Purpose: To see that nobody writes in another's name, nor sends reports to a stranger.
    Preconditions: EmailSubmissions can be made.
    Procedure: Create one of an Email from an address at example.org; one whose mailFrom is one.
    Expected: forbiddenFrom; forbiddenMailFrom.
    Why: The server's good name pays for it.
    """
    good, stranger = foo.creation(), "stranger@example.org"
    own = good["envelope"]["mailFrom"]["email"]
    email_id = draft(foo, own, **{"from": [{"name": None, "email": stranger}]})
    equal(not_created(foo, {**good, "emailId": email_id})["type"], "forbiddenFrom", "a strange From is not refused so",
          about=f"{RULE}/from-fits-identity")  # fmt: skip
    error = not_created(foo, {**good, "envelope": envelope(stranger, own)})
    equal(error["type"], "forbiddenMailFrom", "a strange MAIL FROM is not refused so",
          about=f"{RULE}/mail-from-restricted")  # fmt: skip


@case(
    requirements=[f"{RULE}/set/{word}" for word in ("one-email-set", "response-after", "synchronous")],
    area="submission", over=SET, needs=["records"],
)  # fmt: skip
def email_is_changed_when_it_was_sent(foo: Foo) -> None:
    """One Email/set follows in the same Response: what onSuccessUpdateEmail and onSuccessDestroyEmail say of what was
    sent.

    Purpose: To see that a draft becomes a sent message in the same step.
    Preconditions: EmailSubmissions can be made.
    Procedure: In one call create two EmailSubmissions, update the Email of the first, destroy that of the second;
    call Core/echo after it.
    Expected: The responses of EmailSubmission/set, one Email/set, Core/echo, the first two with one id; the first
    Email changed, the second gone.
    Why: A draft that stays after it was sent is sent again.
    """
    one, two = foo.creation(), foo.creation()
    arguments = {
        "accountId": foo.account_id, "create": {"a": one, "b": two},
        "onSuccessUpdateEmail": {"#a": {"keywords/$draft": None}}, "onSuccessDestroyEmail": ["#b"],
    }  # fmt: skip
    reply = foo.server.request([["EmailSubmission/set", arguments, "0"], ["Core/echo", {}, "1"]])
    found = [(response.name, response.call_id) for response in reply.responses]
    equal(found, [("EmailSubmission/set", "0"), ("Email/set", "0"), ("Core/echo", "1")], "the responses are others")
    rows = Foo(foo.server, "Email").get([one["emailId"], two["emailId"]], ["keywords"])
    equal({key: "$draft" in row["keywords"] for key, row in rows.items()}, {one["emailId"]: False},
          "the Emails are not as asked for")  # fmt: skip


@case(
    requirements=[f"{RULE}/set/{word}/only-on-success" for word in ("onSuccessUpdateEmail", "onSuccessDestroyEmail")],
    area="submission", over=SET, needs=["records"],
)  # fmt: skip
def email_of_a_refused_submission_stays(foo: Foo) -> None:
    """Where the EmailSubmission is refused, its Email is neither changed nor destroyed.

    Purpose: To see that a draft that was not sent is still a draft.
    Preconditions: EmailSubmissions can be made.
    Procedure: Create EmailSubmissions to nobody, with onSuccessUpdateEmail and with onSuccessDestroyEmail.
    Expected: Both are refused, and both Emails are as before.
    Why: The user loses the text otherwise.
    """
    bad = {**foo.creation(), "envelope": envelope(identity(foo)[1])}
    before = Foo(foo.server, "Email").one(bad["emailId"])
    for name, value in (("onSuccessUpdateEmail", {"#k": {"keywords/$draft": None}}), ("onSuccessDestroyEmail", ["#k"])):
        answer = foo.reply("set", {"create": {"k": bad}, name: value}).of("0")
        that("k" in (answer.arguments.get("notCreated") or {}), "it was not refused", found=str(answer))
        after = Foo(foo.server, "Email").get([bad["emailId"]]).get(bad["emailId"])
        equal(after, before, f"the Email changed, by {name}", about=f"{RULE}/set/{name}/only-on-success")


@case(requirements=[f"{RULE}/set/errors/cannotUnsend/refused"], area="submission", over=SET, needs=["records"])
def what_is_sent_cannot_be_canceled(foo: Foo) -> None:
    """An EmailSubmission that is final cannot be canceled: cannotUnsend; one that is pending can, or is refused so.

    Purpose: To see that a client does not promise what did not happen.
    Preconditions: EmailSubmissions can be made.
    Procedure: Make one; set undoStatus to canceled; where it was canceled, cancel it once more.
    Expected: canceled; or cannotUnsend, and undoStatus as before.
    Why: "Unsent" mail that arrives is worse than none.
    """
    record = foo.make()[0]
    answer = foo.call("set", {"update": {record.id: {"undoStatus": "canceled"}}})
    status = foo.one(record.id)["undoStatus"]
    if record.id in (answer.get("updated") or {}):
        equal(status, "canceled", "the update was made, and undoStatus is another")
        return
    equal((answer.get("notUpdated") or {}).get(record.id, {}).get("type"), "cannotUnsend", "refused with another error")
    that(status != "canceled", "it was refused and is canceled all the same", found=status)


@case(
    requirements=[f"{RULE}/query/all-properties"]
    + [f"{RULE}/query/sort/{name}/supported" for name in ("emailId", "threadId", "sentAt")],
    area="submission", over=QUERY, needs=["records"],
)  # fmt: skip
def submissions_are_found_and_sorted(foo: Foo) -> None:
    """EmailSubmissions are found by each property of a condition and all together, and sorted by each sort.

    Purpose: To see that an outbox can be shown.
    Preconditions: EmailSubmissions can be made.
    Procedure: Make three; query by each property, by two of which one does not fit, and with each sort, both ways.
    Expected: What matches all; the order of the values.
    Why: The sort is called sentAt and the property sendAt, and servers mixed them up.
    """
    made = {record.id: foo.one(record.id) for record in foo.make(count=3)}
    first = next(iter(made.values()))

    def ids(**arguments: Any) -> list[str]:
        return [one for one in foo.call("query", arguments)["ids"] if one in made]

    about = f"{RULE}/query/all-properties"
    equal(ids(filter={"emailIds": [first["emailId"]]}), [first["id"]], "emailIds finds others", about=about)
    equal(ids(filter={"threadIds": [first["threadId"]]}), [first["id"]], "threadIds finds others", about=about)
    same_members(ids(filter={"identityIds": [first["identityId"]]}), made, "identityIds finds others", about=about)
    neither = {"emailIds": [first["emailId"]], "identityIds": [foo.unknown_id()]}
    equal(ids(filter=neither), [], "a condition of two properties finds others", about=about)
    same_members(ids(filter={"undoStatus": first["undoStatus"]}),
                 [key for key, row in made.items() if row["undoStatus"] == first["undoStatus"]],
                 "undoStatus finds others", about=about)  # fmt: skip
    for name, prop in (("emailId", "emailId"), ("threadId", "threadId"), ("sentAt", "sendAt")):
        for ascending in (True, False):
            found = [made[one][prop] for one in ids(sort=[{"property": name, "isAscending": ascending}])]
            equal(found, sorted(found, reverse=not ascending), f"the order by {name} is another",
                  about=f"{RULE}/query/sort/{name}/supported")  # fmt: skip


@case(requirements=["submission/Identity/set/errors/forbiddenFrom/refused"], area="identity", over=IDENTITY)
def identity_of_a_stranger_is_refused(foo: Foo) -> None:
    """An Identity of an address from which the user may not send is refused with forbiddenFrom.

    Purpose: To see that nobody becomes somebody else.
    Preconditions: The user may not send from an address at example.org.
    Procedure: Create an Identity of such an address.
    Expected: forbiddenFrom.
    Why: It is told when the user chooses, and not when the mail comes back.
    """
    not_created(foo, foo.creation(email="stranger@example.org"), "forbiddenFrom")


@case(requirements=["submission/Identity/mayDelete/enforced"], area="identity", over=IDENTITY)
def identity_that_may_not_be_deleted_stays(foo: Foo) -> None:
    """An Identity of which mayDelete is false cannot be destroyed: forbidden.

    Purpose: To see that the user keeps an address to send from.
    Preconditions: The account has such an Identity.
    Procedure: Destroy it, in a call that the state guards.
    Expected: forbidden, and it is there.
    Why: A user without an Identity cannot answer anybody.
    """
    fixed = [row["id"] for row in foo.call("get", {"ids": None})["list"] if row["mayDelete"] is False]
    if not fixed:
        raise Unsupported("every Identity may be deleted")
    refused = foo.call("set", {"destroy": fixed[:1]}).get("notDestroyed") or {}
    equal((refused.get(fixed[0]) or {}).get("type"), "forbidden", "it was not refused with forbidden")
    foo.one(fixed[0])


@case(requirements=["core/standard/set/update/immutable"], area="identity", over=IDENTITY, needs=["records"])
def address_of_an_identity_stays(foo: Foo) -> None:
    """The email of an Identity cannot be changed.

    Purpose: To see that what was sent under an Identity came from its address.
    Preconditions: Identities can be made.
    Procedure: Make one; give it another address.
    Expected: invalidProperties.
    Why: Old submissions would come from an address that they never had.
    """
    not_updated(foo, foo.make()[0].id, {"email": "other@example.com"}, "invalidProperties")
