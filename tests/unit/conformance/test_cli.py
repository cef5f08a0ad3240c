"""The command, as a process: what it runs, what it refuses, and whom it leaves alone."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

from tests.unit.conformance.fake import Answer, Fake, echo, response, serving

#: Seven cases that the fake server passes.
ECHO = "arguments-come-back-as-they-were or fractions-keep-their-value"
LOGIN = ("--user", "alice@example.com", "--password-env", "FAKE_PASSWORD")


def command(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command with these arguments."""
    return subprocess.run(
        [sys.executable, "-m", "jmap_conformance", *arguments],
        cwd=cwd,
        env={**os.environ, "FAKE_PASSWORD": "secret", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server on which Core/echo works, and that holds nothing."""
    with serving() as made:
        yield made


def report(directory: Path) -> dict[str, Any]:
    return dict(json.loads((directory / "report.json").read_text("utf-8")))


def test_a_run_in_which_all_passes_is_0(fake: Fake, tmp_path: Path) -> None:
    done = command(fake.url, *LOGIN, "-k", ECHO, "--report", str(tmp_path))
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "7 of 7 cases, 0 failed"), done.stdout


def test_a_run_in_which_something_fails_is_1(tmp_path: Path) -> None:
    with serving(lambda headers, body: echo(headers, body.replace(b"true", b"false"))) as fake:
        done = command(fake.url, *LOGIN, "-k", ECHO, "--report", str(tmp_path))
    assert done.returncode == 1
    failed = [row["id"] for row in report(tmp_path)["results"] if row["outcome"] == "fail"]
    assert failed == ["core/echo/arguments-come-back-as-they-were/scalars"]
    assert "MUST core/Core/echo/same-arguments" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "URL"),
        (("casse",), "casse is no URL, as https://jmap.example.com is, nor one of cases"),
        (("http://example.com", *LOGIN), "https is needed"),
        (("https://example.com",), "no login"),
        (("https://example.com", "--user", "a"), "one of --password-env and --token-env"),
        (("https://example.com", "--user", "a", "--password-env", "NOT_SET_ANYWHERE"), "NOT_SET_ANYWHERE is not set"),
        (("https://example.com", *LOGIN, "--second-user", "b"), "go together"),
        (("https://example.com", *LOGIN, "-n", "2"), "an account for each worker"),
        (("https://example.com", *LOGIN, "--patience", "0"), "above 0"),
        (("https://example.com", *LOGIN, "--expected", "nowhere.toml"), "nowhere.toml"),
        (("https://example.com", *LOGIN, "--requirement", "core/Id/sizes"), "one of these meant? core/Id/size"),
        (("https://example.com", *LOGIN, "--disable", "puhs"), "there is no area puhs; is one of these meant? push"),
        (("https://example.com", *LOGIN, "--report", "/dev/null/report"), "cannot be written"),
        (("http://127.0.0.1:1", *LOGIN), "no answer"),
        (("compare", "a.json"), "two reports"),
        (("compare", "a.json", "b.json"), "no report"),
    ],
)
def test_wrong_use_is_2_and_one_line(arguments: tuple[str, ...], why: str) -> None:
    done = command(*arguments)
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_no_case_selected_is_2(fake: Fake) -> None:
    done = command(fake.url, *LOGIN, "-k", "nothingofthatname")
    assert (done.returncode, "no case is selected" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("selected", "why"), [("echo and (", "-k wants parts of ids"), ("core/echo or", "-k wants parts of ids")]
)
def test_what_is_no_expression_is_2(fake: Fake, selected: str, why: str) -> None:
    done = command(fake.url, *LOGIN, "-k", selected)
    assert (done.returncode, why in done.stderr) == (2, True), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (401, b"", "is the secret in FAKE_PASSWORD right?"),
        (404, b"", "HTTP 404; give the session URL"),
        (200, b"<html>", "no JSON object: not JSON"),
    ],
)
def test_why_there_is_no_session_is_told(fake: Fake, status: int, body: bytes, why: str) -> None:
    fake.instead = Answer(status, body)
    done = command(fake.url, *LOGIN)
    assert (done.returncode, why in done.stderr) == (2, True), done.stderr


def test_the_second_user_logs_in_before_the_run() -> None:
    def session_of(headers: dict[str, str]) -> Answer | None:
        return Answer(401) if "Ym9i" in headers["authorization"] else None  # bob in base64

    with serving() as fake:
        fake.refuse = session_of
        done = command(fake.url, *LOGIN, "--second-user", "bob", "--second-password-env", "FAKE_PASSWORD")
    assert (done.returncode, "bob: the login is refused" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_that_is_gone_ends_the_run(tmp_path: Path, workers: int) -> None:
    """The case that it did not survive fails; the others are not accused of it, nor is the suite."""

    def api(headers: dict[str, str], body: bytes) -> Answer:
        fake.gone = sum(path == "/api" for _, path, _ in fake.seen) > 5
        return Answer(body=None) if fake.gone else echo(headers, body)

    with serving(api) as fake:
        accounts = two_accounts(tmp_path)
        more = ("--accounts", str(accounts), "-n", str(workers), "--patience", "0.1", "--report", str(tmp_path))
        done = command(fake.url, "-k", "core/", *more)
    rows = report(tmp_path)
    assert (done.returncode, rows["summary"]["trouble"] != "interrupted") == (2, True)
    assert 1 <= sum("no answer" in row["message"] for row in rows["results"]) <= workers
    assert workers > 1 or "does not answer any more, since core/" in rows["summary"]["trouble"]
    assert rows["summary"]["error"] == 0


def test_an_account_that_holds_data_is_refused() -> None:
    def api(headers: dict[str, str], body: bytes) -> Answer:
        name, _, id = json.loads(body)["methodCalls"][0]
        rows = {"Mailbox/get": [{"id": "m1", "role": "inbox", "totalEmails": 3}]}.get(name, [])
        return response([name, {"accountId": "A1", "state": "1", "list": rows, "notFound": []}, id])

    with serving(api) as fake:
        done = command(fake.url, *LOGIN, "-k", ECHO)
        assert (done.returncode, "say --force" in done.stderr) == (2, True)
        assert command(fake.url, *LOGIN, "-k", ECHO, "--force").returncode == 1


def test_foreign_configuration_changes_nothing(fake: Fake, tmp_path: Path) -> None:
    """Neither a pytest.ini and a conftest.py of the working directory nor the environment of pytest is looked at."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise SystemExit('a foreign conftest was read')\n")
    environment = {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "no_such_plugin"}
    done = command(fake.url, *LOGIN, "-k", ECHO, cwd=tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["conftest.py", "pytest.ini"]


def test_installing_the_suite_changes_nobodys_pytest() -> None:
    assert [entry for entry in distribution("jmap-spec").entry_points if entry.group == "pytest11"] == []


def test_levels_areas_and_requirements_select(fake: Fake, tmp_path: Path) -> None:
    command(fake.url, *LOGIN, "-k", "core/", "--level", "must", "--disable", "echo", "--report", str(tmp_path))
    rows = report(tmp_path)["results"]
    assert {row["level"] for row in rows} == {"must"}
    assert {row["outcome"] for row in rows if row["area"] == "echo"} == {"disabled"}
    requirement = "core/ResultReference/both-forms"
    command(fake.url, *LOGIN, "--requirement", requirement, "--report", str(tmp_path))
    assert [row["id"] for row in report(tmp_path)["results"]] == ["core/references/argument-in-both-forms-is-refused"]


def two_accounts(directory: Path) -> Path:
    """A file of accounts."""
    accounts = directory / "accounts.toml"
    rows = (f'[[account]]\nuser = "{user}@example.com"\npassword-env = "FAKE_PASSWORD"\n' for user in ("alice", "bob"))
    accounts.write_text("".join(rows))
    return accounts


def test_two_workers_share_the_cases(fake: Fake, tmp_path: Path) -> None:
    accounts = two_accounts(tmp_path)
    done = command(fake.url, "--accounts", str(accounts), "-n", "2", "-k", ECHO, "--report", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(report(tmp_path)["results"]) == 7
    users = {headers["authorization"] for method, path, headers in fake.seen if path == "/api"}
    assert len(users) == 2


def test_an_interrupted_run_cleans_up_and_reports(tmp_path: Path) -> None:
    """SIGTERM in the middle of a case: what the case made is destroyed, and the report is there."""
    alive: dict[str, str] = {}  # id to name
    numbers = itertools.count()

    def api(headers: dict[str, str], body: bytes) -> Answer:
        name, arguments, id = json.loads(body)["methodCalls"][0]
        if name != "Mailbox/set":
            time.sleep(0.3 if alive else 0)
            rows = [{"id": one, "name": called} for one, called in alive.items()] if name == "Mailbox/get" else []
            return response(
                [name, {"accountId": "A1", "state": "1", "list": rows, "notFound": arguments.get("ids") or []}, id]
            )
        created = {key: {"id": f"m{next(numbers)}"} for key in arguments.get("create") or {}}
        alive.update({row["id"]: arguments["create"][key]["name"] for key, row in created.items()})
        for one in arguments.get("destroy") or []:
            alive.pop(one, None)
        made = {"accountId": "A1", "oldState": "1", "newState": "2", "created": created or None}
        return response([name, {**made, "destroyed": arguments.get("destroy")}, id])

    with serving(api) as fake:
        environment = {**os.environ, "FAKE_PASSWORD": "secret"}
        process = subprocess.Popen(
            [sys.executable, "-m", "jmap_conformance", fake.url, *LOGIN, "-k", "Mailbox", "--report", str(tmp_path)],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(400):
            if sum(path == "/api" for _, path, _ in fake.seen) > 20 and alive:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 2
    assert alive == {}
    assert report(tmp_path)["summary"]["trouble"] == "interrupted"


def test_cases_are_listed(tmp_path: Path) -> None:
    lines = command("cases").stdout.splitlines()
    assert (
        "Mailbox/get/unknown-ids-are-not-found  Ids that no record has are in notFound, whatever they look like."
        in lines
    )
    rows = json.loads(command("cases", "--json").stdout)["cases"]
    (row,) = (one for one in rows if one["id"] == "Foo/get/unknown-ids-are-not-found")
    assert set(row["documentation"]) == {"purpose", "preconditions", "procedure", "expected", "why"}
    assert {"Mailbox/get/unknown-ids-are-not-found", "Thread/get/unknown-ids-are-not-found"} <= set(row["instances"])
    assert command("cases", "--uncovered").returncode == 0
