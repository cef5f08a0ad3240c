"""Whoever has an account may read every blob in it.

Breaks `core/Blob/only-uploader`.
Breaks `mail/partial-access/as-if-absent`.
"""

from __future__ import annotations

from .. import blobs
from ..store.interface import Transaction
from ..store.values import Account


def plant() -> None:
    def may_read(transaction: Transaction, account: Account, user: str, id: str) -> bool:
        return True

    blobs.may_read = may_read
