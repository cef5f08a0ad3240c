"""Faults about mailboxes, where IMAP and JMAP are two doors to one mail (RFC 8621, Section 2; RFC 6154; RFC 8474)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pymap.parsing.specials import ObjectId

from ..imap import session
from ..imap.folders import DELIMITER, Folder
from ..imap.mail import Mail
from ..imap.messages import Look, Snapshot
from . import fault
from .planting import instead, put

COMPLETE = "core/standard/changes/complete"
SAME = "mail/imap/same-ids"
ROLE = "mail/Mailbox/role"


@fault(SAME, seen_by="mailbox-has-the-same-id")
def imap_other_mailbox_ids() -> None:
    """MAILBOXID is another id than that of the Mailbox."""

    def snapshot(right: Any, self: Look) -> Snapshot:
        made: Snapshot = right(self)
        put(made, "mailbox_id", ObjectId(b"F" + self.folder.id.encode()))
        return made

    instead(Look, "snapshot", snapshot)


@fault(SAME, seen_by="mailbox-keeps-its-id-when-imap-renames-it")
def imap_rename_makes_another() -> None:
    """A mailbox that IMAP renames is a new Mailbox, and the old one is destroyed."""

    def rename(right: Any, self: Mail, before: str, after: str) -> None:
        self.create(after)
        self.delete(before)

    instead(Mail, "rename", rename)


@fault(SAME, seen_by="mailbox-that-jmap-moves-has-another-path")
def imap_paths_stay() -> None:
    """A mailbox has in IMAP the path that it had when it was first seen there, whatever JMAP makes of it."""
    paths: dict[str, str] = {}

    def folders(right: Any, self: Mail) -> dict[str, Folder]:
        found = [replace(each, path=paths.setdefault(each.id, each.path)) for each in right(self).values()]
        return {each.path: each for each in found}

    instead(Mail, "folders", folders)


@fault(COMPLETE, seen_by="mailbox-made-and-removed-by-imap-is-told")
def imap_creates_at_the_top() -> None:
    """A mailbox that IMAP makes below another is a Mailbox at the top level."""

    def create(right: Any, self: Mail, path: str) -> str:
        return str(right(self, path.rpartition(DELIMITER)[2]))

    instead(Mail, "create", create)


@fault(COMPLETE, seen_by="mailbox-made-and-removed-by-imap-is-told")
def imap_delete_empties() -> None:
    """A mailbox that IMAP deletes is not subscribed to any more, and that is all."""

    def delete(right: Any, self: Mail, path: str) -> None:
        self.subscribe(path, False)

    instead(Mail, "delete", delete)


@fault(COMPLETE, seen_by="subscription-is-the-same")
def imap_subscriptions_apart() -> None:
    """What IMAP subscribes to, or does not, is nothing to JMAP."""

    def subscribe(right: Any, self: Mail, path: str, yes: bool) -> None:
        self.folder(path)

    instead(Mail, "subscribe", subscribe)


@fault(f"{ROLE}/registered", seen_by="role-is-the-special-use")
def imap_junk_is_trash() -> None:
    r"""The mailbox whose role is junk has the attribute \Trash, and the other way round."""
    exchanged = {b"Junk": b"Trash", b"Trash": b"Junk"}

    def attributes_of(right: Any, folder: Folder) -> list[bytes]:
        return [exchanged.get(each, each) for each in right(folder)]

    instead(session, "attributes_of", attributes_of)


@fault(f"{ROLE}/unique-in-account", seen_by="role-is-the-special-use")
def imap_special_use_twice() -> None:
    r"""Two mailboxes have the attribute \Sent."""

    def attributes_of(right: Any, folder: Folder) -> list[bytes]:
        return [b"Sent" if each == b"Drafts" else each for each in right(folder)]

    instead(session, "attributes_of", attributes_of)
