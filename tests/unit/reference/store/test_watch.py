"""What another process does to a store is told, once; two stores on one file are like two processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from jmap_reference.store.interface import Changed
from jmap_reference.store.sqlite import SQLiteStore
from tests.unit.reference.store.test_sqlite import put

PATIENCE = 20
"""Seconds after which a test that waits fails."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def here(path: Path) -> Iterator[SQLiteStore]:
    store = SQLiteStore(path)
    yield store
    store.close()


@pytest.fixture
def there(path: Path) -> Iterator[SQLiteStore]:
    store = SQLiteStore(path)
    yield store
    store.close()


def test_new_states_are_told_and_no_others(here: SQLiteStore, there: SQLiteStore) -> None:
    put(here, "before")
    told = Queue[Changed]()
    here.listen(told.put)
    put(there, "n1")
    assert told.get(timeout=PATIENCE) == {("A", "Note"): 2}
    with there.transaction(write=True) as transaction:
        transaction.create("B", "Note", {"id": "n2"}, frozenset(), 0.0)
        transaction.bump("B", "Other")
    assert told.get(timeout=PATIENCE) == {("B", "Note"): 1, ("B", "Other"): 1}


def test_what_this_process_does_is_told_once(here: SQLiteStore, there: SQLiteStore) -> None:
    told = Queue[Changed]()
    here.listen(told.put)
    put(here, "mine")
    assert told.get_nowait() == {("A", "Note"): 1}
    with there.transaction(write=True) as transaction:
        transaction.bump("B", "Other")
    # It is looked at everything, and only this is news.
    assert told.get(timeout=PATIENCE) == {("B", "Other"): 1}
    assert told.empty()


def test_it_is_looked_only_while_somebody_listens(here: SQLiteStore, there: SQLiteStore) -> None:
    first, second = Queue[Changed](), Queue[Changed]()
    ends = [here.listen(first.put), here.listen(second.put)]
    ends[0]()
    put(there, "n1")
    assert second.get(timeout=PATIENCE) == {("A", "Note"): 1}
    ends[1]()
    assert here._watch is None
    put(there, "n2")
    here.listen(first.put)
    put(there, "n3")
    assert first.get(timeout=PATIENCE) == {("A", "Note"): 3}
    with pytest.raises(Empty):
        second.get_nowait()


def test_nobody_else_has_a_store_in_memory() -> None:
    store = SQLiteStore()
    told = Queue[Changed]()
    end = store.listen(told.put)
    put(store, "n1")
    assert told.get_nowait() == {("A", "Note"): 1}
    end()
    store.close()
