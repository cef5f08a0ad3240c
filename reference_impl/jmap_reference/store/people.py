"""Users, the accounts that they can use, and tokens, on SQLite."""

from __future__ import annotations

from typing import Final

from .interface import Account, User
from .subscriptions import SubscriptionRows

_OF_ACCOUNT: Final = (
    "records", "entries", "states", "changes", "blobs", "email_mailboxes", "email_keywords", "emails",
    "queue", "answered",
)  # fmt: skip
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
        changed = "user = ? AND token IS NULL AND (SELECT password FROM users WHERE name = user) <> ?"
        self._erase(changed, user.name, user.password)
        statement = (
            "INSERT INTO users VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET password = excluded.password, is_demo = excluded.is_demo"
        )
        self._db.execute(statement, (user.name, user.password, int(user.is_demo)))

    def remove_user(self, name: str) -> None:
        mine = [account.id for account in self.accounts_of(name)]
        self._erase("user = ?", name)
        self._db.execute("DELETE FROM users WHERE name = ?", (name,))
        for account in mine:
            if not self.users_of(account):
                self._db.execute(f"DELETE FROM email_texts WHERE rowid IN ({_ROWS})", (account,))
                for table in _OF_ACCOUNT:
                    self._db.execute(f"DELETE FROM {table} WHERE account = ?", (account,))
                self._db.execute("DELETE FROM accounts WHERE id = ?", (account,))

    def accounts_of(self, user: str) -> list[Account]:
        rows = self._db.execute(
            "SELECT id, name, is_personal, is_read_only, capabilities FROM access JOIN accounts ON id = account"
            " WHERE user = ? ORDER BY is_personal DESC, place",
            (user,),
        )
        return [
            Account(id, name, bool(personal), bool(read_only), None if urns is None else frozenset(urns.split()))
            for id, name, personal, read_only, urns in rows
        ]

    def users_of(self, account: str) -> list[str]:
        rows = self._db.execute("SELECT user FROM access WHERE account = ? ORDER BY user", (account,))
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
        self._db.execute(
            "INSERT INTO access SELECT ?, ?, count(*), ?, ? FROM access WHERE user = ?"
            " ON CONFLICT DO UPDATE SET is_personal = excluded.is_personal, is_read_only = excluded.is_read_only",
            (user, account.id, int(account.is_personal), int(account.is_read_only), user),
        )

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
