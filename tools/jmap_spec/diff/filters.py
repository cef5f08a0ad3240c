"""What a filter looks at and how, and what can be sorted by."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Method, Protocol
from .change import Change, shown
from .pairs import both, pairs


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for pair in pairs(old, new):
        if pair.kind == "filter condition" and (members := both(pair)):
            before, after = ({k: m.notes[k] for k in ("property", "match") if k in m.notes} for m in members)
            if before != after:
                why = "The same question is answered with other records."
                told = shown(before), shown(after)
                yield Change(pair.id, "filter/match", "compares otherwise", True, "both", why, members[1].place, *told)
    for name in old.methods.keys() & new.methods.keys():
        if old.methods[name].verb != "queryChanges":  # its options are those of the /query
            yield from _sorts(old.methods[name], new.methods[name])


def _sorts(old: Method, new: Method) -> Iterator[Change]:
    before, after = ({option.name: option for option in method.sort} for method in (old, new))
    for name, option in before.items():
        now = after.get(name)
        if now is None:
            why = "A client that sorts by it is answered `unsupportedSort`."
            yield Change(option.id, "sort/removed", "cannot be sorted by any more", True, "clients", why, option.place)
        elif (option.property, option.special) != (now.property, now.special):
            why = "The same question is answered in another order."
            told = [f"{o.property}{', in a way of its own' if o.special else ''}" for o in (option, now)]
            yield Change(option.id, "sort/property", "sorts by something else", True, "both", why, now.place, *told)
    for name, option in after.items():
        if name not in before:
            why = "Servers have it to add. A client that does not know it goes on as before."
            yield Change(option.id, "sort/added", "can be sorted by", False, "servers", why, option.place)
