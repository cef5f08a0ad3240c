"""Users: made by a command, or named in the configuration."""

from __future__ import annotations

import time
from typing import Final

from .handlers import SPECIALS
from .ids import random_id
from .mail.new_mailbox import make_mailbox
from .standard.records import Records
from .store.interface import Transaction
from .store.values import Account, User
from .submission.identity import provide

MAILBOXES: Final = {
    "inbox": "Inbox", "drafts": "Drafts", "sent": "Sent", "archive": "Archive", "junk": "Junk", "trash": "Trash",
}  # fmt: skip
"""By role, what a new user finds, in this order: clients look for them, and not all of them make what is not there."""


def put(transaction: Transaction, name: str, password: str) -> None:
    """Let a user have a password, of which this is the hash; a new one gets an account, Identity and Mailboxes, too."""
    is_new = transaction.user(name) is None
    transaction.put_user(User(name, password, is_demo=False))
    if is_new:
        account = Account(random_id("Account"), name, is_personal=True, is_read_only=False)
        transaction.put_account(name, account)
        records = Records(transaction, account.id, SPECIALS, time.time())
        provide(records, account, name, random_id)
        for order, (role, shown) in enumerate(MAILBOXES.items(), 1):
            make_mailbox(records, SPECIALS, account, random_id, name=shown, role=role, sortOrder=order)
        records.settle()
