"""Types and structures that came or went, and the rows of the data types."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Protocol, Structure
from .change import Change, Side, breaks, shown

_KINDS = {"data": "data type", "wire": "structure", "part": "part of a type", "scalar": "type"}


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for name, was in old.structures.items():
        now = new.structures.get(name)
        if now is None:
            why = "Who sends or reads it finds nothing that says what it is."
            yield Change(was.id, "type/removed", f"is no {_KINDS[was.kind]} any more", True, "both", why, was.place)
        else:
            yield from _moved(was, now)
            yield from _row(was, now)
    for name, now in new.structures.items():
        if name not in old.structures:
            why = "Servers may have it to add. A client that does not know it goes on as before."
            yield Change(now.id, "type/added", f"is a new {_KINDS[now.kind]}", False, "servers", why, now.place)


def _moved(was: Structure, now: Structure) -> Iterator[Change]:
    if was.id != now.id:
        why = "The name on the wire is the same. Its requirements have other ids, under which reports file them."
        yield Change(now.id, "type/moved", "stands in another room", False, "readers", why, now.place, was.id, now.id)


def _row(was: Structure, now: Structure) -> Iterator[Change]:
    old, new = was.row, now.row
    if old == new:
        return
    if old is None or new is None:
        what = "is registered as a data type" if new else "is no registered data type any more"
        why = "Its name may stand in a StateChange only while it is registered."
        if new:
            yield Change(now.id, "type/row", what, False, "both", why, now.place)
        else:
            yield Change(now.id, "type/row", what, True, "both", why, now.place)
        return
    whys, sides = [], set[Side]()
    if old.state_change and not new.state_change:
        sides.add("clients")
        whys.append("A client that waits for its state in a StateChange waits for good.")
    if old.singleton != new.singleton:
        sides |= {"clients", "servers"}
        whys.append("Another id, or any number of records.")
    if new.state_change and not old.state_change:
        whys.append("Servers have to tell of it in a StateChange.")
    if old.blobs != new.blobs:
        whys.append("Whether its records keep blobs alive is another matter than before.")
    whys = whys or ["It cites another text."]
    whom = (
        breaks(sides)
        if sides
        else "servers"
        if (old.state_change, old.blobs) != (new.state_change, new.blobs)
        else "readers"
    )
    told = (shown({"blobs": r.blobs, "stateChange": r.state_change, "singleton": r.singleton}) for r in (old, new))
    yield Change(
        now.id, "type/row", "has another row among the data types", bool(sides), whom, " ".join(whys), now.place, *told
    )
