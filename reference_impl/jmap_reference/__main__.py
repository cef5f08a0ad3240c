"""The command ``jmap-reference``.

Exit codes: 0 all is well; 1 ``check`` found something wrong with the store; 2 the command
cannot be carried out as it was given, and standard error says why.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import time
from pathlib import Path

from argon2 import PasswordHasher

from . import check, config_file, faults, serve, share, users
from .auth import Authenticator, issue_token, token_digest
from .handlers import SPECIALS
from .importing import commands as importing
from .refused import Refused
from .stored import STORE, existing_store, open_store, store_of
from .submission import commands as sending
from .submission.addresses import is_address

DAY = 24 * 3600


def main(argv: list[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    try:
        if getattr(args, "finds_store", False):
            args.store = args.store or store_of(args.config) or STORE
        return int(args.run(args))
    except Refused as refused:
        print(f"jmap-reference: {refused}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever reads, as ``head`` does, has seen enough; Python is not to complain when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def run_serve(args: argparse.Namespace) -> int:
    if args.list_faults:
        for name in faults.names():
            print(f"{name}: {faults.summary(name)}")
        return 0
    return serve.serve(args)


def run_check(args: argparse.Namespace) -> int:
    store = existing_store(args.store)
    found = list(check.problems(store, SPECIALS))
    for problem in found:
        print(problem)
    print(f"{args.store}: {f'{len(found)} problems' if found else 'in order'}")
    return 1 if found else 0


def run_user(args: argparse.Namespace) -> int:
    store = open_store(args.store) if args.action == "add" else existing_store(args.store)
    with store.transaction(write=True) as transaction:
        if args.action == "list":
            for each in transaction.users():
                accounts = ", ".join(account.id for account in transaction.accounts_of(each.name))
                print(f"{each.name}\t{accounts}")
            return 0
        if not args.name:
            raise Refused(f"user {args.action} needs a name")
        user = transaction.user(args.name)
        if (user is None) != (args.action == "add"):
            raise Refused(f"there is {'no' if user is None else 'already a'} user {args.name}")
        if args.action == "remove":
            transaction.remove_user(args.name)
            return 0
        hashed = "" if args.group else Authenticator(store).hash(_password(args))
        users.put(transaction, args.name, hashed)
        if args.action == "add" and not is_address(args.name):
            told = f"{args.name} is no address, and can neither send nor get mail until it has one: see address --help"
            print(f"jmap-reference: {told}", file=sys.stderr)
    return 0


def run_config(args: argparse.Namespace) -> int:
    if not args.file:
        print("\n".join(config_file.reference()))
        return 0
    try:
        config_file.read(Path(args.file))
    except config_file.Wrong as wrong:
        raise Refused(str(wrong)) from None
    print(f"{args.file}: in order")
    return 0


def run_hash_password(args: argparse.Namespace) -> int:
    print(PasswordHasher().hash(_password(args)))
    return 0


def run_token(args: argparse.Namespace) -> int:
    store = existing_store(args.store)
    with store.transaction(write=True) as transaction:
        user = transaction.user(args.user)
        if user is None:
            raise Refused(f"there is no user {args.user}")
        if args.revoke is None:
            print(issue_token(transaction, user, time.time() + args.days * DAY))
        elif args.revoke:
            if not transaction.revoke_token(token_digest(args.revoke)):
                raise Refused("there is no such token")
        else:
            print(f"{transaction.revoke_tokens(user.name)} revoked")
    return 0


def _password(args: argparse.Namespace) -> str:
    """From the variable named, from the terminal, or from the first line of standard input."""
    if args.password_env:
        password = os.environ.get(args.password_env, "")
    elif sys.stdin.isatty():
        password = getpass.getpass(f"Password of {args.name}: " if "name" in args else "Password: ")
        if password != getpass.getpass("Once more: "):
            raise Refused("these are two passwords, and nothing is done; try again")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if not password:
        raise Refused("the password is empty")
    return password


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jmap-reference",
        description="A JMAP server that follows the text. COMMAND --help says more of each.",
        epilog="Exit codes: 0 well; 1 check found a problem; 2 cannot be done as asked.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serving = commands.add_parser(
        "serve",
        help="serve a store; prints the session URL when ready",
        epilog="To try it: serve --demo. To run it: serve --config FILE, with a file as `jmap-reference config` prints"
        " it. Exit codes: 0 it was ended; 2 it cannot serve as asked.",
    )
    serve.add_arguments(serving)
    serving.set_defaults(run=run_serve)

    stored = argparse.ArgumentParser(add_help=False)
    stored.add_argument("--store", metavar="FILE", help=f"default: that of --config, else {STORE}")
    stored.add_argument("--config", metavar="FILE", help="the configuration of serve, which names the store")
    stored.set_defaults(finds_store=True)

    user = commands.add_parser("user", parents=[stored], help="add, list, remove users; change a password")
    user.add_argument("action", choices=["add", "list", "remove", "password"])
    user.add_argument("name", nargs="?", help="such as carol@example.com")
    user.add_argument("--password-env", metavar="VAR", help="take the password from this environment variable")
    user.add_argument("--group", action="store_true", help="no person: it cannot log in, and shares its account")
    user.set_defaults(run=run_user)

    token = commands.add_parser("token", parents=[stored], help="a new Bearer token, or none any more")
    token.add_argument("user")
    token.add_argument("--days", type=float, default=30, help="how long it is good (default: %(default)s)")
    token.add_argument("--revoke", metavar="TOKEN", nargs="?", const="", help="revoke this one; without TOKEN, all")
    token.set_defaults(run=run_token)

    sending.add(commands, stored)
    share.add(commands, stored)
    importing.add(commands, stored)

    configuring = commands.add_parser("config", help="print all settings with their defaults, or check a file")
    configuring.add_argument("file", metavar="FILE", nargs="?", help="check this one, without serving anything")
    configuring.set_defaults(run=run_config)

    hashing = commands.add_parser("hash-password", help="the Argon2 hash of a password, for a configuration")
    hashing.add_argument("--password-env", metavar="VAR", help="take the password from this environment variable")
    hashing.set_defaults(run=run_hash_password)

    checking = commands.add_parser("check", help="is a store in order?")
    checking.add_argument("store", metavar="STORE")
    checking.set_defaults(run=run_check)
    return parser


if __name__ == "__main__":
    sys.exit(main())
