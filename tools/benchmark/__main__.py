"""``make bench``: measure, and write the tables of docs/benchmarks.md. Run it on a quiet machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

import builds
import growth
import page
import server
import wire


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="builds, server, growth, wire; all if none is named")
    parser.add_argument("--rounds", type=int, default=5, help="how often each build is measured (default 5)")
    parser.add_argument("--seconds", type=float, default=8, help="for each kind of request (default 8)")
    parser.add_argument("--without-cyrus", action="store_true", help="ours alone; of server, nothing is written")
    parser.add_argument("--imap", default="", metavar="HOST:PORT", help="wire: another IMAP server than Cyrus")
    parser.add_argument("--no-write", action="store_true", help="print the tables, leave the page alone")
    args = parser.parse_args()
    parts: dict[str, Callable[[], str]] = {
        "builds": lambda: builds.run(args.rounds),
        "server": lambda: server.run(args.seconds, not args.without_cyrus),
        "growth": lambda: growth.run(not args.no_write),
        "wire": lambda: wire.run(not args.without_cyrus, args.imap, not args.no_write),
    }
    if unknown := set(args.parts) - parts.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    for name in args.parts or parts:
        figures = parts[name]()
        print(figures)
        if not (args.no_write or args.without_cyrus) and name != "wire":  # which has a file of its own
            page.write(name, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
