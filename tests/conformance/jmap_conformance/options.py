"""The settings of a run: one table, of which flags, keys of the file, environment variables and the guide are made.

A row is a setting: ``--push-url`` on the command line, ``push-url`` in the TOML file, ``JMAP_CONFORMANCE_PUSH_URL`` in
the environment. A flag goes before the environment, and that before the file. No secret is a setting: secrets are in
variables of the environment that settings name.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .settings import WrongUse

PREFIX: Final = "JMAP_CONFORMANCE_"


@dataclass(frozen=True)
class Option:
    """A setting."""

    name: str
    help: str
    #: What stands for the value in help; empty for a switch.
    metavar: str = ""
    #: Of the value, or of each where it may be repeated.
    kind: type = str
    default: Any = ""
    choices: tuple[str, ...] = ()
    #: Another flag than that of the name.
    short: str = ""

    @property
    def flag(self) -> str:
        return self.short or f"--{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name.upper().replace("-", "_")

    @property
    def attribute(self) -> str:
        """Of the namespace of settings."""
        return self.name.replace("-", "_")

    @property
    def is_list(self) -> bool:
        return isinstance(self.default, tuple)

    def read(self, given: Any, where: str) -> Any:
        """The value that was given in ``where``: as text, or as TOML has it.

        Raises:
            WrongUse: it is of another kind.
        """
        if self.is_list and isinstance(given, list):
            return tuple(self._one(each, where) for each in given)
        if self.is_list:
            return tuple(self._one(each, where) for each in str(given).split())
        return self._one(given, where)

    def _one(self, given: Any, where: str) -> Any:
        if self.kind is bool:
            said = {"true": True, "1": True, "false": False, "0": False, "": False}.get(str(given).lower())
            if said is None:
                raise WrongUse(f"{where} wants true or false, and is {given!r}")
            return said
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        if not isinstance(given, str) and not (is_number and self.kind in (int, float)):
            raise WrongUse(f"{where} wants {self.metavar}, and is {given!r}")
        try:
            value = self.kind(given)
        except ValueError as problem:
            raise WrongUse(f"{where} wants a number, and is {given!r}") from problem
        if self.choices and value not in self.choices:
            raise WrongUse(f"{where} wants {' or '.join(self.choices)}, and is {given!r}")
        return value


OPTIONS: Final = (
    Option("user", "the user whose account is used", "U"),
    Option("password-env", "environment variable with the user's password", "VAR"),
    Option("token-env", "environment variable with a Bearer token instead", "VAR"),
    Option("second-user", "another user, for cases on what one may see of the other", "U"),
    Option("second-password-env", "environment variable with that user's password", "VAR"),
    Option("imap", "IMAP on the same mail, for cases that look through both doors: imaps://HOST:PORT, imap:// with "
           "STARTTLS, or neither: then in the clear on loopback, else TLS", "HOST:PORT"),
    Option("imap-user", "who logs in there, where it is not the user", "U"),
    Option("imap-password-env", "environment variable with that one's password", "VAR"),
    Option("accounts", "TOML with one [[account]] a worker: user, password-env or token-env", "FILE", Path, None),
    Option("workers", "workers, one an account", "N", int, 1, short="-n"),
    Option("select", "only cases whose id matches, as pytest -k: 'Mailbox/get and not ids'", "EXPR", short="-k"),
    Option("requirement", "only cases that name this requirement (may be repeated)", "ID", default=()),
    Option("level", "must: leave out cases that can only warn", "LEVEL", default="should", choices=("must", "should")),
    Option("disable", "switch the cases of an area off (may be repeated)", "AREA", default=()),
    Option("expected", "TOML with one [[expected]] for each reason: reason, and case or cases, * allowed, maybe says, "
           "flaky", "FILE", Path, None),
    Option("report", "write report.json, report.html and junit.xml there", "DIR", Path, None),
    Option("force", "use an account that holds mail or other data", kind=bool, default=False),
    Option("sacrifice", "name of a Mailbox with mail that may be lost: cases on what becomes of mail when a Mailbox "
           "is destroyed", "MAILBOX"),
    Option("push-listen", "where the suite takes push messages; port 0 for any free one", "HOST:PORT",
           default="127.0.0.1:0"),
    Option("push-url", "the URL by which the server reaches that; without it, a server on loopback is given "
           "that address itself", "URL"),
    Option("smtp-sink", "where the suite takes the mail that the server sends: make it the server's relay",
           "HOST:PORT"),
    Option("mail-in", "where the server takes mail for the account: lmtp://HOST:PORT or smtp://HOST:PORT", "URL"),
    Option("insecure", "do not check the server's certificate", kind=bool, default=False),
    Option("patience", "factor on every time limit", "F", float, 1.0),
    Option("data", "another manifest.json and schemas.json, of a protocol with more types", "DIR", Path, None),
)  # fmt: skip

URL: Final = Option("url", "origin or session URL of the server; http on loopback only", "URL")


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The URL, a flag for each setting, and ``--config``; what is not given is not in the namespace."""
    quiet: dict[str, Any] = {"default": argparse.SUPPRESS}
    parser.add_argument("url", metavar=URL.metavar, nargs="?", help=URL.help, **quiet)
    for one in OPTIONS:
        about = one.help if one.is_list or one.default in ("", None, False) else f"{one.help} (default {one.default})"
        more: dict[str, Any] = {"help": about.replace("%", "%%"), "dest": one.attribute, **quiet}
        if one.kind is bool:
            parser.add_argument(one.flag, action="store_true", **more)
        elif one.is_list:
            parser.add_argument(one.flag, metavar=one.metavar, action="append", **more)
        else:
            parser.add_argument(one.flag, metavar=one.metavar, **more)
    parser.add_argument("--config", metavar="FILE", type=Path, help="TOML with any of these settings, named as the "
                        "flags; jmap-conformance settings shows one", **quiet)  # fmt: skip


