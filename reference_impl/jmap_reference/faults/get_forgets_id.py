"""/get leaves the id out where `properties` does not list it.

Breaks `core/standard/get/properties/id-always`.
"""

from __future__ import annotations

from ..standard import get
from ..standard.call import Call


def plant() -> None:
    right = get.shown_properties

    def shown_properties(call: Call) -> tuple[str, ...]:
        asked = call.arguments["properties"]
        return right(call) if asked is None else tuple(name for name in right(call) if name in asked)

    get.shown_properties = shown_properties
