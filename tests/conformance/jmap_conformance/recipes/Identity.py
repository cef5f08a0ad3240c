"""Identities: their address has to be one from which the user may send, so it is that of an Identity that is there."""  # noqa: N999  as the type

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..outcome import Unsupported

if TYPE_CHECKING:
    from ..foo import Foo

#: A user who may send has one before doing anything.
IN_EVERY_ACCOUNT: Final = True


def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]:
    return {**example, "email": address(foo)}


def address(foo: Foo) -> str:
    """An address of the user.

    Raises:
        Unsupported: no Identity has one without a star in it.
    """
    for row in foo.call("get", {"ids": None, "properties": ["email"]})["list"]:
        if not row["email"].startswith("*"):
            return str(row["email"])
    raise Unsupported("the account has no Identity with an address that the suite could use")


def values(foo: Foo, name: str) -> list[Any] | None:
    if name == "email":
        return [address(foo)]
    if name in ("replyTo", "bcc"):
        return [[{"name": None, "email": f"{word}@example.com"}] for word in ("alpha", "bravo", "charlie")]
    return None
