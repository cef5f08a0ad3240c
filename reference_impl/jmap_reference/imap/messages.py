"""The messages of a mailbox, as IMAP shows them: Emails with their numbers, and those that are marked as deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC

from pymap.mailbox import MailboxSnapshot
from pymap.message import BaseMessage
from pymap.parsing.specials import FetchRequirement, ObjectId
from pymap.parsing.specials.flag import Flag, Seen, get_system_flags

from ..dates import moment
from ..mail.metadata import row_of
from ..store.numbering import Numbers
from ..store.values import EmailRow, Record
from .flags import Flags, flags_of, permanent_flags
from .folders import Folder
from .mail import Mail
from .reading import Loaded

Octets = Callable[[str], Awaitable[bytes | None]]
"""Where to get the message of an Email by its id; None if it is gone."""


class Message(BaseMessage):
    """A message in a mailbox."""

    __slots__ = ("_octets", "email")

    def __init__(self, uid: int, row: EmailRow, flags: Flags, octets: Octets, expunged: bool = False) -> None:
        at = moment(f"{row.received}Z")[0].replace(tzinfo=UTC)
        ids = {"email_id": ObjectId(row.id.encode()), "thread_id": ObjectId(row.thread.encode())}
        super().__init__(uid, at, flags, **ids, expunged=expunged)
        self.email, self._octets = row, octets

    def get_flags(self, session_flags: object) -> Flags:
        return Flags(self.permanent_flags)

    def gone(self) -> Message:
        """The message once it is not there any more."""
        return Message(self.uid, self.email, Flags(self.permanent_flags), self._octets, expunged=True)

    async def load_content(self, requirement: FetchRequirement) -> Loaded:
        needed = requirement is not FetchRequirement.NONE and not self.expunged
        return Loaded(self, requirement, await self._octets(self.email.id) if needed else None)


class Snapshot(MailboxSnapshot):
    """A mailbox at a moment, as SELECT and STATUS tell it."""

    __slots__ = ("used",)

    #: The flags of the messages in it.
    used: frozenset[Flag]

    @property
    def flags(self) -> frozenset[Flag]:
        return get_system_flags() | self.used


@dataclass(frozen=True)
class Look:
    """What is in a mailbox at a moment."""

    folder: Folder
    numbers: Numbers
    #: Another whenever anything in it may be.
    version: tuple[int, int, int]
    #: By the id of the Email; their numbers ascend.
    messages: dict[str, Message]
    #: The Emails that are not in the Mailbox any more, by id.
    marked: dict[str, Record]

    def snapshot(self) -> Snapshot:
        permitted, messages = permanent_flags(self.folder), list(self.messages.values())
        unseen = [seq for seq, each in enumerate(messages, 1) if Seen not in each.permanent_flags]
        made = Snapshot(
            ObjectId(self.folder.id.encode()), not permitted, self.numbers.validity, permitted, frozenset(),
            len(messages), 0, len(unseen), unseen[0] if unseen else None, self.numbers.next,
        )  # fmt: skip
        made.used = frozenset(flag for each in messages for flag in each.permanent_flags)
        return made


def look(mail: Mail, folder: Folder, octets: Octets) -> Look:
    """What is in a mailbox now. In a writing transaction, since messages that are new get their numbers."""
    account = folder.account.id
    numbers = mail.transaction.numbers(account, folder.id)
    marked = mail.transaction.marked(account, folder.id)
    rows = {row.id: row for row in mail.transaction.email_rows(account, folder.id)}
    # In another Mailbox the Email may be as alive as ever, and has its keywords there.
    alive = mail.transaction.read(account, "Email", marked)
    rows |= {id: row_of(alive.get(id, record)) for id, record in marked.items()}
    spelled = mail.transaction.spellings(account)
    messages = {
        id: Message(uid, rows[id], flags_of(rows[id].keywords, spelled, id in marked), octets)
        for id, uid in numbers.uids.items()
    }
    version = (mail.transaction.state(account, "Email"), numbers.next, len(messages))
    return Look(folder, numbers, version, messages, marked)


def octets_of(mail: Mail, folder: Folder, email_id: str) -> bytes | None:
    """The message of an Email in a mailbox, marked or not."""
    account = folder.account
    found = mail.transaction.read(account.key, "Email", [email_id]).get(email_id)
    found = found or mail.transaction.marked(account.id, folder.id).get(email_id)
    return mail.transaction.blob(account.id, found["blobId"]) if found else None
