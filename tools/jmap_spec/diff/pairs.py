"""The members of two protocols, side by side: what every rule about members walks over.

A member is listed where it is written: one of a standard method once, under the method, and not again under each
type. Members of a structure, a method or an error that only one of the two has are not listed: the
change is that of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..model import Member, Method, Protocol, Structure
from .ways import SENT, TOLD, Ways, of_property, ways


@dataclass(frozen=True)
class Pair:
    """A member before and after; one of the two may be missing."""

    id: str
    #: ``property``, ``argument``, ``argument of the response`` …
    kind: str
    old: Member | None
    new: Member | None
    #: Which way it goes, in both protocols where both have it.
    ways: Ways
    #: Whether a default, null or the server can stand in for it where a client sends the object.
    can_default: bool = False

    @property
    def sent(self) -> bool:
        return "sent" in self.ways

    @property
    def told(self) -> bool:
        return "told" in self.ways

    def needed(self, member: Member) -> bool:
        """Whether the one who sends the object has to say it."""
        if not self.can_default:
            return member.required
        given = member.nullable or member.has_default or member.derived or member.server_set
        return member.required and not given


def both(pair: Pair) -> tuple[Member, Member] | None:
    return (pair.old, pair.new) if pair.old is not None and pair.new is not None else None


def pairs(old: Protocol, new: Protocol) -> tuple[Pair, ...]:
    """Every member of what both protocols have."""
    return _pairs(_Same(old), _Same(new))


class _Same:
    """A protocol as a key of a cache: one is the other where it is the same object."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol

    def __hash__(self) -> int:
        return id(self.protocol)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.protocol is other.protocol


@lru_cache(maxsize=2)
def _pairs(old: _Same, new: _Same) -> tuple[Pair, ...]:
    return tuple(_all(old.protocol, new.protocol))


def _all(old: Protocol, new: Protocol) -> Iterator[Pair]:
    yield from _of_structures(old, new)
    for room in old.capabilities.keys() & new.capabilities.keys():
        before, after = old.capabilities[room], new.capabilities[room]
        yield from _matched(before.session, after.session, "property in the Session", TOLD)
        yield from _matched(before.account, after.account, "property of an Account", TOLD)
    codes = {(e.level, e.code): e for e in new.errors}
    for error in old.errors:
        if now := codes.get((error.level, error.code)):
            yield from _matched(error.members, now.members, "member of the error", TOLD)
    for verb in old.standard.keys() & new.standard.keys():
        template, other = old.standard[verb], new.standard[verb]
        yield from _matched(template.arguments, other.arguments, "argument", SENT)
        yield from _matched(template.responses, other.responses, "argument of the response", TOLD)
    for name in old.methods.keys() & new.methods.keys():
        yield from _of_method(old.methods[name], new.methods[name])


def _of_structures(old: Protocol, new: Protocol) -> Iterator[Pair]:
    before, after = ways(old), ways(new)
    for name in old.structures.keys() & new.structures.keys():
        was, now = old.structures[name], new.structures[name]

        def way(mine: Structure, by: Ways) -> Callable[[Member], Ways]:
            return lambda member: of_property(mine, member, by)

        yield from _matched(
            was.properties,
            now.properties,
            "property",
            way(was, before[name]),
            way(now, after[name]),
            can_default=now.kind in ("data", "part"),
        )


def _of_method(old: Method, new: Method) -> Iterator[Pair]:
    for was, now, kind, way in (
        (old.arguments, new.arguments, "argument", SENT),
        (old.responses, new.responses, "argument of the response", TOLD),
    ):
        base = new.id if way == SENT else f"{new.id}/response"
        for pair in _matched(was, now, kind, way):
            if not _told_by_template(pair, old, new):
                member = pair.new or pair.old
                yield replace(pair, id=f"{base}/{member.name}") if member else pair
    if old.verb == "queryChanges":
        return  # filter and sort are those of the /query
    yield from _matched(old.filter, new.filter, "filter condition", SENT)
    options = {option.name: option for option in new.sort}
    for option in old.sort:
        if other := options.get(option.name):
            yield from _matched(option.arguments, other.arguments, "member of the Comparator", SENT)


def _told_by_template(pair: Pair, old: Method, new: Method) -> bool:
    """Whether the standard method says as much: it has the member, or lost it, or got it."""
    was, now = _is_templates(pair.old, old), _is_templates(pair.new, new)
    if pair.old is not None and pair.new is not None:
        return was and now
    if pair.old is not None:
        return was and new.standard is not None and pair.old.name not in new.without
    return now and pair.new is not None and old.standard is not None and pair.new.name not in old.without


def _is_templates(member: Member | None, method: Method) -> bool:
    if member is None or method.standard is None:
        return False
    places = {m.place for m in (*method.standard.arguments, *method.standard.responses)}
    return member.place in places


def _matched(
    old: tuple[Member, ...],
    new: tuple[Member, ...],
    kind: str,
    was: Ways | Callable[[Member], Ways],
    now: Ways | Callable[[Member], Ways] | None = None,
    can_default: bool = False,
) -> Iterator[Pair]:
    before, after = ({m.name: m for m in members} for members in (old, new))
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        found = [_way(how, m) for how, m in ((was, one), (now or was, other)) if m is not None]
        shared = frozenset.intersection(*found) or frozenset.union(*found)
        member = other or one
        assert member is not None
        yield Pair(member.id, kind, one, other, shared, can_default)


def _way(how: Ways | Callable[[Member], Ways], member: Member) -> Ways:
    return how(member) if callable(how) else how
