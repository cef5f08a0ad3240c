"""Every command, and every option of it that a guide names, exists; and every command is told in a guide."""

from __future__ import annotations

import functools
import pathlib
import re
import subprocess
from collections.abc import Callable

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDES = {page.name: page.read_text() for page in [ROOT / "README.md", *sorted((ROOT / "docs/guides").glob("*.md"))]}
COMMANDS = ("jmap-spec", "jmap-reference", "jmap-conformance")
Command = Callable[..., subprocess.CompletedProcess[str]]


@functools.cache
def help_of(command: Command, *words: str) -> str:
    """What ``--help`` says after some words."""
    said = command(*words, "--help")
    assert said.returncode == 0, said.stderr
    return said.stdout


def subcommands(command: Command, program: str) -> list[str]:
    """The words that ``--help`` lists as commands, in order."""
    return re.findall(r"^    ([a-z][a-z-]*)(?: {2,}|\n| ?$)", help_of(command, program), re.M)


@pytest.mark.parametrize("program", COMMANDS)
def test_every_command_is_told_in_a_guide(command: Command, program: str) -> None:
    for word in subcommands(command, program) or [""]:
        told = any(re.search(rf"\b{program} {word}\b" if word else rf"\b{program}\b", text) for text in GUIDES.values())
        assert told, f"no guide says: {program} {word}"


@pytest.mark.parametrize("program", COMMANDS)
def test_every_command_explains_itself(command: Command, program: str) -> None:
    for word in subcommands(command, program):
        assert len(help_of(command, program, word).splitlines()) >= 3


@pytest.mark.parametrize("name", GUIDES)
def test_guides_use_commands_and_options_that_exist(command: Command, name: str) -> None:
    for program, rest in re.findall(rf"({'|'.join(COMMANDS)}) ([^`|\n]*)", GUIDES[name]):
        known = subcommands(command, program)
        words = rest.split()
        if words and words[0] in ("and", "is", "says", "makes"):
            continue
        used = [words[0]] if words and words[0] in known else []
        if known and words and re.fullmatch("[a-z]+", words[0]):
            assert used, f"{name}: {program} has no command {words[0]}"
        options = set(re.findall(r"(?<=\s)--[a-z-]+", " " + rest)) - {"--help"}
        helped = help_of(command, program, *used)
        assert {option for option in options if option not in helped} == set(), f"{name}: {program} {rest}"


@pytest.mark.parametrize("program", COMMANDS)
def test_wrong_use_is_exit_code_2(command: Command, program: str) -> None:
    assert command(program, "--no-such-option").returncode == 2


def test_exit_codes_of_validate(command: Command, tmp_path: pathlib.Path) -> None:
    """0 valid, 1 not valid, 2 cannot be read: what docs/guides/validate.md says."""
    valid, invalid = tmp_path / "valid.json", tmp_path / "invalid.json"
    valid.write_text('{"accountId": "A7", "ids": ["mb1"]}')
    invalid.write_text('{"accountId": "A7", "ids": "mb1"}')
    wanted = ("--as", "Mailbox/get.request")
    assert command("jmap-spec", "validate", str(valid), *wanted).returncode == 0
    assert command("jmap-spec", "validate", str(valid), str(invalid), *wanted).returncode == 1
    assert command("jmap-spec", "validate", str(tmp_path / "nothing.json"), *wanted).returncode == 2


def test_exit_codes_of_the_suite(command: Command) -> None:
    """2 where the suite cannot be run as asked: what docs/guides/conformance.md says."""
    assert command("jmap-conformance", "ftp://example.com").returncode == 2
