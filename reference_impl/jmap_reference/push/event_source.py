"""The event source: states, as they change (RFC 8620, Section 7.3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import StreamingResponse

from .. import ijson
from ..errors import RequestError
from ..store.interface import Changed
from ..validation import faults
from .states import PUSHED, States, changed, read_id, state_change, visible_states, write_id

if TYPE_CHECKING:
    from ..http import Http

# req: push/EventSourceVariables/ping/longest, push/EventSourceVariables/ping/shortest
MAX_PING: Final = 900
"""Seconds. There is no least interval but one second."""

HEADERS: Final = {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",  # some proxies hold a response back until it is complete, unless they are told
}


async def event_source(http: Http, asked: Request) -> StreamingResponse:
    """A stream of ``state`` and ``ping`` events.

    Raises:
        HTTPException: 400, the variables of the URL do not have the values that they can have.
        Limit: the user has too many of these streams.
    """
    variables = {name: asked.query_params.get(name, "") for name in ("types", "closeafter", "ping")}
    if fault := faults("EventSourceVariables", variables):
        raise HTTPException(400, fault)
    # req: push/EventSourceVariables/types/only-these, push/EventSourceVariables/types/all
    types = PUSHED if variables["types"] == "*" else PUSHED & frozenset(variables["types"].split(","))
    # req: push/EventSourceVariables/ping/may-clamp
    # An interval may be of any length, but a number of a million digits takes long to read.
    ping = min(int(variables["ping"][:9]), MAX_PING)
    once = variables["closeafter"] == "state"
    user = await http.work(asked, None, str, ticket_of(asked))
    with http.event_sources.enter(user):
        pass  # here, since there is no status to be told any more when the stream has begun
    # req: push/EventSourceVariables/stream
    return StreamingResponse(events(http, asked, user, types, ping, once), headers=HEADERS)


async def events(
    http: Http, asked: Request, user: str, types: frozenset[str], ping: int, once: bool
) -> AsyncIterator[bytes]:
    """The events, as text; ``ping``: seconds of silence before one, 0 for never; ``once``: end after a state."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake(made: Changed) -> None:
        if any(type_name in types for _, type_name in made):
            with suppress(RuntimeError):  # the loop is closed: nobody reads any more
                loop.call_soon_threadsafe(woken.set)

    def states_of(user: str) -> States:
        with http.processor.store.transaction() as transaction:
            return visible_states(transaction, user)

    # Listen first and look then: what changes in between is seen twice, and not never.
    unlisten = http.processor.store.listen(wake)
    held = ExitStack()
    try:
        held.enter_context(http.event_sources.enter(user))
        states = await http.work(asked, user, states_of, ticket_of(asked))
        last_id = asked.headers.get("last-event-id")
        # req: push/EventSourceVariables/catch-up
        told, last_sent = states if last_id is None else read_id(last_id), loop.time()
        # req: push/EventSourceVariables/closeafter/stays-open
        while True:
            # req: push/EventSourceVariables/state-event
            if new := changed(states, told, types):
                # req: push/EventSourceVariables/event-id
                yield event("state", state_change(new), write_id(states))
                told, last_sent = states, loop.time()
                if once:
                    # req: push/EventSourceVariables/closeafter/after-state
                    return
            # req: push/EventSourceVariables/ping/none
            remaining = last_sent + ping - loop.time() if ping else None
            try:
                await asyncio.wait_for(woken.wait(), remaining)
            except TimeoutError:
                # req: push/EventSourceVariables/ping/sent, push/Ping/complete, push/Ping/interval/in-use
                # req: push/Ping/no-event-id
                yield event("ping", {"interval": ping})
                last_sent = loop.time()
            else:
                woken.clear()
                states = await http.work(asked, user, states_of, ticket_of(asked))
    except (HTTPException, RequestError):
        # The credentials are no longer good: a client that connects again hears so.
        return
    finally:
        held.close()
        unlisten()


def ticket_of(asked: Request) -> str:
    """What a browser shows in the URL, if it has no better."""
    return "" if "authorization" in asked.headers else asked.query_params.get("ticket", "")


def event(name: str, data: object, id: str | None = None) -> bytes:
    head = f"event: {name}\n" + (f"id: {id}\n" if id else "")
    return head.encode() + b"data: " + ijson.dump(data) + b"\n\n"
