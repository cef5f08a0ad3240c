"""The relay of the server under test: an SMTP server of the suite, which keeps what it is given and answers as told."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as WIRE
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from .listening import listen
from .server import Server

#: Seconds until a message has to have come, before ``--patience``.
SOON: Final = 15.0
#: Parameters of MAIL and RCPT that say what reports are wanted (RFC 3461).
_REPORTS: Final = re.compile(r"\s(?:RET|ENVID|NOTIFY|ORCPT)=\S*", re.IGNORECASE)
_ENVID: Final = re.compile(r"\sENVID=(\S*)", re.IGNORECASE)


@dataclass(frozen=True)
class Mail:
    """A message as it was handed over."""

    #: Without brackets; empty for that of a report.
    mail_from: str
    #: Those that were not refused.
    recipients: tuple[str, ...]
    octets: bytes
    #: ENVID of MAIL, or empty.
    envelope_id: str

    @property
    def message(self) -> EmailMessage:
        return BytesParser(_class=EmailMessage, policy=WIRE).parsebytes(self.octets)


class Sink:
    """What came, and what is answered."""

    def __init__(self, patience: float) -> None:
        self.mails: list[Mail] = []
        #: Replies to RCPT, and to the end of DATA, by recipient; 250 for every other.
        self.rcpt: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self._patience = patience
        self._came = threading.Condition()

    def to(self, recipient: str) -> list[Mail]:
        """The messages to an address."""
        return [one for one in self.mails if recipient in one.recipients]

    def wait(self, recipient: str, seconds: float = SOON) -> Mail | None:
        """The first message to an address, as soon as it has come; None where it does not come in time."""
        with self._came:
            self._came.wait_for(lambda: self.to(recipient), seconds * self._patience)
        return next(iter(self.to(recipient)), None)

    # What aiosmtpd calls

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.rcpt.get(address, "250 2.1.5 Recipient OK")
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Conversation, session: Session, envelope: Envelope) -> str:
        said = next((self.data[one] for one in envelope.rcpt_tos if one in self.data), "250 2.0.0 Taken")
        mail_from = (envelope.mail_from or "").removeprefix("<").removesuffix(">")
        made = Mail(mail_from, tuple(envelope.rcpt_tos), envelope.original_content or b"", server.envelope_id)
        with self._came:
            self.mails += [made] if said.startswith("2") else []
            self._came.notify_all()
        return said


class Conversation(SMTP):
    """What aiosmtpd does, with the parameters of RFC 3461."""

    envelope_id = ""

    async def smtp_MAIL(self, arg: str | None) -> None:
        found = _ENVID.search(arg or "")
        self.envelope_id = found[1] if found else ""
        await super().smtp_MAIL(arg and _REPORTS.sub("", arg))

    async def smtp_RCPT(self, arg: str | None) -> None:
        await super().smtp_RCPT(arg and _REPORTS.sub("", arg))


@contextmanager
def sink(server: Server) -> Iterator[Sink]:
    """The sink, while a case needs it.

    Raises:
        Disabled: its address cannot be had.
    """
    listening = listen(server.settings.smtp_sink, "smtp-sink", server.client.patience)
    found = Sink(server.client.patience)
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    thread = threading.Thread(target=_serve, args=(loop, listening, found, ready), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _serve(loop: asyncio.AbstractEventLoop, listening: socket.socket, found: Sink, ready: threading.Event) -> None:
    asyncio.set_event_loop(loop)

    def conversation() -> SMTP:
        return Conversation(found, hostname="conformance.example", enable_SMTPUTF8=True, loop=loop)

    server = loop.run_until_complete(loop.create_server(conversation, sock=listening))
    ready.set()
    try:
        loop.run_forever()
    finally:
        server.close()
        for task in (tasks := asyncio.all_tasks(loop)):
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.close()
