"""Values that a property, an argument or a definition no longer has, or has now: by signature and by rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Member, Place, Protocol, Structure
from .change import Change, Side, breaks, shown
from .pairs import both, pairs
from .ways import SENT, TOLD, Ways, ways
from .widths import Widths

#: What stands beside the members of an object, and is compared by rules of its own.
_ELSEWHERE = frozenset(("properties", "required", "description", "title", "examples", "x-jmap", "default"))


class Compared:
    """Whether all that was allowed still is, and whether all that is allowed was."""

    def __init__(self, old: Protocol, new: Protocol) -> None:
        self._forth, self._back = Widths(new, old), Widths(old, new)

    def __call__(self, old: Any, new: Any) -> tuple[bool, bool]:
        return self._forth.accepts(new, old), self._back.accepts(old, new)


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    compared = Compared(old, new)
    for pair in pairs(old, new):
        if members := both(pair):
            yield from _member(compared, pair.id, pair.ways, *members)
    before, after = ways(old), ways(new)
    for name in old.structures.keys() & new.structures.keys():
        yield from _structure(compared, old.structures[name], new.structures[name], before[name] | after[name])
    for name in old.methods.keys() & new.methods.keys():
        was, now = old.methods[name], new.methods[name]
        for half, one, other, way in (
            ("arguments", _beside(was.request_schema), _beside(now.request_schema), SENT),
            ("arguments of the response", _beside(was.response_schema), _beside(now.response_schema), TOLD),
        ):
            yield from _rules(compared, now.id, now.place, f"has other rules for its {half}", way, one, other)


def _member(compared: Compared, id: str, by: Ways, old: Member, new: Member) -> Iterator[Change]:
    if old.schema == new.schema:
        return
    kept, known = compared(old.schema, new.schema)
    if kept and known and old.signature == new.signature:
        return
    if old.signature == new.signature:
        what = "takes more values" if kept else "takes fewer values" if known else "takes other values"
        code, before, after = "member/values", *_differing(old.schema, new.schema)
    elif _without_null(old.signature) == _without_null(new.signature):
        code, what = "member/nullable", "can be null now" if new.nullable else "can no longer be null"
        before, after = old.signature, new.signature
    else:
        code, what, before, after = "member/signature", "has another signature", old.signature, new.signature
    yield _said(id, code, what, by, kept, known, new.place, before, after)


def _structure(compared: Compared, old: Structure, new: Structure, by: Ways) -> Iterator[Change]:
    rules = ({k: v for k, v in one.schema.items() if k not in _ELSEWHERE} for one in (old, new))
    yield from _rules(compared, new.id, new.place, "has other rules for its values", by, *rules)
    # What is said of one form of a record alone.
    for form, way in (("creation", SENT), ("record", TOLD)):
        one, other = (s.schema.get("x-jmap", {}).get(form, {}) for s in (old, new))
        what = "has other rules for " + ("its creation" if form == "creation" else "the whole record")
        yield from _rules(compared, new.id, new.place, what, way, one, other)


def _beside(schema: dict[str, Any]) -> dict[str, Any]:
    """What arguments have to keep beside being an object."""
    return {key: value for key, value in schema.items() if (key, value) != ("type", "object")}


def _rules(compared: Compared, id: str, place: Place, what: str, by: Ways, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    kept, known = compared(old, new)
    if not (kept and known):
        yield _said(id, "type/values", what, by, kept, known, place, *_differing(old, new))


def _said(
    id: str, code: str, what: str, by: Ways, kept: bool, known: bool, place: Place, before: str, after: str
) -> Change:
    """``kept``: what was allowed still is; ``known``: what is allowed was so before."""
    sides: set[Side] = set()
    whys = []
    if "sent" in by and not kept:
        sides.add("clients")
        whys.append("What a client may have sent can be refused now.")
    if "told" in by and not known:
        sides.add("clients")
        whys.append("A client can get what it does not expect.")
    if "told" in by and not kept:
        sides.add("servers")
        whys.append("What a server may have answered can be wrong now.")
    if sides:
        return Change(id, code, what, True, breaks(sides), " ".join(whys), place, before, after)
    why = "Servers have more to take. What clients send is still taken." if not known else "The values are the same."
    return Change(id, code, what, False, "servers" if not known else "readers", why, place, before, after)


def _differing(old: Any, new: Any) -> tuple[str, str]:
    """Those keywords of two schemas that are not the same."""
    one, other = ({k: v for k, v in s.items() if k not in ("description", "x-jmap")} for s in (old, new))
    keys = [k for k in dict.fromkeys((*one, *other)) if one.get(k, ...) != other.get(k, ...)]
    before, after = ({k: s[k] for k in keys if k in s} for s in (one, other))
    return shown(before) if before else "", shown(after) if after else ""


def _without_null(signature: str) -> str:
    return "|".join(part for part in signature.split("|") if part != "null")
