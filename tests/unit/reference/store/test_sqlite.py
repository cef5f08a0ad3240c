"""The store: transactions, the log, what survives."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from jmap_reference.store.schema import MIGRATIONS
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Account, Change, User

NONE: frozenset[tuple[str, str]] = frozenset()


def put(store: SQLiteStore, id: str, at: float = 0.0) -> None:
    with store.transaction(write=True) as transaction:
        transaction.create("A", "Note", {"id": id}, frozenset({("by", id)}), at)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def test_what_was_committed_is_there_after_a_restart(file: Path) -> None:
    store = SQLiteStore(file)
    put(store, "n1")
    store.close()
    with SQLiteStore(file).transaction() as transaction:
        assert transaction.read("A", "Note", ["n1"]) == {"n1": {"id": "n1"}}
        assert transaction.state("A", "Note") == 1


def test_an_exception_undoes_everything() -> None:
    store = SQLiteStore()
    with suppress(ZeroDivisionError), store.transaction(write=True) as transaction:
        transaction.create("A", "Note", {"id": "n1"}, NONE, 0.0)
        raise ZeroDivisionError
    with store.transaction() as transaction:
        assert (transaction.count("A", "Note"), transaction.state("A", "Note")) == (0, 0)


def test_a_savepoint_undoes_what_came_after_it() -> None:
    store = SQLiteStore()
    with store.transaction(write=True) as transaction:
        transaction.create("A", "Note", {"id": "n1"}, NONE, 0.0)
        with suppress(ZeroDivisionError), transaction.savepoint():
            transaction.create("A", "Note", {"id": "n2"}, NONE, 0.0)
            raise ZeroDivisionError
        with transaction.savepoint():
            transaction.create("A", "Note", {"id": "n3"}, NONE, 0.0)
        assert transaction.changed == {("A", "Note"): 2}
        assert [record["id"] for record in transaction.read_all("A", "Note")] == ["n1", "n3"]


def test_a_reader_sees_one_state_while_another_writes(file: Path) -> None:
    store = SQLiteStore(file)
    put(store, "n1")
    with store.transaction() as reading:
        assert reading.count("A", "Note") == 1
        put(store, "n2")
        assert reading.count("A", "Note") == 1
    with store.transaction() as reading:
        assert reading.count("A", "Note") == 2


@pytest.mark.parametrize("in_memory", [True, False])
def test_writers_take_turns(file: Path, in_memory: bool) -> None:
    store = SQLiteStore(":memory:" if in_memory else file)
    with store.transaction(write=True) as transaction:
        transaction.create("A", "Note", {"id": "n", "count": 0}, NONE, 0.0)

    def add() -> None:
        for _ in range(20):
            with store.transaction(write=True) as transaction:
                old = transaction.read("A", "Note", ["n"])["n"]
                transaction.update("A", "Note", old | {"count": old["count"] + 1}, {}, NONE, NONE, 0.0)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.transaction() as transaction:
        assert transaction.read("A", "Note", ["n"])["n"]["count"] == 80
        assert transaction.state("A", "Note") == 81


def test_the_log_has_what_was_there_before() -> None:
    store = SQLiteStore()
    with store.transaction(write=True) as transaction:
        transaction.create("A", "Note", {"id": "n", "x": 1}, NONE, 0.0)
        transaction.update("A", "Note", {"id": "n", "x": 2}, {"x": 1}, NONE, NONE, 0.0)
        transaction.destroy("A", "Note", {"id": "n", "x": 2}, NONE, 0.0)
        log = list(transaction.changes("A", "Note", 0) or ())
        assert log == [
            Change(1, "n", "created", {}), Change(2, "n", "updated", {"x": 1}),
            Change(3, "n", "destroyed", {"id": "n", "x": 2}),
        ]  # fmt: skip
        assert list(transaction.changes("A", "Note", 2) or ()) == log[2:]
        assert transaction.changes("A", "Note", 4) is None
        assert transaction.changes("A", "Note", -1) is None


def test_a_cut_log_tells_of_what_is_left() -> None:
    store = SQLiteStore()
    for number in range(4):
        put(store, f"n{number}", at=float(number))
    with store.transaction(write=True) as transaction:
        assert transaction.cut_log(2.0) == 2
        assert transaction.cut_log(2.0) == 0
        assert transaction.oldest_state("A", "Note") == 2
        assert transaction.changes("A", "Note", 1) is None
        assert [change.state for change in transaction.changes("A", "Note", 2) or ()] == [3, 4]


def test_entries_find_records() -> None:
    store = SQLiteStore()
    with store.transaction(write=True) as transaction:
        old, new = frozenset({("a", "1"), ("b", "2")}), frozenset({("b", "2"), ("c", "3")})
        transaction.create("A", "Note", {"id": "n"}, old, 0.0)
        transaction.update("A", "Note", {"id": "n"}, {}, old, new, 0.0)
        assert [transaction.find("A", "Note", name, value) for name, value in sorted(old | new)] == [[], ["n"], ["n"]]
        assert transaction.has("A", "Note", "c", "3")
        assert not transaction.has("B", "Note", "c", "3")
        transaction.destroy("A", "Note", {"id": "n"}, new, 0.0)
        assert list(transaction.entries("A", "Note")) == []


def test_many_ids_can_be_read_at_once() -> None:
    store = SQLiteStore()
    ids = [f"n{number}" for number in range(1200)]
    with store.transaction(write=True) as transaction:
        for id in ids:
            transaction.create("A", "Note", {"id": id}, NONE, 0.0)
        assert list(transaction.read("A", "Note", ids[::-1])) == ids[::-1]


def test_listeners_hear_of_commits_and_of_nothing_else() -> None:
    store = SQLiteStore()
    heard: list[dict[tuple[str, str], int]] = []
    unlisten = store.listen(heard.append)
    with store.transaction(write=True):
        pass
    with suppress(ZeroDivisionError), store.transaction(write=True) as transaction:
        transaction.create("A", "Note", {"id": "n"}, NONE, 0.0)
        raise ZeroDivisionError
    put(store, "n")
    unlisten()
    put(store, "m")
    assert heard == [{("A", "Note"): 1}]


@pytest.mark.parametrize("path", [":memory:", "file"])
def test_a_version_is_another_one_after_each_commit(path: str, file: Path) -> None:
    store = SQLiteStore(path if path == ":memory:" else file)
    before = store.version()
    with store.transaction() as transaction:
        assert transaction.count("A", "Note") == 0
    assert store.version() == before
    put(store, "n")
    after = store.version()
    assert after not in (before, None)
    with store.transaction(write=True) as transaction:
        transaction.put_user(User("a", "", is_demo=False))
    assert store.version() not in (before, after)


def test_a_version_is_another_one_after_a_commit_of_another_process(file: Path) -> None:
    store, other = SQLiteStore(file), SQLiteStore(file)
    before = store.version()
    put(other, "n")
    assert store.version() != before


def test_a_transaction_that_asks_for_nothing_waits_for_nobody() -> None:
    store = SQLiteStore()
    with store.transaction(write=True) as transaction:
        transaction.create("A", "Note", {"id": "n"}, NONE, 0.0)
        # In memory there is one connection, which the other has: to ask would be to wait for ever.
        with store.transaction() as other:
            assert other.changed == {}


def test_every_commit_is_flushed(file: Path) -> None:
    store = SQLiteStore(file)
    with store.transaction() as transaction:
        assert transaction._db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert transaction._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_is_no_store_is_refused(file: Path) -> None:
    file.write_bytes(b"something else entirely, and long enough to be looked at" * 20)
    with pytest.raises(ValueError, match="not a database"):
        SQLiteStore(file)


def test_a_store_of_a_later_version_is_refused(file: Path) -> None:
    SQLiteStore(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(ValueError, match="form"):
        SQLiteStore(file)


class TestPeople:
    @pytest.fixture
    def store(self) -> SQLiteStore:
        store = SQLiteStore()
        with store.transaction(write=True) as transaction:
            for name in ("a", "b"):
                transaction.put_user(User(name, "", is_demo=False))
                transaction.put_account(name, Account(name.upper(), name, is_personal=True, is_read_only=False))
            transaction.put_account("b", Account("S", "shared", is_personal=False, is_read_only=True))
            transaction.put_account("a", Account("S", "shared", is_personal=False, is_read_only=False))
        return store

    def test_accounts_are_those_of_the_user(self, store: SQLiteStore) -> None:
        with store.transaction() as transaction:
            assert [(each.id, each.is_read_only) for each in transaction.accounts_of("b")] == [
                ("B", False),
                ("S", True),
            ]
            assert transaction.users_of("S") == ["a", "b"]
            assert transaction.accounts() == ["A", "B", "S"]
            assert transaction.accounts_of("nobody") == []

    def test_a_user_goes_with_what_nobody_else_uses(self, store: SQLiteStore) -> None:
        with store.transaction(write=True) as transaction:
            for account in ("A", "S"):
                transaction.create(account, "Note", {"id": "n"}, frozenset({("x", "y")}), 0.0)
                transaction.add_blob(account, "blob", b"", "a", 0.0)
            transaction.put_token(b"digest", "a", 9e9)
            transaction.remove_user("a")
            assert transaction.accounts() == ["B", "S"]
            assert transaction.user("a") is None
            assert transaction.user_of_token(b"digest", 0.0) is None
            assert (transaction.count("A", "Note"), transaction.count("S", "Note")) == (0, 1)
            assert transaction.blob("A", "blob") is None

    def test_tokens_expire_and_are_revoked(self, store: SQLiteStore) -> None:
        with store.transaction(write=True) as transaction:
            for number in range(3):
                transaction.put_token(bytes([number]), "a", 10.0 + number)
            assert transaction.user_of_token(b"\0", 9.0) == "a"
            assert transaction.user_of_token(b"\0", 10.0) is None
            assert transaction.revoke_token(b"\1")
            assert not transaction.revoke_token(b"\1")
            assert transaction.user_of_token(b"\1", 0.0) is None
            assert transaction.revoke_tokens("a") == 2


def test_the_same_octets_are_kept_once_an_account() -> None:
    with SQLiteStore().transaction(write=True) as transaction:
        assert transaction.add_blob("A", "b1", b"x", "u", 0.0) == "b1"
        assert transaction.add_blob("A", "b2", b"x", "u", 0.0) == "b1"
        assert transaction.add_blob("B", "b2", b"x", "u", 0.0) == "b2"
        assert transaction.blob("A", "b1") == b"x"
        assert transaction.blob("A", "b2") is None
        assert transaction.blob("B", "b1") is None
