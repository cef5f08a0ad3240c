"""The event source (RFC 8620, Section 7.3), without a network: an ASGI server would buffer nothing either."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.requests import Request

from jmap_reference.auth import Authenticator, issue_token
from jmap_reference.http import Application, Http
from jmap_reference.protocol import Processor
from jmap_reference.push.event_source import event_source
from jmap_reference.push.states import read_id
from tests.unit.reference.helpers import ALICE, BOB, Client, make_processor
from tests.unit.reference.test_http import CHEAP, client_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def http(processor: Processor) -> Http:
    return Http(processor, Authenticator(processor.store, processor.clock, CHEAP))


class Stream:
    """What one who listens hears."""

    def __init__(self, parts: AsyncIterator[bytes]) -> None:
        self.parts = parts

    async def next(self) -> dict[str, Any]:
        """The next event: its fields, the data as JSON."""
        text = (await asyncio.wait_for(anext(self.parts), 5)).decode()
        assert text.endswith("\n\n")
        fields = dict(line.split(": ", 1) for line in text.strip().splitlines())
        return fields | {"data": json.loads(fields["data"])}


async def listen(http: Http, query: str = "types=*&closeafter=no&ping=0", user: str = ALICE, last: str = "") -> Stream:
    with http.processor.store.transaction(write=True) as transaction:
        found = transaction.user(user)
        assert found
        token = issue_token(transaction, found, http.processor.clock() + 60)
    headers = {"authorization": f"Bearer {token}"} | ({"last-event-id": last} if last else {})
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/jmap/eventsource",
        "query_string": query.encode(),
        "headers": raw,
    }
    response = await event_source(http, Request(scope))
    assert response.headers["content-type"] == "text/event-stream"
    return Stream(aiter(response.body_iterator))  # type: ignore[arg-type]


async def after(stream: Stream, change: Any) -> dict[str, Any]:
    """The next event, when ``change`` is made once the stream has begun."""
    waiting = asyncio.ensure_future(stream.next())
    await asyncio.sleep(0.05)
    change()
    return await waiting


async def test_a_change_is_told_with_the_state_that_get_tells(http: Http, alice: Client) -> None:
    event = await after(await listen(http), lambda: alice.create(name="x"))
    assert event["event"] == "state"
    assert event["data"] == {"@type": "StateChange", "changed": {"A1": {"Mailbox": alice.state()}}}


async def test_changes_of_others_are_not_told(http: Http, alice: Client, bob: Client) -> None:
    stream = await listen(http)

    def change() -> None:
        bob.create(name="his")
        alice.create(name="hers")

    assert (await after(stream, change))["data"]["changed"].keys() == {"A1"}
    event = await after(await listen(http, user=BOB), lambda: bob.create(name="again"))
    assert event["data"]["changed"].keys() == {"B1"}


async def test_only_the_types_asked_for_are_told(http: Http, alice: Client) -> None:
    stream = await listen(http, "types=Thread&closeafter=no&ping=1")
    assert (await after(stream, lambda: alice.create(name="x")))["event"] == "ping"


async def test_it_ends_after_a_state_when_asked_to(http: Http, alice: Client) -> None:
    stream = await listen(http, "types=*&closeafter=state&ping=0")
    assert (await after(stream, lambda: alice.create(name="x")))["event"] == "state"
    with pytest.raises(StopAsyncIteration):
        await stream.next()


async def test_pings_come_in_silence(http: Http) -> None:
    stream = await listen(http, "types=*&closeafter=no&ping=1")
    assert await stream.next() == {"event": "ping", "data": {"interval": 1}}


async def test_what_was_missed_is_told_at_once(http: Http, alice: Client) -> None:
    last = (await after(await listen(http), lambda: alice.create(name="a")))["id"]
    alice.create(name="b")
    event = await (await listen(http, last=last)).next()
    assert event["data"]["changed"] == {"A1": {"Mailbox": alice.state()}}
    stream = await listen(http, last=event["id"])
    assert (await after(stream, lambda: alice.create(name="c")))["data"]["changed"] == {
        "A1": {"Mailbox": alice.state()}
    }


@pytest.mark.parametrize("id", ["x", "a.b", "", "A1.Mailbox.zzz", "....", ","])
async def test_an_id_from_elsewhere_tells_everything(http: Http, id: str) -> None:
    assert all(len(key) == 2 for key in read_id(id))
    event = await (await listen(http, last=id or "x")).next()
    assert event["data"]["changed"].keys() == {"A1", "A2", "R1"}


@pytest.mark.parametrize(
    "query", ["", "types=*", "types=*&closeafter=no", "types=*&closeafter=x&ping=1", "types=*&closeafter=no&ping=-1",
              "types=&closeafter=no&ping=1", "types=*&closeafter=no&ping=1.5"],
)  # fmt: skip
async def test_bad_variables_are_refused(processor: Processor, query: str) -> None:
    authenticator = Authenticator(processor.store, processor.clock, CHEAP)
    http = Http(processor, authenticator)
    with processor.store.transaction(write=True) as transaction:
        user = transaction.user(ALICE)
        assert user
        token = issue_token(transaction, user, processor.clock() + 60)
    async with client_of(http, auth=None, headers={"authorization": f"Bearer {token}"}) as client:
        assert (await client.get(f"/jmap/eventsource?{query}")).status_code == 400
    assert Application(http)


async def test_who_leaves_is_forgotten(http: Http, alice: Client) -> None:
    stream = await listen(http)
    await after(stream, lambda: alice.create(name="x"))
    store = http.processor.store
    assert len(store._listeners) == 1  # type: ignore[attr-defined]
    await stream.parts.aclose()  # type: ignore[attr-defined]
    assert store._listeners == []  # type: ignore[attr-defined]
    assert make_processor().store is not store
