"""Sending, as a part of ``jmap-reference serve``."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from ..standard.records import Records
from .deliver import Agent
from .identity import provide
from .relay import Relay

if TYPE_CHECKING:
    from ..protocol import Processor

PASSWORD_VARIABLE: Final = "JMAP_RELAY_PASSWORD"


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
