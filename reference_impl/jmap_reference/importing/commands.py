"""``jmap-reference import``: mbox files and Maildir directories into an account of a store."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..protocol import Processor
from ..refused import Refused
from ..store.interface import Transaction
from ..store.values import Account
from ..stored import existing_store
from ..submission.local import account_for_mail
from . import maildir, mbox
from .enter import Importer
from .found import Found, Unreadable

_INBOXES: Final = frozenset({"inbox", "mbox", "mail"})
"""Names of mbox files that are of no folder."""

_WIDTH: Final = 30
"""Characters of the bar."""


def add(commands: Any, stored: argparse.ArgumentParser) -> None:
    """Add it to the subparsers of the command; ``stored``: with the argument that names the store."""
    parser = commands.add_parser(
        "import",
        parents=[stored],
        help="mail of mbox files and Maildir directories into an account",
        epilog="Run again, it goes on where it was cut short: what the account has already is not imported twice."
        " Exit codes: 0 all is there; 1 some messages could not be read; 2 cannot be done as asked.",
    )
    parser.add_argument("user")
    parser.add_argument("paths", metavar="PATH", nargs="+", help="an mbox file or a Maildir directory")
    named = (
        "put it into this Mailbox, and folders below; default: Inbox for a Maildir, the name of the file for an mbox"
    )
    parser.add_argument("--mailbox", metavar="NAME", help=f"{named}; / divides it from those above")
    parser.add_argument("--account", metavar="ID", help="another account than that in which the user gets mail")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import all, and say what became of it.

    Raises:
        Refused: there is no such user or account, or a path is neither mbox nor Maildir.
    """
    paths = [Path(each) for each in args.paths]
    for path in paths:
        _check_path(path)
    store = existing_store(args.store)
    try:
        with store.transaction() as transaction:
            account = _account(transaction, args.user, args.account)
        importer = Importer(Processor(store), args.user, account)
        whole = 0 if args.quiet or not sys.stderr.isatty() else sum(map(_size, paths))
        for messages, octets in importer.run(_messages(paths, args.mailbox)):
            if whole:
                _show(messages, min(octets / whole, 1))
        with store.transaction() as transaction:
            total = transaction.count(account.id, "Email")
    finally:
        store.close()
    for problem in importer.problems:
        print(f"{problem.where}: {problem.why}", file=sys.stderr)
    for what, number in importer.counts.items():
        print(f"{number} {what}")
    if importer.problems:
        print(f"{len(importer.problems)} not to be read")
    print(f"{account.name} has {total} now")
    return 1 if importer.problems else 0


def _check_path(path: Path) -> None:
    try:
        if path.is_dir():
            if not maildir.is_maildir(path):
                raise Refused(f"{path}: no Maildir, which has directories cur and new")
        elif path.stat().st_size and not mbox.is_mbox(path):
            raise Refused(f"{path}: no mbox file, which begins with a From line; a Maildir is named by its directory")
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from error


def _account(transaction: Transaction, user: str, id: str | None) -> Account:
    if transaction.user(user) is None:
        raise Refused(f"there is no user {user}; jmap-reference user list shows who there is")
    accounts = {each.id: each for each in transaction.accounts_of(user) if not each.is_read_only}
    found = account_for_mail(transaction, user) if id is None else accounts.get(id)
    if found is None:
        known = ", ".join(accounts) or "none"
        raise Refused(f"{user} can write to no account {id or 'with mail'}; there are: {known}")
    return found


def _messages(paths: list[Path], mailbox: str | None) -> Iterator[Found | Unreadable]:
    given = tuple(filter(None, (mailbox or "").split("/")))
    for path in paths:
        if path.is_dir():
            yield from maildir.messages(path, given)
        elif given or path.stem.lower() in _INBOXES:
            yield from mbox.messages(path, given)
        else:
            yield from mbox.messages(path, (path.stem,))


def _size(path: Path) -> int:
    """Octets of all files there."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _show(messages: int, share: float) -> None:
    """Progress, on one line of a terminal."""
    bar = "█" * round(share * _WIDTH)
    end = "\n" if share == 1 else ""
    print(f"\r{bar:░<{_WIDTH}} {share:4.0%} {messages} messages", end=end, file=sys.stderr, flush=True)
