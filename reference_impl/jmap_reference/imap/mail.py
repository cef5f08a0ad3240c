"""The mail of one user within one transaction, and what IMAP does to mailboxes in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from pymap.exceptions import MailboxConflict, MailboxNotFound

from ..errors import MethodError, error_arguments
from ..generated import methods as tables
from ..mail.new_mailbox import inbox_of
from ..mail.shared import READ
from ..protocol import check_arguments, find_method
from ..standard.call import Call
from ..standard.records import Records
from ..store.interface import Transaction
from ..store.values import Account
from ..submission.local import account_for_mail
from .folders import DELIMITER, INBOX, SHARED, Folder, below, folders_in, free, level, name_of, normal
from .refusal import CANNOT, NO_PERMISSION, Refused

if TYPE_CHECKING:
    from ..protocol import Processor


class Mail:
    """The accounts with mail that a user can use: one's own at the top, those of others below ``Shared``."""

    def __init__(self, processor: Processor, transaction: Transaction, user: str) -> None:
        self.processor, self.transaction, self.user = processor, transaction, user
        capability = tables.TYPES["Email"].capability
        self.accounts = {each.id: each for each in transaction.accounts_of(user) if each.supports(capability)}
        self.own = account_for_mail(transaction, user)

    def call(self, name: str, account: Account, **arguments: Any) -> dict[str, Any]:
        """What a method of JMAP answers, which has to do all that it is asked.

        Raises:
            Refused: it does not; the transaction is to be rolled back.
        """
        by = self.processor
        called, handler = find_method(name, frozenset({tables.METHODS[name].capability}))
        given = {"accountId": account.id, **arguments}
        try:
            check_arguments(called, given, self.accounts)
            call = Call(
                called, {**called.defaults, **given}, self.user, self.accounts, self.transaction, by.specials,
                by.limits, {}, by.clock(), by.new_id, quotas=by.quotas,
            )  # fmt: skip
            answer = handler(call)
            call.settle()
        except MethodError as error:
            raise Refused.by(error_arguments(error)) from None
        for member in ("notCreated", "notUpdated", "notDestroyed"):
            for refused in (answer.get(member) or {}).values():
                raise Refused.by(refused)
        return answer

    def whole(self, account: Account) -> Records:
        """All records of an account, whatever the user may see of it: to be settled by who changes them."""
        return Records(self.transaction, account.id, self.processor.specials, self.processor.clock())

    def make_inbox(self) -> None:
        """IMAP always has one."""
        if self.own is not None:
            records = self.whole(self.own)
            inbox_of(records, self.processor.specials, self.own, self.processor.new_id)
            records.settle()

    # Names

    @cached_property
    def roots(self) -> dict[str, Account]:
        """The accounts, by the path of their top."""
        found: dict[str, Account] = {}
        for account in self.accounts.values():
            is_own = self.own is not None and account.id == self.own.id
            found["" if is_own else free(below(SHARED, level(account.name)), found)] = account
        return found

    def folders(self) -> dict[str, Folder]:
        """All mailboxes, by path."""
        special = self.processor.specials["Mailbox"]
        found: dict[str, Folder] = {}
        for root, account in self.roots.items():
            mailboxes = self.transaction.read_all(account.key, "Mailbox")
            for each in folders_in(account, root, [special.present(record, account) for record in mailboxes]):
                found.setdefault(each.path, each)
        return found

    def folder(self, path: str) -> Folder:
        """The mailbox with this name, which may be looked into.

        Raises:
            MailboxNotFound: there is none.
            Refused: it may not.
        """
        found = self.folders().get(normal(path))
        if found is None:
            raise MailboxNotFound(path)
        return self._readable(found)

    def folder_to(self, path: str) -> Folder:
        """The same for a mailbox that is to get a message: the client may make it, and try again."""
        if normal(path) not in self.folders():
            raise MailboxNotFound(path, try_create=True)
        return self.folder(path)

    def folder_of(self, account_id: str, mailbox_id: str) -> Folder | None:
        """A mailbox by its ids, whatever its path is by now; None if it is gone, or out of sight."""
        if account := self.accounts.get(account_id):
            for record in self.transaction.read(account.key, "Mailbox", [mailbox_id]).values():
                shown = self.processor.specials["Mailbox"].present(record, account)
                found = Folder(record["name"], account, shown, is_own=False)
                return found if found.may(READ) else None
        return None

    def _readable(self, folder: Folder) -> Folder:
        if not folder.may(READ):
            raise Refused(NO_PERMISSION, "what is in it cannot be read")
        return folder

    # Changes

    def create(self, path: str) -> str:
        """The id of a new mailbox; those above it are made too, where they are missing (RFC 3501, Section 6.3.3)."""
        folders, made, parent, account = self.folders(), "", None, self.roots.get("")
        levels = normal(path).split(DELIMITER)
        for depth in range(1, len(levels) + 1):
            here = DELIMITER.join(levels[:depth])
            if here in self.roots:
                parent, account = None, self.roots[here]
            elif here in folders:
                parent, account = folders[here].id, folders[here].account
            elif here == SHARED and any(self.roots):
                account = None  # that of the next level
            elif account is None:
                raise Refused(NO_PERMISSION, "there is no such account")
            else:
                new = {"name": name_of(levels[depth - 1]), "parentId": parent, "isSubscribed": False}
                made = parent = self.call("Mailbox/set", account, create={"k": new})["created"]["k"]["id"]
        if not made:
            raise MailboxConflict(path)
        return made

    def rename(self, before: str, after: str) -> str | None:
        """Give a mailbox another name or place. The Inbox stays: what is in it goes to a new mailbox, whose id this
        is (RFC 3501, Section 6.3.5)."""
        folders, target = self.folders(), normal(after)
        folder = folders.get(normal(before))
        if folder is None:
            raise MailboxNotFound(before)
        if target in folders:
            raise MailboxConflict(after)
        if folder.path == INBOX:
            return self.create(target)
        above, _, last = target.rpartition(DELIMITER)
        if above and above not in folders and above not in self.roots:
            self.create(above)
            folders = self.folders()
        parent = folders[above].id if above in folders else None
        account = folders[above].account if above in folders else self.roots.get(above)
        if account is None or account.id != folder.account.id:
            raise Refused(CANNOT, "a mailbox stays in its account")
        self.call("Mailbox/set", account, update={folder.id: {"name": name_of(last), "parentId": parent}})
        return None

    def delete(self, path: str) -> None:
        folder = self.folders().get(normal(path))
        if folder is None:
            raise MailboxNotFound(path)
        self.call("Mailbox/set", folder.account, destroy=[folder.id], onDestroyRemoveEmails=True)

    def subscribe(self, path: str, yes: bool) -> None:
        folder = self.folders().get(normal(path))
        if folder is None:
            raise MailboxNotFound(path)
        self.call("Mailbox/set", folder.account, update={folder.id: {"isSubscribed": yes}})
