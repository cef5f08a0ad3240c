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

_ENCODINGS: Final = {"i": "binary", "b": "base64", "q": "quoted-printable"}
_VIEW: Final = re.compile("(.+)-([ibq])([0-9a-f]{1,12})-([0-9a-f]{1,12})")


def view(blob_id: str, start: int, end: int, encoding: str) -> str:
    """The id of the octets from ``start`` to ``end`` in another blob, decoded; an unknown encoding is none."""
    letter = next((letter for letter, name in _ENCODINGS.items() if name == encoding), "i")
    return f"{blob_id}-{letter}{start:x}-{end:x}"


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
        return transfer_decoded(whole[start:end], _ENCODINGS[found[2]])

    def has_blob(self, account: str, id: str) -> bool:
        row = self._db.execute("SELECT 1 FROM blobs WHERE account = ? AND id = ?", (account, id)).fetchone()
        return row is not None or (_VIEW.fullmatch(id) is not None and self.blob(account, id) is not None)
