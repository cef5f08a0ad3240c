"""What the server takes at most, as it tells its clients, and who keeps count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .errors import request
from .standard.collation import COLLATIONS


@dataclass(frozen=True)
class Limits:
    """The values of every member of the Session's capabilities, under the names that clients see.

    The first seven are no smaller than RFC 8620, Section 2, suggests, so that a client which
    was written against this server does not trip over the limits of another.
    """

    #: Octets.
    maxSizeUpload: int = 50_000_000
    #: Uploads at a time, for one user.
    maxConcurrentUpload: int = 8
    #: Octets.
    maxSizeRequest: int = 10_000_000
    #: Requests at a time, for one user. A client that opens six connections, as browsers do, is far from it.
    maxConcurrentRequests: int = 32
    #: Calls.
    maxCallsInRequest: int = 64
    #: Objects.
    maxObjectsInGet: int = 500
    #: Objects created, updated and destroyed, together.
    maxObjectsInSet: int = 500
    collationAlgorithms: tuple[str, ...] = tuple(COLLATIONS)
    #: Mailboxes; None for no limit.
    maxMailboxesPerEmail: int | None = None
    #: Levels.
    maxMailboxDepth: int | None = 10
    #: Octets; 255 is what file systems, and so many IMAP servers, allow.
    maxSizeMailboxName: int = 255
    #: Octets.
    maxSizeAttachmentsPerEmail: int = 50_000_000
    emailQuerySortOptions: tuple[str, ...] = ()
    mayCreateTopLevelMailbox: bool = True


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
            raise request.Limit(f"no more than {self.most} at a time", limit=self.limit)
        self._inside[user] += 1
        try:
            yield
        finally:
            self._inside[user] -= 1
            if not self._inside[user]:
                del self._inside[user]
