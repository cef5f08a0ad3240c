"""IMAP, as a part of ``jmap-reference serve``: where it listens, with TLS or without, and what it says it can do."""

from __future__ import annotations

import asyncio
import socket
import ssl
from argparse import Namespace
from typing import Final
from uuid import uuid4

from proxyprotocol.result import ProxyResultUnknown
from proxyprotocol.sock import SocketInfo
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability, IMAPConfig
from pymap.imap import IMAPServer
from pysasl import SASLAuth
from pysasl.hashing import BuiltinHash

from ..auth import Authenticator
from ..flood import Guard
from ..listening import Listening
from ..protocol import Processor
from .login import Login

MECHANISM: Final = b"PLAIN"


class Settings(IMAPConfig):
    """What pymap asks of who uses it."""

    def __init__(self, most: int, certified: ssl.SSLContext | None, implicit: bool) -> None:
        super().__init__(
            Namespace(passlib_cfg=None, proxy_protocol=None), host=None, port=0, reject_dnsbl=False,
            cpu_subsystem=Subsystem.for_asyncio(), hash_context=BuiltinHash(), max_append_len=most,
            ssl_context=certified or ssl.create_default_context(), tls_enabled=certified is not None and not implicit,
        )  # fmt: skip

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=True, object_id=True, multi_append=True, custom=[b"SPECIAL-USE"])

    @property
    def tls_auth(self) -> SASLAuth:
        return SASLAuth.named([MECHANISM])

    @property
    def greeting(self) -> bytes:
        return b"JMAP reference server, the other door."


class Door(Listening):
    """IMAP on a socket; with a certificate, TLS from the first octet (``implicit``), or from STARTTLS on.

    ``most``: connections at a time.
    """

    def __init__(
        self, processor: Processor, authenticator: Authenticator, guard: Guard, listening: socket.socket,
        certified: ssl.SSLContext | None = None, implicit: bool = False, most: int = 1000,
    ) -> None:  # fmt: skip
        super().__init__("imap", listening)
        settings = Settings(processor.limits.largest_message, certified, implicit)
        self._tls = certified if implicit else None
        self._open, self._most = 0, most
        self._server = IMAPServer(Login(processor, authenticator, guard), settings)

    @property
    def url(self) -> str:
        host, port = self.socket.getsockname()[:2]
        return f"{'imaps' if self._tls else 'imap'}://{f'[{host}]' if ':' in host else host}:{port}"

    async def serve(self) -> asyncio.Server:
        return await asyncio.start_server(self._converse, sock=self.socket, ssl=self._tls)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._open >= self._most:
            writer.write(b"* BYE There are too many connections.\r\n")
            writer.close()
            return
        self._open += 1
        try:
            peer = SocketInfo.get(writer, ProxyResultUnknown(), unique_id=uuid4().bytes)
            await self._server(reader, writer, peer)
        finally:
            self._open -= 1
