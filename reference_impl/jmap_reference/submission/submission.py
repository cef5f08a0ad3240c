"""EmailSubmissions: whether a message can be sent, and calling it off (RFC 8621, Section 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..dates import utc_date
from ..errors import set_
from ..mail.message.parse import parse
from ..standard.call import Call
from ..standard.records import Records
from ..standard.special import Special
from ..store.outgoing import Outgoing
from ..store.values import Record
from .addresses import allowed_to, fits, fits_any
from .envelope import check_recipients, check_size, completed, generated, sender_addresses
from .parameters import check_parameters, envelope_id
from .transit import without_bcc

ENVELOPE_ID: Final = "envelopeId"
"""Entry of an EmailSubmission: how a report on delivery names what was sent."""

MESSAGE_ID: Final = "messageId"
"""Entry of an EmailSubmission: how a report on display does. It is kept with the record, which outlives its Email."""


class EmailSubmissionSpecial(Special):
    def entries(self, record: Record) -> Iterator[tuple[str, str]]:
        yield from super().entries(record)
        yield ENVELOPE_ID, envelope_id(record["envelope"]["mailFrom"], record["id"])
        yield from ((MESSAGE_ID, each) for each in dict.fromkeys(record.get(MESSAGE_ID) or ()))

    def judged(self, record: Record) -> Record:
        return {name: value for name, value in record.items() if name != MESSAGE_ID}

    def draft(self, call: Call, sent: Record) -> Record:
        # req: submission/errors/set/forbiddenToSend/described
        if (reason := call.transaction.sending_refused(call.user)) is not None:
            raise set_.ForbiddenToSend(reason)
        # req: submission/EmailSubmission/set/errors/invalidProperties/not-found
        #   An EmailSubmission of an Email or an Identity that does not exist MUST be refused with this error.
        email, identity = call.records.get("Email", sent["emailId"]), call.records.get("Identity", sent["identityId"])
        assert email is not None and identity is not None, "a reference that leads nowhere has been refused before"
        raw = call.transaction.blob(call.account.id, email.get("blobId", "")) or b""
        check_size(len(raw), call.limits)
        allowed = allowed_to(call.transaction, call.user)
        headers = parse(raw).headers
        # req: submission/EmailSubmission/from-fits-identity
        if not all(fits(each, identity["email"]) for each in sender_addresses(headers)):
            raise set_.ForbiddenFrom(f"the Identity is {identity['email']}")
        # An Identity may be older than what the user may do now.
        if not fits_any(identity["email"], allowed):
            raise set_.ForbiddenFrom(f"{call.user} may no longer send from {identity['email']}")
        # req: submission/EmailSubmission/envelope/generated
        #   Where the client gives null, or nothing, the server MUST make the envelope from the Email.
        envelope = completed(sent["envelope"]) if sent.get("envelope") else generated(headers, identity["email"])
        # req: submission/EmailSubmission/mail-from-restricted
        #   The server MUST restrict the MAIL FROM too, so that nobody can flood somebody else's address with reports of
        #   failed deliveries.
        mail_from = envelope["mailFrom"]["email"]
        # To the empty address no failure is reported, so it floods nobody.
        if mail_from and not fits_any(mail_from, allowed):
            raise set_.ForbiddenMailFrom(f"{call.user} may not send from {mail_from}")
        check_recipients(envelope, call.limits)
        release = check_parameters(envelope, call.limits, call.now)
        return {
            "id": "",
            "identityId": sent["identityId"],
            "emailId": sent["emailId"],
            # req: submission/EmailSubmission/threadId/of-the-email
            #   It MUST be the threadId that the Email has when the EmailSubmission is created.
            "threadId": email["threadId"],
            "envelope": envelope,
            # req: submission/EmailSubmission/sendAt/of-creation
            #   In all other cases it MUST be the time when the EmailSubmission was created.
            "sendAt": utc_date(release),
            # What is not held goes out at once, so only what is held can be called off.
            "undoStatus": "pending" if release > call.now else "final",
            "deliveryStatus": None,
            "dsnBlobIds": [],
            "mdnBlobIds": [],
            MESSAGE_ID: email.get("messageId"),
            "raw": raw,
            "release": release,
        }

    def enter(self, call: Call, records: Records, record: Record) -> None:
        raw, release = record.pop("raw"), record.pop("release")
        records.create("EmailSubmission", record)
        envelope = record["envelope"]
        # The queue commits with the call: what a client is told of will be sent, and nothing else.
        # req: submission/EmailSubmission/set/bcc-removed
        #   On the way, the server MUST take every Bcc header field out of the message.
        # req: submission/EmailSubmission/set/email-destroyed
        #   That an Email is destroyed later MUST NOT change anything about an EmailSubmission of it, not even where the
        #   message is yet to be sent.
        message = without_bcc(raw)
        outgoing = Outgoing(
            records.account, record["id"], envelope["mailFrom"], envelope["rcptTo"], message, since=release, due=release
        )
        call.transaction.enqueue(outgoing)

    def updating(self, call: Call, old: Record, new: Record) -> None:
        before, after = old["undoStatus"], new["undoStatus"]
        if before == after:
            return
        if after != "canceled":
            raise set_.InvalidProperties(f"{before} does not become {after}", properties=["undoStatus"])
        # The agent takes a message out of reach, and makes it final, in one transaction.
        # req: submission/EmailSubmission/set/errors/cannotUnsend/refused
        #   The server MUST refuse the update with this error.
        if before != "pending":
            raise set_.CannotUnsend()
        # req: submission/EmailSubmission/undoStatus/canceled-is-not-delivered
        #   Where that succeeds, the message MUST NOT have been delivered to anybody, or be delivered later.
        call.transaction.call_off(call.account.id, old["id"])
