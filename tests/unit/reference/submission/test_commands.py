"""``jmap-reference address``, ``sending`` and ``queue``, and the relay of ``serve``."""

from __future__ import annotations

import argparse
import pathlib
import time

import pytest

from jmap_reference import __main__
from jmap_reference.dates import utc_date
from jmap_reference.store.outgoing import Outgoing
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.submission.relay import Relay
from jmap_reference.submission.service import PASSWORD_VARIABLE, relay_of

ALICE = "alice@example.com"


@pytest.fixture
def store(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = str(tmp_path / "store.sqlite")
    monkeypatch.setenv("PASSWORD", "secret")
    assert __main__.main(["user", "add", ALICE, "--store", path, "--password-env", "PASSWORD"]) == 0
    return path


def test_addresses(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["address", ALICE, "--store", store, "--add", "*@Shop.example.com"]) == 0
    assert capsys.readouterr().out.split() == [ALICE, "*@shop.example.com"]
    assert __main__.main(["address", ALICE, "--store", store, "--remove", "*@shop.example.com"]) == 0
    assert capsys.readouterr().out.split() == [ALICE]


@pytest.mark.parametrize(
    "arguments", [[ALICE, "--add", "nobody"], [ALICE, "--remove", "a@b"], ["bob@example.com", "--add", "a@b"]]
)
def test_what_cannot_be_done(store: str, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["address", *arguments, "--store", store]) == 2
    assert capsys.readouterr().err.startswith("jmap-reference: ")


def test_sending(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    for more, expected in (
        ([], "may send"),
        (["--refuse", "Ask the desk."], "may not send: Ask the desk."),
        ([], "may not send: Ask the desk."),
        (["--allow"], "may send"),
    ):
        assert __main__.main(["sending", ALICE, "--store", store, *more]) == 0
        assert capsys.readouterr().out.strip() == expected


def test_the_queue(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    now = time.time()
    to = [{"email": each, "parameters": None} for each in ("dave@example.org", "erin@example.net")]
    tried = Outgoing("A", "s1", {"email": ALICE, "parameters": None}, to, b"", since=now, due=now + 900, attempts=3)
    held = Outgoing("A", "s2", {"email": "", "parameters": None}, to[:1], b"", since=now + 3600, due=now + 3600)
    with SQLiteStore(store).transaction(write=True) as transaction:
        transaction.enqueue(tried)
        transaction.enqueue(held)
    lines = [
        [utc_date(now + 900), "tried 3 times", ALICE, "dave@example.org"],
        [utc_date(now + 900), "tried 3 times", ALICE, "erin@example.net"],
        [utc_date(now + 3600), "not tried yet", "<>", "dave@example.org"],
    ]
    assert __main__.main(["queue", "--store", store]) == 0
    assert [line.split("\t") for line in capsys.readouterr().out.splitlines()] == lines
    assert __main__.main(["queue", "--store", store, "--retry"]) == 0
    with SQLiteStore(store).transaction() as transaction:
        first, second = transaction.queued()
    assert now <= first.due <= time.time()
    assert second.due == held.due


def test_the_store_is_that_of_the_configuration(
    store: str, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "jmap.toml"
    config.write_text(f"[store]\nfile = '{store}'\n")
    assert __main__.main(["user", "list", "--config", str(config)]) == 0
    assert capsys.readouterr().out.startswith(ALICE)
    config.write_text("[store]\nfile = 1\n")
    assert __main__.main(["user", "list", "--config", str(config)]) == 2
    assert f"{config}:2: store.file: found 1; allowed is a text" in capsys.readouterr().err


def test_a_name_that_is_no_address(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["user", "add", "carol", "--store", store, "--password-env", "PASSWORD"]) == 0
    assert "carol is no address" in capsys.readouterr().err


def relay(text: str | None) -> Relay | None:
    return relay_of(argparse.Namespace(relay=text, mail_name="mail.example.com"))


def test_relays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "secret")
    assert relay(None) is None
    assert relay("mx.example.org:25") == Relay("mx.example.org", 25, name="mail.example.com")
    assert relay("smtps://a%40b@mx.example.org:465") == Relay(
        "mx.example.org", 465, True, "a@b", "secret", "mail.example.com"
    )


@pytest.mark.parametrize(
    "text", ["mx.example.org", "http://mx.example.org:25", ":25", "mx.example.org:99999", "a@b:25"]
)
def test_what_is_no_relay(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    with pytest.raises(ValueError, match=r"allowed is HOST:PORT|password of a is"):
        relay(text)
