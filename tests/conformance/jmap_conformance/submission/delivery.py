"""Mail that leaves the server: what the next server gets of it (RFC 8621, Section 7.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, same_members, that
from ..foo import Foo
from ..outcome import Broken, Unsupported
from ..recipes.EmailSubmission import draft, identity
from ..sink import Mail, Sink, sink
from ..waiting import eventually

SET = only("EmailSubmission", "set")
RULE, STATUS = "submission/EmailSubmission", "submission/DeliveryStatus"
#: Seconds for which a message is held back.
HOLD = 3


def stranger(foo: Foo, word: str) -> str:
    """An address of nobody, elsewhere."""
    return f"{foo.unique(word).replace(' ', '.')}@example.net".lower()


def sent(foo: Foo, *recipients: str, hold: int = 0, **email: Any) -> dict[str, Any]:
    """A new EmailSubmission to these, as it is told; ``hold``: seconds until it goes.

    Raises:
        Blocked: it is refused.
    """
    identity_id, own = identity(foo)
    email_id = draft(foo, own, to=[{"name": None, "email": recipients[0]}], subject=foo.unique("sent"), **email)
    parameters = {"HOLDFOR": str(hold)} if hold else None
    envelope = {
        "mailFrom": {"email": own, "parameters": parameters},
        "rcptTo": [{"email": one, "parameters": None} for one in recipients],
    }
    record = foo.make({"identityId": identity_id, "emailId": email_id, "envelope": envelope}, settle=False)[0]
    return {**record.known, "id": record.id, "mailFrom": own}


def mail_to(found: Sink, recipient: str, about: str) -> Mail:
    """The message to an address, when it has come.

    Raises:
        Broken: it does not come.
    """
    mail = found.wait(recipient)
    if mail is None:
        raise Broken("a message did not come to --smtp-sink", requirements=(about,), expected=recipient,
                     found=[one.recipients for one in found.mails])  # fmt: skip
    return mail


def status_of(foo: Foo, submission_id: str, recipient: str) -> dict[str, Any]:
    """The DeliveryStatus of a recipient, once it is not queued.

    Raises:
        Unsupported: the server has no such information.
        Broken: it stays queued.
    """

    def look() -> dict[str, Any] | None:
        statuses = foo.one(submission_id)["deliveryStatus"]
        row = (statuses or {}).get(recipient)
        return row if row and row["delivered"] != "queued" else None

    found = eventually(foo.server, look)
    if found is None:
        statuses = foo.one(submission_id)["deliveryStatus"]
        if statuses is None:
            raise Unsupported("the server has no deliveryStatus")
        raise Broken("the delivery is over, and the deliveryStatus does not say so",
                     requirements=(f"{RULE}/deliveryStatus/updated",), expected=f"{recipient}, not queued",
                     found=statuses)  # fmt: skip
    return found


@case(
    requirements=[f"{RULE}/set/bcc-removed", f"{STATUS}/delivered/relayed-is-not-delivered"], area="delivery", over=SET,
    needs=["records", "smtp-sink"],
)  # fmt: skip
def message_goes_out_without_its_bcc(foo: Foo) -> None:
    """The next server gets the envelope as it was given, and the message without Bcc; that it took it is no delivery.

    Purpose: To see that nobody learns who else got a copy.
    Preconditions: --smtp-sink is the relay of the server.
    Procedure: Send an Email with To and Bcc to both and to a third; look at what comes to the sink, and at
    deliveryStatus.
    Expected: The mailFrom and all recipients of the envelope; the To; no Bcc field; delivered is not yes.
    Why: Blind copies that are seen cannot be taken back.
    """
    to, hidden, third = (stranger(foo, word) for word in ("to", "hidden", "third"))
    with sink(foo.server) as found:
        made = sent(foo, to, hidden, third, bcc=[{"name": "Secret", "email": hidden}])
        about = f"{RULE}/set/bcc-removed"
        mails = [mail_to(found, one, about) for one in (to, hidden, third)]
        for mail in mails:
            equal(mail.mail_from, made["mailFrom"], "the sender of the envelope is another", about=about)
            equal(mail.message["To"], to, "the To is another", about=about)
            equal(mail.message.get_all("Bcc"), None, "there is a Bcc field", about=about)
            that(b"hidden" not in mail.octets.lower(), "the message tells of the blind copy",
                 found=mail.octets.decode("utf-8", "replace"), about=about)  # fmt: skip
        same_members([one for mail in found.mails for one in mail.recipients if one in (to, hidden, third)],
                     [to, hidden, third], "the recipients are others", about=about)  # fmt: skip
        status = status_of(foo, made["id"], to)
        that(status["delivered"] != "yes", "that another server took it counts as delivered", expected="unknown",
             found=status, about=f"{STATUS}/delivered/relayed-is-not-delivered")  # fmt: skip


@case(
    requirements=[f"{RULE}/deliveryStatus/updated", f"{STATUS}/smtpReply/of-rcpt", f"{STATUS}/smtpReply/of-data"],
    area="delivery", over=SET, needs=["records", "smtp-sink"],
)  # fmt: skip
def replies_of_the_next_server_are_told(foo: Foo) -> None:
    """smtpReply is the reply to RCPT of each recipient or, where the message was refused, that to DATA, on one line.

    Purpose: To see that a user is told which address is wrong, and why.
    Preconditions: --smtp-sink is the relay of the server.
    Procedure: Send to two, one of whom is refused at RCPT; and another message, which is refused after DATA with a
    reply of two lines.
    Expected: 250 and the 550, word for word, with delivered no for the latter; then the 554 on one line, and no.
    Why: "It could not be delivered" helps nobody.
    """
    good, bad, whole = (stranger(foo, word) for word in ("good", "bad", "whole"))
    with sink(foo.server) as found:
        found.rcpt = {good: "250 2.1.5 This one is good", bad: "550 5.1.1 Nobody of that name"}
        found.data[whole] = "554-5.7.1 Not this message,\r\n554 5.7.1 not from you"
        first, second = sent(foo, good, bad), sent(foo, whole)
        about = f"{STATUS}/smtpReply/of-rcpt"
        equal(status_of(foo, first["id"], good)["smtpReply"], found.rcpt[good], "the reply is another", about=about)
        refused = status_of(foo, first["id"], bad)
        equal(refused["smtpReply"], found.rcpt[bad], "the reply is another", about=about)
        equal(refused["delivered"], "no", "who is refused is not told so", about=f"{RULE}/deliveryStatus/updated")
        refused, about = status_of(foo, second["id"], whole), f"{STATUS}/smtpReply/of-data"
        equal(refused["smtpReply"], "554 5.7.1 Not this message, not from you", "the reply is another", about=about)
        equal(refused["delivered"], "no", "who is refused is not told so", about=f"{RULE}/deliveryStatus/updated")


@case(
    requirements=[f"{RULE}/sendAt/of-release", f"{RULE}/undoStatus/canceled-is-not-delivered",
                  f"{RULE}/set/email-destroyed", f"{RULE}/set/destroyed-is-still-sent"],
    area="delivery", over=SET, needs=["records", "smtp-sink"],
)  # fmt: skip
def only_what_is_canceled_is_not_sent(foo: Foo) -> None:
    """A message that was canceled in time never goes; one whose Email or EmailSubmission was destroyed does.

    Purpose: To see that undo works, and cleaning up undoes nothing.
    Preconditions: --smtp-sink is the relay of the server.
    Procedure: Send three messages, held for some seconds where the server can do that; cancel one, destroy the Email of
    another, and the EmailSubmission of the third; wait for them.
    Expected: sendAt at the end of the hold; nothing of the first; the other two.
    Why: A user who is told that it is undone believes so.
    """
    hold = HOLD if (foo.told("maxDelayedSend") or 0) >= HOLD else 0
    canceled, bare, gone = (stranger(foo, word) for word in ("canceled", "bare", "gone"))
    with sink(foo.server) as found:
        before = datetime.now(UTC)
        first = sent(foo, canceled, hold=hold) if hold else None
        if first is not None:
            release = datetime.fromisoformat(foo.one(first["id"])["sendAt"].replace("Z", "+00:00"))
            away = abs(release - before - timedelta(seconds=HOLD))
            that(away <= timedelta(seconds=2 + foo.server.client.patience), "sendAt is not the end of the hold",
                 expected=f"{HOLD} s after {before}", found=str(release),
                 about=f"{RULE}/sendAt/of-release")  # fmt: skip
            answer = foo.call("set", {"update": {first["id"]: {"undoStatus": "canceled"}}})
            first = first if first["id"] in (answer.get("updated") or {}) else None
        second, third = sent(foo, bare, hold=hold), sent(foo, gone, hold=hold)
        Foo(foo.server, "Email").call("set", {"destroy": [second["emailId"]]})
        answer = foo.call("set", {"destroy": [third["id"]]})
        mail_to(found, bare, f"{RULE}/set/email-destroyed")
        if third["id"] in (answer.get("destroyed") or ()):
            mail_to(found, gone, f"{RULE}/set/destroyed-is-still-sent")
        if first is not None:
            late = found.wait(canceled, 1)
            equal(late and short(late.octets.decode("utf-8", "replace")), None, "what was canceled was sent",
                  about=f"{RULE}/undoStatus/canceled-is-not-delivered")  # fmt: skip
