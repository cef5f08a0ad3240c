"""Mailboxes: names, trees, roles, rights, and the Emails in them (RFC 8621, Section 2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from ..errors import SetError, set_
from ..generated.registries import MAILBOX_ROLES
from ..standard.call import Call
from ..standard.records import Records, View
from ..standard.special import Predicate, Special
from ..store.values import Account, Change, Record
from .counts import COUNTS, remember
from .rights import permit_mailbox
from .shared import OWN, READ, RIGHTS, follow_mailbox, own_mailbox


class MailboxSpecial(Special):
    per_user = OWN

    def entries(self, record: Record) -> Iterator[tuple[str, str]]:
        yield from super().entries(record)
        yield "sibling", among_siblings(record)
        if record["role"] is not None:
            yield "role", record["role"]

    def changing(self, records: Records, old: Record | None, new: Record | None) -> None:
        if old and new and (old["role"] == "trash") != (new["role"] == "trash"):
            # Threads are counted otherwise when the trash is another Mailbox.
            emails = records.each("Email", records.find("Email", "mailboxIds", old["id"]))
            remember(records, (email["threadId"] for email in emails))

    def complete(self, record: Record, account: Account) -> None:
        record |= dict.fromkeys(COUNTS, 0)
        # req: mail/Mailbox/isSubscribed/initial-value
        record.setdefault("isSubscribed", True)

    def follow(self, whole: Records, view: View, old: Record | None, new: Record | None) -> None:
        follow_mailbox(whole, view, old, new)

    def made(self, whole: Records, view: View, record: Record) -> None:
        own_mailbox(whole, view, record)

    def merged(self, whole: Record, old: Record, new: Record | None) -> Record | None:
        return super().merged(whole, old, new and {name: value for name, value in new.items() if name not in OWN})

    def permit(self, call: Call, old: Record | None, new: Record | None) -> None:
        permit_mailbox(call, old, new)

    def present(self, record: Record, account: Account) -> Record:
        # In a view, they are kept with the Mailbox.
        return record if "myRights" in record else record | {"myRights": rights_in(account)}

    def stored(self, record: Record) -> Record:
        return {name: value for name, value in record.items() if name != "myRights"}

    def normalise(self, call: Call, record: Record) -> None:
        # req: mail/Mailbox/name/net-unicode
        #   A name MUST be a Net-Unicode string, as RFC 5198 defines it.
        name = record["name"] = unicodedata.normalize("NFC", record["name"])
        # req: mail/Mailbox/name/may-refuse-by-policy
        if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in name):
            raise set_.InvalidProperties("a name has no control characters", properties=["name"])
        # req: mail/Mailbox/name/within-max-size
        #   It MUST NOT be longer, in octets, than the maxSizeMailboxName of the account.
        if len(name.encode()) > call.limits.maxSizeMailboxName:
            most = f"no more than {call.limits.maxSizeMailboxName} octets"
            raise set_.InvalidProperties(most, properties=["name"])
        # req: mail/Mailbox/role/registered
        #   The value MUST be an attribute of the IANA registry "IMAP Mailbox Name Attributes".
        if record["role"] is not None and record["role"] not in MAILBOX_ROLES:
            raise set_.InvalidProperties("no such role is registered", properties=["role"])
        # A record that has no id yet is being created.
        if not record["id"] and record["parentId"] is None and not call.limits.mayCreateTopLevelMailbox:
            raise set_.Forbidden("no Mailboxes at the top level")

    def check(self, call: Call, records: Records, record: Record) -> None:
        namesakes = [id for id in records.find("Mailbox", "sibling", among_siblings(record)) if id != record["id"]]
        # clarification 16
        # req: mail/Mailbox/name/unique-among-siblings
        #   Two Mailboxes of the same parent MUST NOT have the same name.
        # req: mail/Mailbox/set/errors/alreadyExists/sibling-name
        #   A server MUST refuse a second sibling of the same name with this error.
        if namesakes:
            raise set_.AlreadyExists("a sibling has this name", existingId=namesakes[0])
        # req: mail/Mailbox/role/unique-in-account
        #   Two Mailboxes of one account MUST NOT have the same role.
        if record["role"] and any(id != record["id"] for id in records.find("Mailbox", "role", record["role"])):
            raise set_.InvalidProperties("another Mailbox has this role", properties=["role"])
        depth = _depth(records, record) + _height(records, record["id"])
        # req: mail/capability/account/maxMailboxDepth/enforced
        #   The server MUST refuse to put a Mailbox any deeper.
        if call.limits.maxMailboxDepth is not None and depth > call.limits.maxMailboxDepth:
            most = f"no more than {call.limits.maxMailboxDepth} levels"
            raise set_.InvalidProperties(most, properties=["parentId"])
        if records is not records.whole:
            with _untold():
                self.check(call, records.whole, record)

    def check_destroy(self, call: Call, records: Records, record: Record) -> None:
        # clarification 17: this comes first, whatever becomes of the Emails
        # req: mail/Mailbox/set/errors/mailboxHasChild/nothing-removed
        #   The server MUST refuse it, even when onDestroyRemoveEmails is true, and then leave every Email where it is.
        if records.has("Mailbox", "parentId", record["id"]):
            raise set_.MailboxHasChild()
        removing = call.arguments.get("onDestroyRemoveEmails")
        # req: mail/Mailbox/set/onDestroyRemoveEmails/false-refuses
        #   If this is false, the server MUST refuse to destroy the Mailbox, with mailboxHasEmail.
        if not removing and records.has("Email", "mailboxIds", record["id"]):
            raise set_.MailboxHasEmail()
        if records is not records.whole:
            with _untold():
                self.check_destroy(call, records.whole, record)

    def destroying(self, call: Call, records: Records, record: Record) -> None:
        if not call.arguments.get("onDestroyRemoveEmails"):
            return
        # Those too that someone may remove, but not read.
        records = records.whole
        # req: mail/Mailbox/set/onDestroyRemoveEmails/true-removes
        #   If it is true, the server MUST take each Email out of the Mailbox, and destroy each that is then in no
        #   Mailbox.
        for email in records.each("Email", records.find("Email", "mailboxIds", record["id"])):
            left = {id: True for id in email["mailboxIds"] if id != record["id"]}
            if left:
                records.update("Email", email, email | {"mailboxIds": left})
            else:
                records.destroy("Email", email)

    def changes(self, changes: Sequence[Change], updated: Iterable[str]) -> Record:
        ids = set(updated)
        names = {name for change in changes if change.id in ids for name in change.before}
        # req: mail/Mailbox/changes/response/updatedProperties/null-if-more
        #   Where anything else about one of them changed, this MUST be null, which in the properties of /get stands for
        #   all.
        return {"updatedProperties": list(COUNTS) if names and names <= set(COUNTS) else None}

    def arrange(self, call: Call, records: list[Record], matches: Predicate) -> list[Record]:
        if call.arguments.get("sortAsTree"):
            # req: mail/Mailbox/query/sortAsTree/ancestors-first
            #   A Mailbox MUST then come before its descendants, whatever the comparators say.
            # req: mail/Mailbox/query/sortAsTree/compares-ancestors
            #   Of two Mailboxes that are neither siblings nor one above the other, the nearest ancestors that are
            #   siblings MUST be compared instead.
            records = as_tree(records)
        found = [record for record in records if matches(record)]
        if call.arguments.get("filterAsTree"):
            # req: mail/Mailbox/query/filterAsTree/needs-ancestors
            #   If so, a Mailbox MUST be left out of the results when one of its ancestors does not match the filter.
            found = with_ancestors(found)
        return found


@contextmanager
def _untold() -> Iterator[None]:
    """What is wrong only because of something that the user does not see is refused without saying what."""
    try:
        yield
    except SetError:
        raise set_.Forbidden("the account does not allow this") from None


@lru_cache(maxsize=1024)
def rights_in(account: Account) -> dict[str, bool]:
    """What whoever has the whole account may do with each Mailbox in it."""
    return {name: name == READ or not account.is_read_only for name in RIGHTS}


def as_tree(records: list[Record]) -> list[Record]:
    """Each Mailbox before its children, siblings in the order in which they come."""
    children: dict[str | None, list[Record]] = {}
    for record in records:
        children.setdefault(record["parentId"], []).append(record)
    ordered: list[Record] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        ordered.append(waiting.pop())
        waiting += children.get(ordered[-1]["id"], [])[::-1]
    return ordered


def with_ancestors(found: list[Record]) -> list[Record]:
    """Those of the Mailboxes whose ancestors are all among them."""
    parents = {record["id"]: record["parentId"] for record in found}

    def rooted(id: str | None) -> bool:
        while id is not None and id in parents:
            id = parents[id]
        return id is None

    return [record for record in found if rooted(record["id"])]


def among_siblings(record: Record) -> str:
    """What no two Mailboxes share: an id has no slash, so the first one ends the parent's."""
    return f"{record['parentId'] or ''}/{record['name']}"


def _depth(records: Records, record: Record) -> int:
    """On which level the Mailbox is, from 1.

    Raises:
        InvalidProperties: its parent does not exist, or is below it.
    """
    path = [record["id"]]
    parent_id: Any = record["parentId"]
    while parent_id is not None:
        parent = records.get("Mailbox", parent_id)
        # req: mail/Mailbox/parentId/no-loop
        #   A Mailbox MUST NOT be its own ancestor.
        if parent is None or parent_id in path:
            fault = "there is no such parent" if parent is None else "a Mailbox would be its own ancestor"
            raise set_.InvalidProperties(fault, properties=["parentId"])
        path.append(parent_id)
        parent_id = parent["parentId"]
    return len(path)


def _height(records: Records, id: str) -> int:
    """How many levels there are below a Mailbox."""
    height, level = -1, [id]
    while level:
        height += 1
        level = [child for parent in level if parent for child in records.find("Mailbox", "parentId", parent)]
    return height
