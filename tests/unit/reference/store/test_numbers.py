"""Numbers of messages for IMAP, in the store."""

from __future__ import annotations

import pytest

from jmap_reference.store.sqlite import SQLiteStore, SQLiteTransaction
from tests.unit.reference.helpers import Client, Mail, make_processor

KEPT = {"id": "e1", "blobId": "b1", "threadId": "t1", "mailboxIds": {}, "keywords": {}, "receivedAt": ""}


@pytest.fixture
def mail() -> Mail:
    return Mail(make_processor())


@pytest.fixture
def mailbox(mail: Mail) -> str:
    return Client(mail.processor).create(name="a")


def uids(mail: Mail, mailbox: str) -> dict[str, int]:
    with mail.processor.store.transaction(write=True) as transaction:
        return transaction.numbers("A1", mailbox).uids


def test_first_by_date_then_as_they_come(mail: Mail, mailbox: str) -> None:
    mail.add(mailbox, id="late", at="2026-01-02T00:00:00Z")
    mail.add(mailbox, id="early", at="2026-01-01T00:00:00Z")
    assert uids(mail, mailbox) == {"early": 1, "late": 2}
    mail.add(mailbox, id="earlier", at="2025-01-01T00:00:00Z")
    assert uids(mail, mailbox) == {"early": 1, "late": 2, "earlier": 3}
    mail.remove("earlier")
    assert uids(mail, mailbox) == {"early": 1, "late": 2}
    mail.add(mailbox, id="new")
    assert uids(mail, mailbox) == {"early": 1, "late": 2, "new": 4}


def test_a_change_of_something_else_changes_nothing(mail: Mail, mailbox: str) -> None:
    mail.add(mailbox, id="x", keywords="a")
    before = uids(mail, mailbox)
    mail.change("x", keywords={"b": True})
    assert uids(mail, mailbox) == before


def test_no_two_mailboxes_have_one_validity(mail: Mail) -> None:
    client, found = Client(mail.processor), []
    for _ in range(3):
        mailbox = client.create(name="a")
        with mail.processor.store.transaction(write=True) as transaction:
            found.append(transaction.numbers("A1", mailbox).validity)
        client.set(destroy=[mailbox])
    assert sorted(set(found)) == found


def test_what_is_marked_keeps_its_number_and_its_message(mail: Mail, mailbox: str) -> None:
    mail.add(mailbox, id="e1")
    assert uids(mail, mailbox) == {"e1": 1}
    with mail.processor.store.transaction(write=True) as transaction:
        transaction.add_blob("A1", "b1", b"x", "", 0.0)
        transaction.mark("A1", mailbox, KEPT)
    mail.remove("e1")
    assert uids(mail, mailbox) == {"e1": 1}
    with mail.processor.store.transaction(write=True) as transaction:
        assert transaction.marked("A1", mailbox) == {"e1": KEPT}
        assert transaction.drop_blobs(1.0, ()) == 0
        transaction.expunge("A1", mailbox, ["e1"])
        assert transaction.numbers("A1", mailbox).uids == {}
        assert transaction.drop_blobs(1e12, ()) == 1


def test_a_mailbox_takes_what_is_marked_in_it_along(mail: Mail, mailbox: str) -> None:
    with mail.processor.store.transaction(write=True) as transaction:
        transaction.numbers("A1", mailbox)
        transaction.add_blob("A1", "b1", b"x", "", 0.0)
        transaction.mark("A1", mailbox, KEPT)
    Client(mail.processor).set(destroy=[mailbox])
    with mail.processor.store.transaction(write=True) as transaction:
        assert transaction.marked("A1", mailbox) == {}
        assert transaction.misnumbered() == []
        assert transaction.drop_blobs(1e12, ()) == 1


def test_nothing_is_left_of_who_goes(mail: Mail, mailbox: str) -> None:
    mail.add(mailbox)
    uids(mail, mailbox)
    with mail.processor.store.transaction(write=True) as transaction:
        transaction.spell("A1", {"$work": "$Work"})
        transaction.spell("A1", {"$work": "$WORK"})
        assert transaction.spellings("A1") == {"$work": "$Work"}
        transaction.remove_user("alice@example.com")
        assert isinstance(transaction, SQLiteTransaction)
        for table in ("mailboxes", "uids", "marked", "spellings"):
            assert transaction._db.execute(f"SELECT * FROM imap_{table}").fetchall() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("INSERT INTO imap_uids VALUES ('A1', 'ghost', 1, 'e')", "imap_uids has rows of ghost, which does not exist"),
        ("INSERT INTO imap_marked VALUES ('A1', 'ghost', 'e', 'b', '{}')", "imap_marked has rows of ghost"),
        ("UPDATE imap_mailboxes SET mailbox = 'ghost'", "imap_mailboxes has rows of ghost"),
        ("UPDATE imap_mailboxes SET next = 1", "Email e1 in Mailbox {}: it has a number that is to be given again"),
        ("INSERT INTO imap_marked SELECT account, mailbox, email, 'b', '{}' FROM imap_uids",
         "Email e1 in Mailbox {}: it is marked as deleted, and its message is gone"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(mail: Mail, mailbox: str, statement: str, said: str) -> None:
    mail.add(mailbox, id="e1")
    uids(mail, mailbox)
    assert isinstance(mail.processor.store, SQLiteStore)
    with mail.processor.store.transaction(write=True) as transaction:
        assert transaction.misnumbered() == []
        transaction._db.execute(statement)
        assert any(said.format(mailbox) in each for each in transaction.misnumbered())
