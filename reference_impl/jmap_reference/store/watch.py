"""What other processes do to a store: ``jmap-reference import`` beside a running server, whose clients want to hear.

SQLite wakes nobody. But whether anyone has committed since the last look is one number in shared memory, so looking
costs next to nothing; only when that number is another are the states read, and compared with those that are known.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from typing import Final

from .interface import Changed

log = logging.getLogger("jmap_reference")

INTERVAL: Final = 0.25
"""Seconds from one look to the next."""


class Watch:
    """Looks, on a connection of its own, from when it is made until it is stopped.

    ``tell`` is called with new states, from the thread that looks.
    """

    def __init__(self, connection: sqlite3.Connection, tell: Callable[[Changed], None]) -> None:
        self._db, self._tell = connection, tell
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        # The number first: what is committed in between is looked at once more, and not never.
        self._seen = self._version()
        self._known = self._states()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def know(self, made: Changed) -> None:
        """This process has made these states, and has told of them."""
        with self._lock:
            for key, state in made.items():
                self._known[key] = max(state, self._known.get(key, 0))

    def stop(self) -> sqlite3.Connection:
        """Look no more; the connection can be used for something else."""
        self._stopped.set()
        self._thread.join()
        return self._db

    def _run(self) -> None:
        while not self._stopped.wait(INTERVAL):
            try:
                self._look()
            except Exception:
                log.exception("looking for changes of other processes failed")

    def _look(self) -> None:
        version = self._version()
        if version == self._seen:
            return
        self._seen, now = version, self._states()
        with self._lock:
            new = {key: state for key, state in now.items() if state > self._known.get(key, 0)}
            self._known |= new
        if new:
            self._tell(new)

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _states(self) -> Changed:
        rows = self._db.execute("SELECT account, type, state FROM states")
        return {(account, type): state for account, type, state in rows}
