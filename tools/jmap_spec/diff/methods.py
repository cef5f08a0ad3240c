"""Methods that came or went. What they take and answer is a matter of members."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Protocol
from .change import Change


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for name, was in old.methods.items():
        now = new.methods.get(name)
        if now is None:
            why = "A client that calls it is answered `unknownMethod`."
            yield Change(was.id, "method/removed", f"{name} is gone", True, "clients", why, was.place)
        elif (was.standard is None) != (now.standard is None):
            what = f"{name} is {'the standard method' if now.standard else 'a method of its own'} now"
            why = "What that changes on the wire is said member by member."
            yield Change(now.id, "method/standard", what, False, "readers", why, now.place)
    for name, now in new.methods.items():
        if name not in old.methods:
            why = "Servers have it to add. A client that does not know it goes on as before."
            yield Change(now.id, "method/added", f"{name} is new", False, "servers", why, now.place)
    for verb in dict.fromkeys((*old.standard, *new.standard)):
        if (verb in old.standard) != (verb in new.standard):
            template = (new.standard if verb in new.standard else old.standard)[verb]
            word, code = ("is a new", "added") if verb in new.standard else ("is no", "removed")
            why = "Which methods a type has is said type by type."
            yield Change(
                template.id, f"standard/{code}", f"{word} standard method", False, "readers", why, template.place
            )
