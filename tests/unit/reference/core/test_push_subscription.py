"""PushSubscription/get and /set, without anything being sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from jmap_reference.auth import issue_token, token_digest
from jmap_reference.core.push_subscription import LONGEST, MOST
from jmap_reference.counting import Rate
from jmap_reference.dates import utc_date
from jmap_reference.generated import methods as tables
from jmap_reference.handlers import specials
from jmap_reference.protocol import Processor
from jmap_reference.validation import faults
from tests.unit.reference.helpers import ALICE, BOB, ORIGIN, Client, make_processor
from tests.unit.reference.push.endpoint import Keys, base64url

URL = "https://push.example.com/x"
CODE = "3f0c9a7be2d84516a1c7e05b9d62f84c"


@pytest.fixture
def processor() -> Processor:
    return replace(make_processor(), specials=specials(new_code=lambda: CODE))


class Device:
    """A client with one set of credentials."""

    def __init__(self, processor: Processor, user: str = ALICE, token: str = "") -> None:
        self.processor, self.user, self.token = processor, user, token_digest(token) if token else None

    def call(self, verb: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
        sent = {"using": list(tables.CAPABILITIES), "methodCalls": [[f"PushSubscription/{verb}", arguments, "c"]]}
        [[said, answer, _]] = self.processor.process(self.user, ORIGIN, sent, self.token)["methodResponses"]
        answer = json.loads(json.dumps(answer))
        if said != "error":
            assert faults(f"PushSubscription.{verb}.response", answer) == ""
        return said, answer

    def set(self, **arguments: Any) -> dict[str, Any]:
        said, answer = self.call("set", **arguments)
        assert said == "PushSubscription/set", answer
        return answer

    def create(self, **record: Any) -> dict[str, Any]:
        """What is told of the new one, or the SetError."""
        said = self.set(create={"k": {"deviceClientId": "d", "url": URL} | record})
        return (said["created"] or said["notCreated"])["k"]

    def update(self, id: str, /, **patch: Any) -> dict[str, Any] | None:
        said = self.set(update={id: patch})
        return (said["updated"] or said["notUpdated"])[id]

    def get(self, **arguments: Any) -> list[dict[str, Any]]:
        return self.call("get", **({"ids": None} | arguments))[1]["list"]


@pytest.fixture
def device(processor: Processor) -> Device:
    return Device(processor)


def with_token(processor: Processor, days: float = 1) -> tuple[str, Device]:
    with processor.store.transaction(write=True) as transaction:
        user = transaction.user(ALICE)
        assert user
        token = issue_token(transaction, user, processor.clock() + days * 86400)
    return token, Device(processor, token=token)


def test_what_is_created_is_told_but_for_the_url_and_the_keys(device: Device) -> None:
    keys = Keys().told()
    said = device.create(keys=keys, types=["Email"])
    expires = utc_date(device.processor.clock() + LONGEST)
    assert said == {"id": said["id"], "verificationCode": None, "expires": expires}
    assert device.get() == [
        {"id": said["id"], "deviceClientId": "d", "verificationCode": None, "expires": expires, "types": ["Email"]}
    ]


def test_get_has_neither_account_nor_state(device: Device) -> None:
    id = device.create()["id"]
    assert device.call("get", ids=[id, "none"])[1].keys() == {"list", "notFound"}
    assert device.call("get", ids=[id, "none"])[1]["notFound"] == ["none"]
    assert device.call("get", ids=[])[1]["list"] == []
    assert device.get(properties=["types"]) == [{"id": id, "types": None}]
    assert device.call("get", ids=None, accountId="A1")[1]["type"] == "invalidArguments"


@pytest.mark.parametrize("name", ["url", "keys"])
def test_what_is_private_to_a_device_is_forbidden(device: Device, name: str) -> None:
    assert device.call("get", ids=[], properties=["id", name])[1]["type"] == "forbidden"


def test_set_has_neither_account_nor_state(device: Device) -> None:
    id = device.create()["id"]
    said = device.set(destroy=[id, "none"])
    assert said["destroyed"] == [id] and said["notDestroyed"]["none"]["type"] == "notFound"
    assert not said.keys() & {"accountId", "oldState", "newState"}
    assert device.get() == []
    assert device.call("set", ifInState="0")[1]["type"] == "invalidArguments"


def test_one_call_can_create_and_update_and_destroy(device: Device) -> None:
    old = device.create()["id"]
    said = device.set(
        create={"k": {"deviceClientId": "d", "url": URL}, "bad": {"deviceClientId": "d"}},
        update={"#k": {"types": ["Email"]}, old: {"types": []}},
        destroy=[old],
    )
    new = said["created"]["k"]["id"]
    assert said["notCreated"]["bad"]["properties"] == ["url"]
    assert said["notUpdated"][old]["type"] == "willDestroy"
    assert [(each["id"], each["types"]) for each in device.get()] == [(new, ["Email"])]


@pytest.mark.parametrize(
    ("record", "properties"),
    [
        ({"url": "http://push.example.com/x"}, ["url"]),
        ({"url": "https://10.0.0.1/x"}, ["url"]),
        ({"url": "https://127.0.0.1/x"}, ["url"]),
        ({"url": "push"}, ["url"]),
        ({"verificationCode": CODE}, ["verificationCode"]),
        ({"keys": {"auth": Keys().told()["auth"]}}, ["keys"]),
        ({"keys": Keys().told() | {"p256dh": base64url(b"\4" + b"\1" * 64)}}, ["keys"]),
        ({"keys": Keys().told() | {"auth": "short"}}, ["keys"]),
        ({"types": "Email"}, ["types"]),
        ({"id": "x"}, ["id"]),
    ],
)
def test_what_is_not_created(device: Device, record: dict[str, Any], properties: list[str]) -> None:
    said = device.create(**record)
    assert (said["type"], said.get("properties")) == ("invalidProperties", properties)
    assert device.get() == []


def test_urls_of_this_machine_are_for_developers(processor: Processor) -> None:
    device = Device(replace(processor, specials=specials(push_to_loopback=True)))
    id = device.create(url="http://127.0.0.1:8080/x")["id"]
    assert device.update(id, types=["Email"]) is None
    assert device.create(url="http://push.example.com/x")["properties"] == ["url"]
    with processor.store.transaction() as transaction:
        [kept] = transaction.subscriptions(ALICE, 0)
    assert kept.record["url"] == "http://127.0.0.1:8080/x"


@pytest.mark.parametrize("patch", [{"url": URL + "2"}, {"keys": Keys().told()}, {"deviceClientId": "e"}, {"id": "x"}])
def test_what_cannot_change_does_not(device: Device, patch: dict[str, Any]) -> None:
    said = device.update(device.create()["id"], **patch)
    assert said and said["properties"] == list(patch)


def test_only_the_code_that_was_sent_verifies(device: Device) -> None:
    id = device.create()["id"]
    for wrong in ("", CODE[:-1], CODE.upper(), "ä"):
        said = device.update(id, verificationCode=wrong)
        assert said and (said["type"], said["properties"]) == ("invalidProperties", ["verificationCode"])
    assert device.get()[0]["verificationCode"] is None
    assert device.update(id, verificationCode=CODE) is None
    assert device.get()[0]["verificationCode"] == CODE
    assert device.update(id, verificationCode=CODE, types=["Email"]) is None
    said = device.update(id, verificationCode=None)
    assert said and said["type"] == "invalidProperties", "what is verified stays so"


def test_codes_cannot_be_tried_without_end(device: Device) -> None:
    id = device.create()["id"]
    said = [device.update(id, verificationCode=str(number)) for number in range(30)]
    assert [each and each["type"] for each in said] == ["invalidProperties"] * 20 + ["forbidden"] * 10
    assert device.update(id, types=[]) is None, "everything else goes on"


def test_a_password_does_not_end_so_its_subscriptions_do(device: Device) -> None:
    now = device.processor.clock()
    latest, sooner = utc_date(now + LONGEST), utc_date(now + 3600)
    assert device.create(expires="2099-01-01T00:00:00Z")["expires"] == latest
    said = device.create(expires=sooner)
    assert "expires" not in said
    assert device.update(said["id"], expires="2099-01-01T00:00:00Z") == {"expires": latest}
    assert device.update(said["id"], expires=None) == {"expires": latest}
    assert device.update(said["id"], expires=sooner) is None
    assert device.get(ids=[said["id"]])[0]["expires"] == sooner
    assert LONGEST >= 7 * 24 * 3600


def test_what_has_expired_is_gone(processor: Processor) -> None:
    id = Device(processor).create()["id"]
    later = Device(replace(processor, clock=lambda: 1_700_000_000.0 + LONGEST))
    assert later.get() == []
    assert later.call("get", ids=[id])[1]["notFound"] == [id]
    said = later.update(id, expires=None)
    assert said and said["type"] == "notFound"


def test_a_token_ends_by_itself_so_nothing_else_is_limited(processor: Processor) -> None:
    _, device = with_token(processor)
    assert device.create()["expires"] is None
    assert "expires" not in device.create(expires="2099-01-01T00:00:00Z")
    assert len(device.get()) == 2
    assert Device(replace(processor, clock=lambda: 1_700_000_000.0 + 86400), token="x").get() == []


def test_other_credentials_are_somebody_else(processor: Processor, bob: Client) -> None:
    token, mine = with_token(processor)
    id = mine.create()["id"]
    others = [Device(processor), with_token(processor)[1], Device(processor, BOB)]
    for other in others:
        assert other.get() == []
        assert other.set(destroy=[id])["notDestroyed"][id]["type"] == "notFound"
        said = other.update(id, verificationCode=CODE)
        assert said and said["type"] == "notFound"
    with processor.store.transaction(write=True) as transaction:
        assert transaction.revoke_token(token_digest(token))
        assert transaction.subscribers() == []


def test_a_user_can_have_only_so_many(device: Device) -> None:
    record = {"deviceClientId": "d", "url": URL}
    said = device.set(create={f"k{number}": record for number in range(MOST + 1)})
    assert len(said["created"]) == MOST
    assert [error["type"] for error in said["notCreated"].values()] == ["overQuota"]
    for _ in range(10):
        device.set(destroy=[each["id"] for each in device.get()])
        said = device.set(create={f"k{number}": record for number in range(MOST)})
    assert {error["type"] for error in said["notCreated"].values()} == {"rateLimit"}, "each sends a request to a URL"


def test_a_rate_fills_again() -> None:
    rate = Rate(2, 10)
    assert [rate.take(ALICE, 0), rate.take(ALICE, 0), rate.take(ALICE, 4.9), rate.take(BOB, 4.9)] == [
        True, True, False, True
    ]  # fmt: skip
    assert [rate.take(ALICE, 5), rate.take(ALICE, 5), rate.take(ALICE, 1000), rate.take(ALICE, 1000)] == [
        True, False, True, True
    ]  # fmt: skip


def test_too_many_at_once_are_refused(processor: Processor) -> None:
    device = Device(replace(processor, limits=replace(processor.limits, maxObjectsInSet=1, maxObjectsInGet=1)))
    record = {"deviceClientId": "d", "url": URL}
    assert device.call("set", create={"a": record, "b": record})[1]["type"] == "requestTooLarge"
    assert device.call("get", ids=["a", "b"])[1]["type"] == "requestTooLarge"
