"""Error codes on three levels, and who answers them when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .members import Member, Place

Level = Literal["request", "method", "set"]


@dataclass(frozen=True)
class ErrorCode:
    """An error of the source."""

    #: ``core/errors/limit``; a code of two levels has two entries, ``core/errors/set/notFound``.
    id: str
    code: str
    level: Level
    room: str
    description: str
    #: HTTP status of a request-level error, else 0.
    status: int
    raised_by: Literal["any", "account", "write", "named"]
    operations: tuple[str, ...]
    members: tuple[Member, ...]
    intended_use: str
    #: Why no IANA section has it, or empty.
    unregistered: str
    section: str
    place: Place

    @property
    def type(self) -> str:
        """The value of ``type`` on the wire: a URN at request level, else the code."""
        return f"urn:ietf:params:jmap:error:{self.code}" if self.level == "request" else self.code


@dataclass(frozen=True)
class ErrorUse:
    """A method answers this code, in this case."""

    #: ``mail/Mailbox/set/mailboxHasChild``.
    id: str
    code: str
    #: When; empty where the code itself says it (errors of any method).
    description: str
    place: Place
