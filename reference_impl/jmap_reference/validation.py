"""Values against the definitions of the source, quickly.

``generated/schemas.json`` has every definition by name: ``Request``, ``Mailbox``,
``Mailbox.creation``, ``Mailbox.get.arguments``. A validator is compiled when it is first
asked for.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Final

import jsonschema_rs

from .wording import said

DEFINITIONS: Final[dict[str, Any]] = json.loads(
    files(f"{__package__}.generated").joinpath("schemas.json").read_text("utf-8")
)["$defs"]
"""Every definition, by name; references in them are ``#/$defs/NAME``."""

MOST_FAULTS: Final = 10
LONGEST: Final = 1000
"""Characters: a fault quotes what was sent, and that may be ten million."""


@cache
def validator(name: str) -> Any:
    """The compiled validator of the definition ``name``; formats are asserted."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": DEFINITIONS}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def is_valid(name: str, value: Any) -> bool:
    return bool(validator(name).is_valid(value))


def faults(name: str, value: Any) -> str:
    """What is wrong with ``value``, for a developer; empty when nothing is."""
    if is_valid(name, value):
        return ""
    found = (_leaf(error) for error in islice(validator(name).iter_errors(value), MOST_FAULTS))
    known = DEFINITIONS[name].get("properties", ())
    text = "; ".join(dict.fromkeys(said(error, known) for error in found))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def invalid_properties(name: str, record: dict[str, Any]) -> set[str]:
    """The properties of ``record`` that the definition ``name`` refuses, missing ones too."""
    if is_valid(name, record):
        return set()
    return {blamed for error in validator(name).iter_errors(record) for blamed in _properties(error)}


def kinds_of(name: str, property_name: str) -> set[str]:
    """What a property can be, by the definition ``name``: JSON types, and the names of definitions on the way."""
    return _kinds(DEFINITIONS[name].get("properties", {}).get(property_name, {}))


def _kinds(schema: dict[str, Any]) -> set[str]:
    types = schema.get("type", [])
    found = {types} if isinstance(types, str) else set(types)
    if reference := schema.get("$ref", "").removeprefix("#/$defs/"):
        found |= {reference} | _kinds(DEFINITIONS[reference])
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        found |= _kinds(part)
    return found


def _properties(error: Any) -> list[str]:
    if error.instance_path:
        return [str(error.instance_path[0])]
    kind = error.kind
    match kind.name:
        case "required":
            return [kind.property]
        case "additionalProperties" | "unevaluatedProperties":
            return list(kind.unexpected)
        case "propertyNames":
            return [str(kind.error.instance)]
        case "allOf" | "anyOf" | "oneOf":
            return [name for branch in kind.context for inner in branch for name in _properties(inner)]
    return []


def _leaf(error: Any) -> Any:
    """The fault that a reader can mend: of alternatives, that of the first one that is not null."""
    while error.kind.name in ("anyOf", "oneOf") and error.kind.context and error.kind.context[0]:
        error = error.kind.context[0][0]
    return error

