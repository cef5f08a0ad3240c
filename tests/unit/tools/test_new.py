"""``jmap-spec new`` writes files that pass ``check``, and nothing over what is there."""

from __future__ import annotations

import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from jmap_conformance.case import cases_in
from jmap_conformance.outcome import Broken
from jmap_spec.cli import main
from jmap_spec.commands.check import checked
from jmap_spec.source import protocol

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("schemas", "drafts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize("name", ["mail/Jotting", "submission/Policy"])
def test_what_is_written_passes_check(checkout: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = [str(problem) for problem in checked(checkout)[1]]
    assert main(["--root", str(checkout), "new", "type", name]) == 0
    whole, problems = checked(checkout)
    assert [str(problem) for problem in problems] == before
    type_name = name.partition("/")[2]
    assert {f"{type_name}/{verb}" for verb in ("get", "changes", "set")} <= set(whole.methods)
    assert [e.creation for e in whole.examples_of(type_name)] == ["k1"]
    written = capsys.readouterr().out.split("\n\n")[0].split()
    assert all((checkout / path).is_file() for path in written) and len(written) == 3


WRONG = [
    ("mail/jotting", '"jotting" is no name of a type'),
    ("mail", '"" is no name of a type'),
    ("mail/a/B", '"a/B" is no name of a type'),
    ("nowhere/Jotting", 'there is no room "nowhere"; there are core, '),
    ("push/Mailbox", "Mailbox is taken: schemas/mail/Mailbox/Mailbox.json"),
]


@pytest.mark.parametrize(("name", "said"), WRONG)
def test_wrong_use(checkout: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in checkout.rglob("*")}
    assert main(["--root", str(checkout), "new", "type", name]) == 2
    assert said in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in checkout.rglob("*")} == before


def test_a_folder_is_never_written_over(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "schemas/mail/Jotting").mkdir()
    assert main(["--root", str(checkout), "new", "type", "mail/Jotting"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert not list((checkout / "schemas/mail/Jotting").iterdir())


def test_a_draft_passes_check(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [str(problem) for problem in checked(checkout)[1]]
    assert main(["--root", str(checkout), "new", "draft", "tasks-later"]) == 0
    assert [str(problem) for problem in checked(checkout)[1]] == before
    folder = checkout / "drafts/draft-ietf-jmap-tasks-later"
    index = (folder / "index.md").read_text()
    listed = {path.stem for path in folder.iterdir()} - {"index"}
    assert all(f"\n{name}\n" in index for name in listed) and "security" in listed

    assert main(["--root", str(checkout), "new", "draft", "draft-ietf-jmap-tasks-later"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["--root", str(checkout), "new", "draft", "Tasks"]) == 2
    assert "is no name of a draft" in capsys.readouterr().err


ECHO = "core/Core/echo/same-arguments"


def test_a_case_has_its_parts_and_fails(checkout: Path) -> None:
    assert main(["--root", str(checkout), "new", "case", "core/arguments-return", "--requirement", ECHO]) == 0
    path = checkout / "tests/conformance/jmap_conformance/core/arguments_return.py"
    spec = spec_from_file_location("jmap_conformance.core.arguments_return", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
        [made] = cases_in(module)
    finally:
        del sys.modules[spec.name]
    assert (made.name, made.requirements) == ("arguments-return", (ECHO,))
    with pytest.raises(Broken, match="not written yet"):
        made.function(None)


GAP = next(one.id for one in protocol(ROOT).requirements.values() if "gap" in one.discharge)
WRONG_CASES = [
    (["nowhere/x", "--requirement", ECHO], 'there is no room "nowhere" for cases; there are core, '),
    (["core/Not_kebab", "--requirement", ECHO], '"Not_kebab" is no name of a case'),
    (["core/a-rule"], "say --requirement ID"),
    (["core/a-rule", "--requirement", "core/Core/echo/nothing"], 'there is no requirement "core/Core/echo/nothing"'),
    (["core/a-rule", "--requirement", GAP], "is not discharged by a test, but by gap: "),
]


@pytest.mark.parametrize(("words", "said"), WRONG_CASES)
def test_wrong_use_of_a_case(
    checkout: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(checkout), "new", "case", *words]) == 2
    assert said in capsys.readouterr().err
    assert not (checkout / "tests").exists()
