"""Sending, as a part of ``jmap-reference serve``."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from ..standard.records import Records
from .deliver import Agent
from .identity import provide
from .relay import Relay

if TYPE_CHECKING:
    from ..protocol import Processor

PASSWORD_VARIABLE: Final = "JMAP_RELAY_PASSWORD"


def add_arguments(parser: Any) -> None:
    where = (
        "hand messages for others to this server: HOST:PORT, with TLS where it offers it, or smtps://HOST:PORT;"
        f" with USER@ in front, the password is in the environment, as {PASSWORD_VARIABLE}"
    )
    parser.add_argument("--relay", metavar="HOST:PORT", help=where)
    incoming = "take mail for users from other servers of this network, by LMTP; HOST is 127.0.0.1 if not given"
    parser.add_argument("--lmtp", metavar="[HOST:]PORT", help=incoming)


def relay_of(args: argparse.Namespace) -> Relay | None:
    """The relay that the arguments name.

    Raises:
        ValueError: they name none in a form that is known; the message says what is wrong.
    """
    if not args.relay:
        return None
    url = urlsplit(args.relay if "://" in args.relay else f"smtp://{args.relay}")
    if url.scheme not in ("smtp", "smtps") or not url.hostname or not url.port or url.path or url.query:
        raise ValueError(f"--relay {args.relay}: HOST:PORT or smtps://HOST:PORT is needed")
    user = unquote(url.username or "")
    password = os.environ.get(PASSWORD_VARIABLE, "") if user else ""
    if user and not password:
        raise ValueError(f"--relay: the password of {user} is to be in the environment, as {PASSWORD_VARIABLE}")
    return Relay(url.hostname, url.port, url.scheme == "smtps", user, password)


def lmtp_address(text: str) -> tuple[str, int]:
    """Where to listen: the host, and the port.

    Raises:
        ValueError: the text has no port.
    """
    host, _, port = text.rpartition(":")
    if not port.isdigit():
        raise ValueError(f"--lmtp {text}: PORT or HOST:PORT is needed")
    return host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)


def started(processor: Processor, args: argparse.Namespace, relay: Relay | None) -> Agent:
    """The agent, at work; before, every user has an Identity, but for those of an example."""
    if not args.fixture:
        with processor.store.transaction(write=True) as transaction:
            for user in transaction.users():
                for account in transaction.accounts_of(user.name):
                    if account.is_personal:
                        records = Records(transaction, account.id, processor.specials, processor.clock())
                        provide(records, account, user.name, processor.new_id)
    agent = Agent(processor, relay)
    agent.start()
    return agent
