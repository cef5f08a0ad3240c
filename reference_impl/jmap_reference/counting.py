"""Who keeps count of what each user or address does: at a time, and in a while."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from .errors import request

MOST_COUNTED: Final = 10_000
"""Users or addresses that a Rate keeps in mind, before it forgets those that it need not."""


@dataclass
class Rate:
    """Lets each user, or each address, do something so many times, and as often again in so many seconds, evenly."""

    most: int
    seconds: float
    #: By user: how often still, and when that was so.
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, user: str, now: float) -> bool:
        """Whether ``user`` may, at a time in seconds; if so, it is counted."""
        left = self._now(user, now)
        may = left >= 1
        if user not in self._left and len(self._left) >= MOST_COUNTED:
            # Who may do all again has nothing to be remembered for.
            self._left = {each: at for each, at in self._left.items() if self._now(each, now) < self.most}
        self._left[user] = left - may, now
        return may

    def wait(self, user: str, now: float) -> float:
        """Seconds until ``user`` may; 0 for now."""
        return max(0.0, (1 - self._now(user, now)) * self.seconds / self.most)

    def _now(self, user: str, now: float) -> float:
        left, at = self._left.get(user, (self.most, now))
        return min(self.most, left + (now - at) * self.most / self.seconds)


@dataclass
class Gate:
    """Counts what each user is doing at the moment, and lets no more in than a limit says."""

    limit: str
    most: int
    _inside: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def enter(self, user: str) -> Iterator[None]:
        """Hold a place for ``user``.

        Raises:
            Limit: ``user`` has as many as allowed.
        """
        if self._inside[user] >= self.most:
            # req: core/errors/request/limit/limit-named
            #   The problem details MUST have a member limit.
            # req: core/capability/session/maxConcurrentRequests/refused
            # req: core/capability/session/maxConcurrentUpload/refused
            raise request.Limit(f"no more than {self.most} at a time", limit=self.limit)
        self._inside[user] += 1
        try:
            yield
        finally:
            self._inside[user] -= 1
            if not self._inside[user]:
                del self._inside[user]
