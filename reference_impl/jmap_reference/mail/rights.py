"""What the rights to Mailboxes allow in an account that others share with the user (RFC 8621, Section 2)."""

from __future__ import annotations

from typing import Final

from ..errors import set_
from ..standard.call import Call
from ..store.values import Record

SEEN: Final = "$seen"

_FOR_ALL: Final = ("name", "parentId", "role", "sortOrder")
"""The properties of a Mailbox that have one value for all who see it."""


def permit_email(call: Call, old: Record | None, new: Record | None) -> None:
    """
    Raises:
        Forbidden: a right is missing.
    """
    before, after = (set(each["mailboxIds"]) if each else set() for each in (old, new))
    _need(call, "mayAddItems", after - before)
    _need(call, "mayRemoveItems", before - after)
    if new is None:
        return
    changed = set(old["keywords"] if old else ()) ^ set(new["keywords"])
    if SEEN in changed:
        _need(call, "maySetSeen", before | after)
    if changed - {SEEN}:
        _need(call, "maySetKeywords", before | after)


def permit_mailbox(call: Call, old: Record | None, new: Record | None) -> None:
    """
    Raises:
        Forbidden: a right is missing.
    """
    if old is None and new is not None:
        # What a role means is for the owner to say, and what others have it might be hidden.
        if new["role"] is not None:
            raise set_.Forbidden("roles are given by the owner of the account")
        _permit_child_of(call, new["parentId"])
    elif old is not None and new is None:
        _need(call, "mayDelete", {old["id"]})
        if call.arguments.get("onDestroyRemoveEmails"):
            _need(call, "mayRemoveItems", {old["id"]})
    elif old is not None and new is not None:
        if any(old[name] != new[name] for name in _FOR_ALL):
            _need(call, "mayRename", {old["id"]})
        if old["role"] != new["role"]:
            raise set_.Forbidden("roles are given by the owner of the account")
        if old["parentId"] != new["parentId"]:
            _permit_child_of(call, new["parentId"])


def _permit_child_of(call: Call, parent_id: str | None) -> None:
    if parent_id is None:
        raise set_.Forbidden("at the top level, Mailboxes are made by the owner of the account")
    _need(call, "mayCreateChild", {parent_id})


def _need(call: Call, right: str, mailbox_ids: set[str]) -> None:
    for id, mailbox in call.records.read("Mailbox", sorted(mailbox_ids)).items():
        if not mailbox["myRights"][right]:
            raise set_.Forbidden(f"myRights of {id}: no {right}")
