"""JSON values that a server sent: who looks for something that is not there learns that the server left it out.

A case that expects a record in ``list`` need not ask first whether there is one. That it is missing is what the case is
there to see, and no fault of the case.
"""

from __future__ import annotations

import json
from typing import Any, SupportsIndex, overload

from .outcome import Broken


class Missing(Broken):
    """What a case looked for in an answer is not there."""


class Told(dict[str, Any]):
    """An object."""

    def __missing__(self, name: str) -> Any:
        raise Missing(f"an answer lacks {name!r}", expected=f"an object with {name!r}", found=json.dumps(self))


class Several(list[Any]):
    """An array."""

    @overload
    def __getitem__(self, at: SupportsIndex) -> Any: ...

    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        try:
            return super().__getitem__(at)
        except IndexError:
            raise Missing("an array of an answer has too few elements", expected=f"an element {at}",
                          found=json.dumps(self)) from None  # fmt: skip


def told(value: Any) -> Any:
    """An array of a server, as what it is; other values as they are."""
    return Several(value) if isinstance(value, list) else value
