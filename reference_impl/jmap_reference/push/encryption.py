"""Push messages that only the client can read (RFC 8291), as one record of aes128gcm (RFC 8188)."""

from __future__ import annotations

import base64
import hmac
import os
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_SIZE: Final = 4096
"""Octets; what every push service takes (RFC 8030, Section 7.2)."""

MAX_MESSAGE: Final = RECORD_SIZE - 16 - 4 - 1 - 65 - 1 - 16
"""Octets of a message that fits, encrypted, into that size: less salt, record size, key with its length, end, tag."""

_LAST_RECORD: Final = b"\x02"


def encrypt(
    message: bytes, p256dh: str, auth: str, private: EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """The body of a push message.

    ``private`` and ``salt`` are for tests: each message has its own.

    Raises:
        ValueError: ``p256dh`` is no point on the curve, or the message is too long.
    """
    if len(message) > MAX_MESSAGE:
        raise ValueError(f"{len(message)} octets do not fit into one record")
    private, salt = private or generate_private_key(SECP256R1()), salt or os.urandom(16)
    client, server = public_key(p256dh), uncompressed(private.public_key())
    shared = private.exchange(ECDH(), client)
    # RFC 8291, Section 3.4: HKDF, whose outputs here are no longer than one hash.
    key = _hmac(_hmac(decode(auth), shared), b"WebPush: info\0" + uncompressed(client) + server + b"\1")
    # RFC 8188, Section 2.2
    secret = _hmac(salt, key)
    content_key = _hmac(secret, b"Content-Encoding: aes128gcm\0\1")[:16]
    nonce = _hmac(secret, b"Content-Encoding: nonce\0\1")[:12]
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(server)]) + server
    return header + AESGCM(content_key).encrypt(nonce, message + _LAST_RECORD, None)


def public_key(p256dh: str) -> EllipticCurvePublicKey:
    """The client's key.

    Raises:
        ValueError: it is no point on the curve.
    """
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decode(p256dh))


def uncompressed(key: EllipticCurvePublicKey) -> bytes:
    """The 65 octets of a public key."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def decode(text: str) -> bytes:
    """The octets of URL-safe base64, which comes with padding or without."""
    bare = text.rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def encode(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")
