"""Tickets: what a browser can show where it cannot show credentials.

``new EventSource(url)`` sends no Authorization header. So the ``eventSourceUrl`` that a browser is told has a ticket in
it: good for the event source only, which tells states and nothing else, and good for some hours,
as long as the credentials that it was given for are good. It is the same until half of its
time is over, so that the Session does not change each time somebody looks.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from typing import Final

from .auth import Authenticator, Credential

LIFETIME: Final = 8 * 3600.0
"""Seconds."""
MOST: Final = 10_000
"""Tickets; when there are more, all end."""


class Tickets:
    def __init__(self, authenticator: Authenticator, clock: Callable[[], float]) -> None:
        self._authenticator = authenticator
        self._clock = clock
        self._lock = threading.Lock()
        #: Ticket to what it was given for, and when it ends.
        self._given: dict[str, tuple[Credential, float]] = {}
        self._newest: dict[Credential, str] = {}

    def of(self, credential: Credential) -> str:
        """The ticket of somebody who has just shown a credential."""
        now = self._clock()
        with self._lock:
            ticket = self._newest.get(credential, "")
            if ticket and self._given[ticket][1] - now > LIFETIME / 2:
                return ticket
            if len(self._given) >= MOST:
                self._given.clear()
                self._newest.clear()
            self._given = {each: kept for each, kept in self._given.items() if kept[1] > now}
            self._newest = {kept: each for kept, each in self._newest.items() if each in self._given}
            ticket = self._newest[credential] = secrets.token_urlsafe(32)
            self._given[ticket] = credential, now + LIFETIME
            return ticket

    def user(self, ticket: str) -> str | None:
        """Whose it is; None when it is not good, or the credentials are no more."""
        credential, ends = self._given.get(ticket, (None, 0.0))
        if credential is None or ends <= self._clock() or not self._authenticator.still(credential):
            return None
        return credential.user
