"""A push endpoint on this machine, with the client behind it: it answers as told, and reads what it is sent."""

from __future__ import annotations

import base64
import hmac
import json
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PATIENCE = 5.0
"""Seconds after which a test that waits for a message fails."""


def base64url(octets: bytes, padded: bool = False) -> str:
    text = base64.urlsafe_b64encode(octets).decode()
    return text if padded else text.rstrip("=")


class Keys:
    """The keys of a client (RFC 8291, Section 3.1)."""

    def __init__(self, private: EllipticCurvePrivateKey | None = None, auth: bytes | None = None) -> None:
        self.private = private or generate_private_key(SECP256R1())
        self.auth = auth or os.urandom(16)
        self.public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def told(self, padded: bool = False) -> dict[str, str]:
        """``keys`` of a PushSubscription."""
        return {"p256dh": base64url(self.public, padded), "auth": base64url(self.auth, padded)}

    def decrypt(self, body: bytes) -> bytes:
        """The message (RFC 8188, Section 2, with the keys of RFC 8291, Section 3.4)."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size, "one record is all that RFC 8291 allows"
        shared = self.private.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sender))
        extracted = hmac.digest(self.auth, shared, "sha256")
        ikm = hmac.digest(extracted, b"WebPush: info\x00" + self.public + sender + b"\x01", "sha256")
        prk = hmac.digest(salt, ikm, "sha256")
        key = hmac.digest(prk, b"Content-Encoding: aes128gcm\x00\x01", "sha256")[:16]
        nonce = hmac.digest(prk, b"Content-Encoding: nonce\x00\x01", "sha256")[:12]
        padded = AESGCM(key).decrypt(nonce, record, b"")
        message, mark, rest = padded.rpartition(b"\x02")
        assert mark and not rest.strip(b"\x00")
        return message


@dataclass
class Received:
    path: str
    #: Names in lower case.
    headers: dict[str, str]
    body: bytes

    def json(self, keys: Keys | None = None) -> Any:
        assert ("content-encoding" in self.headers) == (keys is not None)
        return json.loads(keys.decrypt(self.body) if keys else self.body)


class Endpoint:
    """``answers``: the statuses of the next answers, with header fields; after them, 201."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.received: list[Received] = []
        self.url = ""
        self.arrived = threading.Condition()

    def wait(self, number: int) -> Received:
        """The message of this number, counted from one, when it has come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= number, PATIENCE), f"{self.received}"
        return self.received[number - 1]

    def take(self, received: Received) -> tuple[int, dict[str, str]]:
        with self.arrived:
            self.received.append(received)
            self.arrived.notify_all()
            return self.answers.pop(0) if self.answers else (201, {})


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Endpoint]:
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more = endpoint.take(Received(self.path, headers, body))
            self.send_response(status)
            for name, value in ({"content-length": "0"} | more).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    endpoint.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
