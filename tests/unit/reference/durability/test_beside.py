"""``jmap-reference import`` beside a running server: two processes, one store."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from jmap_reference.importing import enter
from tests.unit.reference.durability.nursery import Nursery
from tests.unit.reference.durability.test_kill import make_store, problems
from tests.unit.reference.durability.writer import Connection
from tests.unit.reference.push.endpoint import Endpoint, serving
from tests.unit.reference.push.test_serve import push_call

WRITER = "writer0@example.com"
PATIENCE = 60
"""Seconds after which a test that waits fails."""


class Place:
    """A server and the store that it serves."""

    def __init__(self, nursery: Nursery, folder: pathlib.Path) -> None:
        self.folder, self.path = folder, str(folder / "store.sqlite")
        self.token = make_store(self.path)[WRITER]
        _, url = nursery.start("serve", "--store", self.path, "--port", "0", "--quiet", "--push-to-loopback")
        self.url, self.client = url, Connection(url, self.token)

    def write_mbox(self, count: int) -> str:
        path = self.folder / "old.mbox"
        separator = "From a@example.org Tue Nov 14 22:13:20 2023"
        path.write_text("".join(f"{separator}\nSubject: {number}\n\nHi\n\n" for number in range(count)))
        return str(path)

    def importing(self, path: str) -> subprocess.Popen[str]:
        """The command, begun."""
        command = [sys.executable, "-m", "jmap_reference", "import", WRITER, path, "--store", self.path]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def states(self) -> dict[str, str]:
        return {name: self.client.call(f"{name}/get", ids=[])["state"] for name in ("Mailbox", "Email", "Thread")}


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery


@pytest.fixture
def place(nursery: Nursery, tmp_path: pathlib.Path) -> Place:
    return Place(nursery, tmp_path)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as found:
        yield found


def until(changes: Iterator[dict[str, Any]], account: str, states: dict[str, str]) -> None:
    """Read StateChanges until these states are told; what is told is never more than that."""
    told: dict[str, str] = {}
    while told.items() & states.items() != states.items():
        told |= next(changes)["changed"][account]
        assert all(int(told[name]) <= int(states[name]) for name in told.keys() & states.keys())


def test_an_event_source_tells_of_it(place: Place) -> None:
    url = place.client.session["eventSourceUrl"]
    for name, value in {"types": "*", "closeafter": "no", "ping": "0"}.items():
        url = url.replace(f"{{{name}}}", value)
    with place.client.http.stream("GET", url, timeout=PATIENCE) as events:
        events.raise_for_status()
        with place.importing(place.write_mbox(3 * enter.AT_ONCE)) as process:
            assert process.wait(PATIENCE) == 0
        data = (json.loads(line.removeprefix("data: ")) for line in events.iter_lines() if line.startswith("data: "))
        until(data, place.client.account, place.states())


def test_a_push_subscription_is_told(place: Place, endpoint: Endpoint) -> None:
    client = place.client
    record = {"deviceClientId": "d", "url": f"{endpoint.url}/push", "types": ["Mailbox", "Email", "Thread"]}
    id = push_call(client.http, client.session, create={"k": record})["created"]["k"]["id"]
    code = endpoint.wait(1).json()["verificationCode"]
    assert push_call(client.http, client.session, update={id: {"verificationCode": code}})["updated"]
    with place.importing(place.write_mbox(3 * enter.AT_ONCE)) as process:
        assert process.wait(PATIENCE) == 0

    def changes() -> Iterator[dict[str, Any]]:
        for number in range(1, 1000):
            with endpoint.arrived:
                assert endpoint.arrived.wait_for(lambda: len(endpoint.received) > number, PATIENCE)  # noqa: B023
            yield endpoint.received[number].json()

    until(changes(), place.client.account, place.states())


def test_both_write_and_neither_fails(place: Place) -> None:
    """Six clients write without a pause; each call is done, and the import comes through between them."""
    clients = [Connection(place.url, place.token) for _ in range(6)]
    over = threading.Event()

    def write(number: int) -> int:
        client, done = clients[number], 0
        while not over.is_set():
            # A refusal, or serverFail because the store was locked for too long, raises.
            client.call("Mailbox/set", create={"k": {"name": f"{number}-{done}"}})
            done += 1
        return done

    count = 10 * enter.AT_ONCE
    with ThreadPoolExecutor(len(clients)) as threads, place.importing(place.write_mbox(count)) as process:
        written = [threads.submit(write, number) for number in range(len(clients))]
        try:
            assert process.wait(PATIENCE) == 0
        finally:
            over.set()
        assert process.stdout
        assert process.stdout.read().splitlines()[0] == f"{count} imported"
        mailboxes = sum(each.result() for each in written)
    assert mailboxes > 0
    assert place.client.call("Mailbox/query", limit=1, calculateTotal=True)["total"] == mailboxes + 1
    assert place.client.call("Email/query", limit=1, calculateTotal=True)["total"] == count
    assert problems(place.path) == []
