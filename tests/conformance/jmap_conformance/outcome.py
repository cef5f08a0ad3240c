"""What a case can come to, and how it says so.

A case passes by returning. It ends otherwise by raising one of the exceptions below; each is one outcome. Anything
else that is raised is a fault of the harness, and is told apart from a fault of the server.

    Broken        fail or warn   the server broke a requirement (the level of the requirement decides which)
    Unsupported   unsupported    the server does not advertise what the case is about
    Disabled      disabled       the user switched the case off, or did not give what it needs
    Blocked       blocked        something that the case only builds on does not work
    HarnessFault  error          the suite is at fault
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final


class Outcome(StrEnum):
    """The outcomes of a case, in the order in which a summary counts them."""

    FAIL = "fail"
    BLOCKED = "blocked"
    ERROR = "error"
    WARN = "warn"
    PASS = "pass"
    UNSUPPORTED = "unsupported"
    DISABLED = "disabled"


#: Exit status 1 where any of these was seen.
BAD: Final = frozenset({Outcome.FAIL, Outcome.BLOCKED})


class CaseEnd(Exception):
    """Base of the ways in which a case ends other than by returning."""

    outcome: Outcome


class Broken(CaseEnd):
    """The server broke a requirement.

    ``requirements`` are the ids that this check is about; empty stands for all that the case names.
    ``expected`` and ``found`` are JSON values or sentences; ``None`` where the message says it all.
    """

    outcome = Outcome.FAIL

    def __init__(
        self, message: str, *, requirements: tuple[str, ...] = (), expected: Any = None, found: Any = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.requirements = requirements
        self.expected = expected
        self.found = found

    def about(self, requirements: tuple[str, ...]) -> Broken:
        """The same finding, about these requirements."""
        return Broken(self.message, requirements=requirements, expected=self.expected, found=self.found)


class Unsupported(CaseEnd):
    """The server does not advertise what the case is about; the argument says what."""

    outcome = Outcome.UNSUPPORTED


class Disabled(CaseEnd):
    """The user switched it off, or gave no second user, second account or the like; the argument says which."""

    outcome = Outcome.DISABLED


class Blocked(CaseEnd):
    """A step before the one under test did not work; the argument says which."""

    outcome = Outcome.BLOCKED


class HarnessFault(CaseEnd):
    """The suite sent, or was about to send, something that it should not; or its data contradict one another."""

    outcome = Outcome.ERROR
