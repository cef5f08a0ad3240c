"""A report on delivery of this server's own (DSN): how it reads (RFC 3462, RFC 3464; beyond ASCII RFC 6533).

``report`` reads what others wrote; here is written what they, and ``report``, can read.
"""

from __future__ import annotations

import re
import secrets
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from ..mail.message.headers import header_value
from ..mail.message.parse import parse
from ..store.outgoing import Address, Outgoing
from .parameters import envelope_id, parameter
from .status import Reply
from .transit import end_of_header

FAILED, DELAYED, DELIVERED, RELAYED = "failed", "delayed", "delivered", "relayed"
"""What becomes of a message: the Action of a report (RFC 3464, Section 2.3.3)."""

_SUBJECTS: Final = {
    FAILED: "Undelivered mail",
    DELAYED: "Delayed mail",
    DELIVERED: "Delivered mail",
    RELAYED: "Mail passed on",
}
_SAID: Final = {
    FAILED: "could not be delivered. It is not tried again.",
    DELAYED: "has not been delivered yet. It is tried again; you need not send it again.",
    DELIVERED: "was delivered.",
    RELAYED: "was passed on to a server that does not tell whether it is delivered.",
}
_STATUS: Final = re.compile(r"\d{3} ([245]\.\d{1,3}\.\d{1,3})(?: |$)")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]+")
_LINE: Final = 76


@dataclass(frozen=True)
class Fate:
    """What has become of a message for one recipient."""

    address: Address
    action: str
    reply: Reply


@dataclass(frozen=True)
class Notification:
    """A report on a message, for those of its recipients who have the same fate."""

    message: Outgoing
    fates: Sequence[Fate]
    #: Seconds since 1970.
    now: float
    #: Until when it is tried again.
    until: float
    #: What the server calls itself.
    server: str

    @property
    def action(self) -> str:
        return self.fates[0].action

    def octets(self) -> bytes:
        """The whole message."""
        groups = [self._of_message(), *map(self._of_recipient, self.fates)]
        fields = "\r\n\r\n".join("\r\n".join(map(_folded, group)) for group in groups)
        kind = "delivery-status" if fields.isascii() else "global-delivery-status"
        parts = [
            _part("text/plain; charset=utf-8", self._text().encode()),
            _part(f"message/{kind}", f"{fields}\r\n".encode()),
            self._original(),
        ]
        boundary = secrets.token_hex(20)
        content = f"multipart/report; report-type={kind};\r\n boundary={boundary}"
        head = "\r\n".join([*self._header(), f"Content-Type: {content}", *_encoding(b"".join(parts))])
        body = b"".join(b"\r\n--%s\r\n%s" % (boundary.encode(), part) for part in parts)
        return head.encode() + b"\r\n" + body + b"\r\n--%s--\r\n" % boundary.encode()

    def _header(self) -> Iterator[str]:
        yield f"From: Mail Delivery System <MAILER-DAEMON@{self.server}>"
        yield f"To: <{self.message.mail_from['email']}>"
        yield f"Subject: {_SUBJECTS[self.action]}"
        yield f"Date: {_date(self.now)}"
        yield f"Message-ID: <{secrets.token_hex(16)}@{self.server}>"
        ids = header_value(parse(self.message.octets).headers, "Message-ID", "MessageIds") or ()
        if answered := " ".join(f"<{each}>" for each in ids[:1]):
            yield f"In-Reply-To: {answered}\r\nReferences: {answered}"
        # No program is to answer it (RFC 3834, Section 5).
        yield "Auto-Submitted: auto-replied"
        yield "MIME-Version: 1.0"

    def _text(self) -> str:
        lines = [f"This is the mail system of {self.server}.", ""]
        lines += [f"Your message of {_date(self.message.since)}", _SAID[self.action], ""]
        for fate in self.fates:
            lines += [fate.address["email"], *_wrapped(_plain(fate.reply.text), "    "), ""]
        return "\r\n".join(lines)

    def _of_message(self) -> Iterator[str]:
        """RFC 3464, Section 2.2"""
        if envid := envelope_id(self.message.mail_from, self.message.submission):
            yield f"Original-Envelope-Id: {envid}"
        yield f"Reporting-MTA: dns; {self.server}"
        yield f"Arrival-Date: {_date(self.message.since)}"

    def _of_recipient(self, fate: Fate) -> Iterator[str]:
        """RFC 3464, Section 2.3"""
        email = fate.address["email"]
        # RFC 3461, Section 6.3: it is there where the sender gave one.
        if original := parameter(fate.address, "ORCPT"):
            yield "Original-Recipient: {}; {}".format(*original.split(";", 1))
        yield f"Final-Recipient: {'rfc822' if email.isascii() else 'utf-8'}; {email}"
        yield f"Action: {fate.action}"
        yield f"Status: {_status(fate)}"
        if fate.reply.remote:
            yield f"Remote-MTA: dns; {fate.reply.remote}"
        yield f"Diagnostic-Code: smtp; {_plain(fate.reply.text)}"
        yield f"Last-Attempt-Date: {_date(self.now)}"
        if fate.action == DELAYED:
            yield f"Will-Retry-Until: {_date(self.until)}"

    def _original(self) -> bytes:
        """The message or, where that was asked for or nothing failed, its header (RFC 3461, Section 4.3)."""
        octets = self.message.octets
        header = octets[: end_of_header(octets)]
        whole = self.action == FAILED and parameter(self.message.mail_from, "RET").upper() == "FULL"
        if whole:
            return _part("message/rfc822" if header.isascii() else "message/global", octets)
        kind = "text/rfc822-headers" if header.isascii() else "message/global-headers"
        return _part(kind, header + b"\r\n")


def _part(kind: str, octets: bytes) -> bytes:
    return "\r\n".join([f"Content-Type: {kind}", *_encoding(octets), "", ""]).encode() + octets


def _encoding(octets: bytes) -> list[str]:
    return [] if octets.isascii() else ["Content-Transfer-Encoding: 8bit"]


def _status(fate: Fate) -> str:
    """The enhanced code of the reply, or one of its class (RFC 3463)."""
    # Who gives up says so, whatever the last reply was.
    if fate.action == FAILED and fate.reply.is_temporary:
        return "4.4.7"
    found = _STATUS.match(fate.reply.text)
    return found[1] if found else f"{fate.reply.text[:1]}.0.0"


def _plain(text: str) -> str:
    """Without anything that another server could have put there to make a field of its own."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _folded(field: str) -> str:
    return "\r\n".join(_wrapped(field, "", " "))


def _wrapped(text: str, indent: str, later: str | None = None) -> list[str]:
    return textwrap.wrap(
        text, _LINE, initial_indent=indent, subsequent_indent=indent if later is None else later,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _date(at: float) -> str:
    return format_datetime(datetime.fromtimestamp(at, UTC))
