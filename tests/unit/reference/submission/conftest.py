from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jmap_reference.submission.relay import Relay
from tests.unit.reference.submission.helpers import World
from tests.unit.reference.submission.other import Listening, Sink, free_port


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def start(sink: Sink) -> Iterator[Callable[..., Relay]]:
    """Start the other server, with the options of aiosmtpd's SMTP; where it is."""
    controllers = []

    def begin(**options: Any) -> Relay:
        controller = Listening(sink, hostname="127.0.0.1", port=free_port(), **options)
        controllers.append(controller)
        controller.start()
        return Relay("127.0.0.1", controller.port)

    yield begin
    for controller in controllers:
        controller.stop()
