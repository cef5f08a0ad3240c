"""Users, the accounts that they can use, and tokens, on SQLite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .subscriptions import SubscriptionRows
from .values import Account, Share, User

_OF_ACCOUNT: Final = (
    # To unmark a message holds its blob, so that comes first.
    "imap_marked", "imap_uids", "imap_mailboxes", "imap_spellings",
    "records", "entries", "states", "changes", "blobs", "email_mailboxes", "email_keywords", "emails", "queue",
    "answered", "held_blobs",
)  # fmt: skip
_GONE: Final = "\0"
"""A name that no user has."""
_ROWS: Final = "SELECT row FROM emails WHERE account = ?"


class PeopleRows(SubscriptionRows):
    def user(self, name: str) -> User | None:
        row = self._db.execute("SELECT name, password, is_demo FROM users WHERE name = ?", (name,)).fetchone()
        return User(row[0], row[1], bool(row[2])) if row else None

    def users(self) -> list[User]:
        rows = self._db.execute("SELECT name, password, is_demo FROM users ORDER BY name")
        return [User(name, password, bool(is_demo)) for name, password, is_demo in rows]

    def put_user(self, user: User) -> None:
        # req: push/PushSubscription/ends-with-credentials
        #   When these expire or are revoked, the server MUST destroy it.
        changed = "user = ? AND token IS NULL AND (SELECT password FROM users WHERE name = user) <> ?"
        self._erase(changed, user.name, user.password)
        statement = (
            "INSERT INTO users VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET password = excluded.password, is_demo = excluded.is_demo"
        )
        self._db.execute(statement, (user.name, user.password, int(user.is_demo)))

    def remove_user(self, name: str) -> None:
        mine = [account.id for account in self.accounts_of(name)]
        views = [view for (view,) in self._db.execute("SELECT view FROM views WHERE user = ?", (name,))]
        self._erase("user = ?", name)
        self._db.execute("DELETE FROM users WHERE name = ?", (name,))
        # Their time runs on, for nobody.
        self._db.execute("UPDATE OR REPLACE held_blobs SET user = ? WHERE user = ?", (_GONE, name))
        for view in views:
            self._empty(view)
        for account in mine:
            if not self._db.execute("SELECT 1 FROM access WHERE account = ?", (account,)).fetchone():
                for (view,) in self._db.execute("SELECT view FROM views WHERE account = ?", (account,)).fetchall():
                    self._empty(view)
                for table in ("views", "grants"):
                    self._db.execute(f"DELETE FROM {table} WHERE account = ?", (account,))
                self._empty(account)
                self._db.execute("DELETE FROM accounts WHERE id = ?", (account,))

    def _empty(self, key: str) -> None:
        """Delete all that there is of an account, or a view."""
        self._db.execute(f"DELETE FROM email_texts WHERE rowid IN ({_ROWS})", (key,))
        for table in _OF_ACCOUNT:
            self._db.execute(f"DELETE FROM {table} WHERE account = ?", (key,))

    def accounts_of(self, user: str) -> list[Account]:
        rows = self._db.execute(
            "SELECT id, name, is_personal, is_read_only, coalesce(v.capabilities, c.capabilities), coalesce(view, '')"
            " FROM access AS a JOIN accounts AS c ON id = a.account"
            " LEFT JOIN views AS v ON v.account = a.account AND v.user = a.user"
            " WHERE a.user = ? ORDER BY is_personal DESC, place",
            (user,),
        )
        return [
            Account(id, name, bool(personal), bool(read_only), None if urns is None else frozenset(urns.split()), view)
            for id, name, personal, read_only, urns, view in rows
        ]

    def users_of(self, key: str) -> list[str]:
        rows = self._db.execute(
            "SELECT a.user FROM access AS a LEFT JOIN views AS v ON v.account = a.account AND v.user = a.user"
            " WHERE a.account = ?1 AND view IS NULL UNION"
            " SELECT a.user FROM views AS v JOIN access AS a ON a.account = v.account AND a.user = v.user"
            " WHERE view = ?1 ORDER BY 1",
            (key,),
        )
        return [user for (user,) in rows]

    def accounts(self) -> list[str]:
        return [id for (id,) in self._db.execute("SELECT id FROM accounts ORDER BY id")]

    def put_account(self, user: str, account: Account) -> None:
        statement = (
            "INSERT INTO accounts VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET name = excluded.name, capabilities = excluded.capabilities"
        )
        urns = None if account.capabilities is None else " ".join(sorted(account.capabilities))
        self._db.execute(statement, (account.id, account.name, urns))
        self._give_access(user, account.id, account.is_personal, account.is_read_only)
        # Who sees all of it has no view.
        for table in ("views", "grants"):
            self._db.execute(f"DELETE FROM {table} WHERE account = ? AND user = ?", (account.id, user))

    def _give_access(self, user: str, account: str, is_personal: bool, is_read_only: bool) -> None:
        self._db.execute(
            "INSERT INTO access SELECT ?, ?, count(*), ?, ? FROM access WHERE user = ?"
            " ON CONFLICT DO UPDATE SET is_personal = excluded.is_personal, is_read_only = excluded.is_read_only",
            (user, account, int(is_personal), int(is_read_only), user),
        )

    def shares_of(self, account: str) -> list[Share]:
        rows = self._db.execute(
            "SELECT v.user, view, mailbox, rights FROM views AS v"
            " JOIN access AS a ON a.account = v.account AND a.user = v.user"
            " LEFT JOIN grants AS g ON g.account = v.account AND g.user = v.user"
            " WHERE v.account = ? ORDER BY v.user",
            (account,),
        )
        shares: dict[str, Share] = {}
        for user, view, mailbox, rights in rows:
            share = shares.setdefault(user, Share(account, user, view, {}))
            if mailbox is not None:
                share.grants[mailbox] = frozenset(rights.split())
        return list(shares.values())

    def put_share(self, share: Share, is_read_only: bool, capabilities: Iterable[str]) -> None:
        self._db.execute(
            "INSERT INTO views VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET capabilities = excluded.capabilities",
            (share.view, share.account, share.user, " ".join(sorted(capabilities))),
        )
        self._give_access(share.user, share.account, is_personal=False, is_read_only=is_read_only)
        self._db.execute("DELETE FROM grants WHERE account = ? AND user = ?", (share.account, share.user))
        for mailbox, rights in share.grants.items():
            self.put_grant(share, mailbox, rights)

    def view_of(self, account: str, user: str) -> str | None:
        row = self._db.execute("SELECT view FROM views WHERE account = ? AND user = ?", (account, user)).fetchone()
        return row and str(row[0])

    def put_grant(self, share: Share, mailbox: str, rights: frozenset[str]) -> None:
        place = (share.account, share.user, mailbox)
        self._db.execute("DELETE FROM grants WHERE account = ? AND user = ? AND mailbox = ?", place)
        if rights:
            self._db.execute("INSERT INTO grants VALUES (?, ?, ?, ?)", (*place, " ".join(sorted(rights))))

    def end_share(self, account: str, user: str) -> None:
        for table in ("grants", "access"):
            self._db.execute(f"DELETE FROM {table} WHERE account = ? AND user = ?", (account, user))

    def put_token(self, digest: bytes, user: str, expires: float) -> None:
        self._db.execute("INSERT INTO tokens VALUES (?, ?, ?)", (digest, user, expires))

    def user_of_token(self, digest: bytes, at: float) -> str | None:
        row = self._db.execute("SELECT user FROM tokens WHERE digest = ? AND expires > ?", (digest, at)).fetchone()
        return row and str(row[0])

    def revoke_token(self, digest: bytes) -> bool:
        self._erase("token = ?", digest)
        return self._db.execute("DELETE FROM tokens WHERE digest = ?", (digest,)).rowcount > 0

    def revoke_tokens(self, user: str) -> int:
        self._erase("user = ? AND token IS NOT NULL", user)
        return self._db.execute("DELETE FROM tokens WHERE user = ?", (user,)).rowcount
