"""A whole exchange that is shown, validated and run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .members import Place


@dataclass(frozen=True)
class Example:
    #: ``mail/Mailbox/get/all``: the type, then the path below examples/.
    id: str
    #: The name of the type in whose folder it lies: ``Mailbox``.
    type: str
    room: str
    title: str
    description: str
    fixture: dict[str, Any]
    request: dict[str, Any]
    response: dict[str, Any]
    varies: tuple[str, ...]
    elide: tuple[str, ...]
    #: The creation id whose object is the creation example of the type, or empty.
    creation: str
    place: Place
