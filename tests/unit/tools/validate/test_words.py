"""What a schema allows, and what was found, in words."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_spec.portable import portable
from jmap_spec.validate.words import allowed, found

DEFINITIONS = {
    "Id": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9_-]*$"},
    "UnsignedInt": {"type": "integer", "minimum": 0, "maximum": 9007199254740991},
    "Cog": {"type": "object", "properties": {"name": {"type": "string"}}},
}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (ref("Id"), "Id: a string of 1 to 255 characters that matches ^[A-Za-z0-9_-]*$"),
        (
            {"anyOf": [ref("Id"), {"type": "null"}]},
            "Id|null: a string of 1 to 255 characters that matches ^[A-Za-z0-9_-]*$ or null",
        ),
        ({**ref("UnsignedInt"), "maximum": 9}, "UnsignedInt: a whole number from 0 to 9"),
        ({"type": ["string", "null"]}, "String|null: a string or null"),
        ({"type": "string", "enum": ["AND", "OR"]}, 'String: one of "AND", "OR"'),
        ({"type": "boolean", "const": True}, "Boolean: true"),
        (
            {"type": "array", "items": ref("Id"), "minItems": 1},
            "Id[]: an array of at least 1 item, each a string of 1 to 255 characters that matches ^[A-Za-z0-9_-]*$",
        ),
        (
            {"type": "object", "propertyNames": ref("Id"), "additionalProperties": {"type": "boolean"}},
            "Id[Boolean]: an object, each value true or false",
        ),
        ({"anyOf": [ref("Cog"), {"type": "null"}]}, "Cog|null: a Cog or null"),
        ({"type": "string", "format": "uri"}, "String: a URI (RFC 3986)"),
        ({"type": "number", "maximum": 1}, "a number that is 1 or less"),
        ({}, "any value"),
    ],
)
def test_what_is_allowed(schema: dict[str, Any], words: str) -> None:
    assert allowed(portable(schema), DEFINITIONS) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (5, "the number 5"),
        (0.5, "the number 0.5"),
        ("a\n", 'the string "a\\n"'),
        ([], "an empty array"),
        ([1], "an array of 1 item"),
        ({}, "an empty object"),
        ({"a": 1, "b": 2}, "an object with 2 properties"),
        ("x" * 99, 'the string "' + "x" * 58 + "…"),
    ],
)
def test_what_was_found(value: Any, words: str) -> None:
    assert found(value) == words
