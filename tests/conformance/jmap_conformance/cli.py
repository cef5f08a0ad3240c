"""The command ``jmap-conformance``: arguments in, exit status out. See README.md for what it says."""

from __future__ import annotations

import argparse
import datetime
import difflib
import json
import sys
import time
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from rich.console import Console

from . import __version__, runner
from .case import BadCase
from .collect import all_instances, uncovered
from .documents import documents
from .manifest import Manifest
from .options import add_flags, example, gathered
from .report import compare, files, keep, terminal
from .report.summary import exit_status, expected_in, report_of
from .settings import Login, Settings, WrongUse, check_address, check_scheme, imap_address, logins_in, logins_of

#: The commands beside that of a run, which begins with a URL.
COMMANDS: Final = ("cases", "compare", "keep", "settings")


class Parser(argparse.ArgumentParser):
    """Wrong use ends with 2 and one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    commands = dict(zip(COMMANDS, (cases_command, compare_command, keep_command, settings_command), strict=True))
    try:
        if given and given[0] in commands:
            return commands[given[0]](given[1:])
        return run_command(given)
    except (WrongUse, BadCase, FileNotFoundError) as problem:
        print(f"jmap-conformance: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # before the first case, or after the last
        print("jmap-conformance: interrupted", file=sys.stderr)
        return 2


def run_command(given: list[str]) -> int:
    """``jmap-conformance URL …``"""
    options = gathered(run_parser().parse_args(given))
    settings = settings_of(options)
    expected = expected_in(options.expected) if options.expected else ()
    manifest = Manifest.load(settings.data_directory)
    check_selection(settings, manifest)
    if options.report:
        files.prepare(options.report)
    console = Console(stderr=True)
    session = runner.preflight(settings, manifest)
    started, began = datetime.datetime.now(datetime.UTC), time.monotonic()
    done = runner.run(settings, terminal.ProgressBar(console))
    trouble = done.trouble or ("interrupted" if done.interrupted else "")
    report = report_of(
        done.results, manifest, settings, session, expected=expected, left=done.left, trouble=trouble,
        duration=time.monotonic() - began, version=__version__, started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )  # fmt: skip
    out = Console(width=None if sys.stdout.isatty() else 160)
    terminal.summary(report, out)
    if options.report:
        for path in files.write(report, options.report):
            out.print(f"wrote {path}", highlight=False, soft_wrap=True)
    return exit_status(report)


def check_selection(settings: Settings, manifest: Manifest) -> None:
    """That what is selected, or switched off, is there.

    Raises:
        WrongUse: there is no such requirement or area.
    """
    instances = all_instances(manifest)
    areas = sorted({one.case.area for one in instances})
    for kind, named, known in (
        ("requirement", settings.requirements, list(manifest.requirements)), ("area", settings.disabled, areas)
    ):  # fmt: skip
        for one in named:
            if one not in known:
                near = difflib.get_close_matches(one, known, 3, 0.5) or (known if kind == "area" else [])
                meant = f"; is one of these meant? {', '.join(near)}" if near else ""
                raise WrongUse(f"there is no {kind} {one}{meant}")


def run_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="jmap-conformance",
        description="Run the conformance suite against a JMAP server.",
        epilog="Other commands: jmap-conformance cases [--json] [--uncovered] [--data DIR]; "
        "jmap-conformance compare A.json B.json [--html FILE]; jmap-conformance settings; "
        "jmap-conformance keep REPORT.json --server NAME --server-version V. "
        "Exit status: 0 nothing failed or was blocked, 1 something did, 2 the suite was used wrongly or is at fault.",
    )
    add_flags(parser)
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def settings_of(options: argparse.Namespace) -> Settings:
    """What a run is told.

    Raises:
        WrongUse: arguments are missing, contradict one another, or ask for more workers than accounts.
    """
    if not options.url:
        raise WrongUse("no URL of a server")
    if "://" not in options.url:
        raise WrongUse(f"{options.url} is no URL, as https://jmap.example.com is, nor one of {', '.join(COMMANDS)}")
    if urlsplit(check_scheme(options.url)).username is not None:
        raise WrongUse("no login stands in the URL: give --user with --password-env or --token-env")
    for name in ("push_url", "mail_in", "smtp_sink", "push_listen"):
        check_address(name.replace("_", "-"), getattr(options, name))
    logins: tuple[Login, ...] = ()
    if options.user:
        if bool(options.password_env) == bool(options.token_env):
            raise WrongUse("--user wants one of --password-env and --token-env")
        logins = (Login(options.user, options.password_env, options.token_env),)
    more = logins_of({"account": options.account}, str(options.config)) if options.account is not None else ()
    more += logins_in(options.accounts) if options.accounts else ()
    logins += tuple(one for one in more if not logins or one.user != logins[0].user)
    if not logins:
        raise WrongUse("no login: give --user with --password-env or --token-env, or --accounts FILE")
    if bool(options.second_user) != bool(options.second_password_env):
        raise WrongUse("--second-user and --second-password-env go together")
    second = Login(options.second_user, options.second_password_env) if options.second_user else None
    imap_login = imap_login_of(options)
    if options.workers < 1:
        raise WrongUse("-n wants a number from 1")
    if options.workers > len(logins):
        given = f"{len(logins)} {'login is' if len(logins) == 1 else 'logins are'} given"
        raise WrongUse(f"-n {options.workers} wants an account for each worker, and {given}: see --accounts")
    if options.patience <= 0:
        raise WrongUse("--patience wants a number above 0")
    used = logins[: options.workers]
    if options.imap and not imap_login and any(login.token_env for login in used):
        raise WrongUse("--imap wants --imap-user and --imap-password-env where the login of JMAP is a token")
    for login in filter(None, (*used, second, imap_login)):
        _ = login.secret
    return Settings(
        url=options.url, logins=used, second=second, imap=options.imap, imap_login=imap_login,
        select=options.select, requirements=options.requirement,
        level=options.level, disabled=options.disable, sacrifice=options.sacrifice, insecure=options.insecure,
        patience=options.patience, force=options.force, workers=options.workers,
        push_listen=options.push_listen, push_url=options.push_url, smtp_sink=options.smtp_sink,
        mail_in=options.mail_in,
        data=str(options.data.resolve()) if options.data else "",
    )  # fmt: skip


def imap_login_of(options: argparse.Namespace) -> Login | None:
    """Who logs in to IMAP, where it is not the user of JMAP.

    Raises:
        WrongUse: half of it is given, or one login for several accounts, or no server.
    """
    if options.imap:
        imap_address(options.imap)
    if bool(options.imap_user) != bool(options.imap_password_env):
        raise WrongUse("--imap-user and --imap-password-env go together")
    if not options.imap_user:
        return None
    if not options.imap:
        raise WrongUse("--imap-user is for --imap")
    if options.workers > 1:
        raise WrongUse("--imap-user is one account, and -n wants one for each worker")
    return Login(options.imap_user, options.imap_password_env)


def cases_command(given: list[str]) -> int:
    """``jmap-conformance cases``"""
    parser = Parser(prog="jmap-conformance cases", description="List the cases, and what they check.")
    parser.add_argument("--json", action="store_true", help="as data: documentation, requirements, area, source")
    parser.add_argument(
        "--uncovered",
        action="store_true",
        help="list the requirements that want a test and have none; exit status 1 if any",
    )
    parser.add_argument("--data", metavar="DIR", type=Path, help="another manifest.json and schemas.json")
    options = parser.parse_args(given)
    manifest = Manifest.load(options.data)
    if options.uncovered:
        missing = uncovered(manifest)
        for one in missing:
            print(f"{one.id}  {one.level}  {one.source}")
        return int(bool(missing))
    if options.json:
        comment = "Generated from the docstrings of the cases by jmap-conformance cases --json; change it there."
        content: dict[str, Any] = {"$comment": comment, "cases": documents(manifest)}
        print(json.dumps(content, indent=1, ensure_ascii=False))
        return 0
    for instance in all_instances(manifest):
        print(f"{instance.id}  {instance.case.title}")
    return 0


def settings_command(given: list[str]) -> int:
    """``jmap-conformance settings``"""
    Parser(prog="jmap-conformance settings", description="Print a file for --config with every setting.").parse_args(
        given
    )
    print(example(), end="")
    return 0


def compare_command(given: list[str]) -> int:
    """``jmap-conformance compare``"""
    parser = Parser(prog="jmap-conformance compare", description="Show in which cases reports differ.")
    parser.add_argument("reports", metavar="REPORT.json", type=Path, nargs="+")
    parser.add_argument("--html", metavar="FILE", type=Path, help="write the whole table as a page")
    options = parser.parse_args(given)
    if len(options.reports) < 2:
        raise WrongUse("compare wants two reports or more")
    reports = [compare.read(path) for path in options.reports]
    names = [
        report.get("server", {}).get("software") or path.stem
        for path, report in zip(options.reports, reports, strict=True)
    ]
    if len(set(names)) < len(names):
        names = [str(path) for path in options.reports]
    compare.show(names, reports, Console(width=None if sys.stdout.isatty() else 160))
    if options.html:
        options.html.write_text(compare.page(names, reports), "utf-8")
    return 0


def keep_command(given: list[str]) -> int:
    """``jmap-conformance keep``"""
    parser = Parser(prog="jmap-conformance keep", description="Print what is kept of a report: outcomes, no exchanges.")
    parser.add_argument("report", metavar="REPORT.json", type=Path)
    parser.add_argument("--server", metavar="NAME", required=True, help="what the server is called")
    parser.add_argument("--server-version", metavar="V", required=True, help="which version of it was run against")
    options = parser.parse_args(given)
    report = compare.read(options.report)
    if report["summary"]["trouble"]:
        raise WrongUse(f"{options.report}: the run did not get through: {report['summary']['trouble']}")
    print(keep.text_of(keep.result_of(report, options.server, options.server_version)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
