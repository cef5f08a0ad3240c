"""Reports that come back: what they change about the EmailSubmission that they are for (RFC 8621, Section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..generated import methods as tables
from ..standard.records import Records
from ..store.values import Record
from .report import About, Report, read
from .status import Reply, is_final
from .submission import ENVELOPE_ID, MESSAGE_ID

if TYPE_CHECKING:
    from ..protocol import Processor


def take_report(processor: Processor, records: Records, user: str, email: Record, raw: bytes) -> None:
    """Tell the EmailSubmissions of ``user``, in any account, what the message ``raw`` says of them; most say nothing.

    ``records``: of the account that got it, as ``email``. Whether or not it is a report, it
    stays there: a client that knows of no reports shows it as well.
    """
    # req: submission/EmailSubmission/reports-hidden-where-told
    report = read(raw)
    if report is None:
        return
    transaction = records.transaction
    for account in transaction.accounts_of(user):
        if account.is_read_only or not account.supports(tables.TYPES["EmailSubmission"].capability):
            continue
        theirs = records
        blob_id = email["blobId"]
        if account.id != records.account:
            theirs = Records(transaction, account.id, processor.specials, records.now)
        submission = _reported(theirs, report)
        if submission is None:
            continue
        if account.id != records.account:
            blob_id = transaction.add_blob(account.id, processor.new_id("Blob"), raw, user, records.now)
        theirs.update("EmailSubmission", submission, after(submission, report, blob_id))
        return


def _reported(records: Records, report: Report) -> Record | None:
    """The EmailSubmission that a report is for: by its ENVID or else by its message; of several, the last that fits."""
    ids = records.find("EmailSubmission", ENVELOPE_ID, report.envelope_id) if report.envelope_id else []
    for message_id in report.message_ids:
        ids = ids or records.find("EmailSubmission", MESSAGE_ID, message_id)
    found = sorted(records.read("EmailSubmission", ids).values(), key=lambda each: (each["sendAt"], each["id"]))
    fitting = [each for each in found if any(_recipient(each, about) for about in report.about)]
    # Where mail was forwarded, a report may name nobody that we know; it is a report all the same.
    return next(reversed(fitting or found), None)


def _recipient(submission: Record, about: About) -> str | None:
    """The recipient of the envelope that is meant, as the envelope spells it."""
    spelled = {address["email"].lower(): address["email"] for address in submission["envelope"]["rcptTo"]}
    return next((spelled[each.lower()] for each in about.addresses if each.lower() in spelled), None)


def after(submission: Record, report: Report, blob_id: str) -> Record:
    """The EmailSubmission after the report."""
    statuses = dict(submission["deliveryStatus"] or {})
    for about in report.about:
        if (email := _recipient(submission, about)) is not None:
            statuses[email] = after_one(statuses.get(email), about)
    # req: submission/EmailSubmission/dsnBlobIds/oldest-first
    #   The report that came first MUST be the first.
    # req: submission/EmailSubmission/mdnBlobIds/oldest-first
    #   The report that came first MUST be the first.
    name = "mdnBlobIds" if report.is_display else "dsnBlobIds"
    blob_ids = submission[name] if blob_id in submission[name] else [*submission[name], blob_id]
    return submission | {name: blob_ids, "deliveryStatus": statuses or None}


def after_one(old: Record | None, about: About) -> Record:
    """The DeliveryStatus of one recipient after a report on it."""
    status = old or Reply(about.reply or "250 2.0.0 Taken").status | {"delivered": "unknown"}
    # req: submission/DeliveryStatus/displayed/mdn-displayed
    if about.action == "displayed":
        return status | {"displayed": "yes"}
    # req: submission/DeliveryStatus/delivered/dsn-delivered
    if about.action == "delivered":
        return status | {"smtpReply": about.reply, "delivered": "yes"}
    # req: submission/DeliveryStatus/delivered/dsn-failed
    if about.action == "failed":
        return status | {"smtpReply": about.reply, "delivered": "no"}
    # req: submission/DeliveryStatus/delivered/dsn-other
    return status | {"smtpReply": about.reply} if about.reply and not is_final(status) else status
