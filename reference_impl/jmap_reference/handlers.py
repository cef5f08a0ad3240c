"""What answers which method, and what is special to which type: the one place that knows all the rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .core import blob, echo, push_subscription
from .core.push_subscription import PushSubscriptionSpecial, random_code
from .mail import methods as mail
from .mail.email import EmailSpecial
from .mail.mailbox import MailboxSpecial
from .standard import changes, copy, get, query, query_changes, set
from .standard.call import Call
from .standard.records import Specials
from .standard.special import Special
from .submission import methods as sending
from .submission.identity import IdentitySpecial
from .submission.submission import EmailSubmissionSpecial
from .vacationresponse.special import VacationResponseSpecial

Handler = Callable[[Call], dict[str, Any]]

STANDARD: Final[dict[str, Handler]] = {
    "get": get.get,
    "changes": changes.changes,
    "set": set.set_records,
    "copy": copy.copy,
    "query": query.query,
    "queryChanges": query_changes.query_changes,
}
"""The standard methods, by verb."""

OWN: Final[dict[str, Handler]] = {
    "Core/echo": echo.echo,
    "Blob/copy": blob.copy,
    "PushSubscription/get": push_subscription.get,
    "PushSubscription/set": push_subscription.set_subscriptions,
    **mail.METHODS,
    **sending.METHODS,
}
"""All other methods, by name, and standard ones that a type has its own way of."""

SPECIALS: Final[dict[str, Special]] = {
    "Mailbox": MailboxSpecial("Mailbox"),
    "Email": EmailSpecial("Email"),
    "Identity": IdentitySpecial("Identity"),
    "EmailSubmission": EmailSubmissionSpecial("EmailSubmission"),
    "VacationResponse": VacationResponseSpecial("VacationResponse"),
}
"""The types with rules that no table can say."""


def specials(push_to_loopback: bool = False, new_code: Callable[[], str] = random_code) -> Specials:
    """The specials of one server: that of PushSubscription counts what users do."""
    return SPECIALS | {"PushSubscription": PushSubscriptionSpecial(push_to_loopback, new_code)}


def is_light(sent: Any) -> bool:
    """Whether all that is called, by what may be a Request, is a method that asks nothing of the store."""
    calls = sent.get("methodCalls") if isinstance(sent, dict) else None
    return isinstance(calls, list) and all(isinstance(call, list) and call[:1] == ["Core/echo"] for call in calls)
