"""Mailboxes that nobody asked for by /set: the Inbox when mail comes in, folders of mail that is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..generated import methods as tables
from ..standard.patch import reset
from ..standard.records import Records, Specials
from ..store.values import Account, Record


def make_mailbox(
    records: Records, specials: Specials, account: Account, new_id: Callable[[str], str], **properties: Any
) -> str:
    """The id of a new Mailbox, with defaults for what is not among ``properties``."""
    mailbox: Record = {"id": new_id("Mailbox")}
    for name, prop in tables.TYPES["Mailbox"].properties.items():
        if name != "id":
            reset(mailbox, prop)
    mailbox |= properties
    specials["Mailbox"].complete(mailbox, account)
    records.create("Mailbox", mailbox)
    return str(mailbox["id"])


def inbox_of(records: Records, specials: Specials, account: Account, new_id: Callable[[str], str]) -> str:
    """The id of the Mailbox that mail comes into; it is made if there is none."""
    if found := records.find("Mailbox", "role", "inbox"):
        return found[0]
    taken = {each["name"] for each in records.read_all("Mailbox") if each["parentId"] is None}
    # req: mail/Mailbox/name/unique-among-siblings
    #   Two Mailboxes of the same parent MUST NOT have the same name.
    name = next(name for name in ("Inbox", *(f"Inbox {n}" for n in range(2, len(taken) + 3))) if name not in taken)
    return make_mailbox(records, specials, account, new_id, name=name, role="inbox")
