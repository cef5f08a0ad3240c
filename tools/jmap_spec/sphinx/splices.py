"""Which definitions a draft splices: counted, so that none is forgotten and none stands twice.

Pure: directives as text has them and a protocol in, problems out. ``jmap-spec check`` needs no Sphinx for it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..model import Place, Protocol, Structure
from ..problems import Problem
from ..prose import Directive, directives_in

#: Registries that follow from the source: each draft shows the entries of its own rooms.
DERIVED = ("capabilities", "errorCodes", "dataTypes")


class Key(NamedTuple):
    """Something that a draft must show once: (``type``, ``Mailbox``), (``errors``, ``core/method``)."""

    kind: str
    name: str

    def __str__(self) -> str:
        words = {"errors": "errors", "property": "property", "standard": "standard method"}
        return f"{words.get(self.kind, self.kind)} {self.name}"


class Spliced(NamedTuple):
    """A key, and the directive that shows it."""

    key: Key
    file: str
    line: int


#: The texts of one draft, by path below the root.
Texts = Mapping[str, str]


def wanted(protocol: Protocol) -> dict[Key, Place]:
    """Everything that some draft must show, with where it is defined."""
    out: dict[Key, Place] = {}
    for capability in protocol.capabilities.values():
        out[Key("capability", capability.room)] = capability.place
    for structure in protocol.structures.values():
        # a type without properties is only the first half of the names of its methods
        if structure.kind != "part" and not (structure.kind == "data" and not structure.properties):
            out[Key("type", structure.name)] = structure.place
    for template in protocol.standard.values():
        out[Key("standard", template.verb)] = template.place
    for method in protocol.methods.values():
        out[Key("method", method.name)] = method.place
    for error in protocol.errors:
        out.setdefault(Key("errors", f"{error.room}/{error.level}"), error.place)
    for registry in protocol.registries.values():
        if registry.name not in DERIVED:
            out[Key("registry", registry.name)] = registry.place
            continue
        for entry in registry.entries:
            if not entry.cells.get("unregistered"):
                out.setdefault(Key("registry", f"{registry.name} of {entry.cells['room']}"), entry.place)
    return out


def rooms_of(protocol: Protocol, directives: Iterable[Directive]) -> set[str]:
    """The rooms that a draft is about: those whose capability it shows."""
    return {d.argument for d in directives if d.name in ("jmap:capability", "jmap:rest")} & {
        *protocol.capabilities,
        *(c.room for c in protocol.capabilities.values()),
    }


def rest(
    protocol: Protocol, room: str, directives: Iterable[Directive], others: Iterable[Iterable[Directive]] = ()
) -> list[Key]:
    """What of a room no draft splices by name, in document order; its methods follow a type.

    ``directives`` are those of the draft that asks, ``others`` those of each other draft: two of them
    can share a room, as the protocol and its binding do.
    """
    spliced = {key for d in directives if d.name != "jmap:rest" for key in keys_of(protocol, d, {room})}
    for other in map(list, others):
        rooms = rooms_of(protocol, other)
        spliced |= {key for d in other if d.name != "jmap:rest" for key in keys_of(protocol, d, rooms)}
    named = _whole(protocol, spliced)
    left = [key for key in wanted(protocol) if room_of(protocol, key) == room and key not in named]
    order = {"capability": 0, "type": 1, "standard": 2, "method": 3, "errors": 4, "registry": 5}
    left.sort(key=lambda key: order[key.kind])
    # methods stand below their type, if that is among the rest
    types = [k for k in left if k.kind == "type"]
    out: list[Key] = []
    for key in left:
        if key.kind == "method" and Key("type", key.name.split("/")[0]) in types:
            continue
        out.append(key)
        if key.kind == "type":
            out += [m for m in left if m.kind == "method" and m.name.split("/")[0] == key.name]
    return out


def room_of(protocol: Protocol, key: Key) -> str:
    if key.kind == "type":
        return protocol.structures[key.name].room
    if key.kind == "method":
        return protocol.methods[key.name].room
    if key.kind == "registry":
        name, _, room = key.name.partition(" of ")
        return room or protocol.registries[name].room
    return {"capability": key.name, "errors": key.name.split("/")[0], "standard": "core"}[key.kind]


def keys_of(protocol: Protocol, directive: Directive, rooms: set[str]) -> list[Key]:
    """What one directive shows, ``jmap:rest`` apart; nothing for names that do not exist."""
    kind, name = directive.name.removeprefix("jmap:"), directive.argument
    if kind == "type" and name in protocol.structures:
        structure = protocol.structures[name]
        if chosen := directive.options.get("properties"):
            return [Key("property", f"{name}/{p}") for p in chosen.split()]
        return [Key("type", name), *_parts(protocol, structure, set(directive.options.get("without", "").split()))]
    if kind in ("method", "standard", "capability"):
        return [Key(kind, name)]
    if kind == "errors":
        chosen_rooms = {directive.options["room"]} if "room" in directive.options else rooms
        return [k for room in sorted(chosen_rooms) if (k := Key("errors", f"{room}/{name}")) in wanted(protocol)]
    if kind == "registry":
        if name not in DERIVED:
            return [Key("registry", name)]
        return [k for room in sorted(rooms) if (k := Key("registry", f"{name} of {room}")) in wanted(protocol)]
    return []


def _parts(protocol: Protocol, structure: Structure, without: set[str]) -> list[Key]:
    """The parts that are rendered with a type: no key of ``wanted``, but they must not stand twice."""
    own = [s.name for s in protocol.structures.values() if s.kind == "part" and s.parent == structure.name]
    return [Key("type", name) for name in own if name not in without]


def spliced_in(protocol: Protocol, texts: Texts, others: Iterable[Texts] = ()) -> list[Spliced]:
    """Everything that a draft shows, in order of its files; ``others`` are the other drafts."""
    directives = {file: directives_in(text) for file, text in texts.items()}
    every = [d for found in directives.values() for d in found]
    rooms = rooms_of(protocol, every)
    elsewhere = [[d for text in other.values() for d in directives_in(text)] for other in others]
    out: list[Spliced] = []
    for file, found in directives.items():
        for d in found:
            if d.name == "jmap:rest":
                for key in rest(protocol, d.argument, every, elsewhere):
                    parts = _parts(protocol, protocol.structures[key.name], set()) if key.kind == "type" else []
                    out += [Spliced(one, file, d.line) for one in (key, *parts)]
            else:
                out += [Spliced(key, file, d.line) for key in keys_of(protocol, d, rooms)]
    return out


def problems(protocol: Protocol, drafts: Mapping[str, Texts]) -> list[Problem]:
    """What no draft shows, what one draft shows twice, and splices of what does not exist."""
    out: list[Problem] = []
    shown: set[Key] = set()
    for name, texts in drafts.items():
        seen: dict[Key, Spliced] = {}
        for one in spliced_in(protocol, texts, [t for other, t in drafts.items() if other != name]):
            if first := seen.get(one.key):
                out.append(
                    Problem(
                        Place(one.file, "", one.line),
                        "splice/twice",
                        f"the {one.key} is already spliced at {first.file}:{first.line}",
                        "splice it once in a draft",
                    )
                )
            seen.setdefault(one.key, one)
        shown |= set(seen)
        out += _unknown(protocol, texts)
    # the properties of one type may be divided among drafts
    shown = _whole(protocol, shown)
    parts = {Key("type", s.name): s.place for s in protocol.structures.values() if s.kind == "part"}
    for key, place in (wanted(protocol) | parts).items():
        if key not in shown:
            room = room_of(protocol, key)
            out.append(
                Problem(
                    place,
                    "splice/none",
                    f"no draft shows the {key}",
                    f"put ```{{jmap:{key.kind}}} {_argument(key)}``` into a draft, or ```{{jmap:rest}} {room}```",
                )
            )
    return out


def _argument(key: Key) -> str:
    """What the directive of a key takes: ``method`` of ``core/method``, ``errorCodes`` of ``errorCodes of core``."""
    return key.name.rpartition("/")[2] if key.kind == "errors" else key.name.split(" ")[0]


def _whole(protocol: Protocol, seen: Iterable[Key]) -> set[Key]:
    """What is shown, where a type whose every property is spliced one by one is shown too."""
    out = set(seen)
    for structure in protocol.structures.values():
        if structure.properties and all(
            Key("property", f"{structure.name}/{p.name}") in seen for p in structure.properties
        ):
            out.add(Key("type", structure.name))
    return out


def _unknown(protocol: Protocol, texts: Texts) -> Iterator[Problem]:
    known: dict[str, Container[str]] = {
        "type": protocol.structures,
        "method": protocol.methods,
        "standard": protocol.standard,
        "capability": {c.room for c in protocol.capabilities.values()},
        "registry": protocol.registries,
        "example": {e.id for e in protocol.examples}
        | {s.id for s in protocol.structures.values() if s.schema.get("examples")},
        "errors": {e.level for e in protocol.errors},
        "rest": {c.room for c in protocol.capabilities.values()},
    }
    for file, text in texts.items():
        for d in directives_in(text):
            kind = d.name.removeprefix("jmap:")
            if d.name.startswith("jmap:") and kind in known and d.argument not in known[kind]:
                yield Problem(
                    Place(file, "", d.line),
                    "splice/unknown",
                    f"there is no {kind} {d.argument}",
                    "name what the source has",
                )
