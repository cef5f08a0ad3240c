"""Two clients that both name the state which they have seen: one wins, the other is told (RFC 8620, Section 5.3)."""

from __future__ import annotations

import pathlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.unit.reference.durability.nursery import Nursery
from tests.unit.reference.durability.test_kill import make_store
from tests.unit.reference.durability.writer import URNS, Connection

ROUNDS = 50
CLIENTS = 4


@pytest.mark.parametrize("type_name", ["Mailbox", "Identity"])
def test_one_wins_each_time(tmp_path: pathlib.Path, type_name: str) -> None:
    path = str(tmp_path / "store.sqlite")
    [token, *_] = make_store(path).values()
    with Nursery() as nursery, ThreadPoolExecutor(CLIENTS) as threads:
        _, url = nursery.start("serve", "--store", path, "--port", "0", "--quiet")
        clients = [Connection(url, token) for _ in range(CLIENTS)]
        together = threading.Barrier(CLIENTS)

        def attempt(client: Connection, state: str, name: str) -> str:
            """``created``, or the type of the error."""
            record = {"name": name} if type_name == "Mailbox" else {"name": name, "email": "writer0@example.com"}
            arguments = {"accountId": client.account, "ifInState": state, "create": {"k": record}}
            sent = {"using": URNS, "methodCalls": [[f"{type_name}/set", arguments, "c"]]}
            together.wait()
            [[said, answer, _]] = client.http.post(client.session["apiUrl"], json=sent).json()["methodResponses"]
            return "created" if said != "error" else str(answer["type"])

        for number in range(ROUNDS):
            state = clients[0].call(f"{type_name}/get", ids=[])["state"]
            tries = [threads.submit(attempt, each, state, f"{number}-{at}") for at, each in enumerate(clients)]
            said = sorted(each.result() for each in tries)
            assert said == ["created"] + ["stateMismatch"] * (CLIENTS - 1)
        assert len(clients[0].call(f"{type_name}/get", ids=None)["list"]) == ROUNDS + (type_name == "Identity")
