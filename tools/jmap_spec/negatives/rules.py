"""The rules of a definition: every keyword that can refuse an instance, and the schema without it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..json_text import escape

#: Keywords that refuse by themselves; the others only hand a value on to a schema inside them.
ASSERTIONS = (
    "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    "not", "anyOf", "oneOf", "$ref",
)
_ONE = ("additionalProperties", "items", "propertyNames", "then", "else")
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")


@dataclass(frozen=True)
class Rule:
    """One keyword at one place; ``required`` is a rule for each name."""

    definition: str
    #: The way to the schema that has the keyword, from the root of the definition.
    path: tuple[str | int, ...]
    keyword: str
    #: The name that ``required`` or ``dependentRequired`` asks for, or that a ``false`` forbids.
    name: str = ""
    #: ``dependentRequired``: the name whose presence asks.
    when: str = ""

    @property
    def pointer(self) -> str:
        """JSON Pointer to the keyword in the definition: ``/properties/name/minLength``, ``/required/name``."""
        tail = [part for part in (self.keyword, self.when, self.name) if part]
        return "".join(f"/{escape(str(token))}" for token in (*self.path, *tail))

    def __str__(self) -> str:
        return f"{self.definition}#{self.pointer}"


def rules_of(name: str, schema: Any, path: tuple[str | int, ...] = ()) -> Iterator[Rule]:
    """Every rule that ``schema``, the definition ``name`` or a part of it at ``path``, says itself.

    What stands in ``if`` and ``not`` refuses nothing, and what a ``$ref`` leads to is another definition's.
    A ``type`` or a ``$ref`` beside ``enum`` or ``const``, or a ``type`` of names, is there for readers: the
    values that are listed have it, and if one had not, no instance would show that the list accepts it.
    """
    if not isinstance(schema, dict):
        return
    for keyword in ASSERTIONS:
        if keyword in schema and schema[keyword] is not False and not _for_readers(keyword, schema, path):
            yield Rule(name, path, keyword)
    for wanted in schema.get("required", []):
        yield Rule(name, path, "required", wanted)
    for when, names in schema.get("dependentRequired", {}).items():
        for wanted in names:
            yield Rule(name, path, "dependentRequired", wanted, when)
    for key in _ONE:
        if schema.get(key) is False:
            yield Rule(name, path, key)
        elif key in schema:
            yield from rules_of(name, schema[key], (*path, key))
    for key in _MANY:
        for index, inner in enumerate(schema.get(key, [])):
            yield from rules_of(name, inner, (*path, key, index))
    for key in _NAMED:
        for member, inner in schema.get(key, {}).items():
            if inner is False:
                yield Rule(name, path, key, member)
            else:
                yield from rules_of(name, inner, (*path, key, member))


def _for_readers(keyword: str, schema: dict[str, Any], path: tuple[str | int, ...]) -> bool:
    listed = keyword in ("type", "$ref") and ("enum" in schema or "const" in schema)
    return listed or (keyword == "type" and path[-1:] == ("propertyNames",))


def without(schema: Any, rule: Rule) -> Any:
    """A copy of the definition's schema in which the rule no longer stands."""
    made = _shallow(schema, rule.path)
    place = made
    for token in rule.path:
        place = place[token]
    if rule.keyword == "required":
        place["required"] = [name for name in place["required"] if name != rule.name]
    elif rule.keyword == "dependentRequired":
        place["dependentRequired"] = {
            when: [name for name in names if (when, name) != (rule.when, rule.name)]
            for when, names in place["dependentRequired"].items()
        }
    elif rule.name:
        place[rule.keyword] = {**place[rule.keyword], rule.name: True}
    else:
        del place[rule.keyword]
    return made


def _shallow(schema: Any, path: tuple[str | int, ...]) -> Any:
    """A copy in which only what lies on ``path`` is new."""
    made = copy.copy(schema)
    if path:
        made[path[0]] = _shallow(schema[path[0]], path[1:])
    return made
