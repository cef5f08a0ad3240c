"""The rules of a schema, and the schema without one of them."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_spec.negatives.rules import Rule, rules_of, without

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "kind": {"type": "string", "enum": ["a"]},
        "gone": False,
        "only": {"$ref": "#/$defs/Id", "const": "singleton"},
        "list": {"type": "array", "items": {"$ref": "#/$defs/Id"}, "prefixItems": [{"const": 1}]},
    },
    "required": ["name", "kind"],
    "dependentRequired": {"name": ["kind"]},
    "additionalProperties": False,
    "propertyNames": {"type": "string", "pattern": "^[a-z]+$"},
    "if": {"required": ["kind"]},
    "then": {"maxProperties": 3},
    "not": {"required": ["nothing"]},
    "anyOf": [{"minProperties": 1}, True],
}


def test_every_keyword_that_refuses_is_a_rule() -> None:
    assert [rule.pointer for rule in rules_of("X", SCHEMA)] == [
        "/type",
        "/not",
        "/anyOf",
        "/required/name",
        "/required/kind",
        "/dependentRequired/name/kind",
        "/additionalProperties",
        "/propertyNames/pattern",
        "/then/maxProperties",
        "/anyOf/0/minProperties",
        "/properties/name/type",
        "/properties/name/minLength",
        "/properties/kind/enum",
        "/properties/gone",
        "/properties/only/const",
        "/properties/list/type",
        "/properties/list/items/$ref",
        "/properties/list/prefixItems/0/const",
    ]


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        (Rule("X", (), "type"), {"required": ["a", "b"], "items": {"type": "string"}, "properties": {"a": False}}),
        (
            Rule("X", (), "required", "a"),
            {"type": "object", "required": ["b"], "items": {"type": "string"}, "properties": {"a": False}},
        ),
        (
            Rule("X", ("items",), "type"),
            {"type": "object", "required": ["a", "b"], "items": {}, "properties": {"a": False}},
        ),
        (
            Rule("X", (), "properties", "a"),
            {"type": "object", "required": ["a", "b"], "items": {"type": "string"}, "properties": {"a": True}},
        ),
    ],
)
def test_a_rule_is_taken_away_and_nothing_else(rule: Rule, left: Any) -> None:
    schema = {"type": "object", "required": ["a", "b"], "items": {"type": "string"}, "properties": {"a": False}}
    before = repr(schema)
    assert without(schema, rule) == left
    assert repr(schema) == before
