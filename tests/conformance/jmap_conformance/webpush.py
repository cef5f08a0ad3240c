"""Push messages as their receiver sees them: decrypted (RFC 8291), and known by who signed them (RFC 8292)."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from . import ijson

#: Octets before the sender's key: salt, record size, length of the key.
_HEAD: Final = 21
#: Seconds; a token that is good for longer has to be refused (RFC 8292, Section 2).
LONGEST: Final = 24 * 3600


class Unreadable(Exception):
    """A message that is not encrypted, or not signed, as it has to be; the argument says how."""


def encode(octets: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(octets).decode("ascii").rstrip("=")


def decode(text: str) -> bytes:
    """The octets of base64url without padding.

    Raises:
        Unreadable: it is something else.
    """
    if set("+/=") & set(text):
        raise Unreadable(f"{text!r} is no base64url without padding")
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Unreadable(f"{text!r} is no base64url") from problem


class Keys:
    """The keys of a client (RFC 8291, Section 3.1)."""

    def __init__(self) -> None:
        self._private = generate_private_key(SECP256R1())
        self._auth = os.urandom(16)
        self._public = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def told(self) -> dict[str, str]:
        """``keys`` of a PushSubscription."""
        return {"p256dh": encode(self._public), "auth": encode(self._auth)}

    def decrypt(self, body: bytes) -> bytes:
        """The text of an encrypted message: one record of aes128gcm (RFC 8188, Section 2; RFC 8291, Section 4).

        Raises:
            Unreadable: it is not that, or encrypted with other keys.
        """
        if len(body) <= _HEAD + 65 or body[20] != 65:
            raise Unreadable("the header is not that of aes128gcm with a key of 65 octets")
        salt, size = body[:16], int.from_bytes(body[16:20], "big")
        sender, record = body[_HEAD : _HEAD + 65], body[_HEAD + 65 :]
        if len(record) > size:
            raise Unreadable(f"the record has {len(record)} octets, and its size is {size}: more than one record")
        try:
            shared = self._private.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sender))
        except ValueError as problem:
            raise Unreadable("the sender's key is no point on the curve") from problem
        mixed = _hmac(_hmac(self._auth, shared), b"WebPush: info\0" + self._public + sender + b"\1")
        secret = _hmac(salt, mixed)
        key = _hmac(secret, b"Content-Encoding: aes128gcm\0\1")[:16]
        nonce = _hmac(secret, b"Content-Encoding: nonce\0\1")[:12]
        try:
            text = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        except InvalidTag as problem:
            raise Unreadable("it is encrypted with other keys") from problem
        if not text.endswith(b"\2"):
            raise Unreadable("the record does not end as the last one has to")
        return text[:-1]


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")


def claims(authorization: str, key: str, audience: str, now: float) -> dict[str, Any]:
    """What the token of a message claims, if it is signed with the private key of ``key``.

    ``authorization``: the header field; ``key``: applicationServerKey of the Session; ``audience``: the origin of the
    URL; ``now``: seconds since 1970.

    Raises:
        Unreadable: it is not authenticated as RFC 8292 has it.
    """
    scheme, _, rest = authorization.partition(" ")
    told = dict(one.strip().partition("=")[::2] for one in rest.split(","))
    if scheme.lower() != "vapid" or not {"t", "k"} <= told.keys():
        raise Unreadable(f"the scheme is not vapid with t and k: {authorization[:40]!r}")
    if told["k"] != key:
        raise Unreadable(f"the key is not that of the Session: {told['k']}")
    parts = told["t"].split(".")
    if len(parts) != 3 or len(signature := decode(parts[2])) != 64:
        raise Unreadable("the token is no JSON Web Token signed with ES256")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decode(key))
        public.verify(encode_dss_signature(r, s), ".".join(parts[:2]).encode("ascii"), ECDSA(SHA256()))
        header, said = ijson.parse(decode(parts[0])), ijson.parse(decode(parts[1]))
    except (InvalidSignature, ValueError) as problem:
        raise Unreadable("the signature is not of that key, or the token is no JSON") from problem
    if not isinstance(header, dict) or header.get("alg") != "ES256" or not isinstance(said, dict):
        raise Unreadable("the token is not of ES256")
    if said.get("aud") != audience:
        raise Unreadable(f"aud is {said.get('aud')!r}, and the origin of the URL {audience!r}")
    ends = said.get("exp")
    if not isinstance(ends, int | float) or not now - 60 < ends <= now + LONGEST + 60:
        raise Unreadable(f"exp is {ends!r}, which is no time within a day from now")
    return said
