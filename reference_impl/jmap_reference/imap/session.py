"""What one who has logged in does: each command of IMAP is one transaction, in a thread that may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

from pymap.concurrent import Event
from pymap.context import current_command, subsystem
from pymap.exceptions import MailboxReadOnly
from pymap.flags import FlagOp, PermanentFlags, SessionFlags
from pymap.interfaces.session import SessionInterface
from pymap.listtree import ListTree
from pymap.parsing.command.select import CloseCommand
from pymap.parsing.message import AppendMessage
from pymap.parsing.response.code import AppendUid, CopyUid
from pymap.parsing.specials import FetchRequirement, ObjectId, SearchKey, SequenceSet
from pymap.parsing.specials.flag import Deleted, Flag
from pymap.search import SearchCriteriaSet, SearchParams
from pymap.selected import SelectedMailbox

from ..auth import Authenticator, Credential
from ..protocol import Processor
from ..store.interface import Changed
from . import changes
from .folders import DELIMITER, INBOX, Folder, attributes_of
from .mail import Mail
from .messages import Look, Message, Snapshot, look, octets_of
from .refusal import LoggedOut

Answer = TypeVar("Answer")
Copied = tuple[CopyUid | None, SelectedMailbox]
Listed = Iterable[tuple[str, str | None, Sequence[bytes]]]
Shown = Iterable[tuple[int, Message]]
Updates = SelectedMailbox | None


class Session(SessionInterface):
    """The mail of one user, for as long as a connection lasts."""

    def __init__(self, processor: Processor, authenticator: Authenticator, credential: Credential) -> None:
        self._processor, self._authenticator, self._credential = processor, authenticator, credential
        self._loop: Final = asyncio.get_running_loop()
        self._news: Final[Event] = subsystem.get().new_event()
        self._unlisten = processor.store.listen(self._hear)

    @property
    def owner(self) -> str:
        return self._credential.user

    @property
    def filter_set(self) -> None:
        return None

    def close(self) -> None:
        self._unlisten()

    async def cleanup(self) -> None:
        pass

    def _hear(self, made: Changed) -> None:
        if any(name in ("Email", "Mailbox", "UID") for _, name in made):
            with suppress(RuntimeError):  # the loop is closed: nobody reads any more
                self._loop.call_soon_threadsafe(self._news.set)

    async def _work(self, job: Callable[[Mail], Answer], write: bool = True) -> Answer:
        return await asyncio.to_thread(self._in_transaction, job, write)

    def _in_transaction(self, job: Callable[[Mail], Answer], write: bool) -> Answer:
        if not self._authenticator.still(self._credential):
            raise LoggedOut
        with self._processor.store.transaction(write) as transaction:
            return job(Mail(self._processor, transaction, self.owner))

    async def _do(self, job: Callable[[Mail], None], selected: Updates) -> Updates:
        def done(mail: Mail) -> Updates:
            job(mail)
            return self._update(mail, selected)

        return await self._work(done)

    # What a client that has selected a mailbox is told with each answer

    def _look(self, mail: Mail, folder: Folder) -> Look:
        return look(mail, folder, partial(self._octets, (folder.account.id, folder.id)))

    async def _octets(self, place: tuple[str, str], email_id: str) -> bytes | None:
        def read(mail: Mail) -> bytes | None:
            folder = mail.folder_of(*place)
            return octets_of(mail, folder, email_id) if folder else None

        return await self._work(read, write=False)

    def _update(self, mail: Mail, selected: Updates) -> Updates:
        """Let ``selected`` have what is in its mailbox now."""
        folder = mail.folder_of(*selected.lookup) if selected else None
        if selected is None:
            return None
        if folder is None:
            selected.set_deleted()
            return selected
        now = self._look(mail, folder)
        if selected.mod_sequence != now.version:
            selected.set_messages(list(now.messages.values()))
            # What is not to be told yet has to be looked at once more.
            selected.mod_sequence = None if selected.hide_expunged else now.version
        return selected

    def _chosen(self, mail: Mail, selected: SelectedMailbox, some: SequenceSet) -> tuple[Look, dict[str, int]]:
        """What is in the selected mailbox, and the sequence numbers by Email of those meant that are still there."""
        folder = mail.folder_of(*selected.lookup)
        if folder is None:
            raise LookupError(selected.lookup)
        now = self._look(mail, folder)
        ids = {uid: id for id, uid in now.numbers.uids.items()}
        return now, {ids[uid]: seq for seq, uid in selected.messages.get_uids(some) if uid in ids}

    def _shown(self, mail: Mail, selected: SelectedMailbox, some: SequenceSet) -> Shown:
        now, _ = self._chosen(mail, selected, some)
        messages = {each.uid: each for each in now.messages.values()}
        # A client may still ask for what it was not told to be gone.
        known = ((seq, each) for seq, each in selected.messages.get_all(some) if isinstance(each, Message))
        return [(seq, messages.get(each.uid) or each.gone()) for seq, each in known]

    # Mailboxes

    async def list_mailboxes(
        self, ref_name: str, filter_: str, subscribed: bool = False, selected: Updates = None
    ) -> tuple[Listed, Updates]:
        def listed(mail: Mail) -> tuple[Listed, Updates]:
            if not filter_:
                return [("", DELIMITER, [b"Noselect"])], self._update(mail, selected)
            every, rows = mail.folders(), []
            folders = {path: each for path, each in every.items() if each.record["isSubscribed"] or not subscribed}
            for entry in ListTree(DELIMITER).update(*sorted(folders)).list_matching(ref_name, filter_):
                # A level above others that is none of them is of LSUB only with % (RFC 3501, Section 6.3.9).
                if entry.exists or not subscribed or "%" in filter_:
                    own = attributes_of(folders[entry.name]) if entry.exists else ()
                    rows.append((entry.name, DELIMITER, [*entry.attributes, *own]))
            return rows, self._update(mail, selected)

        return await self._work(listed)

    async def get_mailbox(self, name: str, selected: Updates = None) -> tuple[Snapshot, Updates]:
        def got(mail: Mail) -> tuple[Snapshot, Updates]:
            return self._look(mail, mail.folder(name)).snapshot(), self._update(mail, selected)

        return await self._work(got)

    async def create_mailbox(self, name: str, selected: Updates = None) -> tuple[ObjectId, Updates]:
        return await self._work(lambda mail: (ObjectId(mail.create(name).encode()), self._update(mail, selected)))

    async def delete_mailbox(self, name: str, selected: Updates = None) -> Updates:
        return await self._do(lambda mail: mail.delete(name), selected)

    async def rename_mailbox(self, before_name: str, after_name: str, selected: Updates = None) -> Updates:
        def rename(mail: Mail) -> None:
            if mail.rename(before_name, after_name) is not None:
                inbox = self._look(mail, mail.folder(INBOX))
                changes.move(mail, inbox, list(inbox.messages), mail.folder(after_name))

        return await self._do(rename, selected)

    async def subscribe(self, name: str, selected: Updates = None) -> Updates:
        return await self._do(lambda mail: mail.subscribe(name, True), selected)

    async def unsubscribe(self, name: str, selected: Updates = None) -> Updates:
        return await self._do(lambda mail: mail.subscribe(name, False), selected)

    async def select_mailbox(self, name: str, readonly: bool = False) -> tuple[Snapshot, SelectedMailbox]:
        def chosen(mail: Mail) -> tuple[Snapshot, SelectedMailbox]:
            folder = mail.folder(name)
            now = self._look(mail, folder).snapshot()
            selected = SelectedMailbox(
                now.mailbox_id, readonly or now.readonly, PermanentFlags(now.permanent_flags), SessionFlags(()),
                lookup=(folder.account.id, folder.id),
            )  # fmt: skip
            self._update(mail, selected)
            return now, selected

        return await self._work(chosen)

    async def check_mailbox(
        self, selected: SelectedMailbox, *, wait_on: Event | None = None, housekeeping: bool = False
    ) -> SelectedMailbox:
        if wait_on is not None:
            either = wait_on.or_event(self._news)
            if not wait_on.is_set() and not self._news.is_set():
                await either.wait()
            self._news.clear()
        await self._work(lambda mail: self._update(mail, selected))
        return selected

    # Messages

    async def append_messages(
        self, name: str, messages: Sequence[AppendMessage], selected: Updates = None
    ) -> tuple[AppendUid, Updates]:
        def appended(mail: Mail) -> tuple[AppendUid, Updates]:
            folder = mail.folder_to(name)
            self._look(mail, folder)  # what came before has lower numbers
            uids = []
            for each in messages:
                id = changes.append(mail, folder, each)
                numbers = self._look(mail, folder).numbers
                uids.append(numbers.uids[id])
                if Deleted in each.flag_set and folder.may("mayRemoveItems"):
                    changes.delete(mail, folder, [id])
            return AppendUid(numbers.validity, uids), self._update(mail, selected)

        return await self._work(appended)

    async def fetch_messages(
        self, selected: SelectedMailbox, sequence_set: SequenceSet, set_seen: bool
    ) -> tuple[Shown, SelectedMailbox]:
        def fetched(mail: Mail) -> tuple[Shown, SelectedMailbox]:
            if set_seen:
                now, chosen = self._chosen(mail, selected, sequence_set)
                changes.see(mail, now, list(chosen))
            shown = self._shown(mail, selected, sequence_set)
            self._update(mail, selected)
            return shown, selected

        return await self._work(fetched)

    async def search_mailbox(
        self, selected: SelectedMailbox, keys: frozenset[SearchKey]
    ) -> tuple[Shown, SelectedMailbox]:
        needed = FetchRequirement.reduce(key.requirement for key in keys)
        search = SearchCriteriaSet(keys, SearchParams(selected, disabled=()))

        def candidates(mail: Mail) -> Shown:
            shown = self._shown(mail, selected, search.sequence_set)
            self._update(mail, selected)
            return shown

        shown = await self._work(candidates)
        found = [(seq, each) for seq, each in shown if search.matches(seq, each, await each.load_content(needed))]
        return found, selected

    async def expunge_mailbox(self, selected: SelectedMailbox, uid_set: SequenceSet | None = None) -> SelectedMailbox:
        if selected.readonly and isinstance(current_command.get(), CloseCommand):
            return selected
        if selected.readonly:
            raise MailboxReadOnly

        def expunged(mail: Mail) -> SelectedMailbox:
            now, chosen = self._chosen(mail, selected, uid_set or SequenceSet.all(uid=True))
            changes.expunge(mail, now, chosen)
            self._update(mail, selected)
            return selected

        return await self._work(expunged)

    async def copy_messages(self, selected: SelectedMailbox, sequence_set: SequenceSet, mailbox: str) -> Copied:
        return await self._carry(changes.copy, selected, sequence_set, mailbox)

    async def move_messages(self, selected: SelectedMailbox, sequence_set: SequenceSet, mailbox: str) -> Copied:
        if selected.readonly:
            raise MailboxReadOnly
        return await self._carry(changes.move, selected, sequence_set, mailbox)

    async def _carry(
        self, carry: Callable[[Mail, Look, list[str], Folder], dict[str, str]], selected: SelectedMailbox,
        some: SequenceSet, name: str,
    ) -> Copied:  # fmt: skip
        def carried(mail: Mail) -> Copied:
            target = mail.folder_to(name)
            now, chosen = self._chosen(mail, selected, some)
            self._look(mail, target)
            made = carry(mail, now, list(chosen), target)
            there = self._look(mail, target).numbers
            uids = [(now.numbers.uids[id], there.uids[new]) for id, new in made.items()]
            self._update(mail, selected)
            return CopyUid(there.validity, uids) if uids else None, selected

        return await self._work(carried)

    async def update_flags(
        self, selected: SelectedMailbox, sequence_set: SequenceSet, flag_set: frozenset[Flag],
        mode: FlagOp = FlagOp.REPLACE,
    ) -> tuple[Shown, SelectedMailbox]:  # fmt: skip
        if selected.readonly:
            raise MailboxReadOnly

        def updated(mail: Mail) -> tuple[Shown, SelectedMailbox]:
            now, chosen = self._chosen(mail, selected, sequence_set)
            changes.store(mail, now, list(chosen), flag_set, mode)
            shown = self._shown(mail, selected, sequence_set)
            self._update(mail, selected)
            return shown, selected

        return await self._work(updated)
