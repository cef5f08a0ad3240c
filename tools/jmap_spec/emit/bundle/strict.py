"""What ajv asks for in strict mode and JSON Schema does not: every keyword beside its type.

Nothing here changes which instances are valid. ajv refuses a schema whose author may have
been mistaken: ``maximum`` where no ``type`` says that there is a number, ``required`` of a
property that ``properties`` does not have, a tuple without a length. What is missing stands in
the definition that the schema refers to, or in the schema around a piece of an ``allOf`` or
``if``, which has to hold of the same value, and is said once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_ONE = ("additionalProperties", "items", "propertyNames", "not", "if", "then", "else", "contains")
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")
_CHOICES = ("anyOf", "oneOf")
#: These ask for no type: notes, values that show theirs, alternatives of which each says its own.
_NOTES = {"$ref", "$comment", "title", "description", "default", "examples", "readOnly", "writeOnly"}
_SILENT = _NOTES | {"const", "enum", *_CHOICES}
#: Subschemas of these look at the same value, so that a type said outside holds inside.
_SAME = {"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"}


def strict(schema: Any, table: dict[str, Any], around: tuple[Any, ...] = (), said: bool = False) -> Any:
    """``schema`` as ajv wants it.

    ``around`` are the schemas that hold of the same value besides, the nearest first, or else
    the whole is refused anyway; ``said`` is whether one of them hands its type on.
    """
    if not isinstance(schema, dict):
        return schema
    made = dict(schema)
    applied = (schema, *around)
    if "type" not in made and not said and set(made) - _SILENT and (kinds := _types(applied, table)):
        made["type"] = kinds[0] if len(kinds) == 1 else kinds
    unnamed = [name for name in made.get("required", []) if name not in made.get("properties", {})]
    if unnamed and "additionalProperties" not in made:
        made["properties"] = {**made.get("properties", {}), **dict.fromkeys(unnamed, True)}
    length = max((_length(one) for one in _all(applied, table)), default=0)
    if length and "prefixItems" in made and not _length(made):
        made["prefixItems"] = [*made["prefixItems"], *[True] * (length - len(made["prefixItems"]))]
        made |= {"minItems": length, "maxItems": length}
    for key, value in made.items():
        if key in _ONE:
            made[key] = strict(value, table, *_context(key, "", applied, said or "type" in made, table))
        elif key in _MANY:
            made[key] = [
                strict(item, table, *_context(key, index, applied, said or "type" in made, table))
                for index, item in enumerate(value)
            ]
        elif key in _NAMED:
            made[key] = {
                name: strict(item, table, *_context(key, name, applied, said or "type" in made, table))
                for name, item in value.items()
            }
    return made


def _context(
    key: str, step: str | int, applied: tuple[Any, ...], said: bool, table: dict[str, Any]
) -> tuple[tuple[Any, ...], bool]:
    """What is around a subschema: the same as around its parent, or what that says of a value inside."""
    return (applied, said) if key in _SAME else (tuple(_below(applied, table, key, step)), False)


def _below(schemas: tuple[Any, ...], table: dict[str, Any], key: str, step: str | int) -> Iterator[Any]:
    """What the schemas say of every value that ``key`` of the first, at ``step``, is about."""
    for schema in _all(schemas, table):
        named = schema.keys() & {"properties", "patternProperties"}
        if key == "additionalProperties":
            yield schema.get(key, True) if not named else True
        elif key in ("properties", "patternProperties"):
            if step in schema.get(key, {}):
                yield schema[key][step]
            elif not named:
                yield schema.get("additionalProperties", True)
        elif key == "prefixItems":
            yield from schema.get(key, [])[int(step) : int(step) + 1]
        elif key == "propertyNames" or (key == "items" and "prefixItems" not in schema):
            yield schema.get(key, True)


def _all(schemas: tuple[Any, ...], table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas, and those that they bring along for the same value."""
    for schema in schemas:
        if isinstance(schema, dict):
            yield schema
            if "$ref" in schema:
                yield from _all((table[schema["$ref"].removeprefix("#/$defs/")],), table)
            yield from _all(tuple(schema.get("allOf", ())), table)


def _types(schemas: tuple[Any, ...], table: dict[str, Any]) -> list[str]:
    """The types that the nearest schema allows that says any; none where nobody does."""
    for schema in _all(schemas, table):
        if kinds := schema.get("type"):
            return [kinds] if isinstance(kinds, str) else list(kinds)
        choices = [_types((option,), table) for key in _CHOICES for option in schema.get(key, ())]
        if choices and all(choices):
            return list(dict.fromkeys(kind for kinds in choices for kind in kinds))
    return []


def _length(schema: dict[str, Any]) -> int:
    """How many items a tuple has; 0 for what is none, or is open at the end."""
    number = len(schema.get("prefixItems", []))
    closed = schema.get("maxItems") == number or schema.get("items") is False
    return number if closed and schema.get("minItems") == number else 0
