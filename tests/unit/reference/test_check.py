"""``jmap-reference check``: a store in order, and each way not to be."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jmap_reference import check, demo
from jmap_reference.handlers import SPECIALS
from jmap_reference.protocol import Processor
from jmap_reference.standard.records import Records
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.submission.deliver import Agent
from jmap_reference.submission.identity import provide
from tests.unit.reference.helpers import ALICE, Client

SENT = "WHERE type = 'EmailSubmission'"


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A file with the demo, which is made once; tests get copies."""
    path = tmp_path_factory.mktemp("demo") / "seeded.sqlite"
    store = SQLiteStore(path)
    demo.seed(Processor(store), lambda password: password)
    store.close()
    return path


@contextmanager
def copied(path: pathlib.Path, folder: pathlib.Path) -> Iterator[SQLiteStore]:
    store = SQLiteStore(shutil.copy(path, folder / "copy.sqlite"))
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def store(seeded: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[SQLiteStore]:
    with copied(seeded, tmp_path) as store:
        yield store


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
    "the log begins at": "UPDATE states SET oldest = state + 1 WHERE type = 'Mailbox'",
    "which was not there": "UPDATE changes SET id = 'ghost' WHERE type = 'Mailbox' AND state = 3",
    "does not tell of the creation": "UPDATE changes SET kind = 'updated' WHERE type = 'Thread' AND state = 1",
    "does not have the Emails": "UPDATE records SET body = json_remove(body, '$.emailIds[0]') WHERE type = 'Thread'",
    "has no Emails": "INSERT INTO records SELECT account, 'Thread', 'ghost', '{\"id\":\"ghost\",\"emailIds\":[]}' "
    "FROM accounts_ids",
    "totalEmails is": "UPDATE records SET body = json_set(body, '$.totalEmails', 99) WHERE type = 'Mailbox'",
    "unreadThreads is": "UPDATE records SET body = json_set(body, '$.unreadThreads', 99) WHERE type = 'Mailbox'",
    "does not exist, and has Emails": "DELETE FROM records WHERE type = 'Mailbox'",
    "cannot be found by what it is": "UPDATE emails SET size = size + 1",
    "cannot be found by its words": "UPDATE email_texts SET subject = 'other'",
    "does not exist, and is found": "DELETE FROM records WHERE type = 'Email'",
    "email_texts has rows of no Email": "INSERT INTO email_texts (rowid, subject) VALUES (99999, 'x')",
    "email_mailboxes has rows of no Email": "INSERT INTO email_mailboxes VALUES ('a', 'b', 'c', 99999, 1)",
    "email_mailboxes has the wrong ones as unread": "UPDATE email_mailboxes SET is_unread = NOT is_unread",
    "email_keywords has rows of no Email": "INSERT INTO email_keywords VALUES ('a', 'b', 'c', 99999)",
    "has no message": "DELETE FROM blobs",
    "is not what was stored": "UPDATE blobs SET octets = substr(octets, 2)",
    "above it does not exist": "UPDATE records SET body = json_set(body, '$.parentId', 'ghost') WHERE type = 'Mailbox'",
    "above it is also below": "UPDATE records SET body = json_set(body, '$.parentId', id) WHERE type = 'Mailbox'",
    "are named": "UPDATE records SET body = json_set(body, '$.name', 'x', '$.parentId', null) WHERE type = 'Mailbox'",
    "have the role": "UPDATE records SET body = json_set(body, '$.role', 'sent') WHERE type = 'Mailbox'",
    "which has gone": "INSERT INTO queue VALUES (9, 'which has gone', '', 'null', '[1]', x'', 0, 0, 0)",
    "a message for nobody": "UPDATE queue SET recipients = '[]'",
    "is canceled, and will be sent": f"UPDATE records SET body = json_set(body, '$.undoStatus', 'canceled') {SENT}",
    "is pending, and will not be sent": "DELETE FROM queue",
    "that wait, and will not be sent": "UPDATE queue SET submission = 'x'",
    "its report ghost does not exist": "UPDATE records SET body ="
    f" json_set(body, '$.dsnBlobIds', json('[\"ghost\"]')) {SENT}",
}


@pytest.fixture(scope="module")
def with_a_queue(seeded: pathlib.Path) -> pathlib.Path:
    """The demo, and alice has sent something to someone else, and something that is held."""
    path = pathlib.Path(shutil.copy(seeded, seeded.parent / "with_a_queue.sqlite"))
    store = SQLiteStore(path)
    processor = Processor(store)
    with store.transaction(write=True) as transaction:
        account = transaction.accounts_of(ALICE)[0]
        provide(Records(transaction, account.id, SPECIALS, 0.0), account, ALICE, processor.new_id)
    client = Client(processor, ALICE, account.id)
    [identity] = client.get("Identity")
    [email, *_] = client.call("Email/query", filter={"from": ALICE})["ids"]
    for hold in (None, {"HOLDFOR": "3600"}):
        sent = {"identityId": identity, "emailId": email, "envelope": {
            "mailFrom": {"email": ALICE, "parameters": hold},
            "rcptTo": [{"email": "dave@example.org", "parameters": None}],
        }}  # fmt: skip
        assert client.set("EmailSubmission", create={"k": sent})["created"]
    Agent(processor).run_due()
    assert list(check.problems(store, SPECIALS)) == []
    store.close()
    return path


@pytest.fixture
def sending(with_a_queue: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[SQLiteStore]:
    with copied(with_a_queue, tmp_path) as store:
        yield store


@pytest.mark.parametrize(("problem", "statement"), BREAKS.items(), ids=BREAKS.keys())
def test_what_is_wrong_is_said(sending: SQLiteStore, problem: str, statement: str) -> None:
    with sending.transaction(write=True) as transaction:
        transaction._db.execute("CREATE TEMP VIEW accounts_ids AS SELECT id AS account FROM accounts")
        transaction._db.execute(statement)
    assert any(problem in found for found in check.problems(sending, SPECIALS))


def test_a_broken_file(seeded: pathlib.Path, tmp_path: pathlib.Path) -> None:
    path = pathlib.Path(shutil.copy(seeded, tmp_path / "store.sqlite"))
    store = SQLiteStore(path)
    with store.transaction() as transaction:
        [root] = transaction._db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'emails'").fetchone()
        [size] = transaction._db.execute("PRAGMA page_size").fetchone()
    store.close()
    octets = bytearray(path.read_bytes())
    octets[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(octets)
    store = SQLiteStore(path)
    found = list(check.problems(store, SPECIALS))
    store.close()
    assert found
    assert not any("account" in problem for problem in found)
