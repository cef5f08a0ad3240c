"""``jmap-reference check``: a store in order, and each way not to be."""

from __future__ import annotations

import pytest

from jmap_reference import check, demo
from jmap_reference.protocol import SPECIALS, Processor
from jmap_reference.store.sqlite import SQLiteStore


@pytest.fixture
def store() -> SQLiteStore:
    store = SQLiteStore()
    demo.seed(Processor(store), lambda password: password)
    return store


def test_the_demo_is_in_order(store: SQLiteStore) -> None:
    assert list(check.problems(store, SPECIALS)) == []


def test_the_demo_is_made_once(store: SQLiteStore) -> None:
    with store.transaction() as transaction:
        before = transaction.accounts()
    demo.seed(Processor(store), lambda password: password)
    with store.transaction() as transaction:
        assert transaction.accounts() == before
        assert [(user.name, user.is_demo) for user in transaction.users()] == [
            ("alice@example.com", True), ("bob@example.com", True), ("team@example.com", False),
        ]  # fmt: skip


BREAKS = {
    "cannot be found": "DELETE FROM entries WHERE type = 'Email' AND name = 'threadId'",
    "which does not exist": "INSERT INTO entries SELECT account, 'Email', 'x', 'y', 'ghost' FROM accounts_ids",
    "the log has gaps": "DELETE FROM changes WHERE type = 'Mailbox' AND state = 3",
    "which was not there": "UPDATE changes SET id = 'ghost' WHERE type = 'Mailbox' AND state = 3",
    "does not have the Emails": "UPDATE records SET body = json_remove(body, '$.emailIds[0]') WHERE type = 'Thread'",
    "has no Emails": "INSERT INTO records SELECT account, 'Thread', 'ghost', '{\"id\":\"ghost\",\"emailIds\":[]}' "
    "FROM accounts_ids",
    "totalEmails is": "UPDATE records SET body = json_set(body, '$.totalEmails', 99) WHERE type = 'Mailbox'",
    "unreadThreads is": "UPDATE records SET body = json_set(body, '$.unreadThreads', 99) WHERE type = 'Mailbox'",
    "does not exist, and has Emails": "DELETE FROM records WHERE type = 'Mailbox'",
}


@pytest.mark.parametrize(("problem", "statement"), BREAKS.items(), ids=BREAKS.keys())
def test_what_is_wrong_is_said(store: SQLiteStore, problem: str, statement: str) -> None:
    with store.transaction(write=True) as transaction:
        transaction._db.execute("CREATE TEMP VIEW accounts_ids AS SELECT id AS account FROM accounts")
        transaction._db.execute(statement)
    assert any(problem in found for found in check.problems(store, SPECIALS))
