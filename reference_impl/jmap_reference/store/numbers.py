"""Numbers of messages for IMAP, and what it keeps of those that are marked as deleted, on SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

from .interface import Changed
from .numbering import Numbers
from .values import Record

_HERE: Final = "account = ?1 AND mailbox = ?2"
_LIVE: Final = (
    "SELECT e.id, e.received FROM email_mailboxes AS m JOIN emails AS e ON e.row = m.row"
    " WHERE m.account = ?1 AND m.mailbox = ?2"
)
_IDS: Final = f"SELECT id FROM ({_LIVE})"
_RENUMBER: Final = (
    # What came back is as any other again.
    f"DELETE FROM imap_marked WHERE {_HERE} AND email IN ({_IDS})",
    f"DELETE FROM imap_uids WHERE {_HERE} AND email NOT IN ({_IDS})"
    f" AND email NOT IN (SELECT email FROM imap_marked WHERE {_HERE})",
    "INSERT INTO imap_uids SELECT ?1, ?2,"
    f" (SELECT next - 1 FROM imap_mailboxes WHERE {_HERE}) + row_number() OVER (ORDER BY received, id), id"
    f" FROM ({_LIVE}) WHERE id NOT IN (SELECT email FROM imap_uids WHERE {_HERE})",
    f"UPDATE imap_mailboxes SET next = max(next, 1 + coalesce((SELECT max(uid) FROM imap_uids WHERE {_HERE}), 0))"
    f" WHERE {_HERE}",
)
_LOST: Final = "it is marked as deleted, and its message is gone"
_IS_LOST: Final = (
    "EXISTS (SELECT 1 FROM imap_marked AS k WHERE k.account = u.account AND k.mailbox = u.mailbox AND k.email = u.email"
    " AND NOT EXISTS (SELECT 1 FROM blobs AS b WHERE b.account = k.account AND b.id = k.blob))"
)


class NumberRows:
    _db: sqlite3.Connection
    changed: Changed

    def numbers(self, account: str, mailbox: str) -> Numbers:
        place = (account, mailbox)
        self._db.execute("INSERT OR IGNORE INTO imap_mailboxes (account, mailbox) VALUES (?, ?)", place)
        state = self._db.execute("SELECT state FROM states WHERE account = ? AND type = 'Email'", (account,)).fetchone()
        seen = f"UPDATE imap_mailboxes SET state = ?3 WHERE {_HERE} AND state <> ?3"
        if self._db.execute(seen, (*place, state[0] if state else 0)).rowcount:
            for statement in _RENUMBER:
                self._db.execute(statement, place)
        select = f"SELECT validity, next FROM imap_mailboxes WHERE {_HERE}"
        validity, following = self._db.execute(select, place).fetchone()
        uids = self._db.execute(f"SELECT email, uid FROM imap_uids WHERE {_HERE} ORDER BY uid", place)
        return Numbers(validity, following, dict(uids.fetchall()))

    def mark(self, account: str, mailbox: str, email: Record) -> None:
        row = (account, mailbox, email["id"], email["blobId"], json.dumps(email))
        self._db.execute("INSERT OR REPLACE INTO imap_marked VALUES (?, ?, ?, ?, ?)", row)

    def marked(self, account: str, mailbox: str) -> dict[str, Record]:
        rows = self._db.execute(f"SELECT email, record FROM imap_marked WHERE {_HERE}", (account, mailbox))
        return {id: json.loads(record) for id, record in rows}

    def expunge(self, account: str, mailbox: str, ids: Iterable[str]) -> None:
        places = [(account, mailbox, id) for id in ids]
        for table in ("imap_marked", "imap_uids"):
            self._db.executemany(f"DELETE FROM {table} WHERE {_HERE} AND email = ?3", places)
        # No record has changed; those who look at the mailbox are to hear of it all the same.
        self.changed.setdefault((account, "UID"), 0)

    def spell(self, account: str, spellings: Mapping[str, str]) -> None:
        rows = [(account, keyword, spelling) for keyword, spelling in spellings.items()]
        self._db.executemany("INSERT OR IGNORE INTO imap_spellings VALUES (?, ?, ?)", rows)

    def spellings(self, account: str) -> dict[str, str]:
        rows = self._db.execute("SELECT keyword, spelling FROM imap_spellings WHERE account = ?", (account,))
        return dict(rows.fetchall())

    def misnumbered(self) -> list[str]:
        known = "SELECT 1 FROM records AS r WHERE r.account = t.account AND r.type = 'Mailbox' AND r.id = t.mailbox"
        found = []
        for table in ("imap_mailboxes", "imap_uids", "imap_marked"):
            rows = self._db.execute(f"SELECT DISTINCT mailbox FROM {table} AS t WHERE NOT EXISTS ({known}) ORDER BY 1")
            found += [f"{table} has rows of {mailbox}, which does not exist" for (mailbox,) in rows]
        for what, where in (("it has a number that is to be given again", "u.uid >= m.next"), (_LOST, _IS_LOST)):
            statement = (
                "SELECT u.mailbox, u.email FROM imap_uids AS u JOIN imap_mailboxes AS m"
                f" ON m.account = u.account AND m.mailbox = u.mailbox WHERE {where} ORDER BY 1, 2"
            )
            found += [f"Email {id} in Mailbox {mailbox}: {what}" for mailbox, id in self._db.execute(statement)]
        return found
