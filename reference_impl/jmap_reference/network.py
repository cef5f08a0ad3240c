"""Where the server is reached: an address, a socket, a certificate; each refused with what to do instead."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import ssl
from typing import Final

from .refused import Refused

WELL_KNOWN: Final = "/.well-known/jmap"


def session_url(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}{WELL_KNOWN}"


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """Raises: Refused: the address is not to be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=128)
        # asyncio does it only for sockets that name their protocol; without it each answer waits 40 ms for an ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OverflowError as error:
        raise Refused(f"cannot listen on {host}, port {port}: {error}") from error
    except OSError as error:
        # The system adds the address once more.
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        cure = "; choose another port, or 0 for any that is free" if error.errno == errno.EADDRINUSE else ""
        raise Refused(f"cannot listen on {host}, port {port}: {why}{cure}") from error


def check_certificate(certificate: str, key: str) -> None:
    if not certificate or not key:
        raise Refused("--tls-cert and --tls-key, or tls_cert and tls_key in the file, go together")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        wanted = "both are to be in PEM, and the key without a passphrase"
        raise Refused(f"{certificate} and {key} are no certificate and its key: {error}; {wanted}") from error
