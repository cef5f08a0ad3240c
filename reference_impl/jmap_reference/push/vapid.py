"""Who sends this: push messages signed for the push service (VAPID, RFC 8292 and RFC 9749)."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from ..store.interface import Store
from .encryption import encode, uncompressed

LIFETIME: Final = 12 * 3600
"""Seconds that a token is good for; RFC 8292, Section 2, allows a day."""


class Key:
    """The key of this server. It is made with the store, and kept there."""

    def __init__(self, private: EllipticCurvePrivateKey, contact: str | None = None) -> None:
        self._private = private
        #: ``mailto:`` or ``https:``, for the operator of a push service who has something to say; some insist on it.
        self._contact = contact
        # req: vapid/capability/session/applicationServerKey/uncompressed
        #   The key MUST be in uncompressed form (SEC 1, Section 2.3.3).
        # req: vapid/capability/session/applicationServerKey/base64url
        #   It MUST be encoded as base64url without padding (RFC 7515, Section 2).
        #: ``applicationServerKey`` of the Session.
        self.public = encode(uncompressed(private.public_key()))
        #: For each origin, a token and when it was made: push services, and this one, are spared a signature a message.
        self._tokens: dict[str, tuple[str, float]] = {}

    def authorization(self, url: str, now: float) -> str:
        """The header field Authorization of a message to ``url``; ``now``: seconds since 1970."""
        audience = origin(url)
        token, made = self._tokens.get(audience, ("", 0.0))
        if not made <= now < made + LIFETIME / 2:
            token = self._token(audience, int(now) + LIFETIME)
            if len(self._tokens) >= 1000:
                self._tokens.clear()
            self._tokens[audience] = token, now
        return f"vapid t={token}, k={self.public}"

    def _token(self, audience: str, expires: int) -> str:
        """A JSON Web Token, signed by ES256."""
        claims = {"aud": audience, "exp": expires} | ({"sub": self._contact} if self._contact else {})
        parts = ({"typ": "JWT", "alg": "ES256"}, claims)
        signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
        # req: vapid/capability/signed
        #   For that, the server MUST sign a JSON Web Token with the private key that belongs to the
        #   applicationServerKey.
        r, s = decode_dss_signature(self._private.sign(signed.encode(), ECDSA(SHA256())))
        return f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def origin(url: str) -> str:
    """The origin of a URL as RFC 6454, Section 6.2, writes it: in lower case, without the usual port."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    is_usual = parts.port in (None, {"https": 443, "http": 80}.get(parts.scheme))
    return f"{parts.scheme}://{shown}" + ("" if is_usual else f":{parts.port}")


def key_of(store: Store, contact: str | None = None, renewed: bool = False) -> Key:
    """The key that the store has, made if there is none; ``renewed``: another in its place."""
    with store.transaction() as transaction:
        kept = transaction.push_key()
    if kept is None or renewed:
        made = generate_private_key(SECP256R1()).private_numbers().private_value.to_bytes(32, "big")
        with store.transaction(write=True) as transaction:
            # Another process may have been first, and its key may have been given out already.
            kept = None if renewed else transaction.push_key()
            if kept is None:
                transaction.put_push_key(made)
        kept = kept or made
    return Key(derive_private_key(int.from_bytes(kept, "big"), SECP256R1()), contact)
