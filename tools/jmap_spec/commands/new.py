"""``jmap-spec new type | draft | case``: files to begin with, which pass ``check`` as they stand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from ..model import Protocol
from ..scaffold import case, data_type, draft
from ..scaffold.wrong import WrongUse
from ..source import protocol
from .generate import write

_CODES = "Exit code 0: written; 2: the name is wrong or taken, and nothing is written."


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("new", help="write the first files of a data type, a draft or a case")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    type_ = kinds.add_parser(
        "type",
        help="a data type",
        description="Writes a data type with an id and a name, its methods and an example. They pass jmap-spec check "
        "as they stand. Nothing is overwritten.",
        epilog=_CODES,
    )
    type_.add_argument("name", metavar="ROOM/NAME", help="a folder of schemas/ and the name of the type: mail/Note")
    type_.set_defaults(run=_run, files=lambda whole, args: data_type.files(whole, args.name), next=_NEXT_TYPE)
    draft_ = kinds.add_parser(
        "draft",
        help="an Internet-Draft",
        description="Writes the front matter and the sections that every draft has. They pass jmap-spec check, and "
        "build without a warning, as they stand. Nothing is overwritten.",
        epilog=_CODES,
    )
    draft_.add_argument("name", metavar="NAME", help=f"what comes after {draft.PREFIX}")
    draft_.set_defaults(run=_run, files=lambda whole, args: draft.files(whole, args.name), next=_NEXT_DRAFT)
    case_ = kinds.add_parser(
        "case",
        help="a case of the conformance suite",
        description="Writes a module with a case: its requirements, and the parts of its documentation. It fails "
        "until what it does is written. Nothing is overwritten.",
        epilog=_CODES,
    )
    case_.add_argument("name", metavar="ROOM/NAME", help="a folder of the suite, and the rule: core/call-ids-come-back")
    case_.add_argument(
        "--requirement", metavar="ID", action="append", default=[], help="what it checks (may be repeated)"
    )
    case_.set_defaults(
        run=_run, files=lambda whole, args: case.files(whole, args.name, args.requirement), next=_NEXT_CASE
    )


_NEXT_TYPE = """
Next: say in {name}.json what a {name} is and what it has; jmap-spec check tells what is missing.
Then make generate, and make: drafts, site, bundle, server and suite have it.
docs/guides/add-a-type.md goes on from here."""
_NEXT_DRAFT = """
Next: make drafts, and look at build/drafts. drafts/README.md says how the prose is written.
docs/drafts.md has a table of the drafts, for readers of the site."""
_NEXT_CASE = """
Next: write what it does; until then it fails. It also wants a planted fault that it catches, in
reference_impl/jmap_reference/faults/. Then: jmap-conformance cases --json
> tests/conformance/jmap_conformance/data/cases.json. docs/guides/conformance.md goes on from here."""


def _run(args: argparse.Namespace) -> int:
    """Exit code 0: the files are written. 2: they cannot be."""
    files: Callable[[Protocol, argparse.Namespace], dict[str, str]] = args.files
    try:
        made = files(protocol(args.root), args)
        # A folder that is there belongs to somebody, though none of these files should be in it.
        folders = {path.rpartition("/")[0] for path in made} if args.kind != "case" else set()
        if there := sorted(path for path in {*made, *folders} if (args.root / path).exists()):
            raise WrongUse(f"{there[0]} is there already, and is left as it is")
    except WrongUse as wrong:
        print(f"jmap-spec new {args.kind}: {wrong}", file=sys.stderr)
        return 2
    for path, text in made.items():
        write(args.root / path, text)
        print(path)
    print(args.next.format(name=args.name.partition("/")[2]))
    return 0
