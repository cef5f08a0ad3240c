"""signature: the published notation, computed."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_spec.emit.python.types import python_type
from jmap_spec.model.signature import NoSignature, is_nullable, signature_of

ID = {"$ref": "Id"}


@pytest.mark.parametrize(
    ("schema", "signature", "python"),
    [
        ({"type": "string"}, "String", "str"),
        ({"type": "boolean", "const": True}, "Boolean", "bool"),
        (ID, "Id", "Id"),
        ({"type": "array", "items": ID}, "Id[]", "list[Id]"),
        ({"type": ["array", "null"], "items": ID}, "Id[]|null", "list[Id] | None"),
        ({"anyOf": [ID, {"type": "null"}]}, "Id|null", "Id | None"),
        ({"anyOf": [{"type": "null"}, {"$ref": "A"}, {"$ref": "B"}]}, "A|B|null", "A | B | None"),
        (
            {"type": "object", "propertyNames": ID, "additionalProperties": {"type": "boolean"}},
            "Id[Boolean]",
            "dict[Id, bool]",
        ),
        (
            {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
            "String[String[]]",
            "dict[str, list[str]]",
        ),
        (
            {
                "type": ["object", "null"],
                "propertyNames": ID,
                "additionalProperties": {"anyOf": [{"$ref": "Foo"}, {"type": "null"}]},
            },
            "Id[Foo|null]|null",
            "dict[Id, Foo | None] | None",
        ),
        ({"type": "array", "items": {"anyOf": [{"$ref": "A"}, {"$ref": "B"}]}}, "(A|B)[]", "list[A | B]"),
        ({"type": "object"}, "String[*]", "dict[str, Any]"),
        (True, "*", "Any"),
        ({"description": "anything"}, "*", "Any"),
        ({"type": "array", "items": {"x-jmap": {"shape": "partial"}}}, "Foo[]", "list[Foo]"),
        ({"enum": ["a", "b", None]}, "String|null", "str | None"),
    ],
)
def test_signatures(schema: Any, signature: str, python: str) -> None:
    assert signature_of(schema) == signature
    assert python_type(signature) == python
    assert is_nullable(schema) is signature.endswith("|null")


@pytest.mark.parametrize(
    ("schema", "pointer", "hint"),
    [
        ({"type": "integer"}, "", "Int"),
        ({"type": "array", "items": {"type": "object", "properties": {"a": {}}}}, "/items", "$defs"),
        ({"type": "array", "prefixItems": [{}]}, "", "name"),
        ({"allOf": [ID]}, "", "$defs"),
        ({"anyOf": [ID, {"type": "integer"}]}, "/anyOf/1", "Int"),
    ],
)
def test_a_shape_without_signature_says_what_to_do(schema: Any, pointer: str, hint: str) -> None:
    with pytest.raises(NoSignature) as caught:
        signature_of(schema)
    assert caught.value.pointer == pointer
    assert hint in caught.value.hint
