"""PushSubscriptions, and the key that signs what is sent to them, on SQLite.

They are no records of an account: the log would keep the URL and the keys of one that is destroyed.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from .interface import Changed
from .values import Subscription

_COLUMNS: Final = "s.user, token, body, ends, code, is_asked, told"


class SubscriptionRows:
    _db: sqlite3.Connection
    changed: Changed

    def subscriptions(self, user: str, at: float) -> list[Subscription]:
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM push_subscriptions AS s LEFT JOIN tokens ON digest = token"
            " WHERE s.user = ?1 AND (ends IS NULL OR ends > ?2) AND (token IS NULL OR expires > ?2) ORDER BY id",
            (user, at),
        )
        return [
            Subscription(json.loads(body), user, token, ends, code, bool(is_asked), told)
            for user, token, body, ends, code, is_asked, told in rows
        ]

    def subscribers(self) -> list[str]:
        return [user for (user,) in self._db.execute("SELECT DISTINCT user FROM push_subscriptions ORDER BY user")]

    def put_subscription(self, subscription: Subscription) -> None:
        body = json.dumps(subscription.record)
        self._write(
            "INSERT INTO push_subscriptions VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET body = excluded.body, ends = excluded.ends",
            subscription.record["id"], subscription.user, subscription.token, body, subscription.ends,
            subscription.code, int(subscription.is_asked), subscription.told,
        )  # fmt: skip
        self.changed[subscription.user, "PushSubscription"] = 0

    def mark_asked(self, id: str) -> None:
        self._write("UPDATE push_subscriptions SET is_asked = 1 WHERE id = ?", id)

    def mark_told(self, id: str, told: str) -> None:
        self._write("UPDATE push_subscriptions SET told = ? WHERE id = ?", told, id)

    def erase_subscription(self, id: str) -> None:
        self._erase("id = ?", id)

    def erase_ended_subscriptions(self, at: float) -> None:
        self._erase("ends <= ?1 OR token IN (SELECT digest FROM tokens WHERE expires <= ?1)", at)

    def push_key(self) -> bytes | None:
        row = self._db.execute("SELECT private FROM push_key").fetchone()
        return row and bytes(row[0])

    def put_push_key(self, private: bytes) -> None:
        # req: vapid/capability/old-destroyed
        #   When that time is over, or at once if there is none, it MUST destroy them.
        # req: vapid/capability/key-of-creation
        #   The key MUST be the one that the Session had when the PushSubscription was created.
        self._erase("true")
        self._write("DELETE FROM push_key")
        self._write("INSERT INTO push_key VALUES (?)", private)

    def _erase(self, condition: str, *values: str | bytes | float) -> None:
        """Destroy the PushSubscriptions for which this is true."""
        # req: push/PushSubscription/erased
        #   When a PushSubscription is destroyed, the server MUST erase its URL and its keys, in memory and on disk, as
        #   soon as it can.
        self._write(f"DELETE FROM push_subscriptions WHERE {condition}", *values)

    def _write(self, statement: str, *values: str | bytes | float | None) -> None:
        """Write over what goes, so that no octet of it stays in the file; an update, too, leaves an old row behind."""
        [before] = self._db.execute("PRAGMA secure_delete").fetchone()
        self._db.execute("PRAGMA secure_delete = 1")
        try:
            self._db.execute(statement, values)
        finally:
            self._db.execute(f"PRAGMA secure_delete = {before}")
