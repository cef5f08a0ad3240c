"""Octets by account, on SQLite."""

from __future__ import annotations

import hashlib
import sqlite3


class BlobRows:
    _db: sqlite3.Connection

    def add_blob(self, account: str, new_id: str, octets: bytes, uploader: str, at: float) -> str:
        # The same octets get the same id again, and their time starts anew (RFC 8620, Section 6).
        statement = (
            "INSERT INTO blobs VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (account, digest) DO UPDATE SET at = excluded.at RETURNING id"
        )
        digest = hashlib.sha256(octets).digest()
        row = self._db.execute(statement, (account, new_id, digest, uploader, at, octets)).fetchone()
        return str(row[0])

    def blob(self, account: str, id: str) -> bytes | None:
        row = self._db.execute("SELECT octets FROM blobs WHERE account = ? AND id = ?", (account, id)).fetchone()
        return bytes(row[0]) if row else None

    def has_blob(self, account: str, id: str) -> bool:
        row = self._db.execute("SELECT 1 FROM blobs WHERE account = ? AND id = ?", (account, id)).fetchone()
        return row is not None
