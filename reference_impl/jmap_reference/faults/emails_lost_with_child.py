"""A Mailbox that is not destroyed, because it has a child, loses its Emails all the same.

Breaks `mail/Mailbox/set/errors/mailboxHasChild/nothing-removed`.
"""

from __future__ import annotations

from ..mail.mailbox import MailboxSpecial
from ..standard.call import Call
from ..standard.records import Records
from ..store.interface import Record


def plant() -> None:
    right = MailboxSpecial.check_destroy

    def check_destroy(self: MailboxSpecial, call: Call, records: Records, record: Record) -> None:
        self.destroying(call, records, record)
        right(self, call, records, record)

    MailboxSpecial.check_destroy = check_destroy  # type: ignore[method-assign]
