"""derive: what the concrete schemas of the nano protocol accept and refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from jmap_spec.derive.definitions import closure, definitions
from jmap_spec.source import protocol
from tests.nano.nano import lay_out

COG = {"id": "C1", "name": "main", "gearId": None, "teeth": 8, "finish": {}, "madeBy": "us"}
REFERENCE = {"resultOf": "c0", "name": "Cog/get", "path": "/ids"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return definitions(protocol(lay_out(tmp_path_factory.mktemp("nano"))))


def accepts(table: dict[str, Any], name: str, value: Any) -> bool:
    schema = {"$ref": f"#/$defs/{name}"}
    return jsonschema_rs.Draft202012Validator({**schema, "$defs": closure(table, schema)}).is_valid(value)


ACCEPTED: list[tuple[str, str, Any]] = [
    ("a whole record", "Cog", COG),
    ("a record with a property of an extension", "Cog", {**COG, "vendor": 1}),
    ("a part, its id always", "Cog.partial", {"id": "C1"}),
    ("what changed, without its id", "Cog.changed", {"teeth": 9}),
    ("a creation with what has no default", "Cog.creation", {"name": "x"}),
    ("a creation id for an Id", "Cog.creation", {"name": "x", "gearId": "#g"}),
    ("a null where null is the default", "Cog.creation", {"name": "x", "gearId": None}),
    ("the answer to a creation", "Cog.created", {"id": "C1", "madeBy": "us"}),
    ("a patch of a property", "Cog.patch", {"name": "y"}),
    ("a patch to the default", "Cog.patch", {"teeth": None}),
    ("a patch below a map", "Cog.patch", {"finish/hub": {"colour": "red"}}),
    ("a patch below an object in a map", "Cog.patch", {"finish/hub/shiny": True}),
    ("a removal from a map", "Cog.patch", {"finish/hub": None}),
    ("a whole record as a patch", "Cog.patch", COG),
    ("no arguments where none is required", "Cog.get.request", {}),
    ("null for an argument", "Cog.get.request", {"ids": None}),
    ("a reference for an argument", "Cog.get.request", {"#ids": REFERENCE}),
    ("a reference for a required argument", "Cog.spin.request", {"#id": REFERENCE}),
    ("a creation id as the key of an update", "Cog.set.request", {"update": {"#k1": {"name": "y"}}}),
    (
        "any object as a creation, before it is looked at by itself",
        "Cog.set.arguments",
        {"create": {"k1": {"tooth": 1}}},
    ),
    ("an argument of the future in a response", "Cog.get.response", {"list": [], "notFound": [], "more": 1}),
    ("a null argument left out of a response", "Cog.set.response", {}),
    ("a method that nobody knows", "Request.full", {"using": [], "methodCalls": [["Dog/bark", {"x": 1}, "c0"]]}),
    (
        "an error in a response",
        "Response.full",
        {"methodResponses": [["error", {"type": "x"}, "c0"]], "sessionState": "s"},
    ),
]

REFUSED: list[tuple[str, str, Any]] = [
    ("a record without a property", "Cog", {k: v for k, v in COG.items() if k != "teeth"}),
    ("a part without its id", "Cog.partial", {"name": "x"}),
    ("a creation with an unknown property", "Cog.creation", {"name": "x", "tooth": 1}),
    ("a creation with a server-set property", "Cog.creation", {"name": "x", "madeBy": "me"}),
    ("a creation without what has no default", "Cog.creation", {"teeth": 9}),
    (
        "a creation with an unknown property in a part",
        "Cog.creation",
        {"name": "x", "finish": {"hub": {"colour": "red", "x": 1}}},
    ),
    ("an answer without a server-set property", "Cog.created", {"id": "C1"}),
    ("a patch with a leading slash", "Cog.patch", {"/name": "y"}),
    ("a patch of a path that no record has", "Cog.patch", {"finish/hub/gloss": True}),
    ("an argument and its reference", "Cog.get.request", {"ids": [], "#ids": REFERENCE}),
    ("a required argument and its reference", "Cog.spin.request", {"id": "C1", "#id": REFERENCE}),
    ("neither a required argument nor its reference", "Cog.spin.request", {}),
    ("an unknown argument", "Cog.get.request", {"id": "C1"}),
    ("an unknown property name", "Cog.get.request", {"properties": ["nam"]}),
    ("a creation id to be read", "Cog.get.request", {"ids": ["#k1"]}),
    ("an Id that is too long with its mark", "Cog.set.request", {"update": {"#123456789": {}}}),
    ("a reference left over after resolution", "Cog.get.arguments", {"#ids": REFERENCE}),
    ("a response without a required argument", "Cog.get.response", {"list": []}),
    ("a call with a wrong argument", "Request.full", {"using": [], "methodCalls": [["Cog/get", {"ids": 1}, "c0"]]}),
    (
        "a response with a wrong argument",
        "Response.full",
        {"methodResponses": [["Cog/get", {"list": 1}, "c0"]], "sessionState": "s"},
    ),
    ("a call of two items", "Request.full", {"using": [], "methodCalls": [["Cog/get", {}]]}),
]


@pytest.mark.parametrize(("name", "value"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_accepts(table: dict[str, Any], name: str, value: Any) -> None:
    assert accepts(table, name, value)


@pytest.mark.parametrize(("name", "value"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refuses(table: dict[str, Any], name: str, value: Any) -> None:
    assert not accepts(table, name, value)


def test_definitions_are_plain(table: dict[str, Any]) -> None:
    text = str(table)
    assert "x-jmap" not in text
    assert "{#" not in text
    assert all(ref in table for schema in table.values() for ref in closure(table, schema))


def test_the_source_is_the_same_wherever_it_lies(table: dict[str, Any], tmp_path: Path) -> None:
    assert definitions(protocol(lay_out(tmp_path))) == table
