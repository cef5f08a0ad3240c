"""What a new user has from the start."""

from __future__ import annotations

from jmap_reference import check, users
from jmap_reference.handlers import SPECIALS
from jmap_reference.protocol import Processor
from jmap_reference.store.sqlite import SQLiteStore
from tests.unit.reference.helpers import Client


def test_a_new_user_finds_mailboxes_and_an_identity() -> None:
    store = SQLiteStore()
    with store.transaction(write=True) as transaction:
        users.put(transaction, "carol@example.com", "hash")
        [account] = transaction.accounts_of("carol@example.com")
    client = Client(Processor(store), "carol@example.com", account.id)
    mailboxes = sorted(client.get().values(), key=lambda each: each["sortOrder"])
    assert [each["role"] for each in mailboxes] == ["inbox", "drafts", "sent", "archive", "junk", "trash"]
    assert all(each["isSubscribed"] and each["myRights"]["mayAddItems"] for each in mailboxes)
    assert [each["email"] for each in client.get("Identity").values()] == ["carol@example.com"]
    assert list(check.problems(store, SPECIALS)) == []


def test_another_password_makes_nothing_new() -> None:
    store = SQLiteStore()
    with store.transaction(write=True) as transaction:
        users.put(transaction, "carol@example.com", "hash")
        before = transaction.accounts_of("carol@example.com")
        users.put(transaction, "carol@example.com", "other")
        assert transaction.accounts_of("carol@example.com") == before
        assert transaction.state(before[0].key, "Mailbox") == len(users.MAILBOXES)
