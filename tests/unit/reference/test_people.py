"""Users and their accounts are asked for once, and again when they may have changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from jmap_reference import people
from jmap_reference.people import People
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Account, User


@pytest.fixture
def store(tmp_path: Path) -> SQLiteStore:
    store = SQLiteStore(tmp_path / "store.sqlite")
    put(store, "first")
    return store


def put(store: SQLiteStore, password: str, *accounts: str) -> None:
    with store.transaction(write=True) as transaction:
        transaction.put_user(User("a", password, is_demo=False))
        for id in accounts:
            transaction.put_account("a", Account(id, id, is_personal=True, is_read_only=False))


def test_what_is_stored_is_told(store: SQLiteStore) -> None:
    asked = People(store)
    assert asked.password("a") == "first"
    assert (asked.password("nobody"), asked.accounts("nobody")) == ("", {})
    put(store, "second", "A")
    assert asked.password("a") == "second"
    assert list(asked.accounts("a")) == ["A"]


def test_the_store_is_asked_once_between_commits(store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = People(store)
    answer = asked.accounts("a")
    monkeypatch.delattr(SQLiteStore, "transaction")
    assert asked.accounts("a") is answer
    with pytest.raises(AttributeError):
        asked.accounts("b")


def test_what_another_process_changes_is_told(store: SQLiteStore) -> None:
    asked, other = People(store), SQLiteStore(store.path)
    assert asked.password("a") == "first"
    put(other, "second", "A")
    assert asked.password("a") == "second"
    assert list(asked.accounts("a")) == ["A"]


def test_a_change_that_is_not_committed_is_not_told(store: SQLiteStore) -> None:
    asked = People(store)
    with store.transaction(write=True) as transaction:
        transaction.put_user(User("a", "second", is_demo=False))
        assert asked.password("a") == "first"
    assert asked.password("a") == "second"


def test_what_is_kept_has_a_bound(store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST", 2)
    asked = People(store)
    for name in ("a", "b", "c", "d"):
        asked.password(name)
    assert len(asked._kept[1]) <= 2
    assert asked.password("a") == "first"
