"""PushSubscriptions: what they are about can change, their address cannot, and their code only the server knows."""  # noqa: N999  as the type

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ..foo import Foo

#: Those of other clients are none of the suite's business, and no data that it could harm.
IN_EVERY_ACCOUNT: Final = True


def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]:
    """The example, for another device each time: a device has one subscription."""
    return {**example, "deviceClientId": foo.unique("device").replace(" ", "-")}


def values(foo: Foo, name: str) -> list[Any] | None:
    """Types of the source that are pushed; nothing for what the server may shorten, or has to be sent first."""
    if name == "types":
        pushed = [one for one, spec in foo.server.manifest.types.items() if spec["stateChange"]]
        return [[one] for one in pushed]
    return [] if name in ("expires", "verificationCode", "keys", "url") else None


def change(foo: Foo, word: str) -> dict[str, Any]:
    pushed = [one for one, spec in foo.server.manifest.types.items() if spec["stateChange"]]
    return {"types": pushed[-1:]}
