"""PushSubscriptions in the store: when they go, nothing of them is left."""

from __future__ import annotations

import pathlib
from dataclasses import replace

import pytest

from jmap_reference.store.interface import Transaction
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Subscription, User

ALICE, BOB = "alice@example.com", "bob@example.com"
TOKEN, OTHER = b"t" * 32, b"o" * 32
SECRET = "hidden-in-the-url"


def subscription(id: str, user: str = ALICE, token: bytes | None = None, ends: float | None = None) -> Subscription:
    record = {"id": id, "url": f"https://push.example.com/{SECRET}/{id}" + "x" * 500, "types": None}
    return Subscription(record, user, token, ends, "code", is_asked=False, told="")


def ids(transaction: Transaction, user: str = ALICE, at: float = 0) -> list[str]:
    return [each.record["id"] for each in transaction.subscriptions(user, at)]


@pytest.fixture
def store(tmp_path: pathlib.Path) -> SQLiteStore:
    made = SQLiteStore(tmp_path / "s.sqlite")
    with made.transaction(write=True) as transaction:
        for user in (ALICE, BOB):
            transaction.put_user(User(user, "hash", is_demo=False))
        transaction.put_token(TOKEN, ALICE, 100)
        transaction.put_token(OTHER, ALICE, 200)
        transaction.put_subscription(subscription("password"))
        transaction.put_subscription(subscription("token", token=TOKEN))
        transaction.put_subscription(subscription("other", token=OTHER))
        transaction.put_subscription(subscription("short", ends=50))
        transaction.put_subscription(subscription("his", BOB))
    return made


def test_what_is_put_is_there(store: SQLiteStore) -> None:
    with store.transaction(write=True) as transaction:
        assert ids(transaction) == ["other", "password", "short", "token"]
        assert transaction.subscribers() == [ALICE, BOB]
        [his] = transaction.subscriptions(BOB, 0)
        assert his == subscription("his", BOB)
        transaction.mark_asked("his")
        transaction.mark_told("his", "A1.Email.5")
        changed = replace(his, record=his.record | {"types": ["Email"]}, ends=7.5)
        transaction.put_subscription(changed)
        expected = replace(changed, is_asked=True, told="A1.Email.5")
        assert transaction.subscriptions(BOB, 0) == [expected], "what the server knows does not change with the record"


def test_nobody_sees_one_that_has_ended(store: SQLiteStore) -> None:
    with store.transaction() as transaction:
        assert ids(transaction, at=49.9) == ["other", "password", "short", "token"]
        assert ids(transaction, at=50) == ["other", "password", "token"]
        assert ids(transaction, at=100) == ["other", "password"]


@pytest.mark.parametrize(
    ("end", "left"),
    [
        (lambda transaction: transaction.revoke_token(TOKEN), ["other", "password", "short"]),
        (lambda transaction: transaction.revoke_tokens(ALICE), ["password", "short"]),
        (lambda transaction: transaction.put_user(User(ALICE, "new", is_demo=False)), ["other", "token"]),
        (lambda transaction: transaction.put_user(User(ALICE, "hash", is_demo=True)),
         ["other", "password", "short", "token"]),
        (lambda transaction: transaction.remove_user(ALICE), []),
        (lambda transaction: transaction.erase_subscription("other"), ["password", "short", "token"]),
        (lambda transaction: transaction.erase_ended_subscriptions(100), ["other", "password"]),
    ],
    ids=["token", "tokens", "password", "same password", "user", "one", "ended"],
)  # fmt: skip
def test_it_goes_with_its_credentials(store: SQLiteStore, end: object, left: list[str]) -> None:
    with store.transaction(write=True) as transaction:
        end(transaction)  # type: ignore[operator]
        assert ids(transaction) == left
        assert ids(transaction, BOB) == ["his"]


def test_another_key_ends_all(store: SQLiteStore) -> None:
    with store.transaction(write=True) as transaction:
        assert transaction.push_key() is None
        transaction.put_push_key(b"1")
        assert transaction.push_key() == b"1" and transaction.subscribers() == []
        transaction.put_push_key(b"2")
        assert transaction.push_key() == b"2"


def test_nothing_is_left_in_the_file(store: SQLiteStore) -> None:
    """Enough of them, some changed, for rows to move between pages and pages to become free."""
    with store.transaction(write=True) as transaction:
        for number in range(60):
            transaction.put_subscription(subscription(f"n{number}"))
    for number in range(0, 60, 3):
        with store.transaction(write=True) as transaction:
            changed = subscription(f"n{number}")
            transaction.put_subscription(replace(changed, record=changed.record | {"types": ["Email"] * 20}))
    with store.transaction(write=True) as transaction:
        for user in (ALICE, BOB):
            for id in ids(transaction, user):
                transaction.erase_subscription(id)
    store.close()
    directory = pathlib.Path(store.path).parent
    assert not any(SECRET.encode() in each.read_bytes() for each in directory.iterdir())


def test_who_listens_hears_whose_it_is(store: SQLiteStore) -> None:
    heard: list[object] = []
    store.listen(heard.append)
    with store.transaction(write=True) as transaction:
        transaction.put_subscription(subscription("x"))
    with store.transaction(write=True) as transaction:
        transaction.mark_asked("x")
        transaction.erase_subscription("x")
    assert heard == [{(ALICE, "PushSubscription"): 0}]
