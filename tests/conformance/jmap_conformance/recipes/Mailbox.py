"""Mailboxes: an account has one of each role at most, so the suite takes only roles that are free."""  # noqa: N999  as the type

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ..foo import Foo


#: A Mailbox of the suite may have got Emails in it, of a run that was interrupted.
DESTROY: Final = {"onDestroyRemoveEmails": True}


def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]:
    """The example at the top level and without a role: a second Mailbox of that role would be refused."""
    return {name: value for name, value in example.items() if name not in ("role", "parentId")}


def values(foo: Foo, name: str) -> list[Any] | None:
    """For ``role``, those of the registry that no Mailbox of the account has, and that the server lets one have.

    Which roles there can be is the server's choice; so each is tried, and given up again.
    """
    if name != "role":
        return None
    registry = foo.server.manifest.content.get("registries", {}).get("mailboxRoles", [])
    taken = {one.get("role") for one in foo.call("get", {"ids": None, "properties": ["role"]})["list"]}
    wanted = {role: {**foo.creation(), "role": role} for role in registry if role not in taken}
    said = foo.call("set", {"create": wanted}).get("created")
    created = {role: row["id"] for role, row in said.items() if row and "id" in row} if isinstance(said, dict) else {}
    foo.call("set", {"destroy": list(created.values())})
    return [role for role in wanted if role in created]
