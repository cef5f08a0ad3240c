"""The reference server's tables: types, methods, errors and schemas as text that git keeps."""

from __future__ import annotations

from ...derive.definitions import definitions
from ...model import Protocol
from ..text import compact_lines
from .errors import errors_module
from .methods import methods_module
from .registries import registries_module
from .types import types_module

__all__ = ["files"]

FIRST = "# Generated from schemas/ by jmap-spec generate; change it there.\n"


def files(protocol: Protocol) -> dict[str, str]:
    """By path below ``jmap_reference/generated``."""
    table = definitions(protocol)
    made = {
        "__init__.py": FIRST + '"""What the source says, as Python; no logic."""\n',
        "schemas.json": schemas_json(protocol, table),
        "types.py": FIRST + types_module(protocol),
        "methods.py": FIRST + methods_module(protocol),
        "registries.py": FIRST + registries_module(protocol),
        "errors/__init__.py": FIRST + '"""Error classes, a module a level: request, method, set."""\n',
    }
    for level in ("request", "method", "set"):
        made[f"errors/{level}.py"] = FIRST + errors_module(protocol, level)
    return made


def schemas_json(protocol: Protocol, table: dict[str, dict[str, object]]) -> str:
    """All definitions without descriptions, one a line."""
    bare = {name: without_descriptions(schema) for name, schema in table.items()}
    return compact_lines(
        {
            "$comment": "Generated from schemas/ by jmap-spec generate; change it there.",
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"{protocol.base}{protocol.version}/definitions.json",
            "$defs": bare,
        }
    )


def without_descriptions(schema: object) -> object:
    """The schema without ``description`` and ``examples``; a property of such a name stays."""
    if isinstance(schema, list):
        return [without_descriptions(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made: dict[str, object] = {}
    for key, value in schema.items():
        if key in ("properties", "patternProperties", "dependentSchemas"):
            made[key] = {name: without_descriptions(item) for name, item in value.items()}
        elif key in ("const", "enum", "default"):
            made[key] = value
        elif key not in ("description", "examples"):
            made[key] = without_descriptions(value)
    return made
