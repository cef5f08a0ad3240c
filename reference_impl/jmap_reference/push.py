"""The event source: states, as they change (RFC 8620, Section 7.3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import StreamingResponse

from . import ijson
from .generated import methods as tables
from .store.interface import Changed

if TYPE_CHECKING:
    from .http import Http

MAX_PING: Final = 900
"""Seconds; RFC 8620 wants a longest interval of 300 or more."""

States = dict[tuple[str, str], str]
"""State string by (account, type)."""


async def event_source(http: Http, asked: Request) -> StreamingResponse:
    """A stream of ``state`` and ``ping`` events.

    Raises:
        HTTPException: 400, the variables of the URL do not have the values that they can have.
    """
    types, close_after, ping = (asked.query_params.get(name, "") for name in ("types", "closeafter", "ping"))
    if not types or close_after not in ("state", "no") or not (ping.isascii() and ping.isdigit() and len(ping) < 10):
        raise HTTPException(400, "types, closeafter (state or no) and ping (seconds) are needed")
    wanted = frozenset(name for name, each in tables.TYPES.items() if each.state_change)
    if types != "*":
        wanted &= frozenset(types.split(","))
    user = await http.work(asked, None, str)
    seen = asked.headers.get("last-event-id")
    stream = events(http, asked, user, wanted, min(int(ping), MAX_PING), close_after == "state", seen)
    return StreamingResponse(stream, headers={"content-type": "text/event-stream", "cache-control": "no-store"})


async def events(
    http: Http, asked: Request, user: str, types: frozenset[str], ping: int, once: bool, last_event_id: str | None
) -> AsyncIterator[bytes]:
    """The events, as text; ``ping``: seconds of silence before one, 0 for never."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake(changed: Changed) -> None:
        if any(type_name in types for _, type_name in changed):
            with suppress(RuntimeError):  # the loop is closed: nobody reads any more
                loop.call_soon_threadsafe(woken.set)

    unlisten = http.processor.store.listen(wake)
    try:
        states = await http.work(asked, user, lambda user: visible_states(http, user, types))
        told = states if last_event_id is None else read_event_id(last_event_id)
        last_sent = loop.time()
        while True:
            if changed := {key: state for key, state in states.items() if told.get(key) != state}:
                yield state_event(changed, states)
                told, last_sent = states, loop.time()
                if once:
                    return
            remaining = last_sent + ping - loop.time() if ping else None
            try:
                await asyncio.wait_for(woken.wait(), remaining)
            except TimeoutError:
                yield event("ping", {"interval": ping})
                last_sent = loop.time()
            else:
                woken.clear()
                states = await http.work(asked, user, lambda user: visible_states(http, user, types))
    finally:
        unlisten()


def visible_states(http: Http, user: str, types: frozenset[str]) -> States:
    """The states of these types in all accounts of the user."""
    with http.processor.store.transaction() as transaction:
        return {
            (account.id, type_name): str(transaction.state(account.id, type_name))
            for account in transaction.accounts_of(user)
            for type_name in sorted(types)
            if account.supports(tables.TYPES[type_name].capability)
        }


def state_event(changed: States, all_states: States) -> bytes:
    """A StateChange; its event id tells all states, so that a client which comes back is told what it missed."""
    by_account: dict[str, dict[str, str]] = {}
    for (account, type_name), state in changed.items():
        by_account.setdefault(account, {})[type_name] = state
    id = ",".join(f"{account}.{type_name}.{state}" for (account, type_name), state in all_states.items())
    return event("state", {"@type": "StateChange", "changed": by_account}, id)


def read_event_id(id: str) -> States:
    """The states that a client has seen; of an id from elsewhere, none."""
    parts = [each.split(".") for each in id.split(",")]
    return {(part[0], part[1]): part[2] for part in parts if len(part) == 3}


def event(name: str, data: object, id: str | None = None) -> bytes:
    head = f"event: {name}\n" + (f"id: {id}\n" if id else "")
    return head.encode() + b"data: " + ijson.dump(data) + b"\n\n"
