"""``jmap-spec validate FILE… --as NAME``: is this JSON what it says it is?

Exit code 0 when every file is valid, 1 when one is not, 2 for wrong use or a file that cannot be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..derive.definitions import definitions
from ..emit.bundle import Addresses
from ..json_text import JsonProblem
from ..source import protocol
from ..validate import Engine, Facts, Finding, findings, placed
from ..validate.har import is_har, messages
from ..validate.ijson import read
from ..validate.names import UnknownName, definition, guess, public
from ..validate.render import as_json, render


@dataclass(frozen=True)
class Job:
    """One instance and what it is held against."""

    file: str
    #: Which message of a recording; empty for a whole file.
    part: str
    #: The definition; empty where the file could not be read.
    name: str
    text: str
    value: Any
    problem: JsonProblem | None = None
    #: The Request that a Response answers.
    request: Any = None


class WrongUse(Exception):
    """The command cannot do what it was asked to; the message says why."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "validate",
        help="validate a Session, Request, Response, object or HAR recording",
        description="Says where a file breaks the protocol: JSON Pointer, what was found, what is allowed, which rule "
        "and requirement, and what was probably meant.",
        epilog="Exit code 0: valid (there may be warnings and notes); 1: not valid; "
        "2: wrong use, or a file that cannot be read.",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="a JSON file, a recording of a browser (HAR), or - for standard input"
    )
    parser.add_argument(
        "--as", dest="name", metavar="NAME",
        help="Session, Request, Response, Mailbox, Mailbox.creation, Mailbox/get.request, Mailbox/get.response …; "
        "whole messages are known without it",
    )
    parser.add_argument("--request", metavar="FILE", help="the Request that the Response in FILE answers")
    parser.add_argument("--json", action="store_true", help="print findings as JSON")
    parser.add_argument("--quiet", action="store_true", help="print errors alone, no warnings and notes")
    parser.add_argument("--names", action="store_true", help="list every NAME")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Validate; returns the exit code."""
    whole = protocol(args.root)
    table = definitions(whole)
    if args.names:
        print("\n".join(sorted({public(name) for name in table} - {"Request.full", "Response.full"})))
        return 0
    engine, facts = Engine(table), Facts(whole, Addresses(whole).uri)
    try:
        if not args.files:
            raise WrongUse("no FILE; see jmap-spec validate --help")
        name = definition(args.name, table) if args.name else ""
        request = _request(engine, args.request) if args.request else None
        jobs = [job for file in args.files for job in _jobs(file, name, request)]
    except (UnknownName, WrongUse) as wrong:
        print(f"jmap-spec validate: {wrong}", file=sys.stderr)
        return 2
    results = [(job, _checked(engine, facts, job, args.quiet)) for job in jobs]
    shown = [(label(job), public(job.name), said) for job, said in results]
    try:
        if args.json:
            print(as_json(shown))
        else:
            render(shown, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, head for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if any(finding.level == "error" for _, said in results for finding in said) else 0


def label(job: Job) -> str:
    return f"{job.file} ({job.part})" if job.part else job.file


def _checked(engine: Engine, facts: Facts, job: Job, quiet: bool) -> list[Finding]:
    if wrong := job.problem:
        section = "RFC 8620, Section 1.5"
        said = [Finding(wrong.line, wrong.column, wrong.pointer, "error", wrong.message, section=section)]
    else:
        said = placed(findings(engine, facts, job.name, job.value, job.request), job.text)
        looks = guess(job.value)
        if any(f.level == "error" for f in said) and looks and looks.partition(".")[0] != job.name.partition(".")[0]:
            said.append(Finding(0, 0, "", "note", f"this looks like a {public(looks)}", hint=f"--as {public(looks)}"))
    return [finding for finding in said if finding.level == "error" or not quiet]


def _jobs(file: str, name: str, request: Any) -> Iterator[Job]:
    """What is to be validated of one file; raises WrongUse."""
    try:
        value, text = read(_octets(file))
    except JsonProblem as problem:
        yield Job(file, "", name, "", None, problem)
        return
    if not name and is_har(value):
        parts = [Job(file, m.label, m.name, m.text, m.value, m.problem, m.request) for m in messages(value)]
        if not parts:
            raise WrongUse(f"{file} is a recording without a JMAP message")
        yield from parts
        return
    name = name or guess(value)
    if not name:
        raise WrongUse(f"{file} is no whole message, so say what it is: --as NAME (--names lists them)")
    yield Job(file, "", name, text, value, request=request)


def _request(engine: Engine, file: str) -> Any:
    """A valid Request; raises WrongUse."""
    try:
        value, _ = read(_octets(file))
    except JsonProblem as problem:
        raise WrongUse(f"{file}: {problem}") from None
    if not engine.is_valid("Request.full", value):
        raise WrongUse(f"{file} is not a valid Request: jmap-spec validate {file} --as Request says why")
    return value


def _octets(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise WrongUse(f"{file}: {error.strerror}") from None
