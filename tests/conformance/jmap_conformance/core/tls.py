"""Versions of TLS (RFC 8620, Section 8.1): a handshake with each host of the Session, and nothing more."""

from __future__ import annotations

import re
import socket
import ssl
import warnings
from typing import Final
from urllib.parse import urljoin, urlsplit

from ..case import case
from ..client import TIME_LIMIT
from ..expect import that
from ..outcome import Broken, Unsupported
from ..server import Server

URLS: Final = ("apiUrl", "downloadUrl", "uploadUrl", "eventSourceUrl")
OLD: Final = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
NEW: Final = ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.MAXIMUM_SUPPORTED


def hosts(server: Server) -> list[tuple[str, int]]:
    """Host and port of each URL of the Session, and its own, that is https.

    Raises:
        Unsupported: none is.
    """
    server.fetch_session()
    filled = [re.sub(r"\{[^{}]*\}", "x", str(server.session.get(name, ""))) for name in URLS]
    parts = [urlsplit(urljoin(server.session_url, one)) for one in ["", *filled]]
    found = sorted({(one.hostname, one.port or 443) for one in parts if one.scheme == "https" and one.hostname})
    if not found:
        raise Unsupported("no URL of the Session is https")
    return found


def agreed(server: Server, host: str, port: int, versions: tuple[ssl.TLSVersion, ssl.TLSVersion]) -> str:
    """The version of TLS that client and server agree on, where the client has only these; empty where they do not.

    Raises:
        Broken: there is no connection to the host.
        Unsupported: the TLS library of the suite has none of these.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Who the server is does not matter here, and nothing is sent to it.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = versions
    # What the library has is to be offered, also what it would not use by itself.
    context.set_ciphers("ALL:@SECLEVEL=0")
    try:
        connection = socket.create_connection((host, port), TIME_LIMIT * server.client.patience)
    except OSError as problem:
        raise Broken(f"no connection to {host}, port {port}", expected="a connection", found=str(problem)) from problem
    try:
        with connection, context.wrap_socket(connection, server_hostname=host) as made:
            return made.version() or ""
    except ssl.SSLError as problem:
        if problem.reason == "NO_PROTOCOLS_AVAILABLE":
            raise Unsupported("the TLS library of the suite has not the versions that the case is about") from problem
        return ""
    except OSError:
        return ""


@case(requirements=["core/https/tls-version"], area="session")
def old_versions_of_tls_are_refused(server: Server) -> None:
    """No host of the Session agrees on TLS 1.0 or 1.1.

    Purpose: To see that nobody on the way can make client and server use what is broken.
    Preconditions: The URLs of the Session are https, and the TLS library of the suite has these versions.
    Procedure: Offer TLS 1.0 and 1.1, and no later version, to each host; hang up after the handshake.
    Expected: The handshake fails.
    Why: What an old client may use, an attacker makes every client use.
    """
    for host, port in hosts(server):
        found = agreed(server, host, port, OLD)
        that(not found, f"{host}, port {port}, agrees on {found}", expected="TLS 1.2 or later", found=found)


@case(requirements=["core/https/tls-1-3"], area="session")
def tls_1_3_is_there(server: Server) -> None:
    """Each host of the Session agrees on TLS 1.3.

    Purpose: To see that clients can have the best that there is.
    Preconditions: The URLs of the Session are https.
    Procedure: Offer TLS 1.3 and nothing older to each host; hang up after the handshake.
    Expected: The handshake succeeds.
    Why: It is safer, and it saves a round trip each time that a phone wakes up.
    """
    for host, port in hosts(server):
        found = agreed(server, host, port, NEW)
        that(found, f"{host}, port {port}, does not agree on TLS 1.3", expected="TLS 1.3", found="no handshake")
