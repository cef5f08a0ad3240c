"""Values that a rule may refuse, made from one that it accepts; whether it does is found out by trying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .rules import Rule

#: One of each kind, the likeliest mistakes first.
_KINDS: tuple[Any, ...] = (
    None, "x", 5, True, [], {}, 0.5, -1, "", ["x"], [5], {"a": 5}, "~", False, [None], {"~ ": None}, {"#a": 5},
)
#: What stands in strings by mistake.
_STRINGS = (" ", "é", "!", "\n", "~", "/", "#", "0", "A", "a", "\u0000", "~2", "//", "%", ":")


def spoilt(rule: Rule, schema: Any, value: Any) -> Iterator[Any]:
    """What could stand in place of ``value`` so that ``rule``, in ``schema``, refuses it."""
    limit: Any = schema.get(rule.keyword) if isinstance(schema, dict) else None
    match rule.keyword:
        case "required" | "dependentRequired":
            if rule.when:
                value = {rule.when: value.get(rule.when), **value}
            yield {name: inner for name, inner in value.items() if name != rule.name}
        case "additionalProperties":
            yield from ({**value, "unknownProperty": inner} for inner in _KINDS)
        case "properties" | "patternProperties":
            yield from ({**value, rule.name: inner} for inner in _KINDS)
        case "minItems" | "minProperties":
            yield from _shorter(value)
        case "maxItems" | "items" | "prefixItems":
            grow = (limit or len(value)) - len(value) + 1
            yield from ([*value, *([inner] * grow)] for inner in (*value[-1:], *_KINDS))
        case "uniqueItems":
            yield from ([*value, inner] for inner in value)
        case "maxProperties":
            like = next(iter(value.values()), None)
            yield {**value, **{f"a{n}": like for n in range(limit + 1)}}
        case "minimum" | "exclusiveMinimum":
            yield from (limit - 1, limit - 0.5, limit)
        case "maximum" | "exclusiveMaximum":
            yield from (limit + 1, limit + 0.5, limit)
        case "multipleOf":
            yield from (limit / 2, limit + limit / 2)
        case "minLength":
            yield from (value[: limit - 1], "")
        case "maxLength":
            yield from (value + letter * (limit + 1 - len(value)) for letter in dict.fromkeys((*value, "a", "0")))
            yield "a" * (limit + 1)
        case "pattern":
            yield from _mistyped(value)
        case "enum" | "const":
            yield from _other(value)
            yield from _KINDS
        case _:
            yield from (inner for inner in _KINDS if inner != value or type(inner) is not type(value))
            if isinstance(value, dict):
                yield from _objects(value)
            if isinstance(value, str):
                yield from _mistyped(value)


def _shorter(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from (value[:-1], [])
    else:
        yield {name: value[name] for name in list(value)[:-1]}
        yield {}


def _mistyped(value: str) -> Iterator[str]:
    for letter in _STRINGS:
        yield value + letter
        yield letter + value
    yield from _STRINGS
    if value[4:5] == "-":  # a date: one of a month that has no such day
        yield value[:5] + "02-30" + value[10:]
    yield from (value[:n] + value[n + 1 :] for n in range(min(len(value), 200)))
    yield from (value.lower(), value.upper(), value.swapcase(), "")
    for n, letter in enumerate(value[:40]):
        yield from (value[:n] + other + value[n + 1 :] for other in "09Xx- " if other != letter)


def _other(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, str):
        yield from (value + "x", value.swapcase(), "x", "")
    elif isinstance(value, int | float):
        yield value + 1


def _objects(value: dict[str, Any]) -> Iterator[Any]:
    """Objects near to this one: one member less, or one of another kind, or one more."""
    for name in value:
        yield {other: inner for other, inner in value.items() if other != name}
    yield from spoilt_members(value, value)
    yield {**value, "unknownProperty": True}


def spoilt_members(value: dict[str, Any], names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """``value`` with one of the members ``names`` of another kind."""
    for name in names:
        yield from ({**value, name: inner} for inner in _KINDS)
