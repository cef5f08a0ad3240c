"""``python -m tests.miniatures [FAULT …] [--everything] [--json FILE]``: run the matrix, and say what is not seen.

Exit status: 0 each fault that was run is seen, by each requirement that it says it breaks; 1 one is not; 2 there is no
such fault.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import track

from .matrix import Matrix, Row, addresses


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.miniatures", description=__doc__)
    parser.add_argument("faults", metavar="FAULT", nargs="*", help="a name, or its beginning with *; default: all")
    parser.add_argument(
        "--everything", action="store_true", help="against all cases, not only those that are to see it"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the rows there, a line each, as they come")
    parser.add_argument("--at-once", metavar="N", type=int, default=0, help="rows at a time; default: by the CPUs")
    parser.add_argument("--area", help="only the faults of this module")
    parser.add_argument("--show", action="store_true", help="show what each fault was seen by, and by what it was not")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(2))  # so that the processes of the rows end, too
    matrix = Matrix()
    if unknown := [name for name in options.faults if name not in matrix.faults]:
        print(f"no fault {unknown[0]}; jmap-reference serve --list-faults lists them", file=sys.stderr)
        return 2
    names = options.faults or [name for name, one in matrix.faults.items()
                               if one.breaks and options.area in (None, one.area)]
    console = Console(stderr=True)
    rows = []
    with options.json.open("w", encoding="utf-8") if options.json else nullcontext() as lines:
        running = matrix.rows(names, options.everything, options.at_once)
        for row in track(running, "faults", len(names), console=console):
            rows.append(row)
            if lines:
                print(json.dumps(asdict(row)), file=lines, flush=True)
    bad = [row for row in rows if missed(matrix, row) or row.trouble]
    for row in rows if options.show else bad:
        print(f"{row.fault}: {row.duration:.1f} s")
        for requirement in matrix.faults[row.fault].breaks:
            print(f"  {requirement}: {', '.join(row.seen.get(requirement, ())) or 'NOT SEEN'}")
        for line in row.trouble + row.unseen[:12] + [f"also {one}" for one in row.disturbed]:
            print(f"    {line}"[:600])
    if not options.faults and not options.area:
        seen = {case for row in rows for case in row.cases}
        unproved = [case for case in addresses() if case not in seen]
        print("\n".join(unproved))
        print(f"{len(seen)} of {len(addresses())} cases are proved by {len(rows)} faults")
    return 1 if bad else 0


def missed(matrix: Matrix, row: Row) -> list[str]:
    """The requirements by which a fault ought to be seen, and is not."""
    return [one for one in matrix.faults[row.fault].breaks if not row.seen.get(one)]


if __name__ == "__main__":
    sys.exit(main())
