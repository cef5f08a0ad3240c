"""One change, and who has to know of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from ..model import Place

Side = Literal["clients", "servers"]
#: ``readers``: nobody has to change a program.
Whom = Literal["clients", "servers", "both", "readers"]


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was."""

    #: The id of what changed: ``mail/Mailbox/name``, a method's ``mail/Mailbox/get``, a requirement's.
    subject: str
    #: Stable name of the kind of change: ``member/removed``, ``requirement/level``.
    code: str
    #: What happened, in words that go on from the subject.
    what: str
    #: Whether those of ``whom`` who stay with the old can fail.
    breaking: bool
    #: Whom it breaks; where it breaks nobody, who has something to do.
    whom: Whom
    why: str
    #: Where it stands in the new source; in the old one where it is gone.
    place: Place
    #: As it was and as it is, in short; empty where there is nothing.
    before: str = ""
    after: str = ""


def breaks(sides: Iterable[Side]) -> Whom:
    """The one word for some sides; at least one."""
    both = set(sides)
    return "both" if len(both) == 2 else both.pop()


def shown(value: Any) -> str:
    """A value of JSON on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
