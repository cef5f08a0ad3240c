"""Schemas as ajv wants them in strict mode."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_spec.emit.bundle.strict import strict

TABLE: dict[str, Any] = {
    "UnsignedInt": {"type": "integer", "minimum": 0},
    "Count": {"$ref": "#/$defs/UnsignedInt"},
    "Call": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "object"}], "minItems": 2, "maxItems": 2},
    "Open": {"type": "array", "prefixItems": [{"type": "string"}]},
}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


@pytest.mark.parametrize(
    ("schema", "wanted"),
    [
        # A keyword beside a reference gets the type that the reference has.
        ({**ref("Count"), "maximum": 9}, {**ref("Count"), "maximum": 9, "type": "integer"}),
        # A description asks for none.
        ({**ref("Count"), "description": "x"}, {**ref("Count"), "description": "x"}),
        # What is required is named.
        ({"type": "object", "required": ["a"]}, {"type": "object", "required": ["a"], "properties": {"a": True}}),
        (
            {"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
            {
                "type": "object",
                "properties": {"a": {}},
                "if": {"required": ["a"], "properties": {"a": True}},
                "then": {"required": ["b"], "properties": {"b": True}},
            },
        ),
        # Where unknown names are refused, naming one would allow it.
        (
            {"type": "object", "required": ["a"], "additionalProperties": False},
            {"type": "object", "required": ["a"], "additionalProperties": False},
        ),
        # The start of a tuple is as long as the tuple.
        (
            {**ref("Call"), "allOf": [{"if": {"prefixItems": [{"const": "x"}]}}]},
            {
                **ref("Call"),
                "type": "array",
                "allOf": [{"if": {"prefixItems": [{"const": "x"}, True], "minItems": 2, "maxItems": 2}}],
            },
        ),
        # Of an open one nobody knows how long it is.
        (
            {**ref("Open"), "not": {"prefixItems": [{"const": "x"}]}},
            {**ref("Open"), "type": "array", "not": {"prefixItems": [{"const": "x"}]}},
        ),
        # A piece that looks at a property has the type of the property: around it, or where that refers to.
        (
            {
                "type": "object",
                "properties": {"a": {"type": ["string", "null"]}, "b": ref("Count")},
                "if": {"properties": {"a": {"pattern": "^x"}}},
                "then": {"properties": {"b": {"maximum": 9}}},
            },
            {
                "type": "object",
                "properties": {"a": {"type": ["string", "null"]}, "b": ref("Count")},
                "if": {"properties": {"a": {"pattern": "^x", "type": ["string", "null"]}}},
                "then": {"properties": {"b": {"maximum": 9, "type": "integer"}}},
            },
        ),
        # So has one that looks at every item, or at every value of a map that says nothing else of them.
        (
            {"type": "array", "items": {"type": "string"}, "allOf": [{"items": {"minLength": 1}}]},
            {"type": "array", "items": {"type": "string"}, "allOf": [{"items": {"minLength": 1, "type": "string"}}]},
        ),
        (
            {
                "type": "object",
                "additionalProperties": {"anyOf": [ref("Count"), {"type": "null"}]},
                "allOf": [{"properties": {"a": {"maximum": 9}}}],
            },
            {
                "type": "object",
                "additionalProperties": {"anyOf": [ref("Count"), {"type": "null"}]},
                "allOf": [{"properties": {"a": {"maximum": 9, "type": ["integer", "null"]}}}],
            },
        ),
        # Of a name that the schema around does not speak of, nothing is known.
        (
            {"type": "object", "properties": {}, "allOf": [{"properties": {"a": {"maximum": 9}}}]},
            {"type": "object", "properties": {}, "allOf": [{"properties": {"a": {"maximum": 9}}}]},
        ),
        (True, True),
    ],
)
def test_what_is_missing_is_said_once_more(schema: Any, wanted: Any) -> None:
    assert strict(schema, TABLE) == wanted
