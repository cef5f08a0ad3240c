"""Messages to another server by SMTP (RFC 5321), which sees to the rest."""

from __future__ import annotations

import email
import email.policy
import smtplib
import ssl
from dataclasses import dataclass, field
from typing import Final

from ..store.outgoing import Address, Outgoing
from .envelope import HOLDS, IN_XTEXT, extension_of
from .status import Reply, one_line
from .transit import SERVER

TIMEOUT: Final = 60.0
"""Seconds to wait for an answer; RFC 5321, Section 4.5.3.2, has five minutes for most, which would stop the queue."""

_XTEXT: Final = frozenset(map(chr, range(0x21, 0x7F))) - set("+=")


@dataclass(frozen=True)
class Relay:
    """A server to hand messages to."""

    host: str
    port: int
    #: From the first octet (RFC 8314), with a certificate that can be trusted; else where it is offered.
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, message: Outgoing) -> dict[str, Reply]:
        """What the relay says of each recipient. Whatever fails is a reply, too."""
        emails = [address["email"] for address in message.recipients]
        try:
            with self._connected() as smtp:
                return dict(zip(emails, _Session(smtp).pass_on(message), strict=True))
        except _Refused as refused:
            said = Reply(one_line(refused.smtp_code, _lines(refused.smtp_error)))
        except smtplib.SMTPResponseException as error:
            # Nothing of this is about the message: another time it may go.
            said = Reply(f"451 4.3.5 The relay refuses us: {one_line(error.smtp_code, _lines(error.smtp_error))}")
        except (OSError, smtplib.SMTPException) as error:
            said = Reply(f"451 4.4.1 The relay cannot be reached: {type(error).__name__}")
        except ValueError as error:
            said = Reply(f"554 5.6.0 This cannot be said in SMTP: {type(error).__name__}")
        return dict.fromkeys(emails, said)

    def _connected(self) -> smtplib.SMTP:
        if self.tls:
            # req: submission/capability/submissions-port
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, SERVER, timeout=TIMEOUT, context=context)
        else:
            smtp = smtplib.SMTP(self.host, self.port, SERVER, TIMEOUT)
        try:
            smtp.ehlo_or_helo_if_needed()
            if not self.tls and smtp.has_extn("starttls"):
                smtp.starttls(context=self._context())
                smtp.ehlo()
            elif self.user and not self.tls:
                raise smtplib.SMTPNotSupportedError("no TLS, and so no password")
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _context(self) -> ssl.SSLContext:
        """Where a password is at stake, the relay has to prove who it is; else any certificate is better than none."""
        context = ssl.create_default_context()
        if not self.user:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


class _Refused(smtplib.SMTPResponseException):
    """The relay does not take the message, from whomever it is for."""


class _Session:
    def __init__(self, smtp: smtplib.SMTP) -> None:
        self.smtp = smtp

    def pass_on(self, message: Outgoing) -> list[Reply]:
        """A reply for each recipient, in order."""
        octets, options = self._body(message)
        mail_from = message.mail_from
        own = {"ENVID": message.submission} if message.submission else {}
        code, said = self.smtp.mail(mail_from["email"], [*options, *self._parameters(mail_from, own)])
        if code != 250:
            raise _Refused(code, said)
        replies = []
        for address in message.recipients:
            # req: submission/DeliveryStatus/smtpReply/of-rcpt
            code, said = self.smtp.rcpt(address["email"], self._parameters(address, _original(address, message)))
            replies.append(Reply(one_line(code, _lines(said))))
        if not any(reply.text.startswith("2") for reply in replies):
            return replies
        code, said = self.smtp.data(octets)
        if code == 250:
            return replies
        # req: submission/DeliveryStatus/smtpReply/of-data
        whole = Reply(one_line(code, _lines(said)))
        return [whole if reply.text.startswith("2") else reply for reply in replies]

    def _body(self, message: Outgoing) -> tuple[bytes, list[str]]:
        """The octets as this relay can take them, and the options of MAIL that they need."""
        octets, options = message.octets, []
        if self.smtp.has_extn("size"):
            options.append(f"SIZE={len(octets)}")
        emails = [address["email"] for address in (message.mail_from, *message.recipients)]
        header = octets.partition(b"\r\n\r\n")[0]
        if not header.isascii() or not all(each.isascii() for each in emails):
            if not self.smtp.has_extn("smtputf8"):
                raise _Refused(553, b"5.6.7 The relay takes no addresses and header fields beyond ASCII")
            options.append("SMTPUTF8")
        if not octets.isascii():
            if self.smtp.has_extn("8bitmime"):
                options.append("BODY=8BITMIME")
            else:
                octets = _seven_bit(octets)
        return octets, options

    def _parameters(self, address: Address, own: dict[str, str]) -> list[str]:
        """The parameters that the relay knows, ours where the client gave none; a hold has ended before."""
        given = {name.upper(): value or "" for name, value in (address["parameters"] or {}).items()}
        given |= {name: value for name, value in own.items() if name not in given}
        return [
            f"{name}={_xtext(value) if name in IN_XTEXT else value}"
            for name, value in given.items()
            # The size is that of what is sent, whatever the client thought it would be.
            if name not in (*HOLDS, "SIZE") and self.smtp.has_extn(extension_of(name))
        ]


def _original(address: Address, message: Outgoing) -> dict[str, str]:
    """What lets a report name the recipient as we do, wherever the message is sent on to (RFC 3461, Section 4.2)."""
    email = address["email"]
    return {"ORCPT": f"rfc822;{email}"} if message.submission and email.isascii() else {}


def _lines(said: bytes | str) -> list[str]:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return [line.strip() for line in text.splitlines()]


def _xtext(text: str) -> str:
    """RFC 3461, Section 4."""
    return "".join(each if each in _XTEXT else "".join(f"+{octet:02X}" for octet in each.encode()) for each in text)


def _seven_bit(octets: bytes) -> bytes:
    """The message with its texts encoded anew.

    Raises:
        _Refused: that cannot be done.
    """
    try:
        read = email.message_from_bytes(octets, policy=email.policy.SMTP.clone(cte_type="7bit"))
        encoded = read.as_bytes()
    except Exception as error:  # The library is not made for whatever is called a message.
        raise _Refused(554, b"5.6.3 The relay takes 7 bits, and the message cannot be encoded so") from error
    if not encoded.isascii():
        raise _Refused(554, b"5.6.3 The relay takes 7 bits, and the message cannot be encoded so")
    return encoded
