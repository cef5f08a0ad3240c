"""Whether a value is a scalar, an array, a map or an object with named properties."""

from __future__ import annotations

from typing import Any, Literal

from .protocol import Protocol

Kind = Literal["scalar", "array", "map", "object"]


def kind_of_value(protocol: Protocol, schema: Any) -> Kind:
    """What stands at a place with this schema, null apart; references are names."""
    if not isinstance(schema, dict):
        return "scalar"
    if (ref := schema.get("$ref")) and (target := protocol.structures.get(ref)):
        return kind_of_value(protocol, target.schema)
    for option in schema.get("anyOf", []):
        if option.get("type") != "null":
            return kind_of_value(protocol, option)
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if "array" in types:
        return "array"
    if "object" in types:
        return "object" if schema.get("properties") else "map"
    return "scalar"
