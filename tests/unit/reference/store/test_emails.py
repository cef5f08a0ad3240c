"""Emails in the order of an index, or sorted: the same."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from jmap_reference.collation import COLLATIONS, DEFAULT
from jmap_reference.store import emails, schema
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import EmailRow, Phrase, Sort

WORDS = ("apple", "Apple", "äpfel", "Zebra", "zebra", "", "ÄPFEL", "b")
SORTS = [
    Sort(name, ascending, collation)
    for name, collation in (("subject", DEFAULT), ("from", DEFAULT), ("to", DEFAULT), ("size", ""), ("sentAt", ""))
    for ascending in (True, False)
]
FILTERS: list[dict[str, Any] | None] = [
    None, {"inMailbox": "m1"}, {"hasKeyword": "$seen", "minSize": 3},
    {"operator": "OR", "conditions": [{"inMailbox": "m2"}, {"maxSize": 2}]},
]  # fmt: skip


def email(number: int, rng: random.Random) -> EmailRow:
    return EmailRow(
        id=f"e{number:03}", thread=f"t{number % 7}", received=f"2026-01-{number % 28 + 1:02}T00:00:00",
        sent=rng.choice([None, "2026-01-01T00:00:00", "2026-02-01T00:00:00"]), size=rng.randint(0, 6),
        has_attachment=False, sender=rng.choice(WORDS), recipient=rng.choice(WORDS), subject=rng.choice(WORDS),
        mailboxes=frozenset(rng.sample(["m1", "m2", "m3"], 2)), keywords=frozenset([rng.choice(["$seen", "$draft"])]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def store() -> SQLiteStore:
    made, rng = SQLiteStore(), random.Random(7)
    with made.transaction(write=True) as transaction:
        for number in range(120):
            account, made_of = "A1" if number % 3 else "A2", email(number, rng)
            transaction.put_email(account, made_of)
            transaction.put_texts(account, made_of.id, {"body": "often" if number % 5 else "rare"})
    return made


@pytest.mark.parametrize("filter", FILTERS, ids=str)
@pytest.mark.parametrize("sort", SORTS, ids=str)
def test_index_and_sort_agree(
    store: SQLiteStore, sort: Sort, filter: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for many in (1, 10_000):
        monkeypatch.setattr(emails, "_MANY", many)
        with store.transaction() as transaction:
            whole = transaction.page_of_emails("A1", filter, [sort], 0, None)
            assert whole == [id for id, _ in transaction.find_emails("A1", filter, [sort])]
            assert transaction.page_of_emails("A1", filter, [sort], 5, 10) == whole[5:15]
            found.append(whole)
    assert found[0] == found[1]
    assert len(found[0]) > 15


BY_DATE = [
    [Sort("receivedAt", ascending), *more] for ascending in (True, False) for more in ([], [Sort("size")])
]  # fmt: skip
WORD_FILTERS: list[dict[str, Any] | None] = [
    *FILTERS,
    {"text": [Phrase(("often",))]},
    {"text": [Phrase(("often",))], "inMailbox": "m1", "notKeyword": "$seen"},
    {"inMailbox": "m1", "notKeyword": "$seen"},
    {"inMailbox": "m2", "hasKeyword": "$seen", "before": "2026-01-20T00:00:00", "after": "2026-01-03T00:00:00"},
    {"before": "2026-01-20T00:00:00", "body": [Phrase(("of",), is_prefix=True)]},
    {"operator": "AND", "conditions": [{"inMailbox": "m1"}, {"inMailbox": "m2"}]},
    {"operator": "AND", "conditions": [
        {"inMailbox": "m1"}, {"operator": "NOT", "conditions": [{"text": [Phrase(("often",))]}]}]},
]  # fmt: skip


@pytest.mark.parametrize("filter", WORD_FILTERS, ids=str)
@pytest.mark.parametrize("sort", BY_DATE, ids=str)
def test_parts_of_a_list_and_all_of_it_agree(
    store: SQLiteStore, sort: list[Sort], filter: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few or many Emails: the same results, from every place and with every anchor."""
    found = []
    for first, many in ((1, 1), (4, 3), (10_000, 10_000)):
        monkeypatch.setattr(emails, "_FIRST", first)
        monkeypatch.setattr(emails, "_MANY", many)
        with store.transaction() as transaction:
            whole = transaction.page_of_emails("A1", filter, sort, 0, None)
            assert whole == [id for id, _ in transaction.find_emails("A1", filter, sort)]
            for place, id in enumerate(whole):
                assert transaction.page_of_emails("A1", filter, sort, place, 3) == whole[place : place + 3]
                assert transaction.place_of_email("A1", filter, sort, id) == place
            assert transaction.page_of_emails("A1", filter, sort, len(whole), 3) == []
            assert transaction.place_of_email("A1", filter, sort, "e000") is None, "it is in another account"
            assert transaction.count_emails("A1", filter, threads=False) == len(whole)
            threads = {thread for _, thread in transaction.find_emails("A1", filter, sort)}
            assert transaction.count_emails("A1", filter, threads=True) == len(threads)
            found.append(whole)
    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 8


def test_an_older_store_gets_the_keys_of_its_emails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of the form before the keys is brought up to date with them."""
    path = tmp_path / "s.sqlite"
    form = next(number for number, each in enumerate(schema.MIGRATIONS) if "subject_key" in each)
    old = sqlite3.connect(path)
    for statements in schema.MIGRATIONS[:form]:
        old.executescript(statements)
    old.execute(
        "INSERT INTO emails (account, id, thread, received, size, has_attachment, sender, recipient, subject)"
        " VALUES ('A1', 'e1', 't1', '2026', 1, 0, 'Äpfel', 'b', 'C')"
    )
    old.execute(f"PRAGMA user_version = {form}")
    old.commit()
    old.close()
    SQLiteStore(path).close()
    row = sqlite3.connect(path).execute("SELECT sender_key, recipient_key, subject_key FROM emails").fetchone()
    assert row == tuple(COLLATIONS[DEFAULT](text) for text in ("Äpfel", "b", "C"))
