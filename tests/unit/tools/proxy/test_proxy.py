"""The command between a client and the reference server, each a process of its own."""

from __future__ import annotations

import json
import pathlib
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.clients.driven import ALICE, PASSWORD, URNS, Server, serving

SECONDS = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("proxy"), tls=False) as server:
        yield server


class Proxy:
    """The running command, and a client that knows its address alone."""

    def __init__(self, url: str, *options: str) -> None:
        program = pathlib.Path(sys.executable).parent / "jmap-spec"
        self.process = subprocess.Popen(
            [str(program), "proxy", url, "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stderr
        said = self.process.stderr.readline()
        self.own = said.split()[0]
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", self.own), said
        self.http = httpx.Client(auth=(ALICE, PASSWORD), follow_redirects=True, trust_env=False, timeout=SECONDS)

    def end(self) -> tuple[int, str, str]:
        """Exit code, what it printed, and the count at the end."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, out, err


@pytest.fixture
def proxy(server: Server) -> Iterator[Callable[..., Proxy]]:
    started: list[Proxy] = []

    def start(*options: str, url: str = server.origin) -> Proxy:
        started.append(Proxy(url, *options))
        return started[-1]

    yield start
    for each in started:
        each.http.close()
        each.process.kill()
        each.process.wait(SECONDS)


def call(name: str, **arguments: Any) -> dict[str, Any]:
    return {"using": URNS, "methodCalls": [[name, arguments, "c"]]}


def test_a_client_that_does_well(proxy: Callable[..., Proxy], server: Server) -> None:
    between = proxy("--json")
    session = between.http.get(f"{between.own}/.well-known/jmap").raise_for_status().json()
    assert all(session[name].startswith(between.own) for name in ("apiUrl", "downloadUrl", "uploadUrl"))

    events = session["eventSourceUrl"].format(types="*", closeafter="state", ping="0")
    with between.http.stream("GET", events) as stream:
        lines = stream.iter_lines()
        posted = between.http.post(
            session["apiUrl"], json=call("Mailbox/set", accountId=server.account, create={"k": {"name": "By proxy"}})
        )
        assert posted.raise_for_status().json()["methodResponses"][0][1]["created"]
        assert any(line == "event: state" for line in lines)
    upload = session["uploadUrl"].format(accountId=server.account)
    blob = between.http.post(upload, content=b"ahoy \xff", headers={"content-type": "text/x-any"}).json()
    asked = {"accountId": server.account, "blobId": blob["blobId"], "name": "n", "type": "text/x-any"}
    download = session["downloadUrl"].format(**asked)
    assert between.http.get(download).content == b"ahoy \xff"

    code, out, err = between.end()
    seen = {(said["as"], said["valid"]) for said in map(json.loads, out.splitlines())}
    assert seen == {("Session", True), ("Request", True), ("Response", True), ("StateChange", True)}
    assert (code, err) == (0, f"{len(out.splitlines())} messages, 0 not valid\n")


def test_what_is_wrong_is_told_and_passed_on_all_the_same(proxy: Callable[..., Proxy], server: Server) -> None:
    between = proxy("--quiet")
    sent = call("Mailbox/get", accountId=server.account, id=None)
    direct, through = (
        server.http.post(f"{origin}/jmap/api", json=sent, auth=(ALICE, PASSWORD)).json()
        for origin in (server.origin, between.own)
    )
    assert through == direct
    between.http.post(f"{between.own}/jmap/api", content=b'{"methodCalls": [], "methodCalls": []}')
    code, out, err = between.end()
    assert code == 1
    assert 'unknown argument "id"' in out
    assert "/methodCalls/0/1/id" in out
    assert '"methodCalls" stands twice' in out
    assert "Content-Type: application/json" in out
    assert err.endswith("2 not valid\n")


def test_a_server_that_is_not_there_is_told_to_both_sides(proxy: Callable[..., Proxy]) -> None:
    between = proxy(url="http://127.0.0.1:9")
    answer = between.http.get(f"{between.own}/.well-known/jmap")
    assert answer.status_code == 502
    assert "cannot be reached" in answer.json()["detail"]
    assert between.http.get(f"{between.own}/-/7/x").status_code == 404
    code, out, _ = between.end()
    assert code == 0
    assert "cannot be reached" in out


def test_wrong_use(command: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    said = command("jmap-spec", "proxy", "jmap.example.com")
    assert said.returncode == 2
    assert "https://jmap.example.com" in said.stderr
