"""What a client does to hear of changes, and how quickly it is told in tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from jmap_reference.push.deliver import Deliverer, Pace
from jmap_reference.validation import faults
from tests.unit.reference.helpers import Client
from tests.unit.reference.push.endpoint import Endpoint, Keys

QUICK = Pace(gather=0.05, interval=0.05, retry=0.2, longest=1, sweep=60)
SILENCE = 0.4
"""Seconds after which nothing more is expected."""

Start = Callable[..., Deliverer]


def subscribe(client: Client, endpoint: Endpoint, **more: Any) -> str:
    """The id of a new PushSubscription."""
    record = {"deviceClientId": "d", "url": f"{endpoint.url}/push"} | more
    said = client.call("PushSubscription/set", accountId=..., create={"k": record})
    assert said["created"], said
    return str(said["created"]["k"]["id"])


def verify(client: Client, endpoint: Endpoint, keys: Keys | None = None, at: int = 1) -> str:
    """Write the code that came with a message back; the id of the PushSubscription."""
    said = endpoint.wait(at).json(keys)
    assert faults("PushVerification", said) == ""
    id = said["pushSubscriptionId"]
    answer = client.call(
        "PushSubscription/set", accountId=..., update={id: {"verificationCode": said["verificationCode"]}}
    )
    assert answer["updated"] == {id: None}
    return str(id)


def subscribed(client: Client, endpoint: Endpoint, keys: Keys | None = None, **more: Any) -> str:
    number = len(endpoint.received) + 1
    subscribe(client, endpoint, **({"keys": keys.told()} if keys else {}), **more)
    return verify(client, endpoint, keys, number)


def ids(client: Client) -> list[str]:
    return [each["id"] for each in client.call("PushSubscription/get", accountId=...)["list"]]


def silence(endpoint: Endpoint, number: int) -> None:
    time.sleep(SILENCE)
    assert len(endpoint.received) == number, [each.body for each in endpoint.received]
