"""What a connection costs: the octets that pass through it, and how often a client has to wait for an answer."""

from __future__ import annotations

import socket
import zlib
from dataclasses import dataclass

USER, PASSWORD = "alice@example.com", "secret"
"""Who has the mail; the password is that of every server that is measured."""


@dataclass
class Cost:
    """What one task cost."""

    #: How often the client waited for an answer before it could go on.
    trips: int = 0
    #: Requests or commands: that many trips it would be for a client that waits for every answer.
    asked: int = 0
    #: Octets that the client sent, and those that it was sent: what TLS would carry.
    up: int = 0
    down: int = 0

    def __add__(self, other: Cost) -> Cost:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Cost(*(mine + theirs for mine, theirs in pairs))


class Link:
    """A TCP connection that counts; its making is not counted, since it is the same for every protocol."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.cost = Cost()
        self._socket = socket.create_connection(address, timeout=300)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._came = b""
        self._deflate: zlib._Compress | None = None
        self._inflate: zlib._Decompress | None = None

    def compress(self) -> None:
        """Both directions as raw DEFLATE from here on (RFC 4978)."""
        self._deflate, self._inflate = zlib.compressobj(wbits=-15), zlib.decompressobj(wbits=-15)

    def send(self, octets: bytes, asked: int = 1) -> None:
        """Send all of it, then wait: one trip."""
        if self._deflate:
            octets = self._deflate.compress(octets) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        self.cost += Cost(1, asked, len(octets), 0)
        self._socket.sendall(octets)

    def line(self) -> bytes:
        """The next line, with its end."""
        while b"\r\n" not in self._came:
            self._more()
        line, end, self._came = self._came.partition(b"\r\n")
        return line + end

    def octets(self, count: int) -> bytes:
        """The next so many."""
        parts, there = [self._came], len(self._came)
        while there < count:
            self._came = b""
            self._more()
            parts.append(self._came)
            there += len(self._came)
        whole = b"".join(parts)
        self._came = whole[count:]
        return whole[:count]

    def _more(self) -> None:
        some = self._socket.recv(1 << 18)
        if not some:
            raise SystemExit(f"a server closed the connection; the last it said: {self._came[-300:]!r}")
        self.cost.down += len(some)
        self._came += self._inflate.decompress(some) if self._inflate else some

    def forget(self) -> None:
        """What was counted until here belongs to no task."""
        self.cost = Cost()

    def close(self) -> None:
        self._socket.close()