def gathered(flags: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> argparse.Namespace:
    """Every setting: of the flags, else of the environment, else of the file, else its default; with ``account``,
    the ``[[account]]`` of the file.

    Raises:
        WrongUse: the file cannot be read, has a key that is none, or a value is of another kind.
    """
    said = vars(flags)
    variable = f"{PREFIX}CONFIG"
    path = said.get("config") or (Path(environment[variable]) if environment.get(variable) else None)
    content = file_content(path) if path else {}
    made: dict[str, Any] = {"account": content.pop("account", None), "config": path}
    for one in (URL, *OPTIONS):
        if one.attribute in said:
            made[one.attribute] = one.read(said[one.attribute], one.flag)
        elif environment.get(one.variable):
            made[one.attribute] = one.read(environment[one.variable], one.variable)
        elif one.name in content:
            made[one.attribute] = one.read(content[one.name], f"{path}: {one.name}")
            if one.kind is Path:  # of a file, as it is written there
                made[one.attribute] = Path(path or "").parent / made[one.attribute]
        else:
            made[one.attribute] = one.default
    return argparse.Namespace(**made)


def file_content(path: Path) -> dict[str, Any]:
    """The settings of a file, unread.

    Raises:
        WrongUse: it cannot be read, or has a key that is no setting.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise WrongUse(f"{path}: {problem}") from problem
    known = [URL.name, *(one.name for one in OPTIONS), "account"]
    for name in content:
        if name in ("password", "token", "second-password"):
            raise WrongUse(f"{path}: {name}: no secret stands here; {name}-env names the variable that has it")
        if name not in known:
            raise WrongUse(f"{path}: {name} is no setting; there are {', '.join(known)}")
    return content


def table() -> str:
    """The settings as a table of Markdown, for the guide."""
    rows = [f"| `{one.flag}{f' {one.metavar}' if one.metavar else ''}` | `{one.name}` | {one.help} |"
            for one in OPTIONS]  # fmt: skip
    return "\n".join(["| flag | key | does |", "|---|---|---|", *rows]) + "\n"


def example() -> str:
    """A file with every setting, switched off where it has no value of its own."""
    lines = ["# Settings of jmap-conformance: jmap-conformance --config FILE", "# Flags, and variables of the "
             f"environment such as {OPTIONS[0].variable}, go before what is said here."]  # fmt: skip
    for one in (URL, *OPTIONS):
        value = {bool: "false", int: str(one.default), float: str(one.default)}.get(one.kind)
        if value is None:
            value = "[]" if one.is_list else f'"{one.default or ""}"'
        lines += ["", f"# {one.help}", f"#{one.name} = {value}"]
    return "\n".join([*lines, "", "# one for each worker", "#[[account]]", '#user = ""', '#password-env = ""', ""])
