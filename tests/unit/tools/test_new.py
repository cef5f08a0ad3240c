"""``jmap-spec new type`` writes files that pass ``check``, and nothing over what is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jmap_spec.cli import main
from jmap_spec.commands.check import checked

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
