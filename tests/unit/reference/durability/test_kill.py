"""``kill -9`` while clients write: what was acknowledged is there, nothing is half done or sent twice."""

from __future__ import annotations

import itertools
import pathlib
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from jmap_reference import check
from jmap_reference.auth import issue_token
from jmap_reference.handlers import SPECIALS
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Account, User
from tests.unit.reference.durability.nursery import Nursery
from tests.unit.reference.durability.writer import SINK, Connection, Writer

WRITERS = 3
MOST_ACKNOWLEDGED = 25
"""Calls in the life of a server, before it is killed."""


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery


def make_store(path: str) -> dict[str, str]:
    """A store with users; a token for each."""
    store = SQLiteStore(path)
    with store.transaction(write=True) as transaction:
        tokens = {}
        for user in [*(f"writer{number}@example.com" for number in range(WRITERS)), SINK]:
            transaction.put_user(User(user, "", is_demo=False))
            id = f"A{len(tokens)}"
            transaction.put_account(user, Account(id, user, is_personal=True, is_read_only=False))
            tokens[user] = issue_token(transaction, User(user, "", False), time.time() + 86400)
    store.close()
    return tokens


def problems(path: str) -> list[str]:
    store = SQLiteStore(path)
    try:
        return list(check.problems(store, SPECIALS))
    finally:
        store.close()


def delivered(connection: Connection) -> Counter[str]:
    """How often the sink has got what was sent to which mark."""
    ids = connection.call("Email/query")["ids"]
    emails = connection.call("Email/get", ids=ids, properties=["header:Received"])["list"]
    return Counter(re.search(r"for <sink\+(.*)@", each["header:Received"])[1] for each in emails)  # type: ignore[index]


def kills(nursery: Nursery, path: str, times: int) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")  # pytest shows it when the test fails
    tokens, chance = make_store(path), random.Random(seed)
    writers = [Writer(user, token, chance.getrandbits(32)) for user, token in tokens.items() if user != SINK]
    served = ("serve", "--store", path, "--port", "0", "--quiet")
    for number in range(times):
        pid, url = nursery.start(*served)
        enough, calls, last = threading.Event(), itertools.count(1), chance.randint(1, MOST_ACKNOWLEDGED)

        def acknowledged(calls: Iterator[int] = calls, last: int = last, enough: threading.Event = enough) -> None:
            if next(calls) == last:
                enough.set()

        threads = [writer.start(url, acknowledged) for writer in writers]
        assert enough.wait(60)
        # Some way into the next call, or into what follows the last one.
        threading.Event().wait(chance.uniform(0, 0.01))
        nursery.kill(pid)
        for thread in threads:
            thread.join()
        for writer in writers:
            if writer.error:
                raise writer.error
        assert problems(path) == [], f"after kill {number}"
    pid, url = nursery.start(*served)
    for writer in writers:
        writer.connection = Connection(url, writer.token)
        writer.look()
    statuses = {mark: status for writer in writers for mark, status in writer.view.submissions.items()}
    expected = Counter(mark for mark, status in statuses.items() if status == "final")
    assert expected, "something was sent"
    sink = Connection(url, tokens[SINK])
    deadline = time.monotonic() + 60
    while delivered(sink) != expected and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert delivered(sink) == expected
    nursery.kill(pid)
    assert problems(path) == []


def test_twenty_kills(nursery: Nursery, tmp_path: pathlib.Path) -> None:
    kills(nursery, str(tmp_path / "store.sqlite"), 20)


def test_a_lost_change_would_be_noticed(nursery: Nursery, tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "store.sqlite")
    [(user, token), *_] = make_store(path).items()
    writer = Writer(user, token, 1)
    _, url = nursery.start("serve", "--store", path, "--port", "0", "--quiet")
    writer.connection = Connection(url, token)
    writer.look()
    for step in (writer.mailbox, writer.create):
        done = step()
        writer.remember(done, writer.connection.call(done.name, **done.arguments))
        writer.view = writer.pending = done.after
    writer.look()
    writer.connection.call("Email/set", destroy=[next(iter(writer.email_ids.values()))])
    with pytest.raises(AssertionError, match="is neither"):
        writer.look()


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_a_thousand_kills(nursery: Nursery, tmp_path: pathlib.Path, part: int) -> None:
    kills(nursery, str(tmp_path / "store.sqlite"), 50)
