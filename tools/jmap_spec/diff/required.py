"""What has to be there, and what may be missing."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Protocol
from .change import Change, Side, breaks
from .pairs import both, pairs


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for pair in pairs(old, new):
        members = both(pair)
        if members is None:
            continue
        was, now = members
        sides: set[Side] = set()
        whys, whats = [], []
        if pair.sent and pair.needed(was) != pair.needed(now):
            whats.append("has to be sent now" if pair.needed(now) else "need not be sent any more")
            if pair.needed(now):
                sides.add("clients")
                whys.append("A client that leaves it out is refused.")
            else:
                whys.append("Servers have to do without it. A client that sends it goes on as before.")
        if pair.told and was.required != now.required:
            whats.append("is always there now" if now.required else "may be missing")
            sides.add("servers" if now.required else "clients")
            whys.append(
                "A server that leaves it out is wrong."
                if now.required
                else "A client that counts on it may not find it."
            )
        if whats:
            what = ", ".join(whats)
            whom = breaks(sides) if sides else "servers"
            yield Change(pair.id, "member/required", what, bool(sides), whom, " ".join(whys), now.place)
