"""Properties and arguments that came or went."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Protocol
from .change import Change
from .pairs import Pair, pairs


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for pair in pairs(old, new):
        if pair.old is None:
            yield _added(pair)
        elif pair.new is None:
            yield _removed(pair)


def _added(pair: Pair) -> Change:
    member = pair.new
    assert member is not None
    what = f"is a new {pair.kind}"
    if pair.sent and pair.needed(member):
        why = "It has to be sent: a client that does not know it leaves it out, and is refused."
        return Change(pair.id, "member/added", what, True, "clients", why, member.place, "", member.signature)
    why = "Servers have it to add. A client that does not know it goes on as before."
    return Change(pair.id, "member/added", what, False, "servers", why, member.place, "", member.signature)


def _removed(pair: Pair) -> Change:
    member = pair.old
    assert member is not None
    whys = []
    if pair.sent:
        whys.append("What a client sends is closed: one that still names it is refused.")
    if pair.told:
        whys.append("A client that reads it no longer finds it.")
    what = f"is no {pair.kind} any more"
    return Change(pair.id, "member/removed", what, True, "clients", " ".join(whys), member.place, member.signature, "")
