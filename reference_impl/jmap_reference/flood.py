"""Flood control: how often somebody may ask, and guess a password (RFC 8620, Section 8.5).

What one user does at a time is counted elsewhere (``counting.Gate``); here it is how much in a
minute, of a user whoever it is, and of an address whoever may be there.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from .counting import Rate
from .errors import request

MINUTE: Final = 60.0


class TooMany(request.Limit):
    """More than may be done in a minute."""

    # req: core/rate-limits/too-many-requests
    status = 429

    def __init__(self, description: str, wait: float) -> None:
        super().__init__(description, limit="rateLimit")
        #: Whole seconds, for Retry-After.
        self.retry_after = math.ceil(wait)


class Guard:
    """Counts, and refuses what is too much. Each number is of one minute; 0 is no limit."""

    def __init__(
        self, user: int = 0, address: int = 0, failures: int = 0, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._users, self._addresses, self._failures = (
            Rate(most, MINUTE) if most else None for most in (user, address, failures)
        )

    # req: core/limits/sensible-limits
    #   Servers MUST have sensible limits, against clients that would exhaust their resources by malice or by mistake.
    def request(self, address: str, user: str | None) -> None:
        """A request has come, from ``user`` by what it says.

        Raises:
            TooMany: there were too many from the address, or of the user.
        """
        self._take(self._addresses, place(address), "too many requests from this address")
        if user:
            self._take(self._users, user, "too many requests of this user")

    def guess(self, address: str) -> None:
        """Somebody is about to show a password or a token that was not seen before.

        Raises:
            TooMany: too many were wrong; whether this one is, is not looked at.
        """
        if self._failures and (wait := self._failures.wait(place(address), self._clock())):
            raise TooMany("too many wrong passwords from this address", wait)

    def wrong(self, address: str) -> None:
        """It was wrong."""
        if self._failures:
            with self._lock:
                self._failures.take(place(address), self._clock())

    def _take(self, rate: Rate | None, who: str, what: str) -> None:
        if rate is None:
            return
        with self._lock:
            now = self._clock()
            if not rate.take(who, now):
                raise TooMany(what, rate.wait(who, now))


@lru_cache(maxsize=1024)
def place(address: str) -> str:
    """What counts as one address: of IPv6 the network, since each host has the whole of a /64 to itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
