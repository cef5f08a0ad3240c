"""``jmap-spec diff``: revisions and folders, what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jmap_spec.cli import main
from tests.nano.nano import lay_out

COG = "schemas/toys/Cog/Cog.json"


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Three revisions: ``empty`` without a source, ``first``, and ``looser`` with a longer name."""
    root = tmp_path / "nano"
    root.mkdir()
    git(root, "init")
    (root / "README.md").write_text("Toys.")
    for tag in ("empty", "first", "looser"):
        if tag == "first":
            lay_out(root)
        elif tag == "looser":
            replace(root, "Turn a Cog.", "Turn one Cog.", "schemas/toys/Cog/methods.json")
        git(root, "add", "-A")
        git(root, "commit", "-m", tag)
        git(root, "tag", tag)
    return root


def replace(root: Path, old: str, new: str, file: str = COG) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))


def test_two_revisions(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "diff", "first", "looser"]) == 0
    assert capsys.readouterr().out == (
        "first → looser: 1 change, none breaking\n\nFor readers: no program changes (1)\n\n"
        "  toys/Cog/spin is described otherwise [text/changed]\n      Turn a Cog. → Turn one Cog.\n"
        "      No sentence with a key word changed here.\n      schemas/toys/Cog/methods.json#/spin\n"
    )


def test_a_revision_and_the_checkout(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "diff", "looser"]) == 0
    assert capsys.readouterr().out == "looser → the checkout: no change\n"
    replace(repository, '"maxLength": 20', '"maxLength": 10')
    assert main(["--root", str(repository), "diff", "looser"]) == 1
    said = capsys.readouterr().out
    assert "Breaking for clients and servers (1)" in said and '{"maxLength": 20} → {"maxLength": 10}' in said


def test_two_folders(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = lay_out(tmp_path / "other")
    replace(other, '"type": "string", "x-jmap"', '"type": ["string", "null"], "x-jmap"')
    assert main(["--root", str(repository), "diff", str(repository), str(other), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["breaking"] == 1
    (change,) = (c for c in told["changes"] if c["breaking"])
    assert (change["subject"], change["code"], change["whom"]) == ("toys/Cog/madeBy", "member/nullable", "clients")
    assert (change["before"], change["after"]) == ("String", "String|null")


def test_breaking_alone(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "diff", "first", "--breaking"]) == 0
    assert capsys.readouterr().out == "first → the checkout: no breaking change\n"


def test_a_page(repository: Path, tmp_path: Path) -> None:
    replace(repository, "What people call it.", "What <people> call it.")
    page = tmp_path / "changes.html"
    assert main(["--root", str(repository), "diff", "first", "--html", str(page)]) == 0
    opened: list[str] = []
    ids: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "!doctype"):
                opened.append(tag)
            ids.extend(value or "" for name, value in attrs if name == "id")

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    text = page.read_text()
    Reader().feed(text)
    assert opened == []
    assert "toys.Cog.name.text.changed" in ids and len(ids) == len(set(ids))
    assert "What &lt;people&gt; call it." in text and "<people>" not in text


WRONG = [
    (("nonsense",), "nonsense is no revision of this repository, and no folder that holds schemas/"),
    (("empty",), "empty has no schemas/ yet"),
    (("first", "docs"), "docs is a folder without schemas/"),
]


@pytest.mark.parametrize(("words", "message"), WRONG)
def test_wrong_use(
    repository: Path, words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (repository / "docs").mkdir()
    monkeypatch.chdir(repository)
    assert main(["diff", *words]) == 2
    assert capsys.readouterr().err == f"jmap-spec diff: {message}\n"


def test_a_revision_that_does_not_load(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(repository, '"dataType"', '"row"')
    git(repository, "commit", "-am", "another vocabulary")
    assert main(["--root", str(repository), "diff", "HEAD", "first"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("jmap-spec diff: the source of HEAD does not load (1 problem); it was perhaps written for")
    assert f"{COG}:" in said and "row" in said


def test_a_page_that_cannot_be_written(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "file").write_text("")
    assert main(["--root", str(repository), "diff", "first", "--html", str(repository / "file/page.html")]) == 2
    assert "file/page.html" in capsys.readouterr().err
