"""Settings: one table, read from flags, the environment and a file."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import pytest

from jmap_conformance.cli import run_parser, settings_of
from jmap_conformance.options import OPTIONS, example, gathered, table
from jmap_conformance.settings import Settings, WrongUse, check_address, host_and_port

GUIDE = Path(__file__).parents[3] / "docs/guides/conformance.md"


def read(*flags: str, **environment: str) -> argparse.Namespace:
    named = {f"JMAP_CONFORMANCE_{name.upper()}": value for name, value in environment.items()}
    return gathered(run_parser().parse_args(flags), named)


def whole(*flags: str, **environment: str) -> Settings:
    return settings_of(read(*flags, **environment))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PW", "correct horse")
    made = tmp_path / "run.toml"
    made.write_text(
        'url = "https://example.com"\nuser = "a"\npassword-env = "PW"\npatience = 2\nforce = true\n'
        'disable = ["echo", "push"]\nreport = "out"\n'
    )
    return made


def test_flags_go_before_the_environment_and_that_before_the_file(path: Path) -> None:
    config = ("--config", str(path))
    assert read(*config).patience == 2.0
    assert read(*config, patience="3").patience == 3.0
    assert read(*config, "--patience", "4", patience="3").patience == 4.0
    assert read(config=str(path)).patience == 2.0
    assert read().patience == 1.0


def test_a_file_is_all_that_a_run_needs(path: Path) -> None:
    made = whole("--config", str(path))
    assert (made.url, made.logins[0].user, made.force, made.disabled) == (
        "https://example.com",
        "a",
        True,
        ("echo", "push"),
    )
    assert "correct horse" not in made.dump()
    assert read("--config", str(path)).report == path.parent / "out"


def test_accounts_can_stand_in_the_file(path: Path) -> None:
    path.write_text(path.read_text() + 'workers = 2\n[[account]]\nuser = "b"\npassword-env = "PW"\n')
    assert [one.user for one in whole("--config", str(path)).logins] == ["a", "b"]


def test_lists_of_the_environment_are_separated_by_spaces() -> None:
    assert read(disable="echo push").disable == ("echo", "push")
    assert read("--disable", "x", "--disable", "y", disable="echo").disable == ("x", "y")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('password = "x"', "password-env names the variable"),
        ("pateince = 1", "pateince is no setting"),
        ('patience = "much"', "wants a number"),
        ("patience = true", "wants F"),
        ("user = 1", "wants U"),
        ('level = "may"', "must or should"),
        ('force = "perhaps"', "true or false"),
        ('smtp-sink = "example.com"', "wants HOST:PORT"),
        ('push-listen = "http://127.0.0.1:1"', "HOST:PORT alone"),
        ('mail-in = "127.0.0.1:24"', "lmtp:// or smtp://"),
        ('push-url = "http://example.com/"', "https is needed"),
        ("[[account]]\nuser = 'b'", "one of password-env and token-env"),
        ("no toml", "run.toml"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(path: Path, text: str, why: str) -> None:
    path.write_text(text)
    with pytest.raises(WrongUse, match=why.replace("[", r"\[")):
        whole("--config", str(path), "https://example.com")


def test_a_login_in_the_url_is_refused(path: Path) -> None:
    with pytest.raises(WrongUse, match="no login stands in the URL"):
        whole("--config", str(path), "https://a:b@example.com/")


def test_addresses() -> None:
    assert host_and_port("[::1]:25") == ("::1", 25)
    check_address("mail-in", "lmtp://127.0.0.1:24")
    check_address("smtp-sink", "")


def test_the_example_has_every_setting() -> None:
    bare = "\n".join(line.removeprefix("#") for line in example().splitlines() if not line.startswith("# "))
    content = tomllib.loads(bare)
    assert {one.name for one in OPTIONS} < content.keys()
    assert tomllib.loads(example()) == {}


def test_the_guide_has_the_table() -> None:
    """Derived from the settings: where this fails, put ``options.table()`` there."""
    assert table() in GUIDE.read_text()
