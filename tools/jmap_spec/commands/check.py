"""``jmap-spec check``: everything that is wrong with the source, and every ⚙ file that is stale."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from .. import check
from ..load.cases import NoList, listed
from ..load.prose import prose_files
from ..load.suite import CASES
from ..model import Protocol
from ..problems import Problem
from ..source import protocol
from ..sphinx import splices
from .generate import generated, quotations, stale, stale_text


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("check", help="check the source, and that generated files are in sync")
    parser.add_argument("--source-only", action="store_true", help="leave generated files alone")
    parser.add_argument(
        "--coverage", action="store_true", help="also count the rules that have an instance which only they refuse"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when nothing is wrong, 1 when something is."""
    whole, problems = checked(args.root)
    for problem in problems:
        print(problem, file=sys.stderr)
    errors = [p for p in problems if p.level == "error"]
    differences = []
    if not errors and not args.source_only:
        differences = stale(args.root, generated(whole))
        differences += stale_text(args.root, quotations(args.root, whole))
        differences += differences or _stale_cases(args.root)
        for difference in differences:
            print(difference, file=sys.stderr)
    print(summary(whole, problems))
    uncovered = _coverage(whole) if args.coverage and not errors else False
    if differences:
        print(f"{len(differences)} generated file(s) are stale: run jmap-spec generate", file=sys.stderr)
    return 1 if errors or differences or uncovered else 0


def _stale_cases(root: Path) -> list[str]:
    """What is wrong with the list of cases; asked only when the manifest that it is made with is current."""
    try:
        return stale_text(root, listed(root))
    except NoList as problem:
        return [f"{CASES}: the suite does not list its cases: {problem}"]


def checked(root: Path) -> tuple[Protocol, list[Problem]]:
    """The protocol of a checkout, and what is wrong with it and with how its drafts splice it.

    Raises :class:`~jmap_spec.problems.SourceBroken` where there is no protocol.
    """
    whole = protocol(root)
    texts: dict[str, dict[str, str]] = {}
    for path in prose_files(root):
        file = path.relative_to(root).as_posix()
        texts.setdefault(file.split("/")[1], {})[file] = path.read_text("utf-8")
    return whole, sorted({*check.problems(whole, root), *splices.problems(whole, texts)})


def _coverage(whole: Protocol) -> bool:
    """Print the coverage of the schemas' rules; whether any is missing."""
    from ..negatives import coverage  # takes a second or two to compile

    said = coverage(whole)
    print(said)
    return bool(said.missing)


def summary(whole: Protocol, problems: list[Problem]) -> str:
    """What the source holds, in a few lines for the terminal."""
    types = sum(s.kind == "data" for s in whole.structures.values())
    members = sum(len(s.properties) for s in whole.structures.values())
    discharges = Counter(next(iter(r.discharge)) for r in whole.requirements.values())
    said = ", ".join(f"{discharges[kind]} {kind}" for kind in ("schema", "test", "excluded", "gap"))
    lines = [
        f"{len(whole.capabilities)} rooms, {types} data types, {len(whole.structures)} definitions, "
        f"{members} properties, "
        f"{len(whole.methods)} methods, {len(whole.errors)} errors, {len(whole.examples)} examples",
        f"{len(whole.requirements)} requirements: {said}",
    ]
    for requirement in whole.requirements.values():
        if gap := requirement.discharge.get("gap"):
            lines.append(f"  gap {requirement.id}: {gap}")
    lines += [f"  unregistered {error.id}: {error.unregistered}" for error in whole.errors if error.unregistered]
    lines.append(f"{len(problems)} problems" if problems else "no problems")
    return "\n".join(lines)
