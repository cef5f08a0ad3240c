"""A store in one SQLite file: write-ahead log, every commit flushed to disk.

A transaction has a connection to itself. A file has as many as are needed at a time, for readers
beside one writer; ``:memory:`` has one, which everybody waits for.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from ..collation import COLLATIONS
from .blobs import BlobRows
from .emails import EmailRows
from .interface import Broken, Changed
from .numbers import NumberRows
from .people import PeopleRows
from .records import RecordRows
from .schema import migrate
from .sending import SendingRows
from .watch import Watch


class SQLiteTransaction(RecordRows, EmailRows, BlobRows, PeopleRows, SendingRows, NumberRows):
    """What the store can do, on one connection within one transaction, which begins with the first that is asked."""

    def __init__(self, begin: Callable[[], sqlite3.Connection]) -> None:
        super().__init__()
        self._begin = begin
        self._begun: sqlite3.Connection | None = None
        self._late = {}

    @property
    def _db(self) -> sqlite3.Connection:  # type: ignore[override]
        if self._begun is None:
            self._begun = self._begin()
        return self._begun

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        self.write_texts()
        try:
            with super().savepoint():
                yield
        except BaseException:
            self._late.clear()
            raise


class SQLiteStore:
    """A store in the file ``path``, which is made if it does not exist.

    Raises:
        ValueError: the file is no store, or one of a later version.
    """

    def __init__(self, path: str | Path = ":memory:") -> None:
        self.path = str(path)
        self._writing = threading.Lock()
        self._asking = threading.Lock()
        self._asked: sqlite3.Connection | None = None
        self._listeners: list[Callable[[Changed], None]] = []
        #: While anybody listens, what tells of the changes of other processes.
        self._watch: Watch | None = None
        self._watching = threading.Lock()
        self._using: AbstractContextManager[object] = threading.Lock() if self.path == ":memory:" else nullcontext()
        self._all: list[sqlite3.Connection] = []
        self._idle = [self._connect()]

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=30)
            connection.execute("PRAGMA journal_mode = WAL")
            # An acknowledged change survives a loss of power only when the log is flushed at each commit.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.create_function("collated", 2, _collated, deterministic=True)
            migrate(connection)
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{self.path}: {error}") from error
        self._all.append(connection)
        return connection

    def _take(self) -> sqlite3.Connection:
        """The connection that was used last: it remembers the most."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    @contextmanager
    def transaction(self, write: bool = False) -> Iterator[SQLiteTransaction]:
        with ExitStack() as end:
            transaction = SQLiteTransaction(lambda: end.enter_context(self._begun(write)))
            yield transaction
            transaction.write_texts()
        if transaction.changed:
            if watch := self._watch:
                watch.know(transaction.changed)
            self._tell(transaction.changed)

    @contextmanager
    def _begun(self, write: bool) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction."""
        # Writers of this process wait here, which is fair; waiting inside SQLite is polling.
        with self._writing if write else nullcontext(), self._using:
            connection = self._take()
            try:
                connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                # Its kin are about the statement, or about others who hold the file.
                if type(error) is sqlite3.DatabaseError:
                    raise Broken(f"{self.path}: {error}") from error
                raise
            finally:
                self._idle.append(connection)

    def version(self) -> int:
        if self.path == ":memory:":
            return self._all[0].total_changes
        with self._asking:
            # A connection hears of the commits of all others; this one never writes.
            self._asked = self._asked or self._connect()
            version: int = self._asked.execute("PRAGMA data_version").fetchone()[0]
        return version

    def listen(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        with self._watching:
            self._listeners.append(listener)
            if self._watch is None and self.path != ":memory:":
                self._watch = Watch(self._take(), self._tell)

        def end() -> None:
            with self._watching:
                self._listeners.remove(listener)
                if not self._listeners:
                    self._stop_watching()

        return end

    def _tell(self, made: Changed) -> None:
        for listener in tuple(self._listeners):
            listener(made)

    def _stop_watching(self) -> None:
        watch, self._watch = self._watch, None
        if watch:
            self._idle.append(watch.stop())

    def close(self) -> None:
        with self._watching:
            self._stop_watching()
        for connection in self._all:
            connection.close()


def _collated(text: str, collation: str) -> bytes:
    """What to compare in an order of strings."""
    return COLLATIONS[collation](text)
