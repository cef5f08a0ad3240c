"""What one user subscribes to, all do who see the Mailbox.

Breaks `mail/Mailbox/isSubscribed/per-user`.
"""

from __future__ import annotations

from ..mail.mailbox import MailboxSpecial
from ..standard.records import Records, View
from ..store.values import Record


def plant() -> None:
    right = MailboxSpecial.written

    def written(self: MailboxSpecial, records: Records, old: Record | None, new: Record | None) -> None:
        right(self, records, old, new)
        if not records.is_view or not isinstance(records, View) or old is None or new is None:
            return
        if old["isSubscribed"] != new["isSubscribed"]:
            for share in records.transaction.shares_of(records.share.account):
                other = View(Records(records.transaction, share.account, records.specials, records.now), share)
                shown = other.get("Mailbox", new["id"])
                if shown is not None and shown["isSubscribed"] != new["isSubscribed"]:
                    other.update("Mailbox", shown, shown | {"isSubscribed": new["isSubscribed"]})

    MailboxSpecial.written = written  # type: ignore[assignment, method-assign]
