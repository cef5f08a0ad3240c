"""The command ``jmap-spec``: finds the checkout, runs a command, answers with an exit code.

Exit codes: 0 all is well; 1 the source (or what was validated) has problems; 2 wrong use,
or a file that cannot be read.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from pathlib import Path

from . import commands
from .problems import SourceBroken


def main(argv: list[str] | None = None) -> int:
    """Run ``jmap-spec``; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="jmap-spec", description="One source of JMAP schemas, and all that is made from it."
    )
    parser.add_argument(
        "--root", type=Path, help="the checkout; default: the nearest folder upward that holds schemas/"
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{module.name}").add(subparsers)
    args = parser.parse_args(argv)
    root = args.root or find_root(Path.cwd())
    if root is None or not (root / "schemas" / "vocabulary").is_dir():
        print(
            "jmap-spec: no schemas/vocabulary here or above; run it in a checkout, or say --root FOLDER",
            file=sys.stderr,
        )
        return 2
    args.root = root.resolve()
    try:
        return int(args.run(args))
    except SourceBroken as broken:
        print(broken, file=sys.stderr)
        count = len(broken.problems)
        print(f"\n{count} problem{'s' if count != 1 else ''} in the source", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has gone, as head(1) does: nothing is left to say, not even on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def find_root(start: Path) -> Path | None:
    """The nearest folder upward from ``start`` that is a checkout, or None."""
    return next((folder for folder in (start, *start.parents) if (folder / "schemas" / "vocabulary").is_dir()), None)


if __name__ == "__main__":
    sys.exit(main())
