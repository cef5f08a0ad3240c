"""Requests to URLs that strangers gave: nothing inside our own network is reached, and nobody keeps us waiting.

The name in a URL is looked up, its addresses are judged, and the connection goes to one that
was judged: were it looked up again, the answer could be another (RFC 8620, Section 8.6).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All addresses of IPv6 that are given out for the whole net (RFC 4291, Section 2.4)."""

_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""NAT64 (RFC 6052): the last 32 bits are an address of IPv4."""

TIMEOUT: Final = 10.0
"""Seconds for a whole request and its answer."""


@dataclass(frozen=True)
class Answer:
    #: Of HTTP; 0 where nothing answered.
    status: int
    #: Seconds to wait, as the answer says; 0 where it does not.
    retry_after: float = 0


class Poster:
    """Makes requests; ``loopback``: to this machine too, even without TLS, for those who develop a client."""

    def __init__(self, loopback: bool = False, context: ssl.SSLContext | None = None, timeout: float = TIMEOUT) -> None:
        self._loopback = loopback
        self._context = context or ssl.create_default_context()
        self._timeout = timeout
        self._open: set[socket.socket] = set()

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """What came of it; redirects are not followed, since they could lead anywhere."""
        try:
            parts = urlsplit(url)
            connection = _Connection(self._addresses(url), parts, self._context, self._timeout)
            connection.connect()
            with self._limited(connection.sock):
                if isinstance(connection.sock, ssl.SSLSocket):
                    connection.sock.do_handshake()
                target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                connection.request("POST", target, body, dict(headers))
                answer = connection.getresponse()
                return Answer(answer.status, _seconds(answer.getheader("retry-after")))
        except (OSError, ValueError, http.client.HTTPException):
            return Answer(0)

    def close(self) -> None:
        """End what is under way."""
        for each in tuple(self._open):
            _hang_up(each)

    def _addresses(self, url: str) -> list[str]:
        """Where the URL leads, if that is where it may.

        Raises:
            ValueError: it may not.
            OSError: the name is not known.
        """
        # req: push/PushSubscription/url/externally-resolvable
        #   The server MUST make sure that the URL leads to a public address, and to nothing inside its own network.
        if fault := url_fault(url, self._loopback):
            raise ValueError(fault)
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        for address in addresses:
            if fault := _address_fault(ipaddress.ip_address(address), parts.scheme, self._loopback):
                raise ValueError(fault)
        return addresses

    @contextmanager
    def _limited(self, open_socket: socket.socket) -> Iterator[None]:
        """Cut the connection when the time is over: one who answers an octet at a time never exceeds that of a read."""
        timer = threading.Timer(self._timeout, _hang_up, (open_socket,))
        timer.daemon = True
        timer.start()
        self._open.add(open_socket)
        try:
            yield
        finally:
            timer.cancel()
            self._open.discard(open_socket)
            open_socket.close()


def url_fault(url: str, loopback: bool) -> str:
    """Why nothing is sent to this URL, as far as it can be seen without a look at its addresses; empty if it is."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        return str(error)
    if parts.username is not None or not host or port == 0:
        return "the URL has no host, no port that can be, or credentials"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if host != "localhost" and not host.endswith(".localhost"):
            # req: push/PushSubscription/url/https
            #   It MUST begin with https://.
            return "" if parts.scheme == "https" else "the URL is not of https"
        address = ipaddress.ip_address("127.0.0.1")
    return _address_fault(address, parts.scheme, loopback)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The address of IPv4 that an IPv6 address leads to, where one of the two nets is reached through the other."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _address_fault(address: Address, scheme: str, loopback: bool) -> str:
    inner = _inner(address)
    if inner is not None:
        return _address_fault(inner, scheme, loopback)
    if address.is_loopback and loopback:
        return "" if scheme in ("http", "https") else "the URL is of neither http nor https"
    if scheme != "https":
        return "the URL is not of https"
    # Python takes for global what only was, such as site-local addresses, and what never was given to anybody.
    is_public = address.is_global and not address.is_multicast and (address.version == 4 or address in _UNICAST)
    return "" if is_public else "the URL does not lead to a public address"


class _Connection(http.client.HTTPConnection):
    """A connection to one of these addresses, whatever the name in the URL may stand for by now."""

    def __init__(self, addresses: list[str], url: SplitResult, context: ssl.SSLContext, timeout: float) -> None:
        self.default_port = 443 if url.scheme == "https" else 80
        super().__init__(url.hostname or "", url.port or self.default_port, timeout=timeout)
        self._addresses = addresses
        self._context = context if url.scheme == "https" else None

    def connect(self) -> None:
        failed: OSError | None = None
        for address in self._addresses:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError as error:
                failed = error
        else:
            raise failed or OSError("no address")
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)


def _hang_up(open_socket: socket.socket) -> None:
    with suppress(OSError):  # it is closed already
        # Not the method of an SSLSocket, which would leave whoever reads from it without its cipher.
        socket.socket.shutdown(open_socket, socket.SHUT_RDWR)


def _seconds(retry_after: str | None) -> float:
    """What Retry-After says: seconds, or a date."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0
