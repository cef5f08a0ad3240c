"""Sending, as a part of ``jmap-reference serve``."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ..standard.records import Records
from .deliver import Agent
from .identity import provide
from .places import relay_url
from .relay import Relay

if TYPE_CHECKING:
    from ..protocol import Processor

PASSWORD_VARIABLE: Final = "JMAP_RELAY_PASSWORD"


def relay_of(args: argparse.Namespace, certificate: str = "", key: str = "") -> Relay | None:
    """The relay that the arguments name, with the files by which it knows us.

    Raises:
        ValueError: they name none in a form that is known; the message says what is wrong.
    """
    if not args.relay:
        return None
    url = relay_url(args.relay)
    user = unquote(url.username or "")
    password = os.environ.get(PASSWORD_VARIABLE, "") if user else ""
    if user and not password:
        raise ValueError(f"the password of {user} is to be in the environment, as {PASSWORD_VARIABLE}")
    assert url.hostname is not None and url.port is not None, "relay_url has seen to it"
    return Relay(url.hostname, url.port, url.scheme == "smtps", user, password, args.mail_name, certificate, key)


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
