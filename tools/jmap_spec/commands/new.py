"""``jmap-spec new type ROOM/NAME``: the files of a new data type, which pass ``check`` as they stand."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from ..derive.methods import plural
from ..json_layout import layout
from ..model import Protocol
from ..source import protocol
from .generate import write

_WIDTH = 120
_NAME = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
#: What a type restates until its editor says better: data types in general.
_SECTION = "RFC 8620, Section 1.6.3"


class WrongUse(Exception):
    """Nothing can be written; the message says why."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("new", help="write the files of a new data type")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    type_ = kinds.add_parser(
        "type",
        help="a data type",
        description="Writes a data type with an id and a name, its methods and an example. They pass jmap-spec check "
        "as they stand. Nothing is overwritten.",
        epilog="Exit code 0: written; 2: the name is wrong or taken, or there is no such room.",
    )
    type_.add_argument("name", metavar="ROOM/NAME", help="a folder of schemas/ and the name of the type: mail/Note")
    type_.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: the files are written. 2: they cannot be."""
    try:
        made = files(protocol(args.root), args.name)
        folder = args.root / "schemas" / args.name
        if folder.exists():
            raise WrongUse(f"schemas/{args.name} is there already, and is left as it is")
    except WrongUse as wrong:
        print(f"jmap-spec new type: {wrong}", file=sys.stderr)
        return 2
    for path, value in made.items():
        write(folder / path, layout(value, _WIDTH) + "\n")
        print(f"schemas/{args.name}/{path}")
    name = args.name.partition("/")[2]
    print(
        f"\nNext: say in {name}.json what a {name} is and what it has; jmap-spec check tells what is missing.\n"
        "Then make generate, and make: drafts, site, bundle, server and suite have it.\n"
        "docs/guides/add-a-type.md goes on from here."
    )
    return 0


def files(whole: Protocol, path: str) -> dict[str, Any]:
    """The files of a type by path below its folder; raises WrongUse."""
    room, _, name = path.partition("/")
    if room not in whole.capabilities:
        raise WrongUse(f'there is no room "{room}"; there are {", ".join(whole.capabilities)}')
    if not _NAME.match(name):
        raise WrongUse(f'"{name}" is no name of a type: a capital letter, then letters and digits, as in mail/Note')
    if name in whole.structures:
        raise WrongUse(f"{name} is taken: {whole.structures[name].place}")
    return {
        f"{name}.json": _type(name),
        "methods.json": _methods(),
        "examples/set/create.json": _example(whole, room, name),
    }


def _type(name: str) -> dict[str, Any]:
    return {
        "$schema": "../../vocabulary/type.json",
        "title": name,
        "description": f"What {plural(name)} are.",
        "type": "object",
        "properties": {
            "id": {
                "description": f"The id of the {name}.",
                "$ref": "../../core/types.json#/$defs/Id",
                "x-jmap": {"serverSet": True, "immutable": True, "refersTo": name},
            },
            "name": {"description": f"What the user calls the {name}.", "type": "string"},
        },
        "required": ["id", "name"],
        "x-jmap": {
            "section": _SECTION,
            "dataType": {"blobs": False, "stateChange": True, "reference": _SECTION},
        },
    }


def _methods() -> dict[str, Any]:
    return {"$schema": "../../vocabulary/methods.json", "get": {}, "changes": {}, "set": {}}


def _example(whole: Protocol, room: str, name: str) -> dict[str, Any]:
    """The object from which the suite makes others."""
    using = list(dict.fromkeys(whole.capabilities[one].urn for one in ("core", room)))
    arguments = {"accountId": "A7", "create": {"k1": {"name": "Example"}}}
    answer = {
        "accountId": "A7",
        "oldState": "s1",
        "newState": "s2",
        "created": {"k1": {"id": "n1"}},
        **dict.fromkeys(("updated", "destroyed", "notCreated", "notUpdated", "notDestroyed")),
    }
    return {
        "$schema": "../../../../vocabulary/example.json",
        "title": f"A new {name}",
        "description": "The server answers with the id that it gave.",
        "fixture": {"user": "alice@example.com", "accounts": {"A7": {}}, "newIds": ["n1"]},
        "request": {"using": using, "methodCalls": [[f"{name}/set", arguments, "c0"]]},
        "response": {"methodResponses": [[f"{name}/set", answer, "c0"]], "sessionState": "s1"},
        "varies": ["/methodResponses/0/1/oldState", "/methodResponses/0/1/newState", "/sessionState"],
        "creation": "k1",
    }
