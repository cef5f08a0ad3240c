"""What a run is told, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from jmap_conformance.settings import Login, Settings, WrongUse, check_scheme, logins_in


@pytest.mark.parametrize(
    "url", ["https://example.com/", "http://127.0.0.1:8620", "http://[::1]:1/x", "http://localhost"]
)
def test_https_and_loopback_are_allowed(url: str) -> None:
    assert check_scheme(url) == url


@pytest.mark.parametrize("url", ["http://example.com", "http://127.0.0.1.example.com", "ftp://localhost", ""])
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(WrongUse):
        check_scheme(url)


def test_settings_cross_to_a_worker_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "correct horse")
    made = Settings("https://example.com", (Login("a", "PW"), Login("b", token_env="T")), second=Login("c", "PW"))
    assert "correct horse" not in made.dump()
    assert Settings.parse(made.dump()) == made
    assert made.login_of("gw1").user == "b"
    assert made.login_of("").secret == "correct horse"


def test_a_secret_that_is_not_set_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PW", raising=False)
    with pytest.raises(WrongUse, match="PW is not set"):
        _ = Login("a", "PW").secret


def test_accounts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text('[[account]]\nuser = "a"\npassword-env = "PA"\n[[account]]\nuser = "b"\ntoken-env = "TB"\n')
    assert logins_in(path) == (Login("a", "PA"), Login("b", token_env="TB"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "account = 1",
        '[[account]]\nuser = "a"\n',
        '[[account]]\nuser = "a"\npassword = "no"\n',
        '[[account]]\nuser = "a"\npassword-env = "A"\ntoken-env = "B"\n',
        '[[account]]\nuser = "a"\npassword-env = "A"\n' * 2,
        "not toml",
    ],
)
def test_other_accounts_files_are_wrong_use(text: str, tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(text)
    with pytest.raises(WrongUse):
        logins_in(path)
