"""``jmap-spec check``: everything that is wrong with the source, and every ⚙ file that is stale."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from .. import check
from ..model import Protocol
from ..problems import Problem
from ..source import protocol
from .generate import generated, stale


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("check", help="check the source, and that generated files are in sync")
    parser.add_argument("--source-only", action="store_true", help="leave generated files alone")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when nothing is wrong, 1 when something is."""
    whole = protocol(args.root)
    problems = check.problems(whole, args.root)
    for problem in problems:
        print(problem, file=sys.stderr)
    errors = [p for p in problems if p.level == "error"]
    differences = []
    if not errors and not args.source_only:
        differences = stale(args.root, generated(whole))
        for difference in differences:
            print(difference, file=sys.stderr)
    print(summary(whole, problems))
    if differences:
        print(f"{len(differences)} generated file(s) are stale: run jmap-spec generate", file=sys.stderr)
    return 1 if errors or differences else 0


def summary(whole: Protocol, problems: list[Problem]) -> str:
    """What the source holds, in a few lines for the terminal."""
    types = sum(s.kind == "data" for s in whole.structures.values())
    members = sum(len(s.properties) for s in whole.structures.values())
    discharges = Counter(next(iter(r.discharge)) for r in whole.requirements.values())
    said = ", ".join(f"{discharges[kind]} {kind}" for kind in ("schema", "test", "excluded", "gap"))
    lines = [
        f"{len(whole.capabilities)} rooms, {types} data types, {len(whole.structures)} definitions, {members} properties, "
        f"{len(whole.methods)} methods, {len(whole.errors)} errors, {len(whole.examples)} examples",
        f"{len(whole.requirements)} requirements: {said}",
    ]
    for requirement in whole.requirements.values():
        if gap := requirement.discharge.get("gap"):
            lines.append(f"  gap {requirement.id}: {gap}")
    lines.append(f"{len(problems)} problems" if problems else "no problems")
    return "\n".join(lines)
