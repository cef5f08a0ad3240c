"""What a run is told: server, logins, selection. It crosses to pytest and its workers as JSON, without any secret.

Passwords and tokens are named by the environment variable that holds them, and read when a client is made.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class WrongUse(Exception):
    """The command cannot be run as it was given; exit status 2."""


@dataclass(frozen=True)
class Login:
    """A user of the server, and the environment variable with the secret."""

    user: str
    password_env: str = ""
    token_env: str = ""

    @property
    def variable(self) -> str:
        return self.token_env or self.password_env

    @property
    def secret(self) -> str:
        """The password or token.

        Raises:
            WrongUse: the variable is not set, or empty.
        """
        value = os.environ.get(self.variable, "")
        if not value:
            raise WrongUse(
                f"the environment variable {self.variable} is not set: it should hold the secret of {self.user}"
            )
        return value


@dataclass(frozen=True)
class Settings:
    """One run of the suite against one server."""

    url: str
    logins: tuple[Login, ...]
    second: Login | None = None
    #: Where IMAP is on the same mail (see ``imap_address``), or empty; and who logs in there, if not the user of JMAP.
    imap: str = ""
    imap_login: Login | None = None
    select: str = ""
    #: Run only cases that name one of these requirements; all where it is empty.
    requirements: tuple[str, ...] = ()
    level: str = "should"
    disabled: tuple[str, ...] = ()
    #: The name of a Mailbox with mail that the suite may destroy, or empty.
    sacrifice: str = ""
    insecure: bool = False
    #: Factor on every time limit.
    patience: float = 1.0
    force: bool = False
    workers: int = 1
    #: HOST:PORT where push messages are taken, and the URL by which the server reaches it, or empty.
    push_listen: str = "127.0.0.1:0"
    push_url: str = ""
    #: HOST:PORT where the mail is taken that the server sends, or empty.
    smtp_sink: str = ""
    #: ``lmtp://HOST:PORT`` or ``smtp://HOST:PORT`` where the server takes mail, or empty.
    mail_in: str = ""
    #: Directory with another manifest.json and schemas.json, or empty.
    data: str = ""

    def dump(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def parse(cls, text: str) -> Settings:
        """What :meth:`dump` wrote."""
        raw: dict[str, Any] = json.loads(text)
        raw["logins"] = tuple(Login(**one) for one in raw["logins"])
        for name in ("second", "imap_login"):
            raw[name] = Login(**raw[name]) if raw[name] else None
        raw["requirements"] = tuple(raw["requirements"])
        raw["disabled"] = tuple(raw["disabled"])
        return cls(**raw)

    @property
    def data_directory(self) -> Path | None:
        return Path(self.data) if self.data else None

    def login_of(self, worker: str) -> Login:
        """The login of a worker: one account belongs to one worker, ``gw0`` to the first."""
        return self.logins[number_of(worker)]


def number_of(worker: str) -> int:
    """Of a worker as pytest-xdist calls it, ``gw0``; 0 where there is but one."""
    return int(worker.removeprefix("gw") or 0)


def logins_in(path: Path) -> tuple[Login, ...]:
    """The logins of an accounts file: TOML, one ``[[account]]`` with ``user`` and ``password-env`` or ``token-env``
    each.

    Raises:
        WrongUse: the file cannot be read, or an entry is not of that form.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise WrongUse(f"{path}: {problem}") from problem
    return logins_of(content, str(path))


def logins_of(content: dict[str, Any], path: str) -> tuple[Login, ...]:
    """The logins of the content of such a file.

    Raises:
        WrongUse: an entry is not of that form.
    """
    rows = content.get("account")
    if not isinstance(rows, list) or not rows:
        raise WrongUse(f"{path}: no [[account]] in it")
    made = []
    for number, row in enumerate(rows, 1):
        known = {"user", "password-env", "token-env"}
        if not isinstance(row, dict) or set(row) - known or "user" not in row:
            raise WrongUse(f"{path}: account {number} should have user, and password-env or token-env, and no more")
        if ("password-env" in row) == ("token-env" in row):
            raise WrongUse(f"{path}: account {number} should have one of password-env and token-env")
        made.append(Login(row["user"], row.get("password-env", ""), row.get("token-env", "")))
    if len({one.user for one in made}) < len(made):
        raise WrongUse(f"{path}: one user twice; each worker needs an account of its own")
    return tuple(made)


def check_scheme(url: str) -> str:
    """``url`` as it is, where it is https, or http on a loopback address.

    Raises:
        WrongUse: it is neither.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url
    if parts.scheme == "http" and parts.hostname and is_loopback(parts.hostname):
        return url
    raise WrongUse(f"{url}: https is needed; http only where the host is a loopback address")


def imap_address(text: str) -> tuple[str, str, int]:
    """Scheme, host and port of ``imaps://HOST:PORT``, where TLS comes first, or ``imap://HOST:PORT``, where it comes
    with STARTTLS. Where neither is said it is the first, but on loopback: there it is none, and the scheme is empty.

    Raises:
        WrongUse: it is not of that form.
    """
    scheme, _, rest = text.rpartition("://")
    host, _, port = rest.rpartition(":")
    if scheme not in ("", "imap", "imaps") or not host or not port.isascii() or not port.isdigit():
        raise WrongUse(f"{text}: an IMAP server is named as HOST:PORT, imaps://HOST:PORT or imap://HOST:PORT")
    if not 0 < int(port) < 65536:
        raise WrongUse(f"{text}: there is no such port")
    host = host.strip("[]")
    return scheme or ("" if is_loopback(host) else "imaps"), host, int(port)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_and_port(text: str) -> tuple[str, int]:
    """``127.0.0.1:25`` or ``[::1]:25``, in two.

    Raises:
        ValueError: it is neither.
    """
    parts = urlsplit(f"//{text}")
    if not parts.hostname or parts.port is None or parts.path or parts.username is not None:
        raise ValueError(text)
    return parts.hostname, parts.port


def check_address(name: str, value: str) -> None:
    """That a setting that is an address can be one; empty is none.

    Raises:
        WrongUse: it cannot.
    """
    if name == "push-url" and value:
        check_scheme(value)
    elif value:
        scheme, colon, rest = value.rpartition("://")
        try:
            host_and_port(rest)
        except ValueError as problem:
            raise WrongUse(f"--{name} wants HOST:PORT, and is {value!r}") from problem
        if name == "mail-in" and scheme not in ("lmtp", "smtp"):
            raise WrongUse(f"--{name} wants lmtp:// or smtp:// before HOST:PORT, and is {value!r}")
        if name != "mail-in" and colon:
            raise WrongUse(f"--{name} wants HOST:PORT alone, and is {value!r}")
