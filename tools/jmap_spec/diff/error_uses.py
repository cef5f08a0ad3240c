"""Which method answers which error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import ErrorUse, Method, Place, Protocol, StandardMethod
from .change import Change


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for verb in old.standard.keys() & new.standard.keys():
        yield from _of(old.standard[verb], new.standard[verb], (), ())
    for name in old.methods.keys() & new.methods.keys():
        was, now = old.methods[name], new.methods[name]
        yield from _of(was, now, _general(old, was), _general(new, now))


def _of(
    old: Method | StandardMethod, new: Method | StandardMethod, before: Iterable[Place], after: Iterable[Place]
) -> Iterator[Change]:
    """``before``, ``after``: the places of what an error or a standard method says of all methods, and says itself."""
    for attribute, what in (("errors", "error"), ("set_errors", "SetError")):
        was = _own(getattr(old, attribute), before)
        now = _own(getattr(new, attribute), after)
        every: dict[str, ErrorUse] = {use.code: use for use in getattr(new, attribute)}
        once: dict[str, ErrorUse] = {use.code: use for use in getattr(old, attribute)}
        for code, use in was.items():
            if code not in every:
                why = "A client that waits for it waits in vain; a server has to say something else."
                yield Change(
                    use.id, "method-error/removed", f"is no {what} of it any more", False, "both", why, use.place
                )
        for code, use in now.items():
            if code not in once:
                why = "A client can meet a code that it does not know, as it can at any time."
                yield Change(use.id, "method-error/added", f"is a new {what} of it", False, "both", why, use.place)


def _own(uses: Iterable[ErrorUse], places: Iterable[Place]) -> dict[str, ErrorUse]:
    return {use.code: use for use in uses if use.place not in set(places)}


def _general(protocol: Protocol, method: Method) -> set[Place]:
    places = {error.place for error in protocol.errors}
    if method.standard is not None:
        places |= {use.place for use in (*method.standard.errors, *method.standard.set_errors)}
    return places
