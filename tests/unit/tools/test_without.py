"""derive: methods that lack a part of the standard one, properties never returned, rooms that share a capability."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs

from jmap_spec import check
from jmap_spec.derive.definitions import closure, definitions, writes
from jmap_spec.model import Protocol
from jmap_spec.source import protocol
from tests.nano.nano import lay_out

METHODS = "schemas/toys/Cog/methods.json"
COG = "schemas/toys/Cog/Cog.json"
SECOND = {
    "$schema": "../vocabulary/capability.json",
    "urn": "urn:example:nano:toys",
    "title": "Wheels",
    "description": "What else the toys have.",
    "order": 5,
    "x-jmap": {"section": "RFC 8620, Section 9.4"},
}


def changed(folder: Path, file: str, change: Callable[[Any], None]) -> Protocol:
    root = lay_out(folder)
    value = json.loads((root / file).read_text("utf-8"))
    change(value)
    (root / file).write_text(json.dumps(value), "utf-8")
    return protocol(root)


def without(verb: str, names: list[str]) -> Callable[[Any], None]:
    return lambda value: value[verb].__setitem__("without", names)


def accepts(whole: Protocol, name: str, value: Any) -> bool:
    table = definitions(whole)
    schema = {"$ref": f"#/$defs/{name}"}
    return jsonschema_rs.Draft202012Validator({**schema, "$defs": closure(table, schema)}).is_valid(value)


def test_an_argument_left_out_is_in_neither_form(tmp_path: Path) -> None:
    whole = changed(tmp_path, METHODS, without("set", ["ifInState"]))
    assert not accepts(whole, "Cog.set.request", {"ifInState": "s"})
    assert not accepts(whole, "Cog.set.request", {"#ifInState": {"resultOf": "a", "name": "Cog/get", "path": "/x"}})
    assert not accepts(whole, "Cog.set.arguments", {"ifInState": None})
    assert {"create", "update", "onCreateOil"} == {member.name for member in whole.methods["Cog/set"].arguments}


def test_a_set_without_if_in_state_still_writes(tmp_path: Path) -> None:
    whole = changed(tmp_path, METHODS, without("set", ["ifInState"]))
    assert writes(whole.methods["Cog/set"]) and not writes(whole.methods["Cog/get"])
    assert accepts(whole, "Cog.set.request", {"update": {"#k1": {"name": "y"}}})


def test_a_required_part_of_the_response_can_be_left_out(tmp_path: Path) -> None:
    whole = changed(tmp_path, METHODS, without("get", ["notFound"]))
    assert accepts(whole, "Cog.get.response", {"list": []})


def test_an_error_can_be_left_out(tmp_path: Path) -> None:
    whole = changed(tmp_path, METHODS, without("get", ["requestTooLarge"]))
    assert "requestTooLarge" not in {use.code for use in whole.methods["Cog/get"].errors}
    assert "requestTooLarge" in {use.code for use in whole.methods["Gear/get"].errors}


def test_the_template_and_other_types_keep_it(tmp_path: Path) -> None:
    whole = changed(tmp_path, METHODS, without("get", ["notFound"]))
    assert whole.methods["Cog/get"].standard == whole.standard["get"]
    assert not accepts(whole, "Gear.get.response", {"list": []})


def test_what_is_left_out_exists(tmp_path: Path) -> None:
    whole = changed(tmp_path, METHODS, without("set", ["ifInstate", "onCreateOil"]))
    found = {(p.code, p.place.pointer, p.hint) for p in check.problems(whole)}
    assert ("without/unknown", "/set/without/0", 'did you mean "ifInState"?') in found
    assert ("without/unknown", "/set/without/1") in {key[:2] for key in found}


def test_a_method_that_is_spelled_out_is_without_nothing(tmp_path: Path) -> None:
    whole = changed(tmp_path, METHODS, without("spin", ["turns"]))
    assert [p.place.pointer for p in check.problems(whole) if p.code == "without/spelled-out"] == ["/spin/without"]


def test_a_property_of_creation_only_is_never_returned(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["properties"]["name"]["x-jmap"] = {"createOnly": True}

    whole = changed(tmp_path, COG, change)
    assert accepts(whole, "Cog.creation", {"name": "x"})
    assert accepts(whole, "Cog.partial", {"id": "C1", "teeth": 8})
    assert not accepts(whole, "Cog.partial", {"id": "C1", "name": "x"})
    # It is a property all the same: to ask for it is no slip of the pen.
    assert accepts(whole, "Cog.property", "name")


def test_a_room_can_share_the_capability_of_another(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "schemas/wheels").mkdir()
    (root / "schemas/wheels/capability.json").write_text(json.dumps(SECOND), "utf-8")
    whole = protocol(root)
    assert not check.problems(whole)
    assert [entry.value for entry in whole.registries["capabilities"].entries] == [
        "urn:example:nano:core",
        "urn:example:nano:toys",
    ]
    assert {name for name in definitions(whole) if name.startswith("capability.")} == {
        f"capability.{room}.{half}" for room in ("core", "toys") for half in ("session", "account")
    }
