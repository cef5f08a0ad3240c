"""Valid instances, grown from a schema, that go through a wanted place of it.

At every place of the instance all schemas that apply to it are kept side by side (what ``$ref``,
``allOf``, a chosen alternative or the ``then`` of an ``if`` bring along), so that the value
made keeps to all of them. One of them may carry the rest of the way to the wanted place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

import jsonschema_rs

from ..derive.definitions import closure
from ..validate.ecma import compiled
from .strings import matching

Path = tuple[str | int, ...]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEEP = 24
_STRING = {"type": "string"}
#: How many sets of alternatives are tried at one place: the plain ones come first.
_SETS = 48

#: The type of value that a keyword is about, where it is not any.
ABOUT = {
    **dict.fromkeys(("pattern", "minLength", "maxLength"), "string"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "number"),
    **dict.fromkeys(("items", "minItems", "maxItems", "uniqueItems", "prefixItems"), "array"),
    **dict.fromkeys(
        ("required", "dependentRequired", "dependentSchemas", "additionalProperties", "properties", "patternProperties",
         "propertyNames", "minProperties", "maxProperties"), "object",
    ),
}


class CannotGrow(Exception):
    """No instance was found that is valid and goes there."""


@dataclass(frozen=True)
class Piece:
    """A schema that applies; ``way`` is the rest of the way to the wanted place, None if it does not lead there."""

    schema: Any
    way: Path | None = None


@dataclass(frozen=True)
class Grown:
    value: Any
    #: Where in the value the wanted place applies; None if it was not on the way.
    at: Path | None = None
    #: The wanted place applies to the last name of :attr:`at`, not to the value under it.
    key: bool = False


class Grower:
    """Grows instances of the definitions of one protocol."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions
        self._checks: dict[int, jsonschema_rs.Draft202012Validator] = {}
        self._plainest: dict[tuple[int, ...], Grown | None] = {}
        self._kept: list[Any] = []
        self._whole = {name: {"$ref": f"#/$defs/{name}"} for name in definitions}
        self._nots: dict[int, Any] = {}

    def grown(self, name: str, way: Path = (), keyword: str = "") -> Iterator[Grown]:
        """Valid instances of NAME in which the schema at ``way`` applies, where ``keyword`` will be tried."""
        yield from self._grow([Piece(self._whole[name]), Piece(self.definitions[name], way)], keyword, 0)

    def grown_for(self, schema: Any) -> Iterator[Grown]:
        """Valid instances of any schema over the definitions."""
        yield from self._grow([Piece(schema)], "", 0)

    def valid(self, schema: Any, value: Any) -> bool:
        """Whether ``value`` is valid for a schema of the definitions."""
        return schema if isinstance(schema, bool) else self._check(schema).is_valid(value)

    def errors(self, schema: Any, value: Any) -> Iterator[jsonschema_rs.ValidationError]:
        """Everything that a schema of the definitions, no boolean, has against ``value``."""
        yield from self._check(schema).iter_errors(value)

    def _check(self, schema: Any) -> jsonschema_rs.Draft202012Validator:
        if id(schema) not in self._checks:
            self._checks[id(schema)] = compiled_over(self.definitions, schema)
            self._kept.append(schema)  # so that its id stays its own
        return self._checks[id(schema)]

    def _grow(self, pieces: list[Piece], keyword: str, depth: int) -> Iterator[Grown]:
        """Values that are valid for all pieces, the plainest first."""
        if depth > _DEEP:
            return
        for applied in islice(self._expanded(pieces), _SETS):
            for grown in self._values(applied, keyword, depth):
                if all(self.valid(piece.schema, grown.value) for piece in pieces):
                    yield grown

    def _first(self, pieces: list[Piece], depth: int) -> Grown | None:
        """The plainest value that is valid for all pieces, None if there is none; they lead nowhere."""
        key = tuple(id(piece.schema) for piece in pieces)
        if key not in self._plainest:
            self._kept += [piece.schema for piece in pieces]  # so that their ids stay their own
            self._plainest[key] = next(self._grow(pieces, "", depth), None)
        return self._plainest[key]

    def _expanded(self, pieces: list[Piece]) -> Iterator[list[Piece]]:
        """The pieces and all that they bring along, once for each set of alternatives."""
        if not pieces:
            yield []
            return
        (schema, way), rest = (pieces[0].schema, pieces[0].way), pieces[1:]
        if schema is False:
            return
        if schema is True:
            yield from self._expanded(rest)
            return
        here = replace(pieces[0], way=way if way is not None and not _in_place(way) else None)
        brought = [Piece(self.definitions[schema["$ref"].removeprefix("#/$defs/")])] if "$ref" in schema else []
        brought += [Piece(inner, _after(way, "allOf", index)) for index, inner in enumerate(schema.get("allOf", []))]
        for choice in self._choices(schema, way):
            for others in self._expanded([*brought, *choice, *rest]):
                yield [here, *others]

    def _choices(self, schema: dict[str, Any], way: Path | None) -> Iterator[list[Piece]]:
        """What an ``anyOf``, ``oneOf``, ``if`` or ``dependentSchemas`` brings along, each way to go."""
        for key in ("anyOf", "oneOf"):
            if key in schema:
                options = [Piece(inner, _after(way, key, index)) for index, inner in enumerate(schema[key])]
                wanted = [option for option in options if option.way is not None]
                yield from ([option] for option in wanted or options)
                return
        if "if" in schema:
            then = [Piece(schema["if"]), Piece(schema.get("then", True), _after(way, "then"))]
            otherwise = [Piece(self._not(schema["if"])), Piece(schema.get("else", True), _after(way, "else"))]
            if then[1].way is None:
                yield otherwise
            if otherwise[1].way is None:
                yield then
            return
        if way and way[0] == "dependentSchemas":
            yield [Piece({"required": [way[1]]}), Piece(schema["dependentSchemas"][way[1]], way[2:])]
            return
        yield []

    def _not(self, schema: Any) -> Any:
        """The same object for the same schema, so that it is compiled once."""
        return self._nots.setdefault(id(schema), {"not": schema})

    def _values(self, pieces: list[Piece], keyword: str, depth: int) -> Iterator[Grown]:
        ends = any(piece.way == () for piece in pieces)
        for value in self._plain(pieces, keyword, depth):
            yield replace(value, at=()) if ends and value.at is None else value

    def _plain(self, pieces: list[Piece], keyword: str, depth: int) -> Iterator[Grown]:
        said = [piece.schema for piece in pieces]
        fixed = [value for schema in said for value in schema.get("enum", [])]
        fixed += [schema["const"] for schema in said if "const" in schema]
        if fixed:
            yield from (Grown(value) for value in fixed)
            return
        for kind in self._types(pieces, keyword):
            if kind == "object":
                yield from self._objects(pieces, keyword, depth)
            elif kind == "array":
                yield from self._arrays(pieces, keyword, depth)
            else:
                yield from (Grown(value) for value in _scalars(kind, said))

    def _types(self, pieces: list[Piece], keyword: str) -> list[str]:
        """The types that all pieces allow, best first."""
        possible = ["object", "array", "string", "integer", "number", "boolean", "null"]
        for piece in pieces:
            kinds = piece.schema.get("type", possible)
            kinds = [kinds] if isinstance(kinds, str) else [*kinds]
            possible = [kind for kind in possible if kind in kinds or (kind == "integer" and "number" in kinds)]
        wanted = {ABOUT[piece.way[0]] for piece in pieces if piece.way and piece.way[0] in ABOUT}
        if any(piece.way == () for piece in pieces):
            wanted |= {ABOUT[keyword]} if keyword in ABOUT else set()
        if wanted:
            possible = [kind for kind in possible if kind in wanted or (kind == "integer" and "number" in wanted)]
        # Where nothing says a type, the keywords do.
        hinted = {ABOUT[key] for piece in pieces for key in piece.schema if key in ABOUT}
        return sorted(possible, key=lambda kind: (kind not in hinted and bool(hinted), kind == "null"))

    def _objects(self, pieces: list[Piece], keyword: str, depth: int) -> Iterator[Grown]:
        said = [piece.schema for piece in pieces]
        names = list(dict.fromkeys(name for schema in said for name in schema.get("required", [])))
        if wanted := next((piece for piece in pieces if piece.way and piece.way[0] in _INTO_OBJECTS), None):
            for name, key in self._wanted_names(wanted, said, depth):
                every = list(dict.fromkeys([*names, name]))
                yield from self._object(every, pieces, keyword, depth, name if key else None)
            return
        least = max([schema.get("minProperties", 0) for schema in said], default=0)
        spare = (name for name in self._new_names(said, depth) if name not in names)
        yield from self._object(names + [next(spare) for _ in range(len(names), least)], pieces, keyword, depth, None)

    def _wanted_names(self, wanted: Piece, said: list[Any], depth: int) -> Iterator[tuple[str, bool]]:
        """(name, whether the name itself is wanted) of the member that leads on."""
        assert wanted.way
        key, schema = wanted.way[0], wanted.schema
        if key == "properties":
            yield str(wanted.way[1]), False
        elif key == "patternProperties":
            yield from ((name, False) for name in matching(str(wanted.way[1])))
        elif key == "propertyNames":
            others = [Piece(one["propertyNames"]) for one in said if "propertyNames" in one and one is not schema]
            pieces = [Piece(schema["propertyNames"], wanted.way[1:]), Piece(_STRING), *others]
            yield from ((grown.value, True) for grown in self._grow(pieces, "", depth + 1))
            # A closed object has none but the names that it speaks of.
            known = (name for one in said for pattern in one.get("patternProperties", {}) for name in matching(pattern))
            yield from ((name, True) for name in known if all(self.valid(piece.schema, name) for piece in pieces))
        else:
            yield from ((name, False) for name in self._new_names([*said, schema], depth))

    def _new_names(self, said: list[Any], depth: int) -> Iterator[str]:
        """Names for members that no ``properties`` or ``patternProperties`` speaks of."""
        named = [Piece(schema["propertyNames"]) for schema in said if "propertyNames" in schema]
        grown = self._grow([*named, Piece(_STRING)], "", depth + 1) if named else iter(())
        known = {name for schema in said for name in schema.get("properties", {})}
        patterns = [compiled(pattern) for schema in said for pattern in schema.get("patternProperties", {})]
        made_up = (f"{letter}{n}" for n in ("", *range(1, 20)) for letter in "ab")
        for name in chain((one.value for one in grown), made_up):
            if name not in known and not any(pattern.search(name) for pattern in patterns):
                yield name

    def _object(
        self, names: list[str], pieces: list[Piece], keyword: str, depth: int, key: str | None
    ) -> Iterator[Grown]:
        """Objects with these members; ``key`` is the one whose name is wanted, if it is the name that is."""
        made: dict[str, Any] = {}
        at: Path | None = None
        is_key = key is not None
        lead: tuple[str, list[Piece]] | None = None
        for name in names:
            inner = [member for piece in pieces for member in _members(piece, name)]
            if any(member.way is not None for member in inner) and lead is None:
                lead = (name, inner)
                made[name] = None
                continue
            grown = self._first(inner, depth + 1)
            if grown is None:
                return
            made[name] = grown.value
        if key is not None:
            at = (key,)
        if lead is None:
            yield Grown(made, at, is_key)
            return
        for grown in self._grow(lead[1], keyword, depth + 1):
            where = (lead[0], *grown.at) if grown.at is not None else at
            yield Grown({**made, lead[0]: grown.value}, where, grown.key if grown.at is not None else is_key)

    def _arrays(self, pieces: list[Piece], keyword: str, depth: int) -> Iterator[Grown]:
        said = [piece.schema for piece in pieces]
        least = max([schema.get("minItems", 0) for schema in said], default=0)
        wanted = next((piece.way for piece in pieces if piece.way and piece.way[0] in ("items", "prefixItems")), None)
        prefix = max((len(schema.get("prefixItems", [])) for schema in said), default=0)
        index = None
        if wanted:
            index = int(wanted[1]) if wanted[0] == "prefixItems" else prefix
            least = max(least, index + 1)
        elif keyword in ("minItems", "uniqueItems", "items") and any(piece.way == () for piece in pieces):
            least = max(least, 1, prefix if keyword == "items" else 0)
        made: list[Any] = []
        lead: list[Piece] = []
        for place in range(least):
            inner = [item for piece in pieces for item in _items(piece, place)]
            if place == index:
                lead = inner
                made.append(None)
                continue
            grown = self._first(inner, depth + 1)
            if grown is None:
                return
            made.append(grown.value)
        if index is None:
            yield Grown(made)
            return
        for grown in self._grow(lead, keyword, depth + 1):
            where = (index, *grown.at) if grown.at is not None else None
            yield Grown([*made[:index], grown.value, *made[index + 1 :]], where, grown.key)


