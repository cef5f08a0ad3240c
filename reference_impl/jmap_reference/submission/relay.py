"""Messages to another server by SMTP (RFC 5321), which sees to the rest."""

from __future__ import annotations

import email
import email.policy
import logging
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from ..store.outgoing import Address, Outgoing
from .parameters import HOLDS, envelope_id, extension_of, in_smtp
from .sasl import log_in
from .status import Reply, one_line
from .transit import SERVER, end_of_header, without_return_path

log = logging.getLogger("jmap_reference")

TIMEOUT: Final = 60.0
"""Seconds to wait for an answer; RFC 5321, Section 4.5.3.2, has five minutes for most, which would stop the queue."""

_NO_REPLY: Final = -1
"""What the library has for the code of what is no reply."""

_BARE: Final = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class Relay:
    """A server to hand messages to."""

    host: str
    port: int
    #: From the first octet (RFC 8314), with a certificate that can be trusted; else where it is offered.
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    #: What this server calls itself.
    name: str = SERVER
    #: Files, PEM, of the certificate by which the relay knows us, and of its key.
    certificate: str = ""
    key: str = ""

    @contextmanager
    def send(self, message: Outgoing) -> Iterator[dict[str, Reply]]:
        """What the relay says of each recipient. Whatever fails is a reply, too.

        The farewell comes last: what the relay took can be written down before, and nothing that happens then, or
        that the relay says to it, lets the message be sent again.
        """
        smtp: smtplib.SMTP | None = None
        emails = [address["email"] for address in message.recipients]
        try:
            try:
                smtp = self._connected()
                replies = _Session(smtp, self.host).pass_on(message)
            except _Refused as refused:
                replies = [Reply(_said(refused), remote=self.host)] * len(emails)
            except smtplib.SMTPResponseException as error:
                # Nothing of this is about the message: another time it may go.
                replies = [Reply(f"451 4.3.5 The relay refuses us: {_said(error)}")] * len(emails)
            except (OSError, smtplib.SMTPException) as error:
                log.warning("relay %s: %s", self.host, error)
                replies = [Reply(f"451 4.4.1 The relay cannot be reached: {type(error).__name__}")] * len(emails)
            except ValueError as error:
                replies = [Reply(f"554 5.6.0 This cannot be said in SMTP: {type(error).__name__}")] * len(emails)
            yield dict(zip(emails, replies, strict=True))
        finally:
            if smtp is not None:
                with suppress(OSError, smtplib.SMTPException):
                    smtp.quit()
                smtp.close()

    def _connected(self) -> smtplib.SMTP:
        """
        Raises:
            OSError, SMTPException: it is not there, or it does not want us, or it is not whom it should be.
        """
        if self.tls:
            # req: submission/capability/submissions-port
            context = self._context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, self.name, timeout=TIMEOUT, context=context)
        else:
            smtp = smtplib.SMTP(self.host, self.port, self.name, TIMEOUT)
        try:
            smtp.ehlo_or_helo_if_needed()
            if not self.tls and smtp.has_extn("starttls"):
                smtp.starttls(context=self._context())
                smtp.ehlo()
            elif self._is_known and not self.tls:
                raise smtplib.SMTPNotSupportedError("no TLS, and so no password")
            # req: submission/capability/strong-authentication
            log_in(smtp, self.user, self.password, bool(self.certificate))
        except UnicodeError as error:
            smtp.close()
            raise smtplib.SMTPException("user or password cannot be said in SMTP") from error
        except BaseException:
            smtp.close()
            raise
        return smtp

    @property
    def _is_known(self) -> bool:
        """We show who we are, and so want to know who it is."""
        return bool(self.user or self.certificate)

    def _context(self) -> ssl.SSLContext:
        """Where a secret is at stake, the relay has to prove who it is; else any certificate is better than none."""
        context = ssl.create_default_context()
        if not self._is_known and not self.tls:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.certificate:
            context.load_cert_chain(self.certificate, self.key, "")
        return context


class _Refused(smtplib.SMTPResponseException):
    """The relay does not take the message, from whomever it is for."""


