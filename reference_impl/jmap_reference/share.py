"""``jmap-reference share``: what an administrator lets others see of an account, and do with it."""

from __future__ import annotations

import argparse
import time
from typing import Any

from .handlers import SPECIALS
from .ids import random_id
from .mail.shared import RIGHTS
from .mail.sharing import LEVELS, SHARED, share
from .refused import Refused
from .standard.records import Records
from .store.interface import Transaction
from .store.values import Account
from .stored import existing_store


def add(commands: Any, stored: argparse.ArgumentParser) -> None:
    """Add it to the subparsers of the command; ``stored``: with the argument that names the store."""
    sharing = commands.add_parser("share", parents=[stored], help="let others use an account, or some of its Mailboxes")
    sharing.add_argument("owner", help="the user or the group whose account it is")
    sharing.add_argument("user", nargs="?", help="who is to use it; without one, list who does")
    mailbox = "such as Inbox or Archive/2025, with what will be made below it; without one, all, to be read"
    sharing.add_argument("mailbox", nargs="?", help=mailbox)
    may = f"{', '.join(LEVELS)}, none, or rights with commas between, such as mayReadItems,maySetSeen (default: read)"
    sharing.add_argument("--may", metavar="RIGHTS", default="read", help=may)
    sharing.set_defaults(run=run_share)


def run_share(args: argparse.Namespace) -> int:
    """Change what a user may do with an account, then say who may do what with it."""
    with existing_store(args.store).transaction(write=True) as transaction:
        account = _account(transaction, args.owner)
        records = Records(transaction, account.id, SPECIALS, time.time())
        if args.user:
            _change(records, args.owner, args.user, args.mailbox, rights_of(args.may))
        names = {id: path for path, id in paths(records).items()} | {"": "*"}
        for each in transaction.shares_of(account.id):
            for mailbox, rights in sorted(each.grants.items(), key=lambda grant: names.get(grant[0], "")):
                print(f"{each.user}\t{names.get(mailbox, mailbox)}\t{level_of(rights)}")
    return 0


def _account(transaction: Transaction, owner: str) -> Account:
    if transaction.user(owner) is None:
        raise Refused(f"there is no user {owner}")
    own = (each for each in transaction.accounts_of(owner) if each.is_personal)
    account = next((each for each in own if all(map(each.supports, SHARED))), None)
    if account is None:
        raise Refused(f"{owner} has no account with mail")
    return account


def _change(records: Records, owner: str, user: str, mailbox: str | None, rights: frozenset[str]) -> None:
    if user == owner or records.transaction.user(user) is None:
        raise Refused(f"{user} is the owner" if user == owner else f"there is no user {user}")
    before = next((each for each in records.transaction.shares_of(records.account) if each.user == user), None)
    if mailbox is None:
        if rights - LEVELS["read"]:
            raise Refused("of all Mailboxes nothing but --may read or --may none; name one for more")
        share(records, user, {"": rights}, random_id, is_read_only=True)
        return
    id = paths(records).get(mailbox)
    if id is None:
        raise Refused(f"{owner} has no Mailbox {mailbox}")
    # What was shared as a whole is so no longer: the Mailbox that is named is the first of some.
    kept = {} if before is None or "" in before.grants else before.grants
    share(records, user, kept | {id: rights}, random_id)


def paths(records: Records) -> dict[str, str]:
    """The ids of the Mailboxes, by their names and those of the ones above."""
    every = {each["id"]: each for each in records.read_all("Mailbox")}

    def path(id: str) -> str:
        parent = every[id]["parentId"]
        return f"{path(parent)}/{every[id]['name']}" if parent else str(every[id]["name"])

    return {path(id): id for id in every}


def rights_of(said: str) -> frozenset[str]:
    """
    Raises:
        Refused: no such right.
    """
    if said in LEVELS or said == "none":
        return LEVELS.get(said, frozenset())
    rights = frozenset(said.split(","))
    if unknown := sorted(rights - set(RIGHTS)):
        raise Refused(f"no right {', '.join(unknown)}; there are {', '.join(RIGHTS)}")
    return rights


def level_of(rights: frozenset[str]) -> str:
    return next((name for name, each in LEVELS.items() if each == rights), ",".join(sorted(rights)))
