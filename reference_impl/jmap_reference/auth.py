"""Who is asking: passwords (Basic) and tokens (Bearer).

A password is kept as an Argon2 hash, which is slow to check, on purpose. One that was right
is remembered, as a keyed digest, for as long as the process lives and the hash in the store
is the same. A token has 256 random bits, so one SHA-256 of it is all that need be kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHash

from .people import People
from .store.interface import Store, Transaction
from .store.values import User

MOST_REMEMBERED: Final = 10_000
"""Credentials; when there are more, all are checked anew, so that memory has a bound."""


class Credential(NamedTuple):
    """What somebody showed, without the secret in it."""

    user: str
    #: The hash of the password; empty for a token.
    password: str
    #: The digest of the token.
    token: bytes | None


class Authenticator:
    def __init__(
        self, store: Store, clock: Callable[[], float] = time.time, hasher: PasswordHasher | None = None
    ) -> None:
        self._store = store
        self._people = People(store)
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._key = secrets.token_bytes(32)
        #: Digest of an Authorization header that was good, to the user and the hash that it was good for.
        self._good: dict[bytes, tuple[str, str]] = {}
        # Checked when there is no such user, so that the time taken does not tell.
        self._nobody = self._hasher.hash(secrets.token_hex())

    def known(self, header: str) -> str | None:
        """Whose header it was when last seen. Costs nothing, and is no proof: ``user`` decides."""
        good = self._good.get(self._digest(header))
        return good and good[0]

    def user(self, header: str) -> str | None:
        """The user whose credentials an Authorization header holds; None when they are not good."""
        scheme, _, rest = header.partition(" ")
        match scheme.lower():
            case "basic":
                return self._basic(header, rest.strip())
            case "bearer":
                return self._bearer(header, rest.strip())
        return None

    def credential(self, header: str, user: str) -> Credential:
        """What an Authorization header that ``user`` has just shown stands for."""
        token = token_of(header)
        return Credential(user, "" if token else self._people.password(user), token)

    def still(self, credential: Credential) -> bool:
        """Whether the password has not been changed since, or the token is still good."""
        if credential.token is None:
            now = self._people.password(credential.user)
            return bool(now) and hmac.compare_digest(now.encode(), credential.password.encode())
        with self._store.transaction() as transaction:
            return transaction.user_of_token(credential.token, self._clock()) == credential.user

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def _basic(self, header: str, encoded: str) -> str | None:
        try:
            name, colon, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        hashed = self._people.password(name)
        if hashed and self._good.get(self._digest(header)) == (name, hashed):
            return name
        try:
            self._hasher.verify(hashed or self._nobody, password)
        except (Argon2Error, InvalidHash):
            return None
        if not hashed or not colon:
            return None
        self._remember(header, name, hashed)
        return name

    def _bearer(self, header: str, token: str) -> str | None:
        with self._store.transaction() as transaction:
            name = transaction.user_of_token(token_digest(token), self._clock())
        if name:
            self._remember(header, name, "")
        return name

    def _remember(self, header: str, name: str, hashed: str) -> None:
        if len(self._good) >= MOST_REMEMBERED:
            self._good.clear()
        self._good[self._digest(header)] = (name, hashed)

    def _digest(self, header: str) -> bytes:
        # hmac.digest lets go of the interpreter each time, and waits for it after: that costs more than the digest.
        return hashlib.blake2b(header.encode("utf-8", "surrogateescape"), key=self._key, digest_size=32).digest()


def token_digest(token: str) -> bytes:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def token_of(header: str) -> bytes | None:
    """The digest of the token in an Authorization header; None if it holds something else."""
    scheme, _, rest = header.partition(" ")
    return token_digest(rest.strip()) if scheme.lower() == "bearer" else None


def issue_token(transaction: Transaction, user: User, expires: float) -> str:
    """A new token of ``user``, good until ``expires`` (seconds since 1970). Nobody can ask for it again."""
    token = secrets.token_urlsafe(32)
    transaction.put_token(token_digest(token), user.name, expires)
    return token
