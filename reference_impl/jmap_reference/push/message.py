"""A push message: what is said, encrypted and signed, with the header fields of Web Push (RFC 8030)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from .. import ijson
from ..store.values import Subscription
from .encryption import MAX_MESSAGE, encode, encrypt
from .states import States, state_change
from .vapid import Key

TTL: Final = 24 * 3600
"""Seconds for which a push service is to keep a message. Who comes back later than that asks for changes anyway."""


@dataclass(frozen=True)
class Message:
    url: str
    headers: dict[str, str]
    body: bytes


def verification(subscription: Subscription, key: Key, now: float) -> Message:
    """The PushVerification; ``now``: seconds since 1970."""
    # req: push/PushVerification/@type/value
    #   It MUST be PushVerification.
    said = {
        "@type": "PushVerification",
        "pushSubscriptionId": subscription.record["id"],
        "verificationCode": subscription.code,
    }
    return _message(subscription, said, key, now, {"Urgency": "normal"})


def states_message(subscription: Subscription, states: States, key: Key, now: float) -> Message:
    """The StateChange with these states, which fit into a message."""
    # A user wants to be woken for new mail, and not for what was read on another device.
    is_urgent = any(type_name == "EmailDelivery" for _, type_name in states)
    # Only a message with the same members makes an older one superfluous.
    about = "\n".join([subscription.code, *(f"{account} {type_name}" for account, type_name in sorted(states))])
    topic = encode(hashlib.sha256(about.encode()).digest()[:24])
    # req: push/PushMessageHeaders/Urgency/may-be-present
    # req: push/PushMessageHeaders/Topic/may-be-present
    headers = {"Urgency": "normal" if is_urgent else "low", "Topic": topic}
    return _message(subscription, state_change(states), key, now, headers)


def fitting(states: States) -> States:
    """As many of the states as fit into one message; the others can go into the next."""
    items = sorted(states.items())
    while len(items) > 1 and len(ijson.dump(state_change(dict(items)))) > MAX_MESSAGE:
        items = items[: len(items) // 2]
    return dict(items)


def _message(subscription: Subscription, said: Any, key: Key, now: float, headers: dict[str, str]) -> Message:
    record, body = subscription.record, ijson.dump(said)
    left = TTL if subscription.ends is None else min(TTL, max(0, int(subscription.ends - now)))
    # req: push/PushMessageHeaders/Content-Type/json
    #   It MUST be application/json.
    # req: push/PushMessageHeaders/TTL/present
    #   Every push message MUST have this header field.
    # req: vapid/capability/authenticated
    #   Whatever the server sends to the url of a PushSubscription, be it a StateChange or a PushVerification, MUST be
    #   authenticated as RFC 8292 says.
    headers |= {
        "Content-Type": "application/json",
        "TTL": str(left),
        "Authorization": key.authorization(record["url"], now),
    }
    # req: push/PushMessageHeaders/body
    #   The body MUST be the object as JSON in UTF-8, encrypted where the PushSubscription has keys.
    if record["keys"] is not None:
        # req: push/PushSubscription/keys/encrypted
        #   With keys, the server MUST encrypt, as RFC 8291 says, all that it sends to the URL.
        # req: push/PushMessageHeaders/Content-Encoding/aes128gcm
        #   Where the PushSubscription has keys, it MUST be aes128gcm (RFC 8188), the only one that RFC 8291 knows.
        body = encrypt(body, record["keys"]["p256dh"], record["keys"]["auth"])
        headers["Content-Encoding"] = "aes128gcm"
    return Message(record["url"], headers, body)
