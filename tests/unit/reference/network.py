"""A server on a free port of this machine, in a thread: real sockets, and a process that a test can look into."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from jmap_reference.http import Application, Http


class Ready(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.is_ready.set()


@contextmanager
def listening(served: Http, **options: Any) -> Iterator[str]:
    """The origin of the server: ``http://127.0.0.1:40123``."""
    config = uvicorn.Config(
        Application(served), "127.0.0.1", 0, log_level="critical", lifespan="off", ws="none",
        timeout_graceful_shutdown=1, **options,
    )  # fmt: skip
    server = Ready(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.is_ready.wait(20)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
