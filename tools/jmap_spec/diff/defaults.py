"""What a member stands for where it is left out."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import ABSENT, Member, Protocol
from .change import Change, breaks, shown
from .pairs import both, pairs


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for pair in pairs(old, new):
        members = both(pair)
        if members is None:
            continue
        was, now = members
        before, after = _said(was), _said(now)
        if before == after:
            continue
        what = (
            "has another default" if before and after else "has a default now" if after else "has no default any more"
        )
        if pair.sent and pair.needed(was):
            why = "It had to be sent before, so that nobody relies on a default."
            yield Change(pair.id, "member/default", what, False, "servers", why, now.place, before, after)
        else:
            why = "Who leaves it out says something else than before."
            whom = breaks(("clients",) if pair.sent and not pair.told else ("clients", "servers"))
            yield Change(pair.id, "member/default", what, True, whom, why, now.place, before, after)


def _said(member: Member) -> str:
    return member.default_phrase if member.default is ABSENT else shown(member.default) or '""'
