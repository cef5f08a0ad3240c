"""For every rule an instance that is valid and one that this rule alone refuses."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from jmap_spec.derive.definitions import definitions
from jmap_spec.model import Protocol
from jmap_spec.negatives import coverage, negatives
from jmap_spec.negatives.mutants import mutants
from jmap_spec.negatives.rules import without

#: Keyword by keyword: a schema, the instances that its rules alone refuse.
TABLE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "type": ({"type": "string"}, {"X#type@": None}),
    "enum": ({"type": "string", "enum": ["AND", "OR"]}, {"X#enum@": "ANDx"}),
    "const": ({"const": True}, {"X#const@": False}),
    "pattern": ({"type": "string", "pattern": "^[a-z]*$"}, {"X#type@": None, "X#pattern@": "a "}),
    "minLength": ({"type": "string", "minLength": 1}, {"X#type@": None, "X#minLength@": ""}),
    "maxLength": ({"type": "string", "maxLength": 2}, {"X#type@": None, "X#maxLength@": "aaa"}),
    "range": ({"type": "integer", "minimum": 0, "maximum": 9}, {"X#type@": None, "X#minimum@": -1, "X#maximum@": 10}),
    "required": ({"type": "object", "required": ["a"]}, {"X#type@": None, "X#required@/a": {}}),
    "additionalProperties": (
        {"type": "object", "additionalProperties": False},
        {"X#type@": None, "X#additionalProperties@/unknownProperty": {"unknownProperty": None}},
    ),
    "propertyNames": (
        {"type": "object", "propertyNames": {"pattern": "^[a-z]$"}},
        {"X#type@": None, "X#pattern@/a ": {"a ": {}}},
    ),
    "forbidden name": (
        {"type": "object", "propertyNames": {"not": {"const": "operator"}}},
        {"X#type@": None, "X#not@/operator": {"operator": {}}},
    ),
    "items": (
        {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "uniqueItems": True},
        {"X#minItems@": [], "X#uniqueItems@": [True, True], "X#type@": None, "X#type@/0": [None]},
    ),
    "tuple": (
        {"type": "array", "prefixItems": [{"type": "string"}], "items": False},
        {"X#type@": None, "X#items@": ["a", "a"], "X#type@/0": [None]},
    ),
    "alternatives": (
        {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "null"}]},
        {"X#anyOf@": 5, "X#anyOf/0/type@": 5, "X#maxLength@": "aa", "X#anyOf/1/type@": 5},
    ),
    "never both": (
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "dependentSchemas": {"#a": {"properties": {"a": False}}},
        },
        {"X#type@": None, "X#type@/a": {"a": None}, "X#properties/a@/a": {"#a": {}, "a": "x"}},
    ),
    "one or the other": (
        {
            "type": "object",
            "if": {"required": ["#a"]},
            "then": {"properties": {"a": False}},
            "else": {"required": ["a"]},
        },
        {"X#type@": None, "X#properties/a@/a": {"#a": {}, "a": None}, "X#required@/a": {}},
    ),
    "recursion": (
        {
            "type": "object",
            "properties": {"below": {"type": "array", "items": {"$ref": "#/$defs/X"}}},
            "required": ["below"],
        },
        {
            "X#type@": None,
            "X#required@/below": {},
            "X#type@/below": {"below": None},
            "X#$ref@/below/0": {"below": [None]},
        },
    ),
}


@pytest.mark.parametrize(("schema", "expected"), TABLE.values(), ids=TABLE)
def test_each_rule_has_the_instance_that_only_it_refuses(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    made = {one.name: one.instance for one in negatives({"X": schema})}
    assert {name: json.dumps(value) for name, value in made.items()} == {
        name: json.dumps(value) for name, value in expected.items()
    }


def test_it_is_that_rule_and_no_other(nano: Protocol) -> None:
    table = definitions(nano)
    for one in negatives(table):
        name = one.rule.definition
        whole = {"$ref": f"#/$defs/{name}", "$defs": table}
        relaxed = {"$ref": f"#/$defs/{name}", "$defs": {**table, name: without(table[name], one.rule)}}
        assert jsonschema_rs.is_valid(whole, one.valid), one.name
        assert not jsonschema_rs.is_valid(whole, one.instance), one.name
        assert jsonschema_rs.is_valid(relaxed, one.instance), one.name


def test_names_are_unique_and_the_same_in_every_run(nano: Protocol) -> None:
    first, second = (list(negatives(definitions(nano))) for _ in range(2))
    assert first == second
    assert len({one.name for one in first}) == len(first)


def test_a_rule_that_says_nothing_new_is_not_covered() -> None:
    schema = {"type": "string", "minLength": 1, "pattern": "^[a-z]+$"}  # "" breaks both
    assert [one.name for one in negatives({"Id": schema})] == ["Id#type@", "Id#pattern@"]


def test_coverage_is_told_with_what_is_missing(nano: Protocol) -> None:
    said = coverage(nano)
    assert said.covered == said.total - len(said.missing)
    assert "Id#/minLength" in map(str, said.missing)  # the pattern of the nano Id asks for a character too
    assert (
        str(said)
        .splitlines()[0]
        .startswith(f"{said.covered} of {said.total} rules have an instance that only they refuse (")
    )


def test_mutants_change_one_thing_each() -> None:
    instance = {"a": ["x"], "b": 1}
    made = list(mutants(instance))
    labels = [label for label, _ in made]
    assert len(labels) == len(set(labels))
    assert all(json.dumps(value) != json.dumps(instance) for _, value in made)
    assert ("/b removed", {"a": ["x"]}) in made
    assert ("/a/0 + newline", {"a": ["x\n"], "b": 1}) in made
    assert ("/b misspelt", {"a": ["x"], "bs": 1}) in made
