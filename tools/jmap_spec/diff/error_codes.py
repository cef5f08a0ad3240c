"""Error codes: which there are, on which level, with which HTTP status."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import ErrorCode, Protocol
from .change import Change


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = ({(e.level, e.code): e for e in protocol.errors} for protocol in (old, new))
    for key, was in before.items():
        now = after.get(key)
        if now is None:
            why = "A client waits for it in vain, and a server that answers it says what nothing defines."
            yield Change(was.id, "error/removed", "is no error any more", True, "both", why, was.place)
        else:
            yield from _changed(was, now)
    for key, now in after.items():
        if key not in before:
            why = "A client can meet a code that it does not know, as it can at any time."
            yield Change(now.id, "error/added", f"is a new error ({now.level} level)", False, "both", why, now.place)


def _changed(was: ErrorCode, now: ErrorCode) -> Iterator[Change]:
    if was.status != now.status:
        why = "Clients tell errors apart by the status too."
        told = str(was.status), str(now.status)
        yield Change(now.id, "error/status", "has another HTTP status", True, "both", why, now.place, *told)
    if (was.raised_by, was.operations) != (now.raised_by, now.operations):
        why = "Servers answer it elsewhere; the methods say where."
        cases = (" ".join((e.raised_by, *e.operations)) for e in (was, now))
        yield Change(now.id, "error/raised-by", "is answered in other cases", False, "both", why, now.place, *cases)
    if (was.intended_use, was.unregistered) != (now.intended_use, now.unregistered):
        why = "It is a matter of the registry."
        rows = (e.unregistered or e.intended_use for e in (was, now))
        yield Change(now.id, "error/registration", "is registered otherwise", False, "readers", why, now.place, *rows)
