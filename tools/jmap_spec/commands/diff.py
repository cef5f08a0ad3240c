"""``jmap-spec diff A [B]``: what changed between two revisions, breaking or not, and for whom."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from ..diff import changes
from ..diff.report import as_html, as_json, as_text
from ..model import Protocol
from ..problems import SourceBroken
from ..source import protocol
from .generate import write

#: What a protocol is read from.
_READ = ("schemas", "drafts")


class WrongUse(Exception):
    """There are no two protocols to compare; the message says why."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "diff",
        help="what changed between two revisions, breaking or not, for whom",
        description="Compares two protocols: types, properties, methods, arguments, errors, registries, capabilities, "
        "examples and requirements. A change is breaking where whoever keeps to the old protocol can fail against "
        "someone who keeps to the new one, without having asked for anything new.",
        epilog="Exit code 0: nothing breaking; 1: at least one breaking change; 2: wrong use, an unknown revision, "
        "or a source that cannot be read.",
    )
    parser.add_argument("old", metavar="A", help="a revision of git, or a folder that holds schemas/")
    parser.add_argument("new", metavar="B", nargs="?", help="the same; default: the checkout as it is now")
    parser.add_argument("--html", metavar="FILE", type=Path, help="also write a page that stands by itself")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--breaking", action="store_true", help="tell breaking changes alone")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: nothing breaking. 1: something is. 2: wrong use, or a source that cannot be read."""
    names = args.old, args.new or "the checkout"
    try:
        old = _protocol(args.root, args.old)
        new = _protocol(args.root, args.new) if args.new else _loaded(args.root, names[1])
    except WrongUse as wrong:
        print(f"jmap-spec diff: {wrong}", file=sys.stderr)
        return 2
    found = [change for change in changes(old, new) if change.breaking or not args.breaking]
    if args.html:
        try:
            write(args.html, as_html(*names, found, args.breaking))
        except OSError as error:
            print(f"jmap-spec diff: {args.html}: {error.strerror}", file=sys.stderr)
            return 2
    print(as_json(*names, found) if args.json else as_text(*names, found, args.breaking))
    return 1 if any(change.breaking for change in found) else 0


def _protocol(root: Path, name: str) -> Protocol:
    """The protocol of a folder or of a revision; raises WrongUse."""
    folder = Path(name)
    if (folder / "schemas").is_dir():
        return _loaded(folder.resolve(), name)
    if folder.is_dir():
        raise WrongUse(f"{name} is a folder without schemas/")
    with tempfile.TemporaryDirectory(prefix="jmap-spec-diff-") as there:
        _check_out(root, name, Path(there))
        return _loaded(Path(there), name)


def _loaded(root: Path, name: str) -> Protocol:
    try:
        return protocol(root)
    except SourceBroken as broken:
        count = len(broken.problems)
        first = "\n".join(f"  {problem}" for problem in broken.problems[:3])
        more = f"\n  … and {count - 3} more" if count > 3 else ""
        raise WrongUse(
            f"the source of {name} does not load ({count} problem{'s' if count != 1 else ''}); "
            f"it was perhaps written for another vocabulary:\n{first}{more}"
        ) from None
    except (OSError, KeyError) as error:
        # A revision older than a file that every source has.
        raise WrongUse(f"the source of {name} does not load: {error} is missing") from None


def _check_out(root: Path, revision: str, into: Path) -> None:
    """Put what a protocol is read from at a revision into a folder; raises WrongUse."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise WrongUse(f"{revision} is no revision of this repository, and no folder that holds schemas/")
    at = commit.decode().strip()
    # Names come back relative to the checkout, wherever in the repository that lies.
    there = (_git(root, "ls-tree", "--name-only", at, *_READ) or b"").decode().split()
    if "schemas" not in there:
        raise WrongUse(f"{revision} has no schemas/ yet")
    archive = _git(root, "archive", "--format=tar", at, *there)
    if archive is None:
        raise WrongUse(f"git archive of {revision} did not succeed")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")


def _git(root: Path, *words: str) -> bytes | None:
    """What git says, or None where it does not succeed."""
    try:
        ran = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise WrongUse("there is no git here; name two folders") from None
    return ran.stdout if ran.returncode == 0 else None
