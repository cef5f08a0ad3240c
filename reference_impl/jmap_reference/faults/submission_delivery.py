"""Faults about mail on its way, and what is told of it (RFC 8621, Section 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..dates import utc_date
from ..standard.call import Call
from ..store.sending import SendingRows
from ..store.values import Record
from ..submission import deliver, relay, reports, status, submission
from ..submission.report import About, Report
from ..submission.status import Reply
from . import fault
from .planting import instead, put

RULE = "submission/EmailSubmission"
STATUS = "submission/DeliveryStatus"
DELIVERED = {"2": "unknown", "4": "queued"}


@fault(f"{RULE}/set/bcc-removed")
def bcc_sent() -> None:
    """Messages are sent with their Bcc fields."""
    instead(submission, "without_bcc", lambda right, raw: raw)


@fault(f"{STATUS}/delivered/relayed-is-not-delivered", seen_by="message-goes-out-without-its-bcc")
def relayed_is_delivered() -> None:
    """A message that the relay took is said to be delivered."""
    put(status, "_DELIVERED", DELIVERED | {"2": "yes"})


@fault(f"{RULE}/deliveryStatus/updated", seen_by="replies-of-the-next-server-are-told")
def refused_is_unknown() -> None:
    """Of a recipient who was refused, delivered is unknown."""
    put(status, "_DELIVERED", DELIVERED | {"5": "unknown"})
    # A report on it would tell.
    instead(deliver, "fates", lambda right, *given: iter(()))


@fault(f"{STATUS}/smtpReply/of-rcpt", seen_by="replies-of-the-next-server-are-told")
def replies_made_up() -> None:
    """Of the reply to RCPT, only the code is told."""

    def pass_on(right: Any, *given: Any) -> list[Reply]:
        return [Reply(f"{reply.text[:3]} There is no more to say") for reply in right(*given)]

    instead(relay._Session, "pass_on", pass_on)


@fault(f"{STATUS}/smtpReply/of-data", seen_by="replies-of-the-next-server-are-told")
def replies_cut() -> None:
    """Of a reply with several lines, the first is told."""
    instead(relay, "one_line", lambda right, code, lines: right(code, lines[:1]))


@fault(f"{RULE}/sendAt/of-release", seen_by="only-what-is-canceled-is-not-sent")
def hold_told_in_minutes() -> None:
    """The sendAt of what is held back is as many minutes away as it should be seconds."""

    def draft(right: Any, self: Any, call: Call, sent: Record) -> Record:
        made: Record = right(self, call, sent)
        return made | {"sendAt": utc_date(call.now + 60 * (made["release"] - call.now))}

    instead(submission.EmailSubmissionSpecial, "draft", draft)


@fault(f"{RULE}/undoStatus/canceled-is-not-delivered", seen_by="only-what-is-canceled-is-not-sent")
def canceled_is_sent() -> None:
    """What was canceled is sent all the same."""
    instead(SendingRows, "call_off", lambda right, *given: True)


# Reports


def reporting(change: Callable[[Record | None, Record, About], Record]) -> None:
    """Reports do something else to a DeliveryStatus: it is given the old one, the right one, and what was reported."""

    def after_one(right: Any, old: Record | None, about: About) -> Record:
        return change(old, right(old, about), about)

    instead(reports, "after_one", after_one)


def not_told(action: str) -> None:
    """Reports of this kind change nothing."""
    reporting(lambda old, new, about: old or new if about.action == action else new)


@fault(f"{STATUS}/delivered/dsn-delivered", seen_by="reports-on-delivery-are-told")
def delivery_not_told() -> None:
    """A report that a message was delivered does not change its deliveryStatus."""
    not_told("delivered")


@fault(f"{STATUS}/delivered/dsn-failed", seen_by="reports-on-delivery-are-told")
def failure_not_told() -> None:
    """A report that a message failed does not change its deliveryStatus."""
    not_told("failed")


@fault(f"{STATUS}/delivered/dsn-other", seen_by="reports-on-delivery-are-told")
def delay_is_failure() -> None:
    """A report that a message is delayed makes delivered no."""
    reporting(lambda old, new, about: new | {"delivered": "no"} if about.action == "delayed" else new)


@fault(f"{STATUS}/displayed/mdn-displayed", seen_by="reports-on-display-are-told")
def display_not_told() -> None:
    """A report that a message was displayed does not change its deliveryStatus."""
    not_told("displayed")


@fault(
    f"{RULE}/dsnBlobIds/oldest-first",
    f"{RULE}/mdnBlobIds/oldest-first",
    seen_by="reports-on-delivery-are-told reports-on-display-are-told",
)
def reports_last_first() -> None:
    """The blobs of the reports are told with the last first."""

    def after(right: Any, old: Record, report: Report, blob_id: str) -> Record:
        new: Record = right(old, report, blob_id)
        name = "mdnBlobIds" if report.is_display else "dsnBlobIds"
        return new | {name: [blob_id, *old[name]]}

    instead(reports, "after", after)
