"""EmailSubmissions: each sends a message of its own, from an Identity that is there, and to that very address."""  # noqa: N999  as the type

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..outcome import Unsupported

if TYPE_CHECKING:
    from ..foo import Foo


#: A message is delivered when it is, and the submission tells of it.
CHANGES_BY_ITSELF: Final = True


def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]:
    """An Email that the suite makes, to its own author: nobody else gets mail from a conformance suite."""
    identity_id, address = identity(foo)
    return {
        "identityId": identity_id,
        "emailId": draft(foo, address),
        "envelope": {
            "mailFrom": {"email": address, "parameters": None},
            "rcptTo": [{"email": address, "parameters": None}],
        },
    }


def identity(foo: Foo) -> tuple[str, str]:
    """The id and the address of an Identity.

    Raises:
        Unsupported: there is none.
    """
    rows = foo.server.request([["Identity/get", {"accountId": foo.account_id, "ids": None}, "0"]])
    for row in rows.result("0", "Identity/get")["list"]:
        if not row["email"].startswith("*"):
            return str(row["id"]), str(row["email"])
    raise Unsupported("the account has no Identity with an address that the suite could use")


def draft(foo: Foo, address: str, **properties: Any) -> str:
    """The id of a new Email from an address to itself."""
    from ..foo import Foo as Type

    own = [{"name": None, "email": address}]
    spec = {"from": own, "to": own, "keywords": {"$draft": True, "$seen": True}, **properties}
    return str(Type(foo.server, "Email").make(spec)[0].id)


def values(foo: Foo, name: str) -> list[Any] | None:
    """What a submission refers to has to be sent; its status is the server's, but for canceled."""
    if name == "identityId":
        return [identity(foo)[0]]
    if name == "emailId":
        address = identity(foo)[1]
        return [draft(foo, address) for _ in range(3)]
    return [] if name in ("envelope", "undoStatus") else None


def change(foo: Foo, word: str) -> dict[str, Any]:
    """Nothing about a submission can be changed but to cancel it, which a server may refuse."""
    return {}


def comes_back(name: str) -> bool:
    """What is told of the delivery is another thing a moment later."""
    return name not in ("deliveryStatus", "undoStatus")


def settled(record: dict[str, Any]) -> bool:
    """Sent to its own author, it is delivered at once, and that is told."""
    statuses = record.get("deliveryStatus") or {}
    return bool(statuses) and all(row["delivered"] != "queued" for row in statuses.values())
