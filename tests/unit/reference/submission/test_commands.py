"""``jmap-reference address`` and ``jmap-reference sending``, and the relay of ``serve``."""

from __future__ import annotations

import argparse
import pathlib

import pytest

from jmap_reference import __main__
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
