"""Mail to the account under test, handed to its server as another server would; and reports on mail that it sent."""

from __future__ import annotations

import smtplib
from email.utils import formatdate

from .client import TIME_LIMIT
from .outcome import Blocked
from .server import Server
from .settings import host_and_port


def hand_over(server: Server, mail_from: str, recipient: str, octets: bytes) -> None:
    """Give a message to the server, for an address of the account; an empty ``mail_from`` is that of reports.

    Raises:
        Blocked: it does not take it.
    """
    scheme, _, rest = server.settings.mail_in.partition("://")
    host, port = host_and_port(rest)
    limit = TIME_LIMIT * server.client.patience
    try:
        if scheme == "lmtp":
            client: smtplib.SMTP = smtplib.LMTP(host, port, "conformance.example", timeout=limit)
        else:
            client = smtplib.SMTP(host, port, "conformance.example", timeout=limit)
        with client:
            client.sendmail(mail_from, [recipient], octets)
    except (OSError, smtplib.SMTPException) as problem:
        raise Blocked(f"--mail-in takes no message for {recipient}: {problem}") from problem


def report(kind: str, recipient: str, sent: bytes, mark: str, *, envelope_id: str = "", said: str = "",
           to: str = "") -> bytes:  # fmt: skip
    """A message that reports on ``sent``: on delivery (RFC 3464), with ``kind`` as its action and ``said`` as the
    reply of the last server; or, for the kind ``displayed``, on display (RFC 8098). ``mark`` is its subject.
    """
    envid = f"Original-Envelope-Id: {envelope_id}\n" if envelope_id else ""
    message_id = next((line for line in sent.decode("latin-1").splitlines() if line.lower().startswith("message-id:")),
                      "").partition(":")[2].strip()  # fmt: skip
    if kind == "displayed":
        name = "disposition-notification"
        status = (
            f"Final-Recipient: rfc822; {recipient}\nOriginal-Message-ID: {message_id}\n"
            "Disposition: manual-action/MDN-sent-manually; displayed\n"
        )
    else:
        name = "delivery-status"
        code = {"failed": "5.1.1", "delayed": "4.4.1"}.get(kind, "2.0.0")
        status = (
            f"{envid}Reporting-MTA: dns; mx.example.net\n\nOriginal-Recipient: rfc822; {recipient}\n"
            f"Final-Recipient: rfc822; {recipient}\nAction: {kind}\nStatus: {code}\nDiagnostic-Code: smtp; {said}\n"
        )
    header = sent.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("latin-1")
    text = (
        f"From: Mail delivery <postmaster@example.net>\nTo: {to}\nSubject: {mark}\n"
        f"Message-ID: <{mark.replace(' ', '.')}@example.net>\nDate: {formatdate()}\nAuto-Submitted: auto-replied\n"
        f"MIME-Version: 1.0\nContent-Type: multipart/report; report-type={name}; boundary=part\n\n"
        f"--part\nContent-Type: text/plain\n\nThis is a report: {kind}.\n\n"
        f"--part\nContent-Type: message/{name}\n\n{status}\n"
        f"--part\nContent-Type: text/rfc822-headers\n\n{header}\n\n--part--\n"
    )
    return text.replace("\n", "\r\n").encode("latin-1")
