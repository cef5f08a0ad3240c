"""derive: an object that differs between sending and fetching, and names that are only patterns."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from jmap_spec import check
from jmap_spec.derive.caseless import spelled_out
from jmap_spec.derive.definitions import closure, definitions
from jmap_spec.model import Protocol
from jmap_spec.problems import SourceBroken
from jmap_spec.source import protocol
from tests.nano.nano import lay_out

COG = "schemas/toys/Cog/Cog.json"
METHODS = "schemas/toys/Cog/methods.json"


def changed(folder: Path, file: str, change: Callable[[Any], None]) -> Protocol:
    root = lay_out(folder)
    value = json.loads((root / file).read_text("utf-8"))
    change(value)
    (root / file).write_text(json.dumps(value), "utf-8")
    return protocol(root)


def said(**more: Any) -> Callable[[Any], None]:
    return lambda value: value["x-jmap"].update(more)


def accepts(whole: Protocol, name: str, value: Any) -> bool:
    table = definitions(whole)
    schema = {"$ref": f"#/$defs/{name}"}
    return jsonschema_rs.Draft202012Validator({**schema, "$defs": closure(table, schema)}).is_valid(value)


WHOLE = {"id": "C1", "name": "main", "gearId": None, "teeth": 8, "finish": {}, "madeBy": "us"}


def test_rules_of_the_creation_hold_for_it_alone(tmp_path: Path) -> None:
    rule = {"properties": {"teeth": {"maximum": 9}}, "dependentSchemas": {"gearId": {"required": ["teeth"]}}}
    whole = changed(tmp_path, COG, said(creation=rule))
    assert accepts(whole, "Cog.creation", {"name": "x", "teeth": 9, "gearId": "G1"})
    assert not accepts(whole, "Cog.creation", {"name": "x", "teeth": 10})
    assert not accepts(whole, "Cog.creation", {"name": "x", "gearId": "G1"})
    assert accepts(whole, "Cog", {**WHOLE, "teeth": 10})


def test_a_property_can_be_no_part_of_the_creation(tmp_path: Path) -> None:
    whole = changed(tmp_path, COG, said(creation={"properties": {"teeth": {"not": {}}}}))
    assert "teeth" not in definitions(whole)["Cog.creation"]["properties"]
    assert not accepts(whole, "Cog.creation", {"name": "x", "teeth": 8})


def test_a_creation_within_a_creation_has_rules_too(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["$defs"]["Finish"]["x-jmap"] = {"creation": {"properties": {"shiny": {"const": False}}}}

    whole = changed(tmp_path, COG, change)
    assert accepts(whole, "Cog.creation", {"name": "x", "finish": {"hub": {"colour": "red", "shiny": False}}})
    assert not accepts(whole, "Cog.creation", {"name": "x", "finish": {"hub": {"colour": "red", "shiny": True}}})
    assert accepts(whole, "Cog", {**WHOLE, "finish": {"hub": {"colour": "red", "shiny": True}}})


def test_rules_of_the_record_hold_for_what_a_server_sends(tmp_path: Path) -> None:
    whole = changed(tmp_path, COG, said(record={"properties": {"name": {"pattern": "^[^A-Z]*$"}}}))
    assert not accepts(whole, "Cog", {**WHOLE, "name": "Main"})
    assert not accepts(whole, "Cog.partial", {"id": "C1", "name": "Main"})
    assert accepts(whole, "Cog.creation", {"name": "Main"})


def test_what_is_derived_is_neither_asked_for_nor_told(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["properties"]["name"]["x-jmap"] = {"derived": True}
        value["properties"]["madeBy"]["x-jmap"]["derived"] = True

    whole = changed(tmp_path, COG, change)
    assert accepts(whole, "Cog.creation", {})
    assert accepts(whole, "Cog.created", {"id": "C1"})
    assert accepts(whole, "Cog.parsed", {"id": None, "name": "x"})
    assert not accepts(whole, "Cog.parsed", {"name": None})


def test_a_copy_sets_what_it_may(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "schemas/core/standard/copy.json").write_text(
        json.dumps(
            {
                "$schema": "../../vocabulary/standard.json",
                "title": "copy",
                "description": "Copies Foos.",
                "request": {
                    "type": "object",
                    "properties": {
                        "create": {
                            "description": "What.",
                            "type": "object",
                            "additionalProperties": {"x-jmap": {"shape": "copy"}},
                        }
                    },
                },
                "response": {"type": "object"},
                "x-jmap": {"section": "RFC 8620, Section 5.4"},
            }
        )
    )
    for file, change in ((COG, said(copy=["name"])), (METHODS, lambda value: value.update({"copy": {}}))):
        value = json.loads((root / file).read_text("utf-8"))
        change(value)
        (root / file).write_text(json.dumps(value), "utf-8")
    whole = protocol(root)
    assert accepts(whole, "Cog.copy", {"id": "C1", "name": "x"})
    assert not accepts(whole, "Cog.copy", {"id": "C1", "teeth": 9})
    assert not accepts(whole, "Cog.copy", {"name": "x"})


def marks(value: Any) -> None:
    """Cogs and finishes get properties for marks, by one part."""
    value["$defs"]["Marks"] = {
        "description": "What is engraved.",
        "type": "object",
        "patternProperties": {"^mark:[a-zA-Z]+$": {"type": "string"}},
        "propertyNames": {"not": {"type": "string", "pattern": "^mark:(?i:none|Nil)$"}},
    }
    for one in (value, value["$defs"]["Finish"]):
        one["allOf"] = [{"$ref": "#/$defs/Marks"}]


def test_patterns_of_a_part_are_taken_over(tmp_path: Path) -> None:
    whole = changed(tmp_path, COG, marks)
    assert accepts(
        whole, "Cog.creation", {"name": "x", "mark:rim": "y", "finish": {"a": {"colour": "red", "mark:a": "b"}}}
    )
    assert not accepts(whole, "Cog.creation", {"name": "x", "mark:rim": 5})
    assert not accepts(whole, "Cog.creation", {"name": "x", "mark:NONE": "y"})
    assert not accepts(whole, "Cog", {**WHOLE, "mark:nil": "y"})
    assert accepts(whole, "Cog.patch", {"mark:rim": None})


def test_names_of_such_properties_can_be_asked_for(tmp_path: Path) -> None:
    whole = changed(tmp_path, COG, marks)
    assert accepts(whole, "Cog.get.request", {"properties": ["name", "mark:rim"]})
    assert not accepts(whole, "Cog.get.request", {"properties": ["mark:Nil"]})
    assert not accepts(whole, "Cog.property", 5)


def test_no_header_field_is_given_twice(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["patternProperties"] = {"^header:[a-zA-Z-]+(:asText)?$": {"type": "string"}}
        value["properties"]["name"]["x-jmap"] = {"header": {"field": "Nick-Name", "form": "Text"}}

    whole = changed(tmp_path, COG, change)
    assert accepts(whole, "Cog.creation", {"name": "x", "header:Nick": "y"})
    assert not accepts(whole, "Cog.creation", {"name": "x", "header:nick-NAME": "y"})
    assert not accepts(whole, "Cog.creation", {"name": "x", "header:Nick-Name:asText": "y"})
    assert accepts(whole, "Cog", {**WHOLE, "header:Nick-Name": "y"})


def test_what_cannot_change_is_patched_as_it_was_fetched(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["properties"]["finish"]["x-jmap"] = {"immutable": True}

    whole = changed(tmp_path, COG, change)
    assert accepts(whole, "Cog.patch", {"finish": {"hub": {"colour": "red", "vendor": 1}}})


def test_a_shape_of_nothing_is_a_problem(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["spin"]["request"]["properties"]["like"] = {
            "description": "Like it.",
            "x-jmap": {"shape": "creation", "of": "Finsh"},
        }

    with pytest.raises(SourceBroken) as broken:
        changed(tmp_path, METHODS, change)
    (problem,) = broken.value.problems
    assert problem.code == "ref/unknown" and problem.place.pointer.endswith("/like/x-jmap/of")


def test_a_shape_of_a_part_has_its_name(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["spin"]["request"]["properties"]["as"] = {
            "description": "How.",
            "x-jmap": {"shape": "creation", "of": "Finish"},
        }

    whole = changed(tmp_path, METHODS, change)
    (argument,) = (a for a in whole.methods["Cog/spin"].arguments if a.name == "as")
    assert argument.signature == "Finish"
    assert not accepts(whole, "Cog.spin.request", {"id": "C1", "as": {"colour": "red", "x": 1}})


@pytest.mark.parametrize(
    ("pattern", "plain"),
    [
        ("^(?i:Cc|To-2)$", "^(?:[Cc][Cc]|[Tt][Oo]-2)$"),
        ("^(?i:text\\/plain)$", "^(?:[Tt][Ee][Xx][Tt]\\/[Pp][Ll][Aa][Ii][Nn])$"),
        ("^[a-z](?i:a):(?i:b)", "^[a-z](?:[Aa]):(?:[Bb])"),
        ("^(a|b)$", "^(a|b)$"),
        ("^(?i:[a-z])$", "^(?i:[a-z])$"),
    ],
)
def test_words_of_any_case_are_spelled_out(pattern: str, plain: str) -> None:
    assert spelled_out(pattern) == plain


def test_more_than_words_of_any_case_is_a_problem(tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["properties"]["name"]["pattern"] = "^(?i:[a-z]+)$"

    whole = changed(tmp_path, COG, change)
    assert [p.place.pointer for p in check.problems(whole) if p.code == "pattern/caseless"] == [
        "/properties/name/pattern"
    ]
