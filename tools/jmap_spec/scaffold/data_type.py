"""The files of a new data type, which pass ``check`` as they stand."""

from __future__ import annotations

import re
from typing import Any

from ..derive.methods import plural
from ..json_layout import layout
from ..model import Protocol
from .wrong import WrongUse

_WIDTH = 120
_NAME = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
#: What a type restates until its editor says better: data types in general.
_SECTION = "RFC 8620, Section 1.6.3"


def files(whole: Protocol, path: str) -> dict[str, str]:
    """The texts of the files of ``ROOM/NAME``, by path below the root; raises WrongUse."""
    room, _, name = path.partition("/")
    if room not in whole.capabilities:
        raise WrongUse(f'there is no room "{room}"; there are {", ".join(whole.capabilities)}')
    if not _NAME.match(name):
        raise WrongUse(f'"{name}" is no name of a type: a capital letter, then letters and digits, as in mail/Note')
    if name in whole.structures:
        raise WrongUse(f"{name} is taken: {whole.structures[name].place}")
    made = {
        f"{name}.json": _type(name),
        "methods.json": _methods(),
        "examples/set/create.json": _example(whole, room, name),
    }
    return {f"schemas/{path}/{file}": layout(value, _WIDTH) + "\n" for file, value in made.items()}


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
