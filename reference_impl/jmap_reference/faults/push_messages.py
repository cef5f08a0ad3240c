"""Faults about push messages, and who signs them (RFC 8620, Section 7.2; RFC 8292 and RFC 9749)."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from ..core.push_subscription import PushSubscriptionSpecial, Subscriptions
from ..push import deliver, message
from ..push.deliver import Deliverer
from ..push.message import Message
from ..push.post import Answer, Poster
from ..push.vapid import Key
from ..store.values import Record, Subscription
from . import fault
from .planting import instead

PUSH = "push/PushSubscription"
VERIFICATION = "push/PushVerification"
HEADERS = "push/PushMessageHeaders"
SIGNED = "vapid/capability"


def as_if(**properties: Any) -> None:
    """What there is to push is found as if all PushSubscriptions had these properties."""

    def news(right: Any, subscription: Subscription, states: Any) -> Any:
        return right(replace(subscription, record=subscription.record | properties), states)

    instead(deliver, "news", news)


def posting(change: Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]]) -> None:
    """Push messages have other header fields, or another body."""
    instead(Poster, "post", lambda right, self, url, headers, body: right(self, url, *change(headers, body)))


@fault(f"{PUSH}/set/verification-sent", seen_by="states-are-pushed-once-the-url-is-verified")
def verification_of_another() -> None:
    """A PushVerification names a PushSubscription that there is not."""

    def verification(right: Any, subscription: Subscription, *given: Any) -> Message:
        made: Message = right(replace(subscription, record=subscription.record | {"id": "another"}), *given)
        return made

    instead(deliver, "verification", verification)


@fault(f"{PUSH}/verified-first", seen_by="states-are-pushed-once-the-url-is-verified")
def pushed_unverified() -> None:
    """Changes are pushed to URLs that nobody has verified."""
    as_if(verificationCode="verified")


@fault(f"{PUSH}/keys/encrypted", seen_by="states-are-pushed-once-the-url-is-verified")
def pushed_in_the_clear() -> None:
    """Push messages are not encrypted, also where the PushSubscription has keys."""
    instead(message, "encrypt", lambda right, body, *given: body)


@fault(f"{HEADERS}/body", seen_by="only-the-types-of-the-subscription-are-pushed")
def pushed_in_base64() -> None:
    """Push messages that are not encrypted are sent in base64."""
    posting(lambda headers, body: (headers, body if "Content-Encoding" in headers else base64.b64encode(body)))


@fault(f"{PUSH}/set/no-new-verification", seen_by="states-are-pushed-once-the-url-is-verified")
def verified_again() -> None:
    """Another PushVerification is sent when a PushSubscription gets other types."""

    def update(right: Any, self: Subscriptions, type_name: str, old: Record, new: Record) -> bool:
        changed: bool = right(self, type_name, old, new)
        if old["types"] != new["types"]:
            unasked = replace(self.kept()[new["id"]], is_asked=False)
            self.transaction.erase_subscription(new["id"])
            self.transaction.put_subscription(unasked)
        return changed

    instead(Subscriptions, "update", update)


@fault("push/StateChange/changed/only-accessible", seen_by="states-are-pushed-once-the-url-is-verified")
def strange_accounts_in_messages() -> None:
    """A push message has an account to which the user has no access."""

    def state_change(right: Any, states: Any) -> dict[str, Any]:
        said: dict[str, Any] = right(states)
        return said | {"changed": said["changed"] | {"account-of-a-stranger": {"Email": "1"}}}

    instead(message, "state_change", state_change)


@fault(f"{PUSH}/types/only-these", seen_by="only-the-types-of-the-subscription-are-pushed")
def all_types_in_messages() -> None:
    """Changes of all types are pushed, whatever the PushSubscription says."""
    as_if(types=None)


@fault(f"{VERIFICATION}/verificationCode/entropy", seen_by="codes-cannot-be-guessed")
def codes_counted() -> None:
    """A verificationCode is a number, and that of the next PushSubscription is one more."""
    count = itertools.count(1000)
    instead(PushSubscriptionSpecial, "check", counted(lambda: str(next(count))))


def counted(code: Callable[[], str]) -> Callable[..., None]:
    """Before a PushSubscription is checked, its special gets another source of codes."""

    def check(right: Any, self: PushSubscriptionSpecial, *given: Any) -> None:
        self.new_code = code
        right(self, *given)

    return check


@fault(
    f"{VERIFICATION}/no-retry",
    f"{SIGNED}/no-retry",
    seen_by="refused-verification-is-not-sent-again verification-with-a-key-that-is-refused-is-not-sent-again",
)
def verification_tried_again() -> None:
    """A PushVerification that was refused is sent once more."""

    def send(right: Any, self: Deliverer, subscription: Subscription, made: Message) -> bool:
        taken: bool = right(self, subscription, made)
        return taken or (subscription.record["verificationCode"] is None and bool(right(self, subscription, made)))

    instead(Deliverer, "_deliver", send)


@fault(f"{HEADERS}/too-many-requests", seen_by="who-says-that-it-is-too-much-is-pushed-less")
def too_much_is_tried_again() -> None:
    """A push message that was answered with 429 is sent twice more, at once."""

    def post(right: Any, self: Poster, *given: Any) -> Answer:
        answers: list[Answer] = [right(self, *given)]
        while answers[-1].status == 429 and len(answers) < 3:
            answers.append(right(self, *given))
        return answers[-1]

    instead(Poster, "post", post)


def delivering(key: Callable[[Key], Key] = lambda key: key, late: float = 0) -> None:
    """What pushes has another key, or a clock that is so many seconds late."""

    def made(right: Any, self: Deliverer, store: Any, given: Key, post: Any, clock: Callable[[], float]) -> None:
        right(self, store, key(given), post, lambda: clock() - late)

    instead(Deliverer, "__init__", made)


@fault(f"{PUSH}/expires/nothing-after", seen_by="nothing-is-pushed-after-the-end")
def pushed_after_the_end() -> None:
    """Changes are pushed for an hour after a PushSubscription has ended."""
    delivering(late=3600)


def answered(change: Callable[[Answer], Answer]) -> None:
    """The answers of push services are taken for others."""
    instead(Poster, "post", lambda right, self, *given: change(right(self, *given)))


@fault("push/messages/gone")
def gone_tried_again() -> None:
    """A URL that a push service says is gone is tried again and again."""
    instead(deliver, "Pace", lambda right: right(retry=1))
    answered(lambda answer: replace(answer, status=400) if answer.status in (404, 410) else answer)


@fault("push/messages/retry-after")
def told_to_wait_and_does_not() -> None:
    """A push message that was not taken comes again after a second, whatever the push service says."""
    instead(deliver, "Pace", lambda right: right(retry=1))
    answered(lambda answer: replace(answer, retry_after=0))


@fault("push/messages/tried-again")
def stale_message_tried_again() -> None:
    """What comes again after a push message was not taken is that message, and not what has changed since."""
    refused: dict[str, tuple[Any, ...]] = {}

    def post(right: Any, self: Poster, url: str, *given: Any) -> Answer:
        sent = refused.pop(url, given)
        answer: Answer = right(self, url, *sent)
        if answer.status >= 500:
            refused[url] = sent
        return answer

    instead(Poster, "post", post)


# VAPID


@fault(f"{SIGNED}/authenticated")
def messages_not_authenticated() -> None:
    """Push messages have no Authorization."""
    posting(lambda headers, body: ({name: headers[name] for name in headers if name != "Authorization"}, body))


@fault(f"{SIGNED}/signed")
def token_for_another_origin() -> None:
    """The token of a push message is for another push service."""
    instead(Key, "_token", lambda right, self, audience, expires: right(self, "https://push.example.com", expires))


@fault(f"{SIGNED}/key-of-creation")
def signed_with_another_key() -> None:
    """Push messages are signed with a key that the Session does not tell."""
    delivering(key=lambda key: Key(generate_private_key(SECP256R1())))
