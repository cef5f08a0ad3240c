"""Whether one schema takes every value that another takes.

The answer is yes only where that can be shown keyword by keyword; anything else is a no, so that a
change is rather called breaking than missed. Descriptions, titles and examples say nothing about values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..model import Protocol

_SILENT = frozenset(("description", "title", "default", "examples", "x-jmap", "$comment", "$schema", "$defs"))
_LOW = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_HIGH = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_INSIDE = ("items", "additionalProperties", "propertyNames")
_NAMED = ("properties", "patternProperties")
#: Keywords whose meaning depends on what stands beside them.
_MEDDLING = frozenset(
    (*_NAMED, "additionalProperties", "items", "prefixItems", "contains", "minContains", "maxContains", "if", "then")
) | {"else", "unevaluatedProperties", "unevaluatedItems", "$ref"}
#: To follow references deeper would be to follow a circle.
_DEEP = 12


class Widths:
    """Compares schemas of two protocols, each with the definitions of its own."""

    def __init__(self, wide: Protocol, narrow: Protocol) -> None:
        self._wide, self._narrow = wide, narrow

    def accepts(self, wide: Any, narrow: Any, depth: int = 0) -> bool:
        """Whether each value that ``narrow`` takes is surely taken by ``wide``."""
        if wide is True or narrow is False or wide == narrow:
            return True
        if wide is False or depth > _DEEP:
            return False
        narrow = {} if narrow is True else narrow
        return all(any(self._one(w, n, depth) for w in _alternatives(wide)) for n in _alternatives(narrow))

    def _one(self, wide: dict[str, Any], narrow: dict[str, Any], depth: int) -> bool:
        """Both without alternatives: every rule of ``wide`` follows from one of ``narrow``."""
        shape = _shape(wide)
        if shape and shape != _shape(narrow):
            return False
        if "$ref" in wide and wide.get("$ref") == narrow.get("$ref"):
            # What the definition itself says is compared where it stands.
            mine, other = ({k: v for k, v in one.items() if k != "$ref"} for one in (wide, narrow))
            return self._one(mine, other, depth)
        if "$ref" in wide:
            return self._wide_followed(wide, narrow, depth)
        if all(self._rule(key, value, wide, narrow, depth) for key, value in _rules(wide).items()):
            return True
        return "$ref" in narrow and self._narrow_followed(narrow, wide, depth)

    def _wide_followed(self, wide: dict[str, Any], narrow: dict[str, Any], depth: int) -> bool:
        """The same question with the definition in the place of the reference."""
        target = self._wide.structures.get(wide["$ref"])
        beside = {k: v for k, v in wide.items() if k != "$ref"}
        return (
            target is not None
            and self.accepts(target.schema, narrow, depth + 1)
            and self.accepts(beside, narrow, depth + 1)
        )

    def _narrow_followed(self, narrow: dict[str, Any], wide: dict[str, Any], depth: int) -> bool:
        target = self._narrow.structures.get(narrow["$ref"])
        if target is None:
            return False
        beside = {k: v for k, v in narrow.items() if k != "$ref"}
        return self.accepts(wide, joined(target.schema, beside) or target.schema, depth + 1)

    def _rule(self, key: str, value: Any, wide: dict[str, Any], narrow: dict[str, Any], depth: int) -> bool:
        there = narrow.get(key)
        if key == "type":
            return there == value or (value, there) == ("number", "integer") or _values_are(narrow, value)
        if key in ("enum", "const"):
            allowed, mine = _values({key: value}), _values(narrow)
            return mine is not None and mine <= (allowed or frozenset())
        if key in _LOW:
            return there is not None and there >= value
        if key in _HIGH:
            return there is not None and there <= value
        if key in _INSIDE:
            inside = [there if key in narrow else True, *_meant_by(key, wide, narrow)]
            return all(self.accepts(value, one, depth + 1) for one in inside)
        if key in _NAMED:
            here: dict[str, Any] = there or {}
            return all(name in here and self.accepts(one, here[name], depth + 1) for name, one in value.items())
        if key == "required":
            return set(value) <= set(there or ())
        if key == "contains" and narrow.get("minContains", 1) < wide.get("minContains", 1):
            return False
        if key.startswith("unevaluated"):
            return _bare(narrow) == _bare(wide)
        return key in narrow and _bare(there) == _bare(value)


def _alternatives(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of which a value has to keep one; each has one type at most."""
    for key in ("anyOf", "oneOf"):
        if key in schema and (key == "anyOf" or not _overlap(schema[key])):
            rest = {k: v for k, v in schema.items() if k != key}
            for option in schema[key]:
                together = rest if option is True else joined(rest, option)
                yield from (
                    [{**rest, "allOf": [*rest.get("allOf", []), option]}]
                    if together is None
                    else _alternatives(together)
                )
            return
    if isinstance(kinds := schema.get("type"), list):
        for kind in kinds:
            yield {**schema, "type": kind}
        return
    yield schema


def joined(left: dict[str, Any], right: dict[str, Any] | bool) -> dict[str, Any] | None:
    """Two schemas that both have to hold, as one; None where their keywords would meddle with each other."""
    if not isinstance(right, dict):
        return None
    mine, other = _rules(left).keys(), _rules(right).keys()
    if mine & other or (mine & _MEDDLING and other & _MEDDLING):
        return None
    return {**left, **right}


def _meant_by(key: str, wide: dict[str, Any], narrow: dict[str, Any]) -> Iterator[Any]:
    """What else ``key`` of the wide schema speaks of, which the narrow one says by other keywords."""
    if key == "additionalProperties":
        for named in _NAMED:
            yield from (one for name, one in narrow.get(named, {}).items() if name not in wide.get(named, {}))
    if key == "items":
        yield from narrow.get("prefixItems", [])[len(wide.get("prefixItems", [])) :]


def _overlap(options: list[Any]) -> bool:
    """Whether two options might take the same value, so that oneOf takes it not."""
    kinds = [option.get("type") if isinstance(option, dict) else None for option in options]
    if not all(isinstance(kind, str) for kind in kinds):
        return True
    return len({"number" if kind == "integer" else kind for kind in kinds}) < len(kinds)


def _rules(schema: Any) -> dict[str, Any]:
    return {k: v for k, v in schema.items() if k not in _SILENT} if isinstance(schema, dict) else {}


def _shape(schema: dict[str, Any]) -> tuple[str, str] | None:
    said = schema.get("x-jmap", {})
    return (said["shape"], said.get("of", "")) if "shape" in said else None


def _values(schema: dict[str, Any]) -> frozenset[str] | None:
    """The values that are listed, as JSON: in Python true and 1 are the same."""
    if "const" in schema:
        return frozenset([json.dumps(schema["const"], sort_keys=True)])
    return frozenset(json.dumps(one, sort_keys=True) for one in schema["enum"]) if "enum" in schema else None


def _values_are(schema: dict[str, Any], kind: str) -> bool:
    """Whether a schema without a type lists values of one type alone."""
    known = {"string": str, "boolean": bool, "null": type(None), "array": list, "object": dict}
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return bool(values) and kind in known and all(isinstance(value, known[kind]) for value in values or ())


def _bare(schema: Any) -> Any:
    """Without what says nothing about values."""
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if isinstance(schema, dict):
        return {k: _bare(v) for k, v in schema.items() if k not in _SILENT}
    return schema
