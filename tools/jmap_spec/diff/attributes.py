"""What is said of a property beside its type: who sets it, when it may change, what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model import Member, Protocol
from .change import Change, Whom, shown
from .pairs import Pair, both, pairs


class _Word(NamedTuple):
    """What it means that an attribute came, or went."""

    attribute: str
    came: str
    went: str
    #: (breaking, for whom, why)
    by_coming: tuple[bool, Whom, str]
    by_going: tuple[bool, Whom, str]


_WORDS = (
    _Word(
        "server_set",
        "is set by the server now",
        "can be set by clients now",
        (True, "clients", "A client that sets it is refused."),
        (False, "servers", "Servers have to take it from clients."),
    ),
    _Word(
        "immutable",
        "cannot be changed any more",
        "can change now",
        (True, "clients", "A client that changes it is refused."),
        (True, "clients", "A client may have kept it for good, and does not look again."),
    ),
    _Word(
        "create_only",
        "is for creation only now",
        "is fetched too now",
        (True, "clients", "A client that reads it no longer finds it."),
        (False, "servers", "Servers have to keep it."),
    ),
    _Word(
        "derived",
        "is worked out from the rest now",
        "is not worked out from the rest any more",
        (False, "servers", "Servers have to work it out. A client that sends it goes on as before."),
        (True, "clients", "A client that left it to the server gets something else."),
    ),
)
#: Attributes with a value; any other value means another thing.
_VALUES = (
    ("unit", "counts another thing", "The same number means something else."),
    ("refers_to", "is the id of another thing", "The same id means something else."),
    ("capability", "belongs to another capability", "It is there only for who says so in `using`."),
)
#: Notes about what a member has to do with others; to change them changes no value.
_NOTES = ("enforcedBy", "limits", "header")


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    for pair in pairs(old, new):
        if members := both(pair):
            yield from _words(pair, *members)
            yield from _values(pair, *members)


def _words(pair: Pair, was: Member, now: Member) -> Iterator[Change]:
    for word in _WORDS:
        before, after = getattr(was, word.attribute), getattr(now, word.attribute)
        if before != after:
            breaking, whom, why = word.by_coming if after else word.by_going
            what = word.came if after else word.went
            yield Change(pair.id, f"member/{_dashed(word.attribute)}", what, breaking, whom, why, now.place)


def _values(pair: Pair, was: Member, now: Member) -> Iterator[Change]:
    for attribute, what, why in _VALUES:
        before, after = getattr(was, attribute), getattr(now, attribute)
        if before != after:
            code = f"member/{_dashed(attribute)}"
            # A name where none was says what was meant all the time.
            breaking = bool(before and after) or attribute == "capability"
            if breaking:
                yield Change(pair.id, code, what, True, "both", why, now.place, before, after)
            else:
                why = "It says what is meant; no value changes."
                what = "says what it is" if after else "says no longer what it is"
                yield Change(pair.id, code, what, False, "readers", why, now.place, before, after)
    for note in _NOTES:
        before, after = was.notes.get(note), now.notes.get(note)
        if before != after:
            why = "It tells what the member has to do with others; no value changes."
            what = f"has other notes: {note}"
            told = ("" if one is None else shown(one) for one in (before, after))
            yield Change(pair.id, "member/notes", what, False, "readers", why, now.place, *told)


def _dashed(attribute: str) -> str:
    return attribute.replace("_", "-")
