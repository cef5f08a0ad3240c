"""Users: made by a command, or named in the configuration."""

from __future__ import annotations

import time

from .handlers import SPECIALS
from .ids import random_id
from .standard.records import Records
from .store.interface import Transaction
from .store.values import Account, User
from .submission.identity import provide


def put(transaction: Transaction, name: str, password: str) -> None:
    """Let a user have a password, of which this is the hash; a new one gets an account and an Identity, too."""
    is_new = transaction.user(name) is None
    transaction.put_user(User(name, password, is_demo=False))
    if is_new:
        account = Account(random_id("Account"), name, is_personal=True, is_read_only=False)
        transaction.put_account(name, account)
        provide(Records(transaction, account.id, SPECIALS, time.time()), account, name, random_id)
