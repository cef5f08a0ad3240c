"""The command ``jmap-reference``, as a process of its own."""

from __future__ import annotations

import argparse
import io
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from jmap_reference import __main__, faults, serve
from jmap_reference.protocol import log
from jmap_reference.refused import Refused
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import User
from tests.unit.reference.helpers import CORE, MAIL

ALICE = ("alice@example.com", "secret")


@pytest.fixture
def store(tmp_path: pathlib.Path) -> str:
    return str(tmp_path / "store.sqlite")


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port: its session URL, and its process."""
    command = [sys.executable, "-m", "jmap_reference", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def client_of(auth: tuple[str, str]) -> httpx.Client:
    return httpx.Client(auth=auth, follow_redirects=True)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("check", FILE)``: the exit code, standard output and standard error of a command, in this process."""

    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        return __main__.main(list(arguments)), *capsys.readouterr()

    return command


@pytest.fixture(autouse=True)
def same_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server in this process sets up the log; that is undone."""
    for name in ("propagate", "level"):
        monkeypatch.setattr(log, name, getattr(log, name))
    monkeypatch.setattr(log, "handlers", list(log.handlers))


def call(client: httpx.Client, session: dict[str, Any], name: str, **arguments: Any) -> dict[str, Any]:
    account = session["primaryAccounts"][MAIL]
    sent = {"using": [CORE, MAIL], "methodCalls": [[name, {"accountId": account} | arguments, "c"]]}
    said = client.post(session["apiUrl"], json=sent).raise_for_status().json()
    return said["methodResponses"][0][1]  # type: ignore[no-any-return]


def test_what_was_acknowledged_survives_a_kill(store: str, run: Run) -> None:
    with serving("--demo", "--store", store) as (url, process), client_of(ALICE) as client:
        assert url.startswith("http://127.0.0.1:")
        session = client.get(url).raise_for_status().json()
        assert session["apiUrl"].startswith(url.removesuffix("/.well-known/jmap"))
        roles = {mailbox["role"] for mailbox in call(client, session, "Mailbox/get", ids=None)["list"]}
        assert {"inbox", "drafts", "sent", "trash", "junk", "archive"} <= roles
        created = call(client, session, "Mailbox/set", create={"k": {"name": "kept"}})["created"]["k"]["id"]
        process.send_signal(signal.SIGKILL)
    assert run("check", store)[:2] == (0, f"{store}: in order\n")
    with serving("--store", store) as (url, _), client_of(ALICE) as client:
        session = client.get(url).raise_for_status().json()
        assert call(client, session, "Mailbox/get", ids=[created])["list"][0]["name"] == "kept"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_order_when_it_is_told_to(store: str, how: signal.Signals) -> None:
    with serving("--demo", "--store", store) as (url, process), client_of(ALICE) as client:
        session = client.get(url).raise_for_status().json()
        assert call(client, session, "Mailbox/set", create={"k": {"name": "new"}})["created"]
        process.send_signal(how)
        assert process.wait(30) == 0
    assert not pathlib.Path(f"{store}-wal").exists(), "the store was closed, and all is in one file"


def test_a_fault_is_served_on_request() -> None:
    fault = ("--fault", "get-forgets-not-found", "--trace")
    with serving("--demo", *fault) as (url, process), client_of(ALICE) as client:
        assert call(client, client.get(url).json(), "Mailbox/get", ids=["x"])["notFound"] == []
        process.kill()
        assert process.stderr
        log = process.stderr.read()
    assert "wrong on purpose" in log
    assert "notFound" in log, "--trace shows bodies"


def test_an_example_is_served(root: pathlib.Path) -> None:
    example = next((root / "schemas/mail/Thread/examples/get").glob("*.json"))
    with serving("--fixture", str(example)) as (url, _), client_of(ALICE) as client:
        assert client.get(url).raise_for_status().json()["accounts"]


def test_tls(tmp_path: pathlib.Path) -> None:
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]  # fmt: skip
    try:
        subprocess.run(made, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("NOT TESTED: openssl is not installed; run tools/install-system-packages")
    trust = ssl.create_default_context(cafile=certificate)
    with serving("--demo", "--tls-cert", str(certificate), "--tls-key", str(key)) as (url, _):
        assert url.startswith("https://127.0.0.1:")
        session = httpx.get(url, auth=ALICE, follow_redirects=True, verify=trust).json()
        assert session["apiUrl"].startswith("https://127.0.0.1:")
    pair = ("--tls-cert", str(certificate), "--tls-key", str(key))
    args = argparse.Namespace(host="127.0.0.1", imap="0.0.0.0:1143", tls_cert=str(certificate), behind_proxy=False)
    with pytest.raises(Refused, match="everyone knows the password"):
        serve.check_address(args, [ALICE[0]])
    with serving("--demo", "--imap", "imaps://0", *pair) as (url, process):
        assert url
        process.kill()
        assert process.stderr
        assert "imaps://127.0.0.1:" in process.stderr.read()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--demo", "--host", "0.0.0.0"], "loopback"),
        (["--store", "STORE", "--host", "0.0.0.0"], "in the clear"),
        (["--tls-cert", "x"], '--tls-cert: found "x"; allowed is a file that is there'),
        (["--tls-cert", __file__], "go together"),
        (["--tls-cert", __file__, "--tls-key", __file__], "are no certificate and its key"),
        (["--config", "/nowhere"], "/nowhere: No such file"),
        (["--fault", "nope"], "--list-faults"),
        (["--demo", "--lmtp", "x"], '--lmtp: found "x"; allowed is PORT or HOST:PORT'),
        (["--demo", "--lmtp", "127.0.0.1:70000"], '--lmtp: found "127.0.0.1:70000"'),
        (["--demo", "--lmtp", "192.0.2.1:24"], "cannot listen"),
        (["--demo", "--relay", "mx.example.org"], '--relay: found "mx.example.org"; allowed is HOST:PORT, smtps://'),
        (["--demo", "--relay", "a@mx.example.org:25"], "to be in the environment, as JMAP_RELAY_PASSWORD"),
        (["--demo", "--mail-name", "localhost"], '--mail-name: found "localhost"; allowed is the name of a host'),
        (["--demo", "--imap", "x"], "[HOST:]PORT or imaps://[HOST:]PORT is needed"),
        (["--demo", "--imap", "smtp://127.0.0.1:1"], "[HOST:]PORT or imaps://[HOST:]PORT is needed"),
        (["--demo", "--imap", "imaps://1143"], "TLS needs --tls-cert and --tls-key"),
        (["--store", "STORE", "--imap", "0.0.0.0:1143"], "without it, only loopback is served"),
        (["--demo", "--imap", "70000"], "cannot listen"),
        (["--fixture", "/nowhere"], "no fixture"),
        (["--store", "/nowhere/at/all"], "unable to open"),
        (["--demo", "--port", "70000"], "--port: found 70000; allowed is a whole number from 0 to 65535"),
        (["--demo", "--host", "nowhere.invalid"], "loopback"),
    ],
)
def test_what_cannot_be_served_is_refused(store: str, run: Run, arguments: list[str], said: str) -> None:
    code, _, error = run("serve", *(store if word == "STORE" else word for word in arguments))
    assert code == 2
    assert said in error


def test_a_port_that_is_taken_is_refused(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, error = run("serve", "--demo", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "Address already in use; choose another port" in error


@pytest.mark.parametrize(
    "words", [["token", "x"], ["user", "list"], ["share", "x"], ["address", "x"], ["sending", "x"]]
)
def test_a_store_that_is_not_there_is_not_made(run: Run, tmp_path: pathlib.Path, words: list[str]) -> None:
    code, _, error = run(*words, "--store", "mistyped.sqlite")
    assert (code, "mistyped.sqlite: there is no such file" in error) == (2, True)
    assert not list(tmp_path.iterdir())


def test_the_demo_says_who_can_log_in() -> None:
    with serving("--demo", "--imap", "0") as (url, process):
        assert url
        process.kill()
        assert process.stderr
        said = process.stderr.read()
    assert "alice@example.com, bob@example.com; password: secret" in said
    where = re.search(r"the same mail by IMAP, for the same users: imap://127.0.0.1:[1-9]", said)
    assert where, said


def test_a_store_of_the_demo_is_not_served_to_the_world(store: str, run: Run) -> None:
    opened = SQLiteStore(store)
    with opened.transaction(write=True) as transaction:
        transaction.put_user(User("alice@example.com", "x", is_demo=True))
    opened.close()
    code, _, error = run("serve", "--store", store, "--host", "0.0.0.0", "--behind-proxy")
    assert code == 2
    assert "alice@example.com" in error


def test_faults_are_listed(run: Run) -> None:
    code, said, _ = run("serve", "--list-faults")
    assert code == 0
    assert [line.partition(":")[0] for line in said.splitlines()] == faults.names()


def test_a_configuration_is_served(tmp_path: pathlib.Path, run: Run) -> None:
    code, hashed, _ = run("hash-password", stdin="a password\n")
    assert code == 0
    config = tmp_path / "jmap.toml"
    config.write_text(f"""
        [listen]
        port = 1   # the flag says otherwise
        [store]
        file = "{tmp_path}/configured.sqlite"
        [limits]
        maxCallsInRequest = 2
        maxMailboxDepth = 0
        [rates]
        user = 3
        [log]
        quiet = true
        [[user]]
        name = "carol@example.com"
        password = "{hashed.strip()}"
    """)
    assert run("config", str(config))[:2] == (0, f"{config}: in order\n")
    with serving("--config", str(config)) as (url, _), client_of(("carol@example.com", "a password")) as carol:
        session = carol.get(url).raise_for_status().json()
        assert session["capabilities"][CORE]["maxCallsInRequest"] == 2
        [account] = session["accounts"].values()
        assert account["accountCapabilities"][MAIL]["maxMailboxDepth"] is None
        echo = {"using": [CORE], "methodCalls": [["Core/echo", {}, "c"]]}
        statuses = [carol.post(session["apiUrl"], json=echo).status_code for _ in range(5)]
        assert 429 in statuses and statuses[0] == 200, "a rate that is named counts on loopback, too"
    with serving("--config", str(config)) as (url, _), client_of(("carol@example.com", "a password")) as carol:
        assert carol.get(url).json()["accounts"] == session["accounts"], "the same user, not another one"


def test_a_proxy_is_believed_that_is_named(tmp_path: pathlib.Path) -> None:
    store, forwarded = str(tmp_path / "s.sqlite"), {"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"}
    with serving("--store", store, "--behind-proxy") as (url, process):
        response = httpx.get(url, headers=forwarded)
        assert response.headers["location"].startswith("https://")
        assert httpx.get(url.replace("/.well-known/jmap", "/jmap/session"), headers=forwarded).status_code == 401
        process.kill()
        assert process.stderr and "GET /jmap/session 401 192.0.2.7" in process.stderr.read()
    config = tmp_path / "jmap.toml"
    config.write_text("[listen]\nproxies = ['198.51.100.0/24']\n")
    with serving("--store", store, "--behind-proxy", "--config", str(config)) as (url, _):
        assert httpx.get(url, headers=forwarded).headers["location"].startswith("http://127.0.0.1")


def test_users_and_tokens(store: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    user, token = ("user", "--store", store), ("token", "--store", store)
    assert run(*user, "add", "carol@example.com", stdin="a password\n")[0] == 0
    assert run(*user, "add", "carol@example.com", stdin="x\n")[0] == 2
    assert run(*user, "list")[1].startswith("carol@example.com\ta")
    code, first, _ = run(*token, "carol@example.com", "--days", "1")
    assert code == 0
    _, second, _ = run(*token, "carol@example.com")
    with serving("--store", store) as (url, _):

        def status(credentials: str) -> int:
            headers = {"authorization": f"Bearer {credentials.strip()}"}
            return httpx.get(url, headers=headers, follow_redirects=True).status_code

        assert httpx.get(url, auth=("carol@example.com", "a password"), follow_redirects=True).status_code == 200
        assert (status(first), status(second), status("x")) == (200, 200, 401)
        assert run(*token, "carol@example.com", "--revoke", first.strip())[0] == 0
        assert (status(first), status(second)) == (401, 200)
        assert run(*token, "carol@example.com", "--revoke")[1] == "1 revoked\n"
        assert status(second) == 401
    monkeypatch.setenv("JMAP_TEST_PASSWORD", "other")
    assert run(*user, "password", "carol@example.com", "--password-env", "JMAP_TEST_PASSWORD")[0] == 0
    assert run(*user, "remove", "carol@example.com")[0] == 0
    assert run(*token, "carol@example.com") == (2, "", "jmap-reference: there is no user carol@example.com\n")


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["user", "add"], "x"),
        (["user", "add", "dave@example.com"], "\n"),
        (["user", "remove", "nobody"], ""),
        (["token", "nobody", "--revoke", "x"], ""),
    ],
)
def test_what_cannot_be_done_is_refused(store: str, run: Run, arguments: list[str], stdin: str) -> None:
    code, _, said = run(*arguments, "--store", store, stdin=stdin)
    assert (code, said[:16]) == (2, "jmap-reference: ")


def test_check_says_what_is_wrong(store: str, run: Run) -> None:
    assert run("check", store)[0] == 2
    opened = SQLiteStore(store)
    with opened.transaction(write=True) as transaction:
        transaction._db.execute("INSERT INTO accounts VALUES ('A', 'a', NULL)")
        transaction._db.execute("INSERT INTO records VALUES ('A', 'Thread', 't', '{\"id\":\"t\",\"emailIds\":[]}')")
    opened.close()
    code, said, _ = run("check", store)
    assert code == 1
    assert "Thread t has no Emails" in said
