"""``jmap-spec generate``: write the ⚙ files, the generated text that git keeps, and quotations in the server's code."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import tempfile
from pathlib import Path

from .. import check
from ..emit import conformance, python, quotes
from ..load.cases import NoList, listed
from ..model import Protocol
from ..source import protocol

#: Where each emitter's files lie.
HOMES = {
    "reference_impl/jmap_reference/generated": python.files,
    "tests/conformance/jmap_conformance/data": conformance.files,
}
#: Code that quotes the requirements which it obeys.
QUOTING = "reference_impl/jmap_reference"
#: Files in those folders that others make.
_NOT_OURS = {"cases.json", "report.schema.json", "result.schema.json", "__init__.py"}


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("generate", help="write the generated files that git keeps")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the source has problems, and then nothing is written, or the suite is broken."""
    whole = protocol(args.root, suite=False)  # what the suite says may be what is written anew
    problems = [p for p in check.problems(whole, args.root) if p.level == "error"]
    if problems:
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"\n{len(problems)} problem(s) in the source; nothing was written", file=sys.stderr)
        return 1
    wanted = generated(whole)
    quoting = quotations(args.root, whole)
    changed = [path for path, text in wanted.items() if _current(args.root / path) != text]
    for path in changed:
        write(args.root / path, wanted[path])
    for path, text in quoting.items():
        if _current(args.root / path) != text:
            write(args.root / path, text)
            changed.append(path)
    left_over = leftovers(args.root, wanted)
    for path in left_over:
        (args.root / path).unlink()
    try:
        cases = listed(args.root)
    except NoList as problem:
        print(f"the suite does not list its cases: {problem}", file=sys.stderr)
        return 1
    for path, text in cases.items():
        if _current(args.root / path) != text:
            write(args.root / path, text)
            changed.append(path)
        wanted[path] = text
    for path in [*changed, *(f"{path} (removed)" for path in left_over)]:
        print(path)
    number = len(wanted)
    print(f"{number} generated files, and quotations in {len(quoting)}: {len(changed) + len(left_over)} changed")
    return 0


def generated(whole: Protocol) -> dict[str, str]:
    """Every ⚙ file of the protocol, by path below the root."""
    return {f"{home}/{name}": text for home, files in HOMES.items() for name, text in files(whole).items()}


def quotations(root: Path, whole: Protocol) -> dict[str, str]:
    """The code that names requirements, with the sentences that it has to quote, by path below the root."""
    found = {}
    for path in sorted((root / QUOTING).rglob("*.py")):
        relative = path.relative_to(root).as_posix()
        if not any(relative.startswith(home) for home in HOMES) and "# req: " in (text := path.read_text("utf-8")):
            found[relative] = quotes.quoted(text, whole)
    return found


def stale(root: Path, wanted: dict[str, str]) -> list[str]:
    """A readable diff for every ⚙ file that is not what it should be, and a line for each that nothing makes."""
    return stale_text(root, wanted) + [f"{path}: nothing makes this file any more" for path in leftovers(root, wanted)]


def stale_text(root: Path, wanted: dict[str, str]) -> list[str]:
    """A readable diff for every one of these files that says something else."""
    differences = []
    for path, text in wanted.items():
        current = _current(root / path)
        if current != text:
            lines = difflib.unified_diff(
                (current or "").splitlines(), text.splitlines(), path, f"{path} (from the source)", lineterm="", n=1
            )
            shown = [line if len(line) < 240 else line[:237] + "…" for line in lines]
            differences.append("\n".join(shown[:40] + ([f"… {len(shown) - 40} more lines"] if len(shown) > 40 else [])))
    return differences


def leftovers(root: Path, wanted: dict[str, str]) -> list[str]:
    """Generated files that the source no longer makes."""
    found = []
    for home in HOMES:
        for path in sorted((root / home).rglob("*")):
            relative = path.relative_to(root).as_posix()
            if path.is_file() and relative not in wanted and path.name not in _NOT_OURS and path.suffix != ".pyc":
                found.append(relative)
    return found


def write(path: Path, text: str) -> None:
    """Replace a file whole: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(name, 0o644)
    os.replace(name, path)


def _current(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None
