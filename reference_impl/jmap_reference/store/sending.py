"""What it takes to send, on SQLite: a queue, addresses, who was answered already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from .. import ijson
from .outgoing import Outgoing

_COLUMNS = "account, submission, mail_from, recipients, octets, since, due, attempts, id"


class SendingRows:
    _db: sqlite3.Connection

    # The queue

    def enqueue(self, message: Outgoing) -> None:
        statement = (
            "INSERT INTO queue (account, submission, mail_from, recipients, octets, since, due, attempts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        mail_from, recipients = _json(message.mail_from), _json(message.recipients)
        values = (message.account, message.submission, mail_from, recipients, message.octets)
        self._db.execute(statement, (*values, message.since, message.due, message.attempts))

    def first_due(self, by: float) -> Outgoing | None:
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM queue WHERE due <= ? ORDER BY due, id LIMIT 1", (by,)
        ).fetchone()
        return None if row is None else _outgoing(row)

    def outgoing(self, id: int) -> Outgoing | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM queue WHERE id = ?", (id,)).fetchone()
        return None if row is None else _outgoing(row)

    def queued(self) -> Iterator[Outgoing]:
        return map(_outgoing, self._db.execute(f"SELECT {_COLUMNS} FROM queue ORDER BY due, id"))

    def next_due(self) -> float | None:
        row = self._db.execute("SELECT min(due) FROM queue").fetchone()
        return None if row[0] is None else float(row[0])

    def requeue(self, message: Outgoing) -> None:
        self._db.execute(
            "UPDATE queue SET recipients = ?, due = ?, attempts = ? WHERE id = ?",
            (_json(message.recipients), message.due, message.attempts, message.id),
        )

    def dequeue(self, id: int) -> None:
        self._db.execute("DELETE FROM queue WHERE id = ?", (id,))

    def call_off(self, account: str, submission: str) -> bool:
        deleted = self._db.execute("DELETE FROM queue WHERE account = ? AND submission = ?", (account, submission))
        return deleted.rowcount > 0

    # Addresses

    def addresses_of(self, user: str) -> list[str]:
        rows = self._db.execute("SELECT address FROM addresses WHERE user = ? ORDER BY address", (user,))
        return [address for (address,) in rows]

    def put_address(self, user: str, address: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (address.lower(), user))

    def remove_address(self, user: str, address: str) -> bool:
        deleted = self._db.execute("DELETE FROM addresses WHERE user = ? AND address = ?", (user, address.lower()))
        return deleted.rowcount > 0

    def users_at(self, address: str) -> list[str]:
        statement = (
            "SELECT name FROM users WHERE lower(name) = ?1"
            " UNION SELECT user FROM addresses WHERE address = ?1 ORDER BY 1"
        )
        return [user for (user,) in self._db.execute(statement, (address.lower(),))]

    def has_domain(self, domain: str) -> bool:
        statement = (
            "SELECT 1 FROM users WHERE lower(name) LIKE ?1 ESCAPE '\\'"
            " UNION ALL SELECT 1 FROM addresses WHERE address LIKE ?1 ESCAPE '\\' LIMIT 1"
        )
        plain = domain.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return self._db.execute(statement, (f"%@{plain}",)).fetchone() is not None

    # Who may not send

    def refuse_sending(self, user: str, reason: str | None) -> None:
        self._db.execute("DELETE FROM refused WHERE user = ?", (user,))
        if reason is not None:
            self._db.execute("INSERT INTO refused VALUES (?, ?)", (user, reason))

    def sending_refused(self, user: str) -> str | None:
        row = self._db.execute("SELECT reason FROM refused WHERE user = ?", (user,)).fetchone()
        return row and str(row[0])

    # Vacation responses

    def answered(self, account: str, sender: str, answer: str) -> float | None:
        statement = "SELECT at FROM answered WHERE account = ? AND sender = ? AND answer = ?"
        row = self._db.execute(statement, (account, sender, answer)).fetchone()
        return row and float(row[0])

    def put_answered(self, account: str, sender: str, answer: str, at: float) -> None:
        self._db.execute("INSERT OR REPLACE INTO answered VALUES (?, ?, ?, ?)", (account, sender, answer, at))

    def forget_answered(self, before: float) -> None:
        self._db.execute("DELETE FROM answered WHERE at < ?", (before,))


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    account, submission, mail_from, recipients, *rest = row
    return Outgoing(account, submission, ijson.parse(mail_from.encode()), ijson.parse(recipients.encode()), *rest)


def _json(value: object) -> str:
    return ijson.dump(value).decode()
