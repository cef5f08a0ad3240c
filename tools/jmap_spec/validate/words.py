"""Values and schemas said in words, for the terminal."""

from __future__ import annotations

import json
from typing import Any

from ..model.signature import NoSignature, signature_of
from ..portable import FORMATS

_KINDS = {
    "string": "a string", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "null": "null", "object": "an object", "array": "an array",
}

_SAID = {
    "date-time": "a date and time that exist (RFC 3339)", "uri": "a URI (RFC 3986)",
    "uri-reference": "a URI or a relative reference (RFC 3986)", "uri-template": "a URI template (RFC 6570)",
    "email": "an email address (RFC 5321)", "json-pointer": "a JSON Pointer (RFC 6901)",
}
_FORMAT = {pattern: _SAID[name] for name, pattern in FORMATS.items()}


def found(value: Any) -> str:
    """What a value is: ``the string "12"``, ``an array of 3 items``."""
    match value:
        case None | True | False:
            return json.dumps(value)
        case str():
            return f"the string {shown(value)}"
        case int() | float():
            return f"the number {shown(value)}"
        case list():
            return "an empty array" if not value else f"an array of {count(len(value), 'item')}"
        case _:
            return "an empty object" if not value else f"an object with {count(len(value), 'property', 'properties')}"


def shown(value: Any, most: int = 60) -> str:
    """JSON text, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else text[: most - 1] + "…"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def signature(schema: Any) -> str:
    """The signature of a plain schema; empty where the notation has none."""
    try:
        said = signature_of(_named(schema))
    except NoSignature:
        return ""
    return "" if said == "*" else said


def allowed(schema: Any, definitions: dict[str, Any], name: str = "") -> str:
    """What a schema allows: ``Id|null: a string of 1 to 255 characters that matches ^[A-Za-z0-9_-]+$``."""
    label = name if name and "." not in name else signature(schema)
    phrase = _phrase(schema, definitions, 2)
    return f"{label}: {phrase}" if label and phrase and label.casefold() not in phrase.casefold() else phrase or label


def listed(names: list[str], most: int = 24) -> str:
    """``a, b, c``, cut where it is long."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _phrase(schema: Any, definitions: dict[str, Any], depth: int) -> str:
    if schema is True or schema == {}:
        return "any value"
    if schema is False:
        return "nothing"
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        target = definitions.get(name, {})
        if depth and isinstance(target, dict) and target.get("type") not in ("object", "array"):
            narrower = {key: value for key, value in schema.items() if key != "$ref"}
            return _phrase({**target, **narrower}, definitions, depth - 1)
        return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"
    if "const" in schema:
        return shown(schema["const"])
    if "enum" in schema:
        return ("one of " if len(schema["enum"]) > 1 else "") + listed([shown(value) for value in schema["enum"]])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(_phrase(option, definitions, depth) for option in schema[key]))
    if said := _FORMAT.get(schema.get("pattern", "").replace("$(?!\\n)", "$")):
        return said
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return " or ".join(_kind(kind, schema, definitions, depth) for kind in kinds)


def _kind(kind: str, schema: dict[str, Any], definitions: dict[str, Any], depth: int) -> str:
    said = _KINDS[kind]
    if kind == "string":
        said += _range(schema, "minLength", "maxLength", "of", "character")
        pattern = schema.get("pattern", "").replace("$(?!\\n)", "$")
        if 0 < len(pattern) <= 60:
            said += f" that matches {pattern}"
        elif pattern and schema.get("examples"):
            said += f" like {shown(schema['examples'][0])}"
    elif kind in ("number", "integer"):
        low, high = schema.get("minimum"), schema.get("maximum")
        if low is not None and high is not None:
            said += f" from {low} to {high}"
        elif low is not None:
            said += f" that is {low} or more"
        elif high is not None:
            said += f" that is {high} or less"
    elif kind == "array":
        said += _range(schema, "minItems", "maxItems", "of", "item")
        if depth and isinstance(schema.get("items"), dict):
            said += f", each {_phrase(schema['items'], definitions, depth - 1)}"
    elif kind == "object":
        said += _range(schema, "minProperties", "maxProperties", "with", "property", "properties")
        if depth and schema.get("additionalProperties") and not schema.get("properties"):
            said += f", each value {_phrase(schema['additionalProperties'], definitions, depth - 1)}"
    return said


def _range(schema: dict[str, Any], low: str, high: str, word: str, one: str, many: str = "") -> str:
    least, most = schema.get(low), schema.get(high)
    if least is not None and most is not None:
        return f" {word} {count(least, one, many)}" if least == most else f" {word} {least} to {count(most, one, many)}"
    if least is not None:
        return f" {word} at least {count(least, one, many)}"
    return f" {word} at most {count(most, one, many)}" if most is not None else ""


def _named(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_named(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.removeprefix("#/$defs/") if key == "$ref" else value if key in ("const", "enum") else _named(value)
        for key, value in schema.items()
    }
