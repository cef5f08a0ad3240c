"""The whole way, with the server in a process of its own and everything over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from jmap_reference.auth import Authenticator, issue_token
from jmap_reference.http import Http
from jmap_reference.protocol import Processor
from jmap_reference.store.values import User
from tests.unit.reference.helpers import ALICE, CORE
from tests.unit.reference.push.endpoint import Endpoint, Keys
from tests.unit.reference.test_http import CHEAP, client_of
from tests.unit.reference.test_main import ALICE as ALICE_OF_THE_DEMO
from tests.unit.reference.test_main import call
from tests.unit.reference.test_main import client_of as client_with
from tests.unit.reference.test_main import serving as serving_jmap


def push_call(client: httpx.Client, session: dict[str, Any], **arguments: Any) -> dict[str, Any]:
    sent = {"using": [CORE], "methodCalls": [["PushSubscription/set", arguments, "c"]]}
    answer = client.post(session["apiUrl"], json=sent).raise_for_status().json()
    return answer["methodResponses"][0][1]  # type: ignore[no-any-return]


def test_the_demo_pushes_to_this_machine(endpoint: Endpoint) -> None:
    keys = Keys()
    record = {"deviceClientId": "d", "url": endpoint.url, "keys": keys.told(), "types": ["Mailbox"]}
    with serving_jmap("--demo") as (url, _), client_with(ALICE_OF_THE_DEMO) as client:
        session = client.get(url).raise_for_status().json()
        created = push_call(client, session, create={"k": record})["created"]["k"]
        code = endpoint.wait(1).json(keys)["verificationCode"]
        assert push_call(client, session, update={created["id"]: {"verificationCode": code}})["updated"]
        said = call(client, session, "Mailbox/set", create={"k": {"name": "new"}})
        message = endpoint.wait(2)
        assert message.json(keys)["changed"] == {said["accountId"]: {"Mailbox": said["newState"]}}
        assert call(client, session, "Mailbox/get", ids=[])["state"] == said["newState"]
        key = session["capabilities"]["urn:ietf:params:jmap:webpush-vapid"]["applicationServerKey"]
        assert message.headers["authorization"].endswith(f"k={key}")


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_each_token_and_the_password_have_their_own(processor: Processor) -> None:
    with processor.store.transaction(write=True) as transaction:
        user = User(ALICE, CHEAP.hash("secret"), is_demo=False)
        transaction.put_user(user)
        tokens = [issue_token(transaction, user, processor.clock() + 60) for _ in range(2)]
    http = Http(processor, Authenticator(processor.store, processor.clock, CHEAP))

    async def ids(method: str, arguments: dict[str, Any], **credentials: Any) -> list[str]:
        async with client_of(http, **credentials) as client:
            sent = {"using": [CORE], "methodCalls": [[f"PushSubscription/{method}", arguments, "c"]]}
            [[_, said, _]] = (await client.post("/jmap/api", json=sent)).json()["methodResponses"]
        return [each["id"] for each in said.get("list") or said["created"].values()] if said.get("list") != [] else []

    bearers: list[dict[str, Any]] = [{"auth": None, "headers": {"authorization": f"Bearer {each}"}} for each in tokens]
    record = {"deviceClientId": "d", "url": "https://push.example.com/x"}
    mine = await ids("set", {"create": {"k": record}}, **bearers[0])
    his = await ids("set", {"create": {"k": record}})
    assert await ids("get", {"ids": None}, **bearers[0]) == mine
    assert await ids("get", {"ids": None}, **bearers[1]) == []
    assert await ids("get", {"ids": None}) == his
