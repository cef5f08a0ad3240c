"""What can be configured: one table, of which the file, the flags and their description are read.

A section of the file is a dataclass here, a key is a field. To add one is to write it down here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final

from .config_checks import (
    argon2_hash,
    catalogue_folder,
    contact,
    file,
    mail_host,
    networks,
    readable_by,
    user_name,
)
from .limits import Limits, Quotas
from .settings import setting
from .smtp import DELAY, RECIPIENTS, SIZE
from .submission.places import lmtp_address, relay_url
from .submission.transit import SERVER


@dataclass(frozen=True)
class Listen:
    """Where the server listens."""

    host: str = setting("127.0.0.1", "Address. Others than loopback need TLS, or a proxy.", "--host", "HOST")
    port: int = setting(8620, "Port; 0 for any free one.", "--port", "PORT", most=65535)
    tls_cert: str = setting("", "Certificate chain, PEM.", "--tls-cert", "FILE", check=file)
    tls_key: str = setting("", "Its private key, PEM.", "--tls-key", "FILE", check=file)
    behind_proxy: bool = setting(
        False, "A proxy in front does TLS, and sets X-Forwarded-Proto and X-Forwarded-For.", "--behind-proxy"
    )
    proxies: tuple[str, ...] = setting(
        ("127.0.0.1", "::1"),
        "Addresses or networks of proxies whose X-Forwarded headers are believed; ['*'] is all.",
        check=networks,
    )
    connections: int = setting(1000, "Connections at a time; more are answered 503, or BYE.", least=1)


@dataclass(frozen=True)
class Store:
    """Where everything is kept."""

    file: str = setting("", "File of SQLite; else jmap-reference.sqlite, for a demo memory.", "--store", "FILE")


@dataclass(frozen=True)
class Rates:
    """How much in a minute; 0 is no limit. On a loopback address without a proxy, only what is named here counts."""

    user: int = setting(6000, "Requests of one user.")
    address: int = setting(12000, "Requests from one address.")
    failures: int = setting(20, "Wrong passwords and tokens from one address.")
    event_sources: int = setting(16, "Event sources that one user has open at a time.", least=1)


@dataclass(frozen=True)
class Relay:
    """The SMTP server that is given messages for others."""

    server: str = setting(
        "",
        "Who takes messages for others: HOST:PORT, with TLS where it offers it, or smtps://HOST:PORT;"
        " with USER@ in front of HOST, the password is in the environment, as JMAP_RELAY_PASSWORD.",
        "--relay",
        "HOST:PORT",
        check=readable_by(relay_url),
    )
    tls_cert: str = setting("", "Certificate chain, PEM, by which the relay knows this server.", check=file)
    tls_key: str = setting("", "Its private key, PEM.", check=file)


@dataclass(frozen=True)
class Mail:
    """What goes through this server: what others hear of it, and how much it takes."""

    name: str = setting(
        SERVER,
        "What this server calls itself to other mail servers: the name of its host, which can be looked up.",
        "--mail-name",
        "HOST",
        check=mail_host,
    )
    size: int = setting(SIZE, "Octets of a message, in or out; no more than the relay takes.", least=65536)
    recipients: int = setting(RECIPIENTS, "Recipients of a message that is sent.", least=100)
    delay: int = setting(DELAY, "Seconds for which a message can be held before it is sent; 0 for none.")


@dataclass(frozen=True)
class Lmtp:
    """Mail for users that other servers of this network bring."""

    listen: str = setting(
        "",
        "Where to take mail by LMTP; HOST is 127.0.0.1 if not given. Whoever can connect can deliver.",
        "--lmtp",
        "[HOST:]PORT",
        check=readable_by(lmtp_address),
    )


@dataclass(frozen=True)
class Imap:
    """The same mail by IMAP; needs the extra `imap`."""

    listen: str = setting(
        "",
        "[HOST:]PORT, with STARTTLS where there is a certificate, or imaps://[HOST:]PORT;"
        " HOST is 127.0.0.1 if not given.",
        "--imap",
        "[HOST:]PORT",
    )


@dataclass(frozen=True)
class Push:
    """PushSubscriptions."""

    loopback: bool = setting(
        False, "Let PushSubscriptions have URLs of this machine, without TLS too, as in a demo.", "--push-to-loopback"
    )
    contact: str = setting(
        "",
        "URL of mailto: or https: by which operators of push services reach you; some insist on one.",
        "--push-contact",
        "URL",
        check=contact,
    )


@dataclass(frozen=True)
class Languages:
    """Languages beside those that come with the server."""

    folder: str = setting(
        "", "Folder of translations, a file a language: it.json; what the server has is kept.", check=catalogue_folder
    )


@dataclass(frozen=True)
class Log:
    """What is told on standard error."""

    trace: bool = setting(False, "Whole requests and responses, without their secrets.", "--trace")
    quiet: bool = setting(False, "No line a call.", "--quiet")


@dataclass(frozen=True)
class User:
    """A user who is there when the server starts, with an account; as many of these as there are users."""

    name: str = setting("", "Such as carol@example.com.", check=user_name)
    password: str = setting("", "Its Argon2 hash, from `jmap-reference hash-password`.", check=argon2_hash)


@dataclass(frozen=True)
class Config:
    """All of it; the names are those of the sections in the file."""

    listen: Listen = field(default_factory=Listen)
    store: Store = field(default_factory=Store)
    limits: Limits = field(default_factory=Limits)
    quotas: Quotas = field(default_factory=Quotas)
    rates: Rates = field(default_factory=Rates)
    relay: Relay = field(default_factory=Relay)
    mail: Mail = field(default_factory=Mail)
    lmtp: Lmtp = field(default_factory=Lmtp)
    imap: Imap = field(default_factory=Imap)
    push: Push = field(default_factory=Push)
    languages: Languages = field(default_factory=Languages)
    log: Log = field(default_factory=Log)
    user: tuple[User, ...] = ()
    #: What the file or a flag sets, as ``rates.user``.
    given: frozenset[str] = frozenset()

    @property
    def all_limits(self) -> Limits:
        """With those that are about mail."""
        return self.limits.sending(self.mail.size, self.mail.recipients, self.mail.delay)

    def rate(self, name: str, reachable: bool) -> int:
        """One of the rates; ``reachable``: others than this machine reach the server."""
        return int(getattr(self.rates, name)) if reachable or f"rates.{name}" in self.given else 0


SECTIONS: Final[dict[str, Any]] = {
    each.name: each.default_factory
    for each in fields(Config)
    if isinstance(each.default_factory, type)  # a section is the dataclass that makes its defaults
}
REPEATED: Final[dict[str, Any]] = {"user": User}
"""Sections that the file can have several times: ``[[user]]``."""
