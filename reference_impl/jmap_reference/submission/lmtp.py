"""Delivery in: other servers hand over mail for users of this one, by LMTP (RFC 2033)."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from typing import TYPE_CHECKING, Any, Final

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from ..listening import Listening
from .addresses import is_address, owners
from .local import account_for_mail, deliver_here
from .status import UNKNOWN_USER
from .transit import hops

if TYPE_CHECKING:
    from ..protocol import Processor

log = logging.getLogger("jmap_reference")

MAX_HOPS: Final = 100
"""Received fields: a message that has more goes round in circles (RFC 5321, Section 6.3)."""

LONGEST_LINE: Final = 1 << 20
"""Octets. RFC 5321 has 1,000, which mail in the wild does not keep to."""

NO_ADDRESS: Final = "553 5.1.3 This is no address"
FAILED: Final = "451 4.3.0 It could not be put into the mailbox; try again later"
CIRCLES: Final = "554 5.4.6 It has been through too many servers"
_ENHANCED: Final = {"2": "2.0.0", "4": "4.0.0", "5": "5.5.0"}
_PLAIN: Final = re.compile(r"([245])\d\d ")
_HAS_ENHANCED: Final = re.compile(r"\d{3}[ -][245]\.\d")


class Replies(str):
    """One reply for each recipient, in their order, with line breaks between."""


class Conversation(LMTP):
    """What aiosmtpd does, and what is different after DATA: each recipient has a reply, failures too."""

    line_length_limit = LONGEST_LINE
    _in_data = False
    _in_greeting = False

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        self._in_data = True
        try:
            await super().smtp_DATA(arg)
        finally:
            self._in_data = False

    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802
        # The reply to it has no enhanced codes (RFC 2034, Section 4).
        self._in_greeting = True
        try:
            await super().smtp_LHLO(arg)
        finally:
            self._in_greeting = False

    async def push(self, status: Any) -> None:
        said = status if isinstance(status, str) else bytes(status).decode()
        if not isinstance(status, Replies) and not self._in_greeting and not said.startswith(("220", "354")):
            if (plain := _PLAIN.match(said)) and not _HAS_ENHANCED.match(said):
                said = f"{said[:3]} {_ENHANCED[plain[1]]} {said[4:]}"
            if self._in_data and self.envelope is not None:
                said = "\r\n".join([said] * max(1, len(self.envelope.rcpt_tos)))
        await super().push(str(said))


class Handler:
    """Puts what comes into the Inboxes of those whom it is for."""

    def __init__(self, processor: Processor) -> None:
        self.processor = processor

    async def handle_EHLO(  # noqa: N802
        self, server: LMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # RFC 2033, Section 5, wants both.
        return [*responses[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def handle_RCPT(  # noqa: N802
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if options:
            return "555 5.5.4 No parameters of RCPT are known here"
        if not is_address(address):
            return NO_ADDRESS
        if not await asyncio.to_thread(self._is_known, address):
            return UNKNOWN_USER.text
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient OK"

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        octets = envelope.original_content or b""
        by = f"by {self.processor.mail_name}"
        came = f"from {session.host_name or 'unknown'} {by} with {'UTF8' if envelope.smtp_utf8 else ''}LMTP"
        if hops(octets) > MAX_HOPS:
            return Replies("\r\n".join([CIRCLES] * len(envelope.rcpt_tos)))
        replies = [
            await asyncio.to_thread(self._deliver, octets, envelope.mail_from or "", recipient, came)
            for recipient in envelope.rcpt_tos
        ]
        return Replies("\r\n".join(replies))

    def _is_known(self, address: str) -> bool:
        with self.processor.store.transaction() as transaction:
            return any(account_for_mail(transaction, user) for user in owners(transaction, address))

    def _deliver(self, octets: bytes, mail_from: str, recipient: str, came: str) -> str:
        """The reply; 250 means that the message is on the disk."""
        try:
            with self.processor.store.transaction(write=True) as transaction:
                reply = deliver_here(self.processor, transaction, octets, mail_from, recipient, came)
        except Exception:
            # Whatever is wrong with one recipient, the others get theirs.
            log.exception("delivery to %s failed", recipient)
            return FAILED
        # Who was known a moment ago may have gone since.
        said = (reply or UNKNOWN_USER).text
        log.info("lmtp %s %s", said.partition(" ")[0], recipient)
        return said


class Listener(Listening):
    """Takes connections on a socket, in a thread of its own once it is started."""

    def __init__(self, processor: Processor, listening: socket.socket) -> None:
        super().__init__("lmtp", listening)
        self.handler = Handler(processor)
        self.most = processor.limits.largest_message

    async def serve(self) -> asyncio.Server:
        return await self._loop.create_server(self._conversation, sock=self.socket)

    def _conversation(self) -> Conversation:
        return Conversation(
            self.handler,
            hostname=self.handler.processor.mail_name,
            ident="JMAP",
            data_size_limit=self.most,
            enable_SMTPUTF8=True,
            loop=self._loop,
        )
