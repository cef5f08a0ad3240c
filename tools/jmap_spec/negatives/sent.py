"""What a client may send by mistake: the negatives of all that a server reads, each where it would stand.

A negative is one of a single definition, such as an EmailAddress without its email. Here it is put
into what is sent: the creation of an Email, the arguments of an Email/query, a whole Request.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from ..derive.definitions import definitions
from ..model import Method, Protocol, Structure
from ..portable import without_formats
from . import Negative, negatives, pointer_of, replaced
from .grow import Grower, Grown, Path

#: Shapes that a server holds each record against by itself, and those of them that make one.
_CREATIONS = ("creation", "copy")
#: How many valid instances are tried to get from one definition into the next.
_TRIES = 6
_IDS = {"Id", "IdOrCreationId"}

#: The definitions on the way to another, each with the way to the schema that refers to the next.
Route = tuple[tuple[str, Path], ...]


@dataclass(frozen=True)
class Sent:
    """An object that one rule makes invalid."""

    #: ``Mailbox.set.arguments``, ``Mailbox.creation``, ``Request``: what it ought to be.
    root: str
    #: The name of the negative: ``EmailAddress#required@/email``.
    rule: str
    #: JSON Pointer to what is wrong, from the root.
    pointer: str
    value: dict[str, Any]
    #: The same without the mistake.
    valid: dict[str, Any]
    #: What is wrong is not a property, but how this form of the record says them: one thing twice, for instance.
    form: bool = False

    def given(self, required: Collection[str]) -> dict[str, Any]:
        """The members that a good object gets with the mistake: not those that it has because it needs them."""
        return {
            name: inner
            for name, inner in self.value.items()
            if name not in required or name not in self.valid or repr(self.valid[name]) != repr(inner)
        }

    @property
    def left_out(self) -> list[str]:
        """The names that only the valid one has."""
        return [name for name in self.valid if name not in self.value]


@dataclass(frozen=True)
class Holder:
    """Where in a method call records stand that the server judges one by one."""

    method: str
    #: The argument that maps creation ids, or ids, to them: ``create``, ``update``, ``emails``.
    argument: str
    #: ``creation``, ``copy``, ``patch``.
    shape: str
    root: str


def holders(method: Method) -> Iterator[Holder]:
    """The arguments of a method that hold records; what it does only after its own work is another method's."""
    template = {member.name for member in method.standard.arguments} if method.standard else set()
    for member in method.arguments:
        values = member.schema.get("additionalProperties")
        said = values.get("x-jmap", {}) if isinstance(values, dict) else {}
        shape, of = said.get("shape", ""), said.get("of", "")
        if shape in _CREATIONS or (shape == "patch" and member.name in template):
            yield Holder(method.name, member.name, shape, f"{of}.{shape}")


class Mistakes:
    """All that can be sent by mistake to a server of one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.table: dict[str, Any] = without_formats({"$defs": definitions(protocol)})["$defs"]
        # Ids that no server gave to anything: what is sent by mistake is to do no harm where the mistake is not seen.
        for name in _IDS & self.table.keys():
            self.table[name] = {**self.table[name], "examples": ["jmapconf-of-nothing"]}
        self._grower = Grower(self.table)
        self._known: dict[str, list[Negative]] = {}
        self._grown: dict[tuple[str, Path], list[Grown]] = {}

    @cached_property
    def holders(self) -> list[Holder]:
        """Where records stand in calls, each shape of a type once."""
        found = (holder for method in self.protocol.methods.values() for holder in holders(method))
        return list({holder.root: holder for holder in found if holder.root in self.table}.values())

    def in_arguments(self, method: Method) -> list[Sent]:
        """Arguments of which one is missing, unknown or not what it ought to be."""
        return self.of(f"{method.type}.{method.verb}.arguments")

    def of(self, root: str) -> list[Sent]:
        """Each rule of ``root`` and of what it refers to, broken once, where that can stand in it."""
        routes = _routes(self.table, root)
        made = (self._put(root, route, one) for name, route in routes.items() for one in self._negatives(name))
        return [one for one in made if one is not None]

    def _negatives(self, name: str) -> list[Negative]:
        if name not in self._known:
            self._known[name] = list(negatives(self.table, [name], self._grower))
        return self._known[name]

    def _put(self, root: str, route: Route, one: Negative) -> Sent | None:
        value, valid, pointer = one.instance, one.valid, one.pointer
        for name, way in reversed(route):
            schema = self.table[name]
            for grown in self._through(name, way):
                assert grown.at is not None
                wrong, right = (replaced(grown.value, grown.at, inner) for inner in (value, valid))
                if self._grower.valid(schema, right) and not self._grower.valid(schema, wrong):
                    value, valid, pointer = wrong, right, pointer_of(grown.at) + pointer
                    break
            else:
                return None
        # What is no object at all is not what its place can hold; that is the mistake of another root.
        if not isinstance(value, dict):
            return None
        return Sent(root, one.name, pointer, value, valid, self._free.valid({"$ref": f"#/$defs/{root}"}, value))

    def _through(self, name: str, way: Path) -> list[Grown]:
        """Some valid instances of a definition that have a value at ``way``."""
        if (name, way) not in self._grown:
            made = islice(self._grower.grown(name, way), _TRIES)
            self._grown[name, way] = [grown for grown in made if grown.at is not None and not grown.key]
        return self._grown[name, way]

    @cached_property
    def _free(self) -> Grower:
        """The same definitions without what the source says of the form of a creation."""
        structures = {name: _without_form(one) for name, one in self.protocol.structures.items()}
        free = replace(self.protocol, structures=structures)
        return Grower(without_formats({"$defs": definitions(free)})["$defs"])


def _without_form(structure: Structure) -> Structure:
    said = {key: value for key, value in structure.schema.get("x-jmap", {}).items() if key != "creation"}
    properties = tuple(
        replace(one, notes={key: value for key, value in one.notes.items() if key != "header"})
        for one in structure.properties
    )
    return replace(structure, schema={**structure.schema, "x-jmap": said}, properties=properties)


def _routes(table: dict[str, Any], root: str) -> dict[str, Route]:
    """The shortest way from ``root`` to each definition that it refers to, itself first."""
    found: dict[str, Route] = {root: ()}
    todo = deque([root])
    while todo:
        name = todo.popleft()
        # Which account it is comes last: what is wrong with its id may also be an account that nobody has.
        for way, target in sorted(_references(table[name], ()), key=lambda pair: pair[0][1:2] == ("accountId",)):
            if target not in found:
                found[target] = (*found[name], (name, way))
                todo.append(target)
    return found


def _references(schema: Any, way: Path) -> Iterator[tuple[Path, str]]:
    """(way to the schema that refers, name) of each place where another definition is held against a value."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema and "const" not in schema and "enum" not in schema:
        yield way, schema["$ref"].removeprefix("#/$defs/")
    for key in ("then", "else", "items", "additionalProperties"):
        yield from _references(schema.get(key), (*way, key))
    for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for index, inner in enumerate(schema.get(key, ())):
            yield from _references(inner, (*way, key, index))
    for key in ("properties", "patternProperties"):
        for member, inner in schema.get(key, {}).items():
            yield from _references(inner, (*way, key, member))
