"""The two validators, made alike in one place: jsonschema-rs decides, jsonschema explains.

jsonschema-rs passes the whole official test suite and is 300 times faster; jsonschema tells more
about a refusal. What keeps them of one mind:

- no schema says ``format`` (:mod:`jmap_spec.portable`);
- patterns are read as ECMA 262 by both (:mod:`.ecma`);
- everything is one document without ``$schema`` inside, so that no ``$ref`` switches
  back to an unmended dialect.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, ValidationError, validators

from ..json_text import escape
from ..portable import portable
from .ecma import compiled

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Refusal(ValidationError):  # type: ignore[misc]
    """An error of jsonschema that keeps the name that is missing or unknown."""

    def __init__(self, message: str, name: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message, path=path)
        self.name = name


class Engine:
    """Validators of all definitions, compiled when first asked for."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        #: A copy, in which no two definitions share an object: :meth:`place_of` goes by identity.
        self.definitions: dict[str, Any] = portable({"$defs": definitions})["$defs"]
        self._decides: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._explains: dict[str, Any] = {}
        self._places: dict[int, tuple[str, str]] = {}

    def is_valid(self, name: str, instance: Any) -> bool:
        """Whether ``instance`` is a NAME. Raises KeyError for an unknown name."""
        if name not in self._decides:
            self._decides[name] = jsonschema_rs.Draft202012Validator(self._root(name))
        return self._decides[name].is_valid(instance)

    def errors(self, name: str, instance: Any) -> Iterator[ValidationError]:
        """The errors as jsonschema tells them, outermost first."""
        return self.explainer(name).iter_errors(instance)

    def decided_errors(self, name: str, instance: Any) -> list[jsonschema_rs.ValidationError]:
        """The errors as jsonschema-rs tells them."""
        self.is_valid(name, instance)
        return list(self._decides[name].iter_errors(instance))

    def explainer(self, name: str) -> Any:
        """The jsonschema validator of a definition."""
        if name not in self._explains:
            self._explains[name] = _Explainer(self._root(name))
        return self._explains[name]

    def explainer_of(self, schema: Any) -> Any:
        """The jsonschema validator of a subschema of :attr:`definitions`."""
        return self.explainer(next(iter(self.definitions))).evolve(schema=schema)

    def place_of(self, schema: Any) -> tuple[str, str] | None:
        """(definition, JSON Pointer in it) of a subschema of :attr:`definitions`; None for a boolean."""
        if not self._places:
            for name, definition in self.definitions.items():
                self._places.update((id(inner), (name, pointer)) for pointer, inner in subschemas(definition))
        return self._places.get(id(schema)) if isinstance(schema, dict) else None

    def resolved(self, schema: Any) -> tuple[Any, list[str]]:
        """The schema at the end of ``$ref`` chains without siblings, and the names passed on the way."""
        names = []
        while isinstance(schema, dict) and "$ref" in schema:
            names.append(schema["$ref"].removeprefix("#/$defs/"))
            schema = self.definitions[names[-1]]
        return schema, names

    def _root(self, name: str) -> dict[str, Any]:
        if name not in self.definitions:
            raise KeyError(name)
        return {"$schema": DIALECT, "$ref": f"#/$defs/{name}", "$defs": self.definitions}


#: Where schemas stand inside a schema: directly, in a list, in a map.
ONE = ("additionalProperties", "items", "propertyNames", "not", "if", "then", "else", "contains")
MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas")


def subschemas(schema: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(JSON Pointer, schema) of ``schema`` and every schema object inside it."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for key, value in schema.items():
        if key in ONE:
            yield from subschemas(value, f"{pointer}/{key}")
        elif key in MANY:
            for index, inner in enumerate(value):
                yield from subschemas(inner, f"{pointer}/{key}/{index}")
        elif key in NAMED:
            for name, inner in value.items():
                yield from subschemas(inner, f"{pointer}/{key}/{escape(name)}")


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not compiled(pattern).search(instance):
        yield ValidationError(f"does not match {pattern}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for pattern, inner in patterns.items():
            for name, value in instance.items():
                if compiled(pattern).search(name):
                    yield from validator.descend(value, inner, path=name, schema_path=pattern)


def unevaluated(schema: dict[str, Any], instance: dict[str, Any]) -> Iterator[str]:
    """The names of ``instance`` that neither ``properties`` nor ``patternProperties`` of this schema speak of."""
    patterns = [compiled(pattern) for pattern in schema.get("patternProperties", {})]
    for name in instance:
        if name not in schema.get("properties", {}) and not any(pattern.search(name) for pattern in patterns):
            yield name


def _properties(validator: Any, properties: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name, inner in properties.items():
            if name in instance and inner is False:
                yield Refusal("forbidden property", name, path=(name,))
            elif name in instance:
                yield from validator.descend(instance[name], inner, path=name, schema_path=name)


def _additional(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name in unevaluated(schema, instance):
            if value is False:
                yield Refusal("unknown property", name, path=(name,))
            elif value is not True:
                yield from validator.descend(instance[name], value, path=name)


def _required(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield Refusal("missing property", name)


_Explainer = validators.extend(
    Draft202012Validator,
    {
        "pattern": _pattern,
        "properties": _properties,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional,
        "required": _required,
    },
)
