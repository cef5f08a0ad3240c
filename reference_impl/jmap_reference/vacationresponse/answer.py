"""Answers while a user is away: whether to send one, and which (RFC 3834; RFC 5230, Sections 4 and 5)."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from .. import ijson
from ..dates import moment, utc_date
from ..mail.message.compose import compose
from ..mail.message.headers import header_value
from ..mail.message.markup import plain_text
from ..mail.message.parse import parse
from ..mail.message.parts import Header
from ..standard.records import Records
from ..store.outgoing import Outgoing
from ..store.values import Record
from ..submission.addresses import allowed_to, fits_any, is_address
from ..submission.transit import SERVER
from .special import SINGLETON

ONCE_IN: Final = 7 * 24 * 3600.0
"""Seconds: who writes again within a week gets no second answer (RFC 5230, Section 4.1)."""

_PROGRAM: Final = re.compile(
    r"(mailer-daemon|postmaster|listserv|majordomo|no-?reply|do-?not-?reply|owner-.*|.*-(owner|request|bounces))(\+.*)?@.*",
    re.IGNORECASE,
)
"""Senders that are programs, by custom (RFC 3834, Section 2; RFC 5230, Section 4.6)."""

_BULK: Final = ("bulk", "junk", "list")
_LONGEST_REFERENCES: Final = 20
_DEFAULT: Final = "I am away at the moment and will read your message later."


def answer_to(records: Records, user: str, email: Record, mail_from: str, recipient: str) -> Outgoing | None:
    """The answer of ``user`` to an Email that has just come; None if there is to be none.

    ``mail_from`` and ``recipient`` are those of the envelope in which it came.
    """
    transaction, account, now = records.transaction, records.account, records.now
    vacation = records.get("VacationResponse", SINGLETON)
    if vacation is None or not is_on(vacation, now) or transaction.sending_refused(user) is not None:
        return None
    # req: vacationresponse/VacationResponse/rfc3834
    #   Programs that send messages by themselves do harm when they do so at the wrong time, or to each other; servers
    #   MUST follow the recommendations of RFC 3834.
    own = [recipient, *allowed_to(transaction, user)]
    headers = parse(transaction.blob(account, email["blobId"]) or b"").headers
    if not is_a_person(mail_from) or fits_any(mail_from, own) or is_automatic(headers) or not is_personal(headers, own):
        return None
    sender, told = mail_from.lower(), digest(vacation)
    last = transaction.answered(account, sender, told)
    if last is not None and now - last < ONCE_IN:
        return None
    transaction.forget_answered(now - ONCE_IN)
    transaction.put_answered(account, sender, told, now)
    octets = composed(records, vacation, email, recipient, mail_from)
    # The null sender: to an answer that cannot be delivered there is no answer (RFC 3834, Section 3.3).
    # Nor does anybody want to hear that it was (RFC 5230, Section 5.1).
    recipients: list[Record] = [{"email": mail_from, "parameters": {"NOTIFY": "NEVER"}}]
    return Outgoing(account, "", {"email": "", "parameters": None}, recipients, octets, since=now, due=now)


def is_on(vacation: Record, now: float) -> bool:
    # req: vacationresponse/VacationResponse/isEnabled/off
    #   While this is false, the server MUST NOT answer any.
    if not vacation["isEnabled"]:
        return False
    at, start, end = moment(utc_date(now)), vacation["fromDate"], vacation["toDate"]
    return (start is None or moment(start) <= at) and (end is None or at < moment(end))


def is_a_person(mail_from: str) -> bool:
    """As far as an address tells; the empty one is that of a report."""
    return is_address(mail_from) and not _PROGRAM.fullmatch(mail_from)


def is_automatic(headers: Sequence[Header]) -> bool:
    """Whether a program sent the message, or a list."""
    for header in headers:
        name, value = header.name.lower(), re.split(r"[;\s(]", header.value.strip().lower())[0]
        if name == "auto-submitted" and value != "no":
            return True
        if name.startswith("list-") or (name == "precedence" and value in _BULK):
            return True
    return False


def is_personal(headers: Sequence[Header], own: Sequence[str]) -> bool:
    """Whether the message names the user among its recipients (RFC 5230, Section 4.5)."""
    return any(
        fits_any(address["email"], own)
        for name in ("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc")
        for field in header_value(headers, name, "Addresses", all_=True)
        for address in field
    )


def digest(vacation: Record) -> str:
    """What tells one answer from another: whoever has got one may get the next (RFC 5230, Section 4.2)."""
    said = [vacation[name] for name in ("subject", "textBody", "htmlBody")]
    return hashlib.sha256(ijson.dump(said)).hexdigest()


def composed(records: Records, vacation: Record, email: Record, sender: str, to: str) -> bytes:
    """The message (RFC 3834, Section 3.1)."""
    names = (each["name"] for each in records.read_all("Identity") if each["email"].lower() == sender.lower())
    parts, values = bodies(vacation)
    answered: list[str] = email.get("messageId") or []
    before: list[str] = email.get("references") or email.get("inReplyTo") or []
    draft = {
        "from": [{"name": next(names, "") or None, "email": sender}],
        "to": [{"name": None, "email": to}],
        # req: vacationresponse/VacationResponse/subject/null-is-chosen
        "subject": vacation["subject"] or f"Auto: {email.get('subject') or 'your message'}",
        "header:Auto-Submitted:asText": "auto-replied",
        **({"inReplyTo": answered, "references": (before + answered)[-_LONGEST_REFERENCES:]} if answered else {}),
        **parts,
        "bodyValues": values,
    }
    message_id = f"{secrets.token_hex(16)}@{sender.rpartition('@')[2] or SERVER}"
    return compose(draft, lambda id: None, message_id, datetime.fromtimestamp(records.now, UTC))


def bodies(vacation: Record) -> tuple[Record, Record]:
    """The textBody and htmlBody of the answer, and their bodyValues."""
    text, html = vacation["textBody"], vacation["htmlBody"]
    if text is None:
        # req: vacationresponse/VacationResponse/textBody/null-is-made-from-html
        # req: vacationresponse/VacationResponse/textBody/both-null
        text = _DEFAULT if html is None else "".join(plain_text(html)).strip()
    # req: vacationresponse/VacationResponse/htmlBody/may-send-text-alone
    found = {"textBody": ("text", "text/plain", text)} | ({"htmlBody": ("html", "text/html", html)} if html else {})
    parts = {name: [{"partId": id, "type": type}] for name, (id, type, _) in found.items()}
    return parts, {id: {"value": value} for id, _, value in found.values()}
