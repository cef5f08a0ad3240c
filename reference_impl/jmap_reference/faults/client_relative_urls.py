"""The URLs in the Session are relative to that of the Session, as some servers have them.

For clients: they have to resolve them.
"""

from __future__ import annotations

from typing import Any

from ..generated.types import Session
from ..protocol import Processor

URLS = [name for name in Session.__annotations__ if name.endswith("Url")]


def plant() -> None:
    right = Processor.session

    def session(self: Processor, user: str, origin: str, ticket: str = "") -> dict[str, Any]:
        said = right(self, user, origin, ticket)
        return said | {name: said[name].removeprefix(origin) for name in URLS}

    Processor.session = session  # type: ignore[method-assign]