def compiled_over(definitions: dict[str, Any], schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """The validator of a schema that refers to definitions."""
    return jsonschema_rs.Draft202012Validator({"$schema": DIALECT, **schema, "$defs": closure(definitions, schema)})


_INTO_OBJECTS = ("properties", "patternProperties", "additionalProperties", "propertyNames")


def _in_place(way: Path) -> bool:
    """Whether the next step stays at the same value."""
    return bool(way) and way[0] in ("allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas")


def _after(way: Path | None, *steps: str | int) -> Path | None:
    """The rest of the way after ``steps``; None if it goes elsewhere."""
    return way[len(steps) :] if way is not None and way[: len(steps)] == steps else None


def _members(piece: Piece, name: str) -> Iterator[Piece]:
    """The pieces that apply to the member ``name`` of an object."""
    schema, found = piece.schema, False
    if name in schema.get("properties", {}):
        found = True
        yield Piece(schema["properties"][name], _after(piece.way, "properties", name))
    for pattern, inner in schema.get("patternProperties", {}).items():
        if compiled(pattern).search(name):
            found = True
            yield Piece(inner, _after(piece.way, "patternProperties", pattern))
    if not found and "additionalProperties" in schema:
        yield Piece(schema["additionalProperties"], _after(piece.way, "additionalProperties"))


def _items(piece: Piece, index: int) -> Iterator[Piece]:
    prefix = piece.schema.get("prefixItems", [])
    if index < len(prefix):
        yield Piece(prefix[index], _after(piece.way, "prefixItems", index))
    elif "items" in piece.schema:
        yield Piece(piece.schema["items"], _after(piece.way, "items"))


def _scalars(kind: str, said: list[Any]) -> Iterator[Any]:
    """Values of a type; whether they are valid is found out by trying."""
    if kind == "null":
        yield None
    elif kind == "boolean":
        yield from (True, False)
    elif kind in ("integer", "number"):
        bounds = [schema[key] for schema in said for key in ("minimum", "maximum") if key in schema]
        yield from dict.fromkeys([0, 1, *bounds, *([0.5] if kind == "number" else [])])
    else:
        shown = [text for schema in said for text in schema.get("examples", []) if isinstance(text, str)]
        made = [text for schema in said if "pattern" in schema for text in matching(schema["pattern"])]
        least = max([schema.get("minLength", 0) for schema in said], default=0)
        yield from dict.fromkeys([*shown, *made, "a" * max(least, 1), "a" * least])
