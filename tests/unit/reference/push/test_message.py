"""What a push message is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jmap_reference.ijson import dump
from jmap_reference.push.encryption import MAX_MESSAGE
from jmap_reference.push.message import TTL, fitting, states_message, verification
from jmap_reference.push.states import state_change
from jmap_reference.push.vapid import Key, key_of
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Subscription
from jmap_reference.validation import faults
from tests.unit.reference.push.endpoint import Keys, Received

NOW = 1_700_000_000.0
RECORD = {"id": "p1", "url": "https://push.example.com/x", "keys": None, "verificationCode": None, "types": None}
SUBSCRIPTION = Subscription(RECORD, "alice@example.com", None, None, "c0de", is_asked=True, told="")


@pytest.fixture
def key() -> Key:
    return key_of(SQLiteStore())


def headers_of(subscription: Subscription, key: Key, *types: str) -> dict[str, str]:
    headers = states_message(subscription, {("A1", name): "1" for name in types}, key, NOW).headers
    assert faults("PushMessageHeaders", headers) == ""
    return headers


def test_a_verification_names_the_subscription_and_its_code(key: Key) -> None:
    message = verification(SUBSCRIPTION, key, NOW)
    said = Received("", {}, message.body).json()
    assert said == {"@type": "PushVerification", "pushSubscriptionId": "p1", "verificationCode": "c0de"}
    assert faults("PushVerification", said) == "" and faults("PushMessageHeaders", message.headers) == ""
    assert message.headers["Content-Type"] == "application/json" and message.headers["TTL"] == str(TTL)


def test_with_keys_it_is_encrypted(key: Key) -> None:
    keys = Keys()
    encrypted = replace(SUBSCRIPTION, record=RECORD | {"keys": keys.told()})
    message = verification(encrypted, key, NOW)
    assert message.headers["Content-Encoding"] == "aes128gcm"
    assert b"c0de" in keys.decrypt(message.body) and b"c0de" not in message.body


@pytest.mark.parametrize(("left", "expected"), [(10.9, "10"), (-5, "0"), (TTL * 2, str(TTL))])
def test_nothing_is_kept_for_longer_than_the_subscription_lasts(key: Key, left: float, expected: str) -> None:
    assert headers_of(replace(SUBSCRIPTION, ends=NOW + left), key, "Email")["TTL"] == expected


def test_only_new_mail_is_urgent(key: Key) -> None:
    assert headers_of(SUBSCRIPTION, key, "Email", "EmailDelivery")["Urgency"] == "normal"
    assert headers_of(SUBSCRIPTION, key, "Email", "Mailbox")["Urgency"] == "low"


def test_a_topic_is_that_of_messages_about_the_same(key: Key) -> None:
    """A push service drops the older of two with one topic: then the newer must tell all that it told."""
    both = headers_of(SUBSCRIPTION, key, "Email", "Mailbox")["Topic"]
    assert headers_of(SUBSCRIPTION, key, "Mailbox", "Email")["Topic"] == both
    assert headers_of(SUBSCRIPTION, key, "Email")["Topic"] != both
    assert headers_of(replace(SUBSCRIPTION, code="other"), key, "Email", "Mailbox")["Topic"] != both


def test_states_of_many_accounts_are_told_in_several_messages() -> None:
    left = {(f"account{number}", "Email"): str(number) for number in range(500)}
    messages = []
    while left:
        part = fitting(left)
        assert len(dump(state_change(part))) <= MAX_MESSAGE
        messages.append(part)
        left = {key: state for key, state in left.items() if key not in part}
    assert 1 < len(messages) < 20
    assert fitting({}) == {}
