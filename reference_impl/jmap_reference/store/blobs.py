"""Octets by account, on SQLite.

A part of a message is no blob of its own but a view: its id says of which blob, from where to
where, and in which transfer encoding. So each part has the same id whenever it is seen, no
octets are kept twice, and a download does not have to read the message.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from typing import Final

from ..transfer_encoding import transfer_decoded
from .values import HeldBlob, Referring

_ENCODINGS: Final = {"i": "binary", "b": "base64", "q": "quoted-printable"}
_VIEW: Final = re.compile("(.+)-([ibq])([0-9a-f]{1,12})-([0-9a-f]{1,12})")


def view(blob_id: str, start: int, end: int, encoding: str) -> str:
    """The id of the octets from ``start`` to ``end`` in another blob, decoded; an unknown encoding is none."""
    letter = next((letter for letter, name in _ENCODINGS.items() if name == encoding), "i")
    return f"{blob_id}-{letter}{start:x}-{end:x}"


def containing(id: str) -> list[str]:
    """The id, and those of the blobs that it can be a view of, from the inside out."""
    found = [id]
    while inner := _VIEW.fullmatch(found[-1]):
        found.append(inner[1])
    return found


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
        self.hold_blob(account, str(row[0]), uploader, at)
        return str(row[0])

    def hold_blob(self, account: str, id: str, user: str, at: float) -> None:
        # req: core/Blob/hour-renewed
        self._db.execute(
            "INSERT INTO held_blobs SELECT account, ?, id, ?, length(octets) FROM blobs WHERE account = ? AND id = ?"
            " ON CONFLICT DO UPDATE SET at = excluded.at",
            (user, at, account, id),
        )

    def holds_blob(self, account: str, id: str, user: str) -> bool:
        statement = "SELECT 1 FROM held_blobs WHERE account = ? AND user = ? AND blob = ?"
        return self._db.execute(statement, (account, user, id)).fetchone() is not None

    def held_octets(self, account: str, user: str) -> int:
        statement = "SELECT coalesce(sum(size), 0) FROM held_blobs WHERE account = ? AND user = ?"
        return int(self._db.execute(statement, (account, user)).fetchone()[0])

    def held_blobs(self, account: str, user: str) -> list[HeldBlob]:
        statement = "SELECT blob, at, size FROM held_blobs WHERE account = ? AND user = ? ORDER BY at, blob"
        return [HeldBlob(*row) for row in self._db.execute(statement, (account, user))]

    def let_go_of_blob(self, account: str, id: str, user: str, referring: Referring) -> None:
        place = (account, user, id)
        self._db.execute("DELETE FROM held_blobs WHERE account = ? AND user = ? AND blob = ?", place)
        self._delete_unused(account, id, referring)

    def drop_blobs(self, before: float, referring: Referring) -> int:
        statement = "DELETE FROM held_blobs WHERE at < ? RETURNING account, blob"
        let_go = sorted(set(self._db.execute(statement, (before,)).fetchall()))
        return sum(self._delete_unused(account, id, referring) for account, id in let_go)

    def _delete_unused(self, account: str, id: str, referring: Referring) -> bool:
        """Whether nobody held it, and no record referred to it nor a message that IMAP marked, so that it is gone."""
        for table in ("held_blobs", "imap_marked"):
            if self._db.execute(f"SELECT 1 FROM {table} WHERE account = ? AND blob = ?", (account, id)).fetchone():
                return False
        entry = "SELECT 1 FROM entries WHERE account = ? AND type = ? AND name = ? AND value = ?"
        if any(self._db.execute(entry, (account, type, name, id)).fetchone() for type, name in referring):
            return False
        return self._db.execute("DELETE FROM blobs WHERE account = ? AND id = ?", (account, id)).rowcount > 0

    def blob(self, account: str, id: str) -> bytes | None:
        row = self._db.execute("SELECT octets FROM blobs WHERE account = ? AND id = ?", (account, id)).fetchone()
        if row:
            return bytes(row[0])
        found = _VIEW.fullmatch(id)
        whole = self.blob(account, found[1]) if found else None
        if found is None or whole is None:
            return None
        start, end = int(found[3], 16), int(found[4], 16)
        # An id that nobody was given is no id.
        if not start <= end <= len(whole) or view(found[1], start, end, _ENCODINGS[found[2]]) != id:
            return None
        # req: mail/EmailBodyPart/blobId/decoded
        #   A download of the blob MUST give the decoded octets.
        return transfer_decoded(whole[start:end], _ENCODINGS[found[2]])

    def damaged_blobs(self, account: str) -> list[str]:
        rows = self._db.execute("SELECT id, digest, octets FROM blobs WHERE account = ? ORDER BY id", (account,))
        return [id for id, digest, octets in rows if hashlib.sha256(octets).digest() != digest]
