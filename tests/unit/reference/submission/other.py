"""Another mail server, a real one, that answers as a test has told it."""

from __future__ import annotations

import re
import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

_REPORTS = re.compile(r"\s(?:RET|ENVID|NOTIFY|ORCPT)=\S*", re.IGNORECASE)


class Sink:
    """Takes every message, but for the replies that a test has put into it."""

    def __init__(self) -> None:
        #: By command, or by recipient: what to answer. ``DATA`` is after the message, ``354`` before it.
        self.replies: dict[str, str] = {}
        self.envelopes: list[Any] = []
        #: What MAIL and RCPT said, as it came.
        self.said: list[str] = []
        #: Offer DSN, which aiosmtpd does not know.
        self.has_dsn = False

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, said: list[str]) -> list[str]:
        session.host_name = hostname
        return [*said[:-1], "250-DSN", said[-1]] if self.has_dsn else said

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from, envelope.mail_options = address, options
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        reply = self.replies.get(address, "250 2.1.5 Recipient OK")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        reply = self.replies.get("DATA", "250 2.0.0 Taken")
        if reply.startswith("2"):
            envelope.host_name = session.host_name
            self.envelopes.append(envelope)
        return reply


class Conversation(SMTP):
    """What aiosmtpd does, with the parameters of RFC 3461, and replies that it has no hook for."""

    @property
    def sink(self) -> Sink:
        assert isinstance(self.event_handler, Sink)
        return self.event_handler

    async def smtp_MAIL(self, arg: str | None) -> None:
        self.sink.said.append(f"MAIL {arg}")
        await super().smtp_MAIL(_REPORTS.sub("", arg or "") if self.sink.has_dsn else arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        self.sink.said.append(f"RCPT {arg}")
        await super().smtp_RCPT(_REPORTS.sub("", arg or "") if self.sink.has_dsn else arg)

    async def smtp_DATA(self, arg: str) -> None:
        if reply := self.sink.replies.get("354"):
            await self.push(reply)
        else:
            await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        if reply := self.sink.replies.get("QUIT"):
            await self.push(reply)
        else:
            await super().smtp_QUIT(arg)


class Listening(Controller):
    def factory(self) -> SMTP:
        return Conversation(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
