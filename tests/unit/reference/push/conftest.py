"""A push endpoint, a server that may send to it, and what sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from jmap_reference.handlers import specials
from jmap_reference.protocol import Processor
from jmap_reference.push.deliver import Deliverer, Pace
from jmap_reference.push.post import Poster
from jmap_reference.push.vapid import key_of
from tests.unit.reference.helpers import make_processor
from tests.unit.reference.push.endpoint import Endpoint, serving
from tests.unit.reference.push.subscriber import QUICK, Start


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as found:
        yield found


@pytest.fixture
def processor() -> Processor:
    return replace(make_processor(), specials=specials(push_to_loopback=True))


@pytest.fixture
def start(processor: Processor) -> Iterator[Start]:
    """Starts a deliverer, which ends with the test."""
    started: list[tuple[Poster, Deliverer]] = []

    def made(pace: Pace = QUICK, clock: Callable[[], float] = processor.clock) -> Deliverer:
        poster = Poster(loopback=True)
        started.append((poster, Deliverer(processor.store, key_of(processor.store), poster.post, clock, pace)))
        started[-1][1].start()
        return started[-1][1]

    yield made
    for poster, deliverer in started:
        poster.close()
        deliverer.stop()