class _Session:
    def __init__(self, smtp: smtplib.SMTP, remote: str) -> None:
        self.smtp = smtp
        self.remote = remote

    def pass_on(self, message: Outgoing) -> list[Reply]:
        """A reply for each recipient, in order."""
        octets, options = self._body(message)
        mail_from = message.mail_from
        own = {"ENVID": envelope_id(mail_from, message.submission)} if message.submission else {}
        code, said = self.smtp.mail(mail_from["email"], [*options, *self._parameters(mail_from, own)])
        if code != 250:
            raise _Refused(code, said)
        replies = [self._name(address, message) for address in message.recipients]
        if not any(reply.is_success for reply in replies):
            return replies
        try:
            code, said = self.smtp.data(octets)
        except smtplib.SMTPDataError as refused:
            # Before the first octet: who knows enough from the recipients need not see the message, and cannot take it.
            code = refused.smtp_code if refused.smtp_code >= 400 else _NO_REPLY
            said = _bytes(refused.smtp_error)
        if code == 250:
            return replies
        # req: submission/DeliveryStatus/smtpReply/of-data
        whole = self._reply(code, said)
        return [whole if reply.is_success else reply for reply in replies]

    def _name(self, address: Address, message: Outgoing) -> Reply:
        """What is said of a recipient."""
        email = address["email"]
        if not email.isascii() and not self.smtp.has_extn("smtputf8"):
            return Reply("553 5.6.7 The relay takes no addresses beyond ASCII")
        # What lets a report name the recipient as we do, wherever the message is sent on to (RFC 3461, Section 4.2).
        own = {"ORCPT": f"{'rfc822' if email.isascii() else 'utf-8'};{email}"} if message.submission else {}
        # req: submission/DeliveryStatus/smtpReply/of-rcpt
        return self._reply(*self.smtp.rcpt(email, self._parameters(address, own)))

    def _reply(self, code: int, said: bytes) -> Reply:
        return Reply(_one_line(code, said), remote=self.remote, will_report=self.smtp.has_extn("dsn"))

    def _body(self, message: Outgoing) -> tuple[bytes, list[str]]:
        """The octets as this relay can take them, and the options of MAIL that they need."""
        # A line that ends in another way ends for some servers and not for others, who then see two messages.
        octets, options = _BARE.sub(b"\r\n", without_return_path(message.octets)), []
        header = octets[: end_of_header(octets)]
        has_utf8 = self.smtp.has_extn("smtputf8")
        if not header.isascii() or not message.mail_from["email"].isascii():
            if not has_utf8:
                raise _Refused(553, b"5.6.7 The relay takes no sender and no header fields beyond ASCII")
            options.append("SMTPUTF8")
        elif has_utf8 and not all(address["email"].isascii() for address in message.recipients):
            options.append("SMTPUTF8")
        if not octets.isascii():
            if self.smtp.has_extn("8bitmime"):
                options.append("BODY=8BITMIME")
            else:
                octets = _seven_bit(octets)
        if self.smtp.has_extn("size"):
            options.append(f"SIZE={len(octets)}")
        return octets, options

    def _parameters(self, address: Address, own: dict[str, str]) -> list[str]:
        """The parameters that the relay knows, ours where the client gave none; a hold has ended before."""
        given = {name.upper(): value or "" for name, value in (address["parameters"] or {}).items()}
        given |= {name: value for name, value in own.items() if name not in given}
        return [
            f"{name}={in_smtp(name, value)}"
            for name, value in given.items()
            # The size is that of what is sent, whatever the client thought it would be.
            if name not in (*HOLDS, "SIZE") and self.smtp.has_extn(extension_of(name))
        ]


def _said(error: smtplib.SMTPResponseException) -> str:
    return _one_line(error.smtp_code, _bytes(error.smtp_error))


def _one_line(code: int, said: bytes) -> str:
    # Another try may get one.
    return one_line(code, _lines(said)) if code // 100 in (2, 4, 5) else "451 4.5.0 What the relay says is no reply"


def _bytes(said: bytes | str) -> bytes:
    """Some errors of the library have made a text of what was said."""
    return said.encode() if isinstance(said, str) else said


def _lines(said: bytes) -> list[str]:
    return [line.strip() for line in said.decode("utf-8", "replace").splitlines()]


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
