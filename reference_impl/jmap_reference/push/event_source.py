"""The event source: states, as they change (RFC 8620, Section 7.3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from .. import ijson
from ..errors import RequestError
from ..store.interface import Changed
from ..validation import faults
from .states import PUSHED, States, changed, read_id, state_change, visible_states, write_id

if TYPE_CHECKING:
    from ..http import Http

# req: push/EventSourceVariables/ping/longest
#   Its longest MUST NOT be below 300 seconds.
# req: push/EventSourceVariables/ping/shortest
#   Its shortest interval MUST NOT be above 30 seconds.
MAX_PING: Final = 900
"""Seconds. There is no least interval but one second."""

HEADERS: Final = {
    "content-type": "text/event-stream",
    # req: core/http-caching/event-source
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
    # req: push/EventSourceVariables/types/only-these
    #   Of types that are not in the list, the server MUST NOT push anything.
    # req: push/EventSourceVariables/types/all
    #   With *, it MUST push changes of all types.
    types = PUSHED if variables["types"] == "*" else PUSHED & frozenset(variables["types"].split(","))
    # req: push/EventSourceVariables/ping/may-clamp
    # An interval may be of any length, but a number of a million digits takes long to read.
    ping = min(int(variables["ping"][:9]), MAX_PING)
    once = variables["closeafter"] == "state"
    user = await http.work(asked, None, str, ticket_of(asked))
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake(made: Changed) -> None:
        if any(type_name in types for _, type_name in made):
            with suppress(RuntimeError):  # the loop is closed: nobody reads any more
                loop.call_soon_threadsafe(woken.set)

    # Listen first and look then: what changes in between is seen twice, and not never. All of it before the response
    # begins: a client that has its head may change something at once.
    listening = ExitStack()
    listening.enter_context(http.event_sources.enter(user))
    listening.callback(http.processor.store.listen(wake))
    try:
        states = await states_of(http, asked, user)
    except BaseException:
        listening.close()
        raise
    # req: push/EventSourceVariables/stream
    #   An authenticated GET request MUST be answered with a text/event-stream, which stays open.
    return Stream(until_closed(events(http, asked, user, types, ping, once, states, woken), listening), listening)


class Stream(StreamingResponse):
    """A response of events, for which somebody listens until it ends, also where it ends before it began."""

    def __init__(self, made: AsyncIterator[bytes], listening: ExitStack) -> None:
        super().__init__(made, headers=HEADERS)
        self._listening = listening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._listening.close()


async def until_closed(made: AsyncIterator[bytes], listening: ExitStack) -> AsyncIterator[bytes]:
    with listening:
        async for each in made:
            yield each


async def states_of(http: Http, asked: Request, user: str) -> States:
    """Those of now.

    Raises:
        HTTPException, RequestError: the credentials are no longer good.
    """

    def read(user: str) -> States:
        with http.processor.store.transaction() as transaction:
            return visible_states(transaction, user)

    return await http.work(asked, user, read, ticket_of(asked))


async def events(
    http: Http, asked: Request, user: str, types: frozenset[str], ping: int, once: bool, states: States,
    woken: asyncio.Event,
) -> AsyncIterator[bytes]:  # fmt: skip
    """The events, as text; ``ping``: seconds of silence before one, 0 for never; ``once``: end after a state.

    ``states``: those of now; ``woken`` is set when some of them may have changed.
    """
    loop = asyncio.get_running_loop()
    last_id = asked.headers.get("last-event-id")
    # req: push/EventSourceVariables/catch-up
    told, last_sent = states if last_id is None else read_id(last_id), loop.time()
    # req: push/EventSourceVariables/closeafter/stays-open
    #   With no, the server MUST leave it open.
    while True:
        # req: push/EventSourceVariables/state-event
        #   Whenever something changes of what the client wants to hear of, the server MUST send an event state, with
        #   the StateChange as its data.
        if new := changed(states, told, types):
            # req: push/EventSourceVariables/event-id
            yield event("state", state_change(new), write_id(states))
            told, last_sent = states, loop.time()
            if once:
                # req: push/EventSourceVariables/closeafter/after-state
                #   With state, the server MUST end it after the first event state.
                return
        # req: push/EventSourceVariables/ping/none
        #   With 0, it MUST NOT send any.
        remaining = last_sent + ping - loop.time() if ping else None
        try:
            await asyncio.wait_for(woken.wait(), remaining)
        except TimeoutError:
            # req: push/EventSourceVariables/ping/sent
            #   Unless it is 0, the server MUST send an event ping whenever this time has passed since the last event,
            #   of whatever kind.
            # req: push/Ping/complete
            #   It MUST be a JSON object that has the member listed here.
            # req: push/Ping/interval/in-use
            #   It MUST be the interval that the server uses, where that is another than the client asked for.
            # req: push/Ping/no-event-id
            #   The event MUST NOT set a new event id.
            yield event("ping", {"interval": ping})
            last_sent = loop.time()
        else:
            woken.clear()
            try:
                states = await states_of(http, asked, user)
            except (HTTPException, RequestError):
                # A client that connects again hears why.
                return


def event(name: str, data: object, id: str | None = None) -> bytes:
    head = f"event: {name}\n" + (f"id: {id}\n" if id else "")
    return head.encode() + b"data: " + ijson.dump(data) + b"\n\n"


def ticket_of(asked: Request) -> str:
    """What a browser shows in the URL, if it has no better."""
    return "" if "authorization" in asked.headers else asked.query_params.get("ticket", "")
