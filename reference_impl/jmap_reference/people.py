"""Who there is, and what they may use: asked of the store once, and again only when something was committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .store.interface import Store, Transaction
from .store.values import Account

MOST: Final = 10_000
"""Answers that are kept; names that nobody has are asked for too."""


class People:
    def __init__(self, store: Store) -> None:
        self._store = store
        #: The version of the store, and what it said then.
        self._kept: tuple[int, dict[Any, Any]] = 0, {}

    def password(self, user: str) -> str:
        """The hash of a password; empty for who has none, or does not exist."""

        def ask(transaction: Transaction) -> str:
            found = transaction.user(user)
            return found.password if found else ""

        return str(self._answer(("password", user), ask))

    def accounts(self, user: str) -> dict[str, Account]:
        """Those that the user can use, by id; do not change it."""
        found: dict[str, Account] = self._answer(
            ("accounts", user), lambda transaction: {each.id: each for each in transaction.accounts_of(user)}
        )
        return found

    def _answer(self, question: tuple[str, str], ask: Callable[[Transaction], Any]) -> Any:
        # What is read after it is of this version or a later one, and never of one before.
        now = self._store.version()
        version, kept = self._kept
        if version != now or len(kept) >= MOST:
            self._kept = now, (kept := {})
        if question not in kept:
            with self._store.transaction() as transaction:
                kept[question] = ask(transaction)
        return kept[question]
