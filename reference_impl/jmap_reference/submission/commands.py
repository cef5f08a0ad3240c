"""``jmap-reference address``, ``sending`` and ``queue``: what an administrator decides about mail, and sees of it."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import Any

from ..dates import utc_date
from ..refused import Refused
from ..store.interface import Transaction
from ..stored import existing_store
from .addresses import allowed_to, is_address


def add(commands: Any, stored: argparse.ArgumentParser) -> None:
    """Add them to the subparsers of the command; ``stored``: with the argument that names the store."""
    address = commands.add_parser("address", parents=[stored], help="from where a user may send, and gets mail")
    address.add_argument("user")
    address.add_argument("--add", metavar="ADDRESS", help="or *@example.com, for all of a domain")
    address.add_argument("--remove", metavar="ADDRESS")
    address.set_defaults(run=run_address)

    sending = commands.add_parser("sending", parents=[stored], help="may a user send?")
    sending.add_argument("user")
    choice = sending.add_mutually_exclusive_group()
    choice.add_argument("--refuse", metavar="REASON", help="nothing from now on; clients show the reason to the user")
    choice.add_argument("--allow", action="store_true", help="as before")
    sending.set_defaults(run=run_sending)

    queue = commands.add_parser("queue", parents=[stored], help="what is still to be delivered")
    queue.add_argument("--retry", action="store_true", help="try all of it within a minute, but for what is held")
    queue.set_defaults(run=run_queue)


def run_address(args: argparse.Namespace) -> int:
    """Add or remove an address, then list all."""
    with existing_store(args.store).transaction(write=True) as transaction:
        _check_user(transaction, args.user)
        if args.add:
            if not is_address(args.add):
                raise Refused(f"{args.add} is no address")
            transaction.put_address(args.user, args.add)
        if args.remove and not transaction.remove_address(args.user, args.remove):
            raise Refused(f"{args.remove} was not added")
        for each in allowed_to(transaction, args.user):
            print(each)
    return 0


def run_sending(args: argparse.Namespace) -> int:
    """Refuse or allow, then say how it is."""
    with existing_store(args.store).transaction(write=True) as transaction:
        _check_user(transaction, args.user)
        if args.refuse or args.allow:
            transaction.refuse_sending(args.user, args.refuse)
        reason = transaction.sending_refused(args.user)
        print("may send" if reason is None else f"may not send: {reason}")
    return 0


def run_queue(args: argparse.Namespace) -> int:
    """A line for each message and each recipient whom it has yet to reach, the first to be tried first."""
    now = time.time()
    with existing_store(args.store).transaction(write=True) as transaction:
        for message in list(transaction.queued()):
            if args.retry and message.attempts and message.due > now:
                message = replace(message, due=now)
                transaction.requeue(message)
            for address in message.recipients:
                tried = f"tried {message.attempts} times" if message.attempts else "not tried yet"
                sender = message.mail_from["email"] or "<>"
                print(utc_date(message.due), tried, sender, address["email"], sep="\t")
    return 0


def _check_user(transaction: Transaction, name: str) -> None:
    if transaction.user(name) is None:
        raise Refused(f"there is no user {name}")
