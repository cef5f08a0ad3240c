"""The tables, as a list of migrations: opening a store runs those that it has not seen."""

from __future__ import annotations

import sqlite3
from typing import Final

MIGRATIONS: Final = (
    """
    CREATE TABLE users (
        name TEXT PRIMARY KEY, password TEXT NOT NULL, is_demo INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tokens (
        digest BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE, expires REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tokens_user ON tokens (user);
    CREATE TABLE accounts (
        id TEXT PRIMARY KEY, name TEXT NOT NULL,
        capabilities TEXT -- URNs with spaces in between, or null for all
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE access (
        user TEXT NOT NULL REFERENCES users ON DELETE CASCADE, account TEXT NOT NULL REFERENCES accounts,
        place INTEGER NOT NULL, is_personal INTEGER NOT NULL, is_read_only INTEGER NOT NULL,
        PRIMARY KEY (user, account)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX access_account ON access (account);

    CREATE TABLE records (
        account TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (account, type, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE entries (
        account TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
        PRIMARY KEY (account, type, name, value, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE states (
        account TEXT NOT NULL, type TEXT NOT NULL,
        state INTEGER NOT NULL, -- where the type is now
        oldest INTEGER NOT NULL, -- from where the log can still tell
        PRIMARY KEY (account, type)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE changes (
        account TEXT NOT NULL, type TEXT NOT NULL, state INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
        before TEXT NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (account, type, state)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE blobs (
        account TEXT NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL, uploader TEXT NOT NULL, at REAL NOT NULL,
        octets BLOB NOT NULL,
        PRIMARY KEY (account, id), UNIQUE (account, digest)
    ) STRICT;
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a store to the present form; each step wholly or not at all.

    Raises:
        ValueError: a later version of this program made the store.
    """
    seen = connection.execute("PRAGMA user_version").fetchone()[0]
    if seen > len(MIGRATIONS):
        raise ValueError(f"the store has form {seen}; this program knows forms up to {len(MIGRATIONS)}")
    for number, statements in enumerate(MIGRATIONS[seen:], start=seen + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {statements} PRAGMA user_version = {number}; COMMIT;")
