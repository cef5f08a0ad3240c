"""Emails by what they are searched and sorted by, on SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ..collation import COLLATIONS, DEFAULT
from . import email_sql
from .values import EmailRow, Filter, Sort

_AT_ONCE: Final = 500
_COLUMNS: Final = ("id", "thread", "received", "sent", "size", "has_attachment", "sender", "recipient", "subject")
"""As EmailRow names them."""
_TEXTS: Final = ("sender", "recipient", "subject")
_MANY: Final = 2000
"""Emails: if fewer match, they are sorted; else the account is gone through in the order that is asked for."""


class EmailRows:
    _db: sqlite3.Connection

    def put_email(self, account: str, email: EmailRow) -> None:
        row = self._row(account, email.id)
        keys = {f"{name}_key": COLLATIONS[DEFAULT](getattr(email, name)) for name in _TEXTS}
        columns = (*_COLUMNS, *keys)
        values = (*(getattr(email, name) for name in _COLUMNS), *keys.values())
        if row is None:
            statement = f"INSERT INTO emails (account, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
            row = self._db.execute(statement, (account, *values)).lastrowid
        else:
            assignments = ", ".join(f"{name} = ?" for name in columns)
            self._db.execute(f"UPDATE emails SET {assignments} WHERE row = ?", (*values, row))
            self._unlink(row)
        self._db.executemany(
            "INSERT INTO email_mailboxes VALUES (?, ?, ?, ?)",
            [(account, mailbox, email.received, row) for mailbox in email.mailboxes],
        )
        self._db.executemany(
            "INSERT INTO email_keywords VALUES (?, ?, ?, ?)",
            [(account, keyword, email.received, row) for keyword in email.keywords],
        )

    def drop_email(self, account: str, id: str) -> None:
        row = self._row(account, id)
        if row is not None:
            self._unlink(row)
            self._db.execute("DELETE FROM email_texts WHERE rowid = ?", (row,))
            self._db.execute("DELETE FROM emails WHERE row = ?", (row,))

    def put_texts(self, account: str, id: str, texts: Mapping[str, str]) -> None:
        row = self._row(account, id)
        names = email_sql.TEXTS
        self._db.execute(
            f"INSERT OR REPLACE INTO email_texts (rowid, {', '.join(names)}) VALUES (?{', ?' * len(names)})",
            (row, *(texts.get(name, "") for name in names)),
        )

    def find_emails(self, account: str, filter: Filter | None, sort: Iterable[Sort]) -> Iterator[tuple[str, str]]:
        statement, parameters = self._select(account, filter, sort)
        return iter(self._db.execute(statement, parameters))

    def _select(self, account: str, filter: Filter | None, sort: Iterable[Sort]) -> email_sql.Sql:
        orders = tuple(sort)
        by_index = email_sql.has_index(orders)
        if by_index and filter:
            statement, parameters = email_sql.count_up_to(_MANY, account, filter)
            by_index = self._db.execute(statement, parameters).fetchone()[0] == _MANY
        return email_sql.select(account, filter, orders, by_index)

    def page_of_emails(
        self, account: str, filter: Filter | None, sort: Iterable[Sort], start: int, limit: int | None
    ) -> list[str]:
        statement, parameters = self._select(account, filter, sort)
        # In one row; the order within survives the function, as that of a subquery with a limit.
        row = self._db.execute(
            f"SELECT json_group_array(id) FROM ({statement} LIMIT ? OFFSET ?)",
            (*parameters, -1 if limit is None else limit, start),
        )
        ids: list[str] = json.loads(row.fetchone()[0])
        return ids

    def count_emails(self, account: str, filter: Filter | None, threads: bool) -> int:
        statement, parameters = email_sql.count(account, filter, threads)
        return int(self._db.execute(statement, parameters).fetchone()[0])

    def matching_emails(self, account: str, ids: Iterable[str], filter: Filter) -> set[str]:
        wanted, found = list(ids), set()
        for start in range(0, len(wanted), _AT_ONCE):
            statement, parameters = email_sql.among(account, wanted[start : start + _AT_ONCE], filter)
            found |= {id for (id,) in self._db.execute(statement, parameters)}
        return found

    def octets_of(self, account: str) -> int:
        return int(self._db.execute("SELECT total(size) FROM emails WHERE account = ?", (account,)).fetchone()[0])

    def email_rows(self, account: str, mailbox: str | None = None) -> Iterator[EmailRow]:
        statement = (
            f"SELECT {', '.join(_COLUMNS)},"
            " (SELECT json_group_array(mailbox) FROM email_mailboxes AS m WHERE m.row = e.row),"
            " (SELECT json_group_array(keyword) FROM email_keywords AS k WHERE k.row = e.row)"
            " FROM emails AS e WHERE account = ?"
        )
        place = (account,) if mailbox is None else (account, account, mailbox)
        if mailbox is not None:
            statement += " AND row IN (SELECT row FROM email_mailboxes WHERE account = ? AND mailbox = ?)"
        for values in self._db.execute(statement, place):
            *plain, mailboxes, keywords = values
            row: dict[str, Any] = dict(zip(_COLUMNS, plain, strict=True))
            row |= {"mailboxes": frozenset(json.loads(mailboxes)), "keywords": frozenset(json.loads(keywords))}
            yield EmailRow(**row | {"has_attachment": bool(row["has_attachment"])})

    def email_texts(self, account: str) -> Iterator[tuple[str, dict[str, str]]]:
        names = ", ".join(f"x.{name}" for name in email_sql.TEXTS)
        statement = (
            f"SELECT e.id, {names} FROM emails AS e JOIN email_texts AS x ON x.rowid = e.row WHERE e.account = ?"
        )
        for id, *values in self._db.execute(statement, (account,)):
            yield id, dict(zip(email_sql.TEXTS, values, strict=True))

    def strays(self) -> list[str]:
        found = []
        for table, row in (("email_texts", "rowid"), ("email_mailboxes", "row"), ("email_keywords", "row")):
            statement = f"SELECT DISTINCT {row} FROM {table} WHERE {row} NOT IN (SELECT row FROM emails) ORDER BY 1"
            rows = [str(row) for (row,) in self._db.execute(statement)]
            found += [f"{table} has rows of no Email: {', '.join(rows)}"] if rows else []
        return found

    def _row(self, account: str, id: str) -> int | None:
        found = self._db.execute("SELECT row FROM emails WHERE account = ? AND id = ?", (account, id)).fetchone()
        return found[0] if found else None

    def _unlink(self, row: int) -> None:
        self._db.execute("DELETE FROM email_mailboxes WHERE row = ?", (row,))
        self._db.execute("DELETE FROM email_keywords WHERE row = ?", (row,))
