"""Both validators say the same; everything is found again by its place."""

from __future__ import annotations

import pytest

from jmap_spec.derive.definitions import definitions
from jmap_spec.model import Protocol
from jmap_spec.negatives import negatives
from jmap_spec.validate import Engine
from jmap_spec.validate.engine import subschemas

SCALARS = {
    "Id": {"type": "string", "pattern": "^[a-z]+$"},
    "Date": {"type": "string", "format": "date-time", "pattern": "Z$"},
    "Map": {"type": "object", "patternProperties": {"^[a-z]$": {"type": "integer"}}, "additionalProperties": False},
    "Tree": {
        "type": "object",
        "properties": {"below": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}, "gone": False},
    },
}


@pytest.mark.parametrize(
    ("name", "value", "valid"),
    [
        ("Id", "abc", True),
        ("Id", "abc\n", False),
        ("Date", "2016-12-31T23:59:60Z", True),
        ("Date", "2026-02-30T00:00:00Z", False),
        ("Date", "2026-02-28T00:00:00Z\n", False),
        ("Map", {"a": 1, "b": 1.0}, True),
        ("Map", {"a\n": 1}, False),
        ("Map", {"a": True}, False),
        ("Tree", {"below": [{"below": []}]}, True),
        ("Tree", {"below": [{"below": [5]}]}, False),
        ("Tree", {"gone": None}, False),
    ],
)
def test_the_known_traps_catch_neither(name: str, value: object, valid: bool) -> None:
    engine = Engine(SCALARS)
    assert engine.is_valid(name, value) is valid
    assert (not list(engine.errors(name, value))) is valid


def test_they_agree_on_every_rule_of_a_protocol(nano: Protocol) -> None:
    table = definitions(nano)
    engine = Engine(table)
    for one in negatives(table):
        for value in (one.valid, one.instance):
            explained = not list(engine.errors(one.rule.definition, value))
            assert engine.is_valid(one.rule.definition, value) is explained, one.name


def test_a_subschema_is_found_by_its_place() -> None:
    shared = {"type": "string"}
    engine = Engine({"A": {"items": shared}, "B": {"properties": {"x/y": shared}}})
    places = {
        engine.place_of(schema) for definition in engine.definitions.values() for _, schema in subschemas(definition)
    }
    assert places == {("A", ""), ("A", "/items"), ("B", ""), ("B", "/properties/x~1y")}
    assert engine.place_of(True) is None


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Engine(SCALARS).is_valid("Idd", "x")
