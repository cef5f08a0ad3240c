"""Faults that break no requirement: each does what it says, to the client that is developed against it.

What breaks a requirement is seen by the suite: tests/miniatures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.requests import Request

from jmap_reference import faults, handlers, protocol
from jmap_reference.auth import Authenticator, issue_token
from jmap_reference.http import Http
from jmap_reference.protocol import Processor
from jmap_reference.push import event_source
from jmap_reference.push.post import Poster
from jmap_reference.store.values import User
from tests.unit.reference.helpers import ORIGIN, Client
from tests.unit.reference.test_http import CHEAP

PATCHED = (event_source, Poster, protocol, Processor)


@pytest.fixture(autouse=True)
def undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fault replaces is put back."""
    for place in PATCHED:
        for name, value in list(vars(place).items()):
            if callable(value) and not name.startswith("__"):
                monkeypatch.setattr(place, name, value)
    for verb, handler in handlers.STANDARD.items():
        monkeypatch.setitem(handlers.STANDARD, verb, handler)
    monkeypatch.setattr(Processor, "__post_init__", Processor.__post_init__)


def slow_push(alice: Client) -> Any:
    """Whether an event source tells soon of a change."""

    async def heard() -> bool:
        http = Http(alice.processor, Authenticator(alice.processor.store, alice.processor.clock, CHEAP))
        with alice.processor.store.transaction(write=True) as transaction:
            token = issue_token(transaction, User(alice.user, "", is_demo=False), alice.processor.clock() + 60)
        headers = [(b"authorization", b"Bearer " + token.encode()), (b"last-event-id", b"x")]
        query = b"types=*&closeafter=state&ping=0"
        asked = Request({"type": "http", "method": "GET", "path": "/", "query_string": query, "headers": headers})
        stream = await event_source.event_source(http, asked)
        try:
            return bool(await asyncio.wait_for(anext(aiter(stream.body_iterator)), 1))
        except TimeoutError:
            return False

    return asyncio.run(heard())


#: By fault: what to look at, and how it is without.
PROBES: dict[str, tuple[Callable[[Client], Any], Any]] = {
    "client-no-changes": (
        lambda a: a.responses(("Mailbox/changes", {"sinceState": a.state()}))[0][0], "Mailbox/changes",
    ),
    "client-relative-urls": (lambda a: a.processor.session(a.user, ORIGIN)["apiUrl"].partition(":")[0], "https"),
    "client-slow-push": (slow_push, True),
    "client-tiny-limits": (lambda a: Processor(a.processor.store).limits.maxObjectsInGet > 100, True),
}  # fmt: skip


def test_every_fault_for_clients_has_a_probe() -> None:
    assert [name for name in faults.names() if faults.for_clients(name)] == sorted(PROBES)


@pytest.mark.parametrize("name", PROBES)
def test_a_fault_for_clients_is_as_it_says(alice: Client, bob: Client, name: str) -> None:
    look, right = PROBES[name]
    assert look(bob) == right
    faults.plant(name)
    assert look(alice) != right
    assert faults.summary(name).endswith(".")
    assert not faults.breaks(name)
