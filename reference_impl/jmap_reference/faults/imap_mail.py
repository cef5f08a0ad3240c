"""Faults about messages and their ids, where IMAP and JMAP are two doors to one mail (RFC 8474)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pymap.bytes import Writeable
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId

from ..imap import changes
from ..imap.folders import Folder
from ..imap.mail import Mail
from ..imap.messages import Look, Message
from ..imap.reading import Loaded
from ..imap.session import Session
from . import fault
from .planting import instead, put

COMPLETE = "core/standard/changes/complete"
SAME = "mail/imap/same-ids"
OCTETS = "mail/Email/blobId/is-the-message"


@fault(
    SAME,
    seen_by="email-and-thread-have-the-same-ids email-keeps-its-id-when-imap-moves-it"
    " email-in-two-mailboxes-has-one-id",
)
def imap_other_email_ids() -> None:
    """EMAILID is another id than that of the Email."""
    put(Message, "email_id", property(lambda self: ObjectId(b"M" + self.email.id.encode())))


@fault(SAME, seen_by="email-and-thread-have-the-same-ids")
def imap_other_thread_ids() -> None:
    """THREADID is the id of the Email, and not that of the Thread."""
    put(Message, "thread_id", property(lambda self: ObjectId(self.email.id.encode())))


@fault(SAME, seen_by="email-keeps-its-id-when-imap-moves-it")
def imap_move_makes_another() -> None:
    """A message that IMAP moves is a new Email, and the old one is destroyed."""

    def move(right: Any, mail: Mail, now: Look, ids: list[str], target: Folder) -> dict[str, str]:
        emails = mail.transaction.read(now.folder.account.key, "Email", ids)
        made = {}
        for id, email in emails.items():
            octets = mail.transaction.blob(now.folder.account.id, email["blobId"]) or b""
            made[id] = changes.append(mail, target, AppendMessage(octets))
        changes._remove(mail, now.folder, emails)
        return made

    instead(changes, "move", move)


@fault(OCTETS, seen_by="appended-message-is-told-and-whole")
def imap_append_adds_a_line() -> None:
    """A message that IMAP puts in ends with one line break more."""

    def append(right: Any, mail: Mail, folder: Folder, message: AppendMessage) -> str:
        return str(right(mail, folder, replace(message, literal=bytes(message.literal) + b"\r\n")))

    instead(changes, "append", append)


@fault(COMPLETE, seen_by="appended-message-is-told-and-whole")
def imap_append_forgets_changes() -> None:
    """Once IMAP has put a message in, Email/changes cannot tell of anything that was before."""

    def append(right: Any, mail: Mail, folder: Folder, message: AppendMessage) -> str:
        id = str(right(mail, folder, message))
        mail.transaction.bump(folder.account.key, "Email")
        return id

    instead(changes, "append", append)


@fault(OCTETS, seen_by="imported-email-is-a-message-of-imap")
def imap_shows_a_trace() -> None:
    """IMAP shows each message with a field that nobody wrote."""

    def get_body(right: Any, self: Loaded, section: object = None, binary: bool = False) -> Writeable:
        return Writeable.concat((Writeable.wrap(b"X-Store: imap\r\n"), right(self, section, binary)))

    instead(Loaded, "get_body", get_body)


@fault("mail/Mailbox/totalEmails/counted", seen_by="copied-message-is-in-both-mailboxes")
def imap_copy_moves() -> None:
    """A message that IMAP copies is not where it was any more."""

    def copy(right: Any, *given: Any) -> dict[str, str]:
        return changes.move(*given)

    instead(changes, "copy", copy)


@fault("push/EventSourceVariables/state-event", "mail/capability/push", seen_by="what-imap-does-is-pushed")
def imap_changes_are_silent() -> None:
    """What IMAP does is not pushed to clients of JMAP."""

    def in_transaction(right: Any, self: Session, job: Any, write: bool) -> Any:
        def silently(mail: Any) -> Any:
            answer = job(mail)
            mail.transaction.changed.clear()
            return answer

        return right(self, silently, write)

    instead(Session, "_in_transaction", in_transaction)
