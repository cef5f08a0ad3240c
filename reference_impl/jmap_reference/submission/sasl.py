"""How this server shows a relay who it is (RFC 4954): the best way that it knows (RFC 8621, Section 9.4).

A certificate (EXTERNAL, RFC 4422), then SCRAM-SHA-256 (RFC 5802, RFC 7677), which shows that both know the password,
then what the library has.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import smtplib
import unicodedata
from base64 import b64decode, b64encode
from typing import Final

_SCRAM: Final = "SCRAM-SHA-256"
_HEADER: Final = "n,,"
"""No binding to the channel, and no other identity than that of the user."""

_ROUNDS: Final = range(4096, 1_000_001)
"""Of hashing: fewer are unsafe (RFC 7677, Section 4), more would keep us busy for whoever says so."""


def log_in(smtp: smtplib.SMTP, user: str, password: str, has_certificate: bool) -> None:
    """
    Raises:
        SMTPException: the relay knows no way that we know, or does not take us for whom we say, or is not itself.
    """
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if has_certificate and "EXTERNAL" in offered:
        # The empty identity: that of the certificate.
        code, said = smtp.docmd("AUTH", "EXTERNAL =")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, said)
    elif user and _SCRAM in offered:
        scram = Scram(user, password)
        smtp.auth(_SCRAM, scram)
        if not scram.is_proved:
            raise smtplib.SMTPException("the relay did not show that it knows the password")
    elif user:
        smtp.login(user, password)


class Scram:
    """One exchange: called with what the relay says, it gives what to answer, as ``smtplib.SMTP.auth`` wants it.

    ``nonce`` is for tests: each exchange has its own.
    """

    def __init__(self, user: str, password: str, nonce: str = "") -> None:
        name = user.replace("=", "=3D").replace(",", "=2C")
        self._nonce = nonce or secrets.token_urlsafe(24)
        self._password = unicodedata.normalize("NFKC", password).encode()
        self._first = f"n={name},r={self._nonce}"
        self._server_signature = b""
        #: The relay has shown that it knows the password, too.
        self.is_proved = False

    def __call__(self, challenge: bytes | None = None) -> str:
        """
        Raises:
            SMTPException: the relay does not know what it has to.
        """
        if not challenge:
            return _HEADER + self._first
        if self._server_signature:
            return self._end(challenge.decode("ascii", "replace"))
        return self._final(challenge.decode("ascii", "replace"))

    def _final(self, said: str) -> str:
        fields = _fields(said)
        try:
            nonce, salt, rounds = fields["r"], b64decode(fields["s"], validate=True), int(fields["i"])
        except (KeyError, ValueError):
            raise smtplib.SMTPException(f"{_SCRAM}: what the relay says is none of it") from None
        if not nonce.startswith(self._nonce) or nonce == self._nonce or rounds not in _ROUNDS:
            raise smtplib.SMTPException(f"{_SCRAM}: the relay plays a game of its own")
        final = f"c={b64encode(_HEADER.encode()).decode()},r={nonce}"
        signed = ",".join((self._first, said, final)).encode()
        salted = hashlib.pbkdf2_hmac("sha256", self._password, salt, rounds)
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        signature = hmac.digest(hashlib.sha256(client_key).digest(), signed, "sha256")
        self._server_signature = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
        proof = bytes(one ^ other for one, other in zip(client_key, signature, strict=True))
        return f"{final},p={b64encode(proof).decode()}"

    def _end(self, said: str) -> str:
        if not hmac.compare_digest(_fields(said).get("v", ""), b64encode(self._server_signature).decode()):
            raise smtplib.SMTPException(f"{_SCRAM}: the relay does not know the password")
        self.is_proved = True
        return ""


def _fields(said: str) -> dict[str, str]:
    return {name: value for name, _, value in (each.partition("=") for each in said.split(","))}
