"""Who may use which blob (RFC 8620, Section 6)."""

from __future__ import annotations

from typing import Final

from .generated import methods as tables
from .store.blobs import containing
from .store.interface import Transaction
from .store.values import Account

REFERRING: Final = tuple(
    (each.name, prop.name) for each in tables.TYPES.values() for prop in each.properties.values()
    if prop.refers_to == "Blob"
)  # fmt: skip
"""The properties that refer to blobs: their types and names."""

WHOLE: Final = ""
"""Stands for whoever has the whole account, among those who hold a blob."""


def readable(transaction: Transaction, account: Account, user: str, id: str) -> bytes | None:
    """The octets of a blob that the user may read."""
    return transaction.blob(account.id, id) if may_read(transaction, account, user, id) else None


def may_read(transaction: Transaction, account: Account, user: str, id: str) -> bool:
    """Whether a record that the user sees refers to the blob, or else the user holds it, if it exists."""
    # What is in a blob can be read by whoever can read the blob.
    # req: core/Blob/only-uploader
    #   A blob to which no record refers MUST be accessible to none but the user who uploaded it, in a shared account
    #   too.
    return any(
        _is_held(transaction, account, user, each) or is_shown(transaction, account, each) for each in containing(id)
    )


def is_shown(transaction: Transaction, account: Account, id: str) -> bool:
    """Whether a record that the user sees refers to the blob."""
    return any(transaction.has(account.key, type_name, name, id) for type_name, name in REFERRING)


def make_room(transaction: Transaction, account: Account, user: str, most: int, newest: str) -> None:
    """Let the user hold no more than so many octets of blobs to which nothing refers: the oldest go, not the newest."""
    if transaction.held_octets(account.id, user) <= most:
        return
    held = []
    for each in transaction.held_blobs(account.id, user):
        # req: core/Blob/separate-quota
        if is_shown(transaction, account, each.id):
            transaction.let_go_of_blob(account.id, each.id, user, REFERRING)
        else:
            held.append(each)
    octets = sum(each.size for each in held)
    # req: core/Blob/oldest-first
    #   Where an upload goes beyond it, the server MUST delete such blobs, the oldest first, until the new one fits.
    # req: core/Blob/quota-per-user
    for each in held:
        if octets > most and each.id != newest:
            transaction.let_go_of_blob(account.id, each.id, user, REFERRING)
            octets -= each.size


def _is_held(transaction: Transaction, account: Account, user: str, id: str) -> bool:
    return transaction.holds_blob(account.id, id, user) or (
        not account.view and transaction.holds_blob(account.id, id, WHOLE)
    )
