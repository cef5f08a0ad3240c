"""Values for properties, by their signature: different from one another, and ascending where there is an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .foo import Foo

#: In an order on which every collation agrees.
WORDS: Final = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")


def without_null(signature: str) -> str:
    return signature.removesuffix("|null")


def distinct(foo: Foo, name: str, count: int) -> list[Any]:
    """Up to ``count`` different values for a property; empty where its signature says too little."""
    row = foo.properties[name]
    schema = _schema_of(foo, name)
    options = [one for one in schema.get("enum", []) if one is not None]
    if options:
        return options[:count]
    signature = without_null(row["signature"])
    if row.get("refersTo"):
        return _references(foo, row["refersTo"], signature, count)
    if signature == "String":
        unique = name == foo.name_property
        return [foo.unique(word) if unique else word for word in WORDS[:count]]
    if signature in ("Int", "UnsignedInt", "Number"):
        return list(range(1, count + 1))
    if signature == "Boolean":
        return [False, True][:count]
    if signature == "UTCDate":
        return [f"2031-0{number}-15T08:30:00Z" for number in range(1, min(count, 9) + 1)]
    if signature == "Date":
        return [f"2031-0{number}-15T08:30:00+02:00" for number in range(1, min(count, 9) + 1)]
    if signature == "String[Boolean]":
        return [{word: True} for word in WORDS[:count]]
    if signature == "String[String]":
        return [{word: word.upper()} for word in WORDS[:count]]
    if signature == "String[]":
        return [[word] for word in WORDS[:count]]
    return []


def _references(foo: Foo, target: str, signature: str, count: int) -> list[Any]:
    """Ids of fresh records of the type that a property refers to."""
    from .foo import Foo as Type
    from .foo import creatable

    spec = foo.server.manifest.types.get(target)
    if spec is None or not creatable(spec):
        return []
    ids = [record.id for record in Type(foo.server, target).make(count=count)]
    if signature == "Id":
        return list(ids)
    if signature == "Id[]":
        return [[one] for one in ids]
    return [{one: True} for one in ids] if signature == "Id[Boolean]" else []


def _schema_of(foo: Foo, name: str) -> dict[str, Any]:
    definitions = foo.server.manifest.definitions
    schema = definitions.get(f"{foo.name}.creation", {}).get("properties", {}).get(name, {})
    while isinstance(schema, dict) and "$ref" in schema and "enum" not in schema:
        schema = definitions.get(schema["$ref"].removeprefix("#/$defs/"), {})
    return schema if isinstance(schema, dict) else {}
