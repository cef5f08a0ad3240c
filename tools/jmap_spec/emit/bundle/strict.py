"""What ajv asks for in strict mode and JSON Schema does not: every keyword beside its type.

Nothing here changes which instances are valid. ajv refuses a schema whose author may have
been mistaken: ``maximum`` where no ``type`` says that there is a number, ``required`` of a
property that ``properties`` does not have, a tuple without a length. What is missing stands in
the definition that the schema refers to, and is said once more.
"""

from __future__ import annotations

from typing import Any

_ONE = ("additionalProperties", "items", "propertyNames", "not", "if", "then", "else", "contains")
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")
#: Beside a "$ref", these ask for no type.
_SILENT = {"$ref", "$comment", "title", "description", "default", "examples", "readOnly", "writeOnly"}
#: Subschemas of these look at the same value, so that a type said outside holds inside.
_SAME = {"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"}


def strict(schema: Any, table: dict[str, Any], said: frozenset[str] = frozenset(), length: int = 0) -> Any:
    """``schema`` as ajv wants it.

    ``said`` are the types that the schema around it has said of the same value, ``length`` is how many
    items that schema has said the value to have, 0 where it has not.
    """
    if not isinstance(schema, dict):
        return schema
    made = dict(schema)
    target = _target(made, table)
    if "type" not in made and not said and set(made) - _SILENT and "type" in target:
        made["type"] = target["type"]
    kinds = made.get("type", [])
    said = frozenset(kinds if isinstance(kinds, list) else [kinds]) or said
    length = _length(target) or length
    unnamed = [name for name in made.get("required", []) if name not in made.get("properties", {})]
    if unnamed and "additionalProperties" not in made:
        made["properties"] = {**made.get("properties", {}), **dict.fromkeys(unnamed, True)}
    if length and "prefixItems" in made and not _length(made):
        made["prefixItems"] = [*made["prefixItems"], *[True] * (length - len(made["prefixItems"]))]
        made |= {"minItems": length, "maxItems": length}
    for key, value in made.items():
        context = (said, length) if key in _SAME else (frozenset[str](), 0)
        if key in _ONE:
            made[key] = strict(value, table, *context)
        elif key in _MANY:
            made[key] = [strict(item, table, *context) for item in value]
        elif key in _NAMED:
            made[key] = {name: strict(item, table, *context) for name, item in value.items()}
    return made


def _target(schema: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """What a schema refers to, if it does; else itself."""
    while "type" not in schema and "$ref" in schema:
        schema = table[schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _length(schema: dict[str, Any]) -> int:
    """How many items a tuple has; 0 for what is none, or is open at the end."""
    number = len(schema.get("prefixItems", []))
    closed = schema.get("maxItems") == number or schema.get("items") is False
    return number if closed and schema.get("minItems") == number else 0
