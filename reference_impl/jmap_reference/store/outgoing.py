"""What sending asks of a store (see ``interface``): a queue of messages, addresses, who was answered already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

Address = dict[str, Any]
"""``{email, parameters}``, as an Envelope has it (RFC 8621, Section 7)."""


@dataclass(frozen=True)
class Outgoing:
    """A message on its way. Times are seconds since 1970."""

    account: str
    #: Id of its EmailSubmission; empty for what the server sends by itself.
    submission: str
    mail_from: Address
    #: Those whom it has yet to reach.
    recipients: list[Address]
    octets: bytes
    #: When it was released.
    since: float
    #: When to try next.
    due: float
    #: Tries up to now.
    attempts: int = 0
    #: In the queue; 0 before it is there.
    id: int = 0


class Sending(Protocol):
    """The part of a Transaction that is about sending."""

    # The queue. It has the octets of its own, so that nothing which becomes of an Email changes what is sent.

    def enqueue(self, message: Outgoing) -> None: ...

    def first_due(self, by: float) -> Outgoing | None:
        """What to try first, of all that is to be tried by this time."""

    def outgoing(self, id: int) -> Outgoing | None:
        """One in the queue, by its id there."""

    def next_due(self) -> float | None:
        """When there is something to try; None when nothing is in the queue."""

    def queued(self) -> Iterator[Outgoing]:
        """Everything in the queue, in the order in which it is tried."""

    def requeue(self, message: Outgoing) -> None:
        """Keep the recipients that are left, ``due`` and ``attempts`` of a message in the queue."""

    def dequeue(self, id: int) -> None: ...

    def call_off(self, account: str, submission: str) -> bool:
        """Take what an EmailSubmission sends out of the queue; whether it was there."""

    # Addresses. That of a user is the name; others are added. ``*@example.com`` stands for all of a domain.

    def addresses_of(self, user: str) -> list[str]:
        """Those added, in lower case."""

    def put_address(self, user: str, address: str) -> None: ...

    def remove_address(self, user: str, address: str) -> bool: ...

    def users_at(self, address: str) -> list[str]:
        """Whose address it is, without regard to case; ``*`` is like any other character."""

    def has_domain(self, domain: str) -> bool:
        """Whether any user has an address of this domain."""

    # Who may not send

    def refuse_sending(self, user: str, reason: str | None) -> None:
        """Let the user send nothing from now on, for a reason that is shown; None to let the user send again."""

    def sending_refused(self, user: str) -> str | None:
        """The reason; None if the user may send."""

    # Vacation responses

    def answered(self, account: str, sender: str, answer: str) -> float | None:
        """When the account last gave ``sender`` this answer."""

    def put_answered(self, account: str, sender: str, answer: str, at: float) -> None: ...

    def forget_answered(self, before: float) -> None: ...
