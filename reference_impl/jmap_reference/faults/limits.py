"""Faults about how much a user may do at a time and in a while, and about who may listen (RFC 8620, Sections 2, 8)."""

from __future__ import annotations

import datetime
import socket
import ssl
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.exceptions import HTTPException

from ..counting import Gate, Rate
from ..errors import request
from ..http import Http
from . import fault
from .core_session import told
from .planting import instead

LIMITS = "core/capability/session"

#: Octets of a Request with a single short call; longer ones are not counted, so that the suite can begin at all.
SHORT = 150


@fault(f"{LIMITS}/maxConcurrentRequests/allowed", f"{LIMITS}/maxConcurrentUpload/allowed")
def half_as_many_at_a_time() -> None:
    """A user may do half as much at a time as the Session says."""
    instead(Gate, "__init__", lambda right, self, limit, most: right(self, limit, most // 2))


@fault(f"{LIMITS}/maxConcurrentRequests/refused", f"{LIMITS}/maxConcurrentUpload/refused")
def too_many_called_bad() -> None:
    """What is too much at a time is refused as if it were no Request."""

    @contextmanager
    def enter(right: Any, self: Gate, user: str) -> Iterator[None]:
        try:
            with right(self, user):
                yield
        except request.Limit as error:
            if error.members["limit"] != self.limit:
                raise
            raise request.NotRequest("too many at a time") from None

    instead(Gate, "enter", enter)


def refusing(status: int, headers: dict[str, str]) -> None:
    """Who has sent fifty short Requests is refused so from then on."""
    rate = Rate(50, 30)

    def admit(right: Any, self: Http, asked: Any) -> None:
        right(self, asked)
        size = asked.headers.get("content-length", "0")
        if asked.url.path == "/jmap/api" and int(size) < SHORT and not rate.take("everybody", 0):
            raise HTTPException(status, "too many requests", headers)

    instead(Http, "admit", admit)


@fault("core/rate-limits/too-many-requests")
def too_many_in_a_row_forbidden() -> None:
    """Who asks too often is answered with 403."""
    refusing(403, {"retry-after": "30"})


@fault("core/rate-limits/retry-after")
def too_many_in_a_row_left_alone() -> None:
    """Who asks too often does not hear when to come back."""
    refusing(429, {})


# TLS


def listening(versions: Callable[[ssl.SSLContext], Any]) -> None:
    """The event source is at a place of its own, with TLS of these versions; nothing is answered there."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        versions(context)
    _certify(context)
    listener = socket.create_server(("127.0.0.1", 0))

    def shake_hands() -> None:
        while True:
            connection, _ = listener.accept()
            with suppress(OSError), connection, context.wrap_socket(connection, server_side=True) as made:
                made.recv(1)

    threading.Thread(target=shake_hands, daemon=True).start()
    place = f"https://127.0.0.1:{listener.getsockname()[1]}"
    told(lambda said: said.update(eventSourceUrl=f"{place}/jmap{said['eventSourceUrl'].partition('/jmap')[2]}"))


def _certify(context: ssl.SSLContext) -> None:
    """A key, and a certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "both.pem")
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
        context.load_cert_chain(file)


@fault("core/https/tls-version")
def old_tls_taken() -> None:
    """A host of the Session agrees on TLS 1.0 and 1.1."""

    def old(context: ssl.SSLContext) -> None:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")

    listening(old)


@fault("core/https/tls-1-3")
def new_tls_refused() -> None:
    """A host of the Session does not agree on TLS 1.3."""
    listening(lambda context: setattr(context, "maximum_version", ssl.TLSVersion.TLSv1_2))
