"""Push comes half a minute late, to event sources and to push services.

For clients: they must not wait for it to show what the user has just done.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

from ..push import event_source, post

DELAY = 30.0
"""Seconds."""


def plant() -> None:
    right_events, right_post = event_source.events, post.Poster.post

    async def events(*arguments: Any) -> AsyncIterator[bytes]:
        async for each in right_events(*arguments):
            if each.startswith(b"event: state"):
                await asyncio.sleep(DELAY)
            yield each

    def late(*arguments: Any, **more: Any) -> Any:
        time.sleep(DELAY)
        return right_post(*arguments, **more)

    event_source.events = events  # type: ignore[assignment]
    post.Poster.post = late  # type: ignore[method-assign]
