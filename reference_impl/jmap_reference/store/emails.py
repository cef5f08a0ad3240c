"""Emails by what they are searched and sorted by, on SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ..collation import COLLATIONS, DEFAULT
from . import email_sql
from .email_lists import UNREAD, EmailList, Span, Sql, lists
from .values import EmailRow, Filter, Sort

_AT_ONCE: Final = 500
_COLUMNS: Final = ("id", "thread", "received", "sent", "size", "has_attachment", "sender", "recipient", "subject")
"""As EmailRow names them."""
_TEXTS: Final = ("sender", "recipient", "subject")
_MANY: Final = 2000
"""Emails: if fewer match, they are sorted; else the account is gone through in the order that is asked for."""
_FIRST: Final = 1000
"""How many Emails are looked at first, where many match."""


class EmailRows:
    _db: sqlite3.Connection
    #: Texts to be written, or (None) deleted, by row; see ``write_texts``.
    _late: dict[int, tuple[str, ...] | None]

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
            "INSERT INTO email_mailboxes VALUES (?, ?, ?, ?, ?)",
            [(account, mailbox, email.received, row, UNREAD not in email.keywords) for mailbox in email.mailboxes],
        )
        self._db.executemany(
            "INSERT INTO email_keywords VALUES (?, ?, ?, ?)",
            [(account, keyword, email.received, row) for keyword in email.keywords],
        )

    def drop_email(self, account: str, id: str) -> None:
        row = self._row(account, id)
        if row is not None:
            self._unlink(row)
            self._db.execute("DELETE FROM emails WHERE row = ?", (row,))
            self._write_late(row, None)

    def put_texts(self, account: str, id: str, texts: Mapping[str, str]) -> None:
        row = self._row(account, id)
        assert row is not None, "only an Email that was put has texts"
        self._write_late(row, tuple(texts.get(name, "") for name in email_sql.TEXTS))

    def _write_late(self, row: int, texts: tuple[str, ...] | None) -> None:
        self._late[row] = texts
        if len(self._late) >= _AT_ONCE:
            self.write_texts()

    def write_texts(self) -> None:
        """Bring the index of texts up to date: before it is asked, before a savepoint and before the end.

        Many at once and in the order of their rows, or FTS5 makes a part of the index of each, and joins them again.
        """
        if not self._late:
            return
        late, self._late = self._late, {}
        insert = (
            f"INSERT INTO email_texts (rowid, {', '.join(email_sql.TEXTS)}) VALUES (?{', ?' * len(email_sql.TEXTS)})"
        )
        self._db.executemany("DELETE FROM email_texts WHERE rowid = ?", [(row,) for row in sorted(late)])
        self._db.executemany(insert, [(row, *texts) for row, texts in sorted(late.items()) if texts is not None])

    def find_emails(self, account: str, filter: Filter | None, sort: Iterable[Sort]) -> Iterator[tuple[str, str]]:
        for statement, parameters in self._searches(account, filter, tuple(sort)):
            yield from self._db.execute(statement, parameters)

    def page_of_emails(
        self, account: str, filter: Filter | None, sort: Iterable[Sort], start: int, limit: int | None
    ) -> list[str]:
        orders, skipped = tuple(sort), 0
        searches = self._searches(account, filter, orders)
        if start >= _FIRST and (along := self._list_that_is(account, filter, orders)):
            searches, skipped = self._from(along, orders, start)
        ids: list[str] = []
        for statement, parameters in searches:
            missing = -1 if limit is None else start - skipped + limit - len(ids)
            if missing == 0:
                break
            # In one row; the order within survives the function, as that of a subquery with a limit.
            row = self._db.execute(f"SELECT json_group_array(id) FROM ({statement} LIMIT ?)", (*parameters, missing))
            ids += json.loads(row.fetchone()[0])
        return ids[start - skipped :]

    def place_of_email(self, account: str, filter: Filter | None, sort: Iterable[Sort], id: str) -> int | None:
        orders = tuple(sort)
        along = self._list_that_is(account, filter, orders)
        if along is None:
            found = enumerate(self.find_emails(account, filter, orders))
            return next((place for place, (each, _) in found if each == id), None)
        if not self.matching_emails(account, [id], filter or {}):
            return None
        date = self._one("SELECT received FROM emails WHERE account = ? AND id = ?", [account, id])
        return self._before(along, orders[0], date) + int(self._one(*email_sql.ties(along, date, id)))

    def count_emails(self, account: str, filter: Filter | None, threads: bool) -> int:
        self.write_texts()
        source = email_sql.matching(account, filter) or self._shortest(account, filter)
        if not threads and email_sql.is_all(source, filter):
            return int(self._one(*source.count()))
        return int(self._one(*email_sql.count(source, filter, threads)))

    def matching_emails(self, account: str, ids: Iterable[str], filter: Filter) -> set[str]:
        self.write_texts()
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
            " FROM emails AS e WHERE account = ? ORDER BY id"
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
        self.write_texts()
        names = ", ".join(f"x.{name}" for name in email_sql.TEXTS)
        statement = (
            f"SELECT e.id, {names} FROM emails AS e CROSS JOIN email_texts AS x ON x.rowid = e.row"
            " WHERE e.account = ? ORDER BY e.id"
        )
        for id, *values in self._db.execute(statement, (account,)):
            yield id, dict(zip(email_sql.TEXTS, values, strict=True))

    def strays(self) -> list[str]:
        found = []
        for table, row in (("email_texts", "rowid"), ("email_mailboxes", "row"), ("email_keywords", "row")):
            statement = f"SELECT DISTINCT {row} FROM {table} WHERE {row} NOT IN (SELECT row FROM emails) ORDER BY 1"
            rows = [str(row) for (row,) in self._db.execute(statement)]
            found += [f"{table} has rows of no Email: {', '.join(rows)}"] if rows else []
        statement = (
            "SELECT row FROM email_mailboxes AS m WHERE is_unread ="
            " EXISTS (SELECT 1 FROM email_keywords AS k WHERE k.row = m.row AND k.keyword = ?) ORDER BY row"
        )
        wrong = [str(row) for (row,) in self._db.execute(statement, (UNREAD,))]
        return found + ([f"email_mailboxes has the wrong ones as unread: {', '.join(wrong)}"] if wrong else [])

    def _searches(self, account: str, filter: Filter | None, sort: tuple[Sort, ...]) -> Iterator[Sql]:
        """Statements whose results, one after the other, are all the results in order."""
        self.write_texts()
        words = email_sql.matching(account, filter)
        source = words or self._shortest(account, filter)
        if email_sql.has_index(sort) and (
            not filter or self._one(*email_sql.count(source, filter, most=_MANY)) == _MANY
        ):
            source = email_sql.indexed(account, sort)
        by_date = bool(sort) and sort[0].property == "receivedAt" and email_sql.asks_for_words(filter)
        if by_date and (words is None or self._one(*words.count_up_to(_MANY)) == _MANY):
            source = self._shortest(account, filter)
            for span in self._spans(source, sort[0].is_ascending):
                yield email_sql.select(source, filter, sort, span)
        else:
            yield email_sql.select(source, filter, sort)

    def _shortest(self, account: str, filter: Filter | None) -> EmailList:
        """The list along which to go; where one is short, that."""
        first, *others = lists(account, filter)
        short = (each for each in (first, *others) if self._one(*each.count_up_to(_MANY)) < _MANY)
        return next(short, first) if others else first

    def _spans(self, along: EmailList, is_ascending: bool) -> Iterator[Span]:
        """All of the list, in parts: words that many Emails have are found among the first, others among more."""
        edge, size = None, _FIRST
        while True:
            rest = Span(since=edge) if is_ascending else Span(until=edge)
            date = self._one(*along.date_at(size, is_ascending, rest))
            if date is None:
                yield rest
                return
            span = Span(since=edge, until=date) if is_ascending else Span(since=date, until=edge)
            rows = self._db.execute(*along.rows(span)).fetchone()
            yield replace(span, rows=rows)
            edge, size = date, size * 10

    def _list_that_is(self, account: str, filter: Filter | None, sort: tuple[Sort, ...]) -> EmailList | None:
        """The list that has all results and nothing else, in their order; None if there is none."""
        if len(sort) != 1 or sort[0].property != "receivedAt":
            return None
        found = lists(account, filter)
        return found[0] if len(found) == 1 and email_sql.is_all(found[0], filter) else None

    def _from(self, along: EmailList, sort: tuple[Sort, ...], start: int) -> tuple[Iterator[Sql], int]:
        """The results from ``start`` on or somewhat earlier, and how many are before them."""
        date = self._one(*along.date_at(start, sort[0].is_ascending))
        if date is None:
            return iter(()), start
        span = Span(since=date) if sort[0].is_ascending else Span(up_to=date)
        return iter([email_sql.select(along, None, sort, span)]), self._before(along, sort[0], date)

    def _before(self, along: EmailList, sort: Sort, date: str) -> int:
        """How many come before those of this date."""
        return int(self._one(*along.count(Span(until=date) if sort.is_ascending else Span(above=date))))

    def _one(self, statement: str, parameters: list[Any]) -> Any:
        """The value that a statement gives; None if it gives no row."""
        row = self._db.execute(statement, parameters).fetchone()
        return row[0] if row else None

    def _row(self, account: str, id: str) -> int | None:
        found = self._db.execute("SELECT row FROM emails WHERE account = ? AND id = ?", (account, id)).fetchone()
        return found[0] if found else None

    def _unlink(self, row: int) -> None:
        self._db.execute("DELETE FROM email_mailboxes WHERE row = ?", (row,))
        self._db.execute("DELETE FROM email_keywords WHERE row = ?", (row,))
