"""Records, their entries, their states and the log, on SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Final

from .interface import Changed
from .values import Change, Entries, Record

_AT_ONCE: Final = 500
"""Ids in one statement; SQLite takes 32,766 parameters, older builds 999."""

_BODIES: Final = "SELECT group_concat(body) FROM records"
"""Many in one row: for each row the thread lets go of the interpreter, and one text is decoded faster than many."""

_to_json: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class RecordRows:
    _db: sqlite3.Connection

    def __init__(self) -> None:
        #: New states, for those who listen.
        self.changed: Changed = {}

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        changed = dict(self.changed)
        self._db.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO attempt")
            self.changed = changed
            raise
        finally:
            self._db.execute("RELEASE attempt")

    def read(self, account: str, type: str, ids: Iterable[str]) -> dict[str, Record]:
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Record] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            places = ",".join("?" * len(some))
            statement = f"{_BODIES} WHERE account = ? AND type = ? AND id IN ({places})"
            found |= {record["id"]: record for record in self._bodies(statement, account, type, *some)}
        return {id: found[id] for id in wanted if id in found}

    def read_all(self, account: str, type: str) -> list[Record]:
        statement = "SELECT body FROM records WHERE account = ? AND type = ? ORDER BY id"
        return self._bodies(f"SELECT group_concat(body) FROM ({statement})", account, type)

    def every(self, account: str, type: str, by: str = "id") -> Iterator[Record]:
        statement = "SELECT body FROM records WHERE account = ? AND type = ? ORDER BY "
        # By id, there is an index; an expression is sorted, in a file if need be.
        statement += "id" if by == "id" else "json_extract(body, ?)"
        rows = self._db.execute(statement, (account, type, *([] if by == "id" else [f"$.{by}"])))
        return (json.loads(body) for (body,) in rows)

    def count(self, account: str, type: str) -> int:
        return self._int("SELECT count(*) FROM records WHERE account = ? AND type = ?", account, type)

    def find(self, account: str, type: str, name: str, value: str) -> list[str]:
        statement = "SELECT id FROM entries WHERE account = ? AND type = ? AND name = ? AND value = ? ORDER BY id"
        return [id for (id,) in self._db.execute(statement, (account, type, name, value))]

    def has(self, account: str, type: str, name: str, value: str) -> bool:
        statement = "SELECT EXISTS (SELECT 1 FROM entries WHERE account = ? AND type = ? AND name = ? AND value = ?)"
        return self._int(statement, account, type, name, value) == 1

    def create(self, account: str, type: str, record: Record, entries: Entries, at: float) -> None:
        place = (account, type, record["id"])
        self._db.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (*place, _to_json(record)))
        self._enter(place, entries)
        self._log(place, "created", {}, at)

    def update(
        self, account: str, type: str, record: Record, before: Record, old: Entries, new: Entries, at: float
    ) -> None:
        place = (account, type, record["id"])
        statement = "UPDATE records SET body = ? WHERE account = ? AND type = ? AND id = ?"
        self._db.execute(statement, (_to_json(record), *place))
        self._strike(place, old - new)
        self._enter(place, new - old)
        self._log(place, "updated", before, at)

    def destroy(self, account: str, type: str, record: Record, entries: Entries, at: float) -> None:
        place = (account, type, record["id"])
        self._db.execute("DELETE FROM records WHERE account = ? AND type = ? AND id = ?", place)
        self._strike(place, entries)
        self._log(place, "destroyed", record, at)

    def state(self, account: str, type: str) -> int:
        return self._int("SELECT state FROM states WHERE account = ? AND type = ?", account, type)

    def oldest_state(self, account: str, type: str) -> int:
        return self._int("SELECT oldest FROM states WHERE account = ? AND type = ?", account, type)

    def changes(self, account: str, type: str, since: int) -> Iterator[Change] | None:
        if not self.oldest_state(account, type) <= since <= self.state(account, type):
            return None
        statement = (
            "SELECT state, id, kind, before FROM changes WHERE account = ? AND type = ? AND state > ? ORDER BY state"
        )
        rows = self._db.execute(statement, (account, type, since))
        return (Change(state, id, kind, json.loads(before)) for state, id, kind, before in rows)

    def cut_log(self, before: float) -> int:
        self._db.execute(
            "UPDATE states SET oldest = max(oldest, coalesce((SELECT max(state) FROM changes AS c"
            " WHERE c.account = states.account AND c.type = states.type AND c.at < ?), 0))",
            (before,),
        )
        gone = self._db.execute(
            "DELETE FROM changes WHERE state <= (SELECT oldest FROM states AS s"
            " WHERE s.account = changes.account AND s.type = changes.type)"
        )
        return gone.rowcount

    def bump(self, account: str, type: str) -> None:
        statement = (
            "INSERT INTO states VALUES (?, ?, 1, 1)"
            " ON CONFLICT DO UPDATE SET state = state + 1, oldest = state + 1 RETURNING state"
        )
        self.changed[account, type] = self._int(statement, account, type)

    def types(self, account: str) -> list[str]:
        statement = (
            "SELECT type FROM states WHERE account = ?1 UNION SELECT type FROM records WHERE account = ?1 ORDER BY type"
        )
        return [type for (type,) in self._db.execute(statement, (account,))]

    def entries(self, account: str, type: str) -> Iterator[tuple[str, Entries]]:
        statement = "SELECT id, name, value FROM entries WHERE account = ? AND type = ? ORDER BY id"
        rows = self._db.execute(statement, (account, type))
        for id, some in groupby(rows, itemgetter(0)):
            yield id, frozenset((name, value) for _, name, value in some)

    def damage(self) -> list[str]:
        said = [line for (line,) in self._db.execute("PRAGMA integrity_check")]
        return [] if said == ["ok"] else said

    def _int(self, statement: str, *parameters: str) -> int:
        """The number that a statement gives; 0 when it gives no row."""
        row = self._db.execute(statement, parameters).fetchone()
        return int(row[0]) if row else 0

    def _bodies(self, statement: str, *parameters: str) -> list[Record]:
        """The records in the one row that a statement gives."""
        (joined,) = self._db.execute(statement, parameters).fetchone()
        records: list[Record] = json.loads(f"[{joined or ''}]")
        return records

    def _enter(self, place: tuple[str, str, str], entries: Entries) -> None:
        account, type, id = place
        rows = [(account, type, name, value, id) for name, value in entries]
        self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", rows)

    def _strike(self, place: tuple[str, str, str], entries: Entries) -> None:
        account, type, id = place
        rows = [(account, type, name, value, id) for name, value in entries]
        statement = "DELETE FROM entries WHERE account = ? AND type = ? AND name = ? AND value = ? AND id = ?"
        self._db.executemany(statement, rows)

    def _log(self, place: tuple[str, str, str], kind: str, before: Record, at: float) -> None:
        account, type, id = place
        state = self._int(
            "INSERT INTO states VALUES (?, ?, 1, 0) ON CONFLICT DO UPDATE SET state = state + 1 RETURNING state",
            account,
            type,
        )
        self._db.execute(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)", (account, type, state, id, kind, _to_json(before), at)
        )
        self.changed[account, type] = state
