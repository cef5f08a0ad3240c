"""Unknown properties where a schema is open.

What a server sends may always hold more than this version of the protocol knows (RFC 8620,
Section 1.8), so an unknown property there is only worth a note. But when it is a near miss of a
known one, and that one is absent, it is probably a mistake: a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..json_text import escape
from .ecma import compiled
from .engine import Engine
from .facts import Facts
from .findings import Finding
from .near import did_you_mean


def surplus(engine: Engine, facts: Facts, name: str, instance: Any) -> list[Finding]:
    """A finding for each property of ``instance`` that no schema speaks of, where none forbids it."""
    return [*dict.fromkeys(_walk(engine, facts, [engine.definitions[name]], name, instance, ""))]


def _walk(engine: Engine, facts: Facts, schemas: list[Any], name: str, value: Any, pointer: str) -> Iterator[Finding]:
    """``schemas`` all apply to ``value``; ``name`` is the definition last passed."""
    applied: list[dict[str, Any]] = []
    for schema in schemas:
        name = _gather(engine, name, schema, value, applied)
    if isinstance(value, list):
        for index, item in enumerate(value):
            inner = [schema for one in applied if (schema := _item(one, index)) is not None]
            yield from _walk(engine, facts, inner, name, item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            inner = [schema for one in applied for schema in _member(one, key)]
            at = f"{pointer}/{escape(key)}"
            if inner:
                yield from _walk(engine, facts, inner, name, item, at)
            elif _has_names(applied) and key not in facts.members_by_type(name, value):
                yield _finding(facts, applied, name, value, key, at)


def _finding(
    facts: Facts, applied: list[dict[str, Any]], name: str, value: dict[str, Any], key: str, at: str
) -> Finding:
    known = {word for one in applied for word in one.get("properties", {})}
    absent = {word for word in known - set(value) if word[0] != "#" or key[:1] == "#"}
    hint = did_you_mean(key, absent)
    message = f'unknown {facts.word(name)} "{key}"'
    rule, section = facts.address(name), facts.section(name, "")
    return Finding(0, 0, at, "warning" if hint else "note", message, rule=rule, hint=hint, section=section)


def _gather(engine: Engine, name: str, schema: Any, value: Any, into: list[dict[str, Any]]) -> str:
    """Collect every schema that applies to ``value`` at this place; the name of the last definition passed."""
    if not isinstance(schema, dict):
        return name
    into.append(schema)
    if "$ref" in schema:
        target = schema["$ref"].removeprefix("#/$defs/")
        name = _gather(engine, target, engine.definitions[target], value, into)
    for inner in schema.get("allOf", []):
        name = _gather(engine, name, inner, value, into)
    for key in ("anyOf", "oneOf"):
        for inner in schema.get(key, []):
            if _holds(engine, inner, value):
                name = _gather(engine, name, inner, value, into)
    if "if" in schema:
        chosen = schema.get("then" if _holds(engine, schema["if"], value) else "else", True)
        name = _gather(engine, name, chosen, value, into)
    for key, inner in schema.get("dependentSchemas", {}).items():
        if isinstance(value, dict) and key in value:
            name = _gather(engine, name, inner, value, into)
    return name


def _holds(engine: Engine, schema: Any, value: Any) -> bool:
    return bool(engine.explainer_of(schema).is_valid(value))


def _has_names(applied: list[dict[str, Any]]) -> bool:
    """Whether the schemas name properties, and an unknown one is not an error already."""
    closed = any(one.get("additionalProperties") is False for one in applied)
    return not closed and any(one.get("properties") for one in applied)


def _item(schema: dict[str, Any], index: int) -> Any:
    prefix = schema.get("prefixItems", [])
    return prefix[index] if index < len(prefix) else schema.get("items")


def _member(schema: dict[str, Any], key: str) -> list[Any]:
    found = [schema["properties"][key]] if key in schema.get("properties", {}) else []
    found += [inner for pattern, inner in schema.get("patternProperties", {}).items() if compiled(pattern).search(key)]
    if not found and isinstance(schema.get("additionalProperties"), dict):
        found = [schema["additionalProperties"]]
    return found
