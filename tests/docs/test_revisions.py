"""make submit keeps the XML of a revision, and make diff shows what changed since; both in a checkout of their own."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from jmap_spec.load.suite import DATA
from jmap_spec.sphinx import dates

Tool = Callable[..., subprocess.CompletedProcess[str]]
NAME = "draft-ietf-jmap-problem-statement"


@pytest.fixture
def tool(root: pathlib.Path) -> Tool:
    def run(name: str, *words: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(root / "tools" / name), *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def copy(root: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """The source of the drafts, in a folder of its own."""
    for name in ("schemas", "drafts", "docs/_static", DATA):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "docs/conf.py", tmp_path / "docs")
    (tmp_path / "docs/drafts").symlink_to("../drafts")
    return tmp_path


def commit(folder: pathlib.Path) -> None:
    """Everything in it, as its first commit."""
    who = ["-c", "user.name=JMAP Working Group", "-c", "user.email=jmap@example.com"]
    for words in (["init", "--quiet"], ["add", "--all"], [*who, "commit", "--quiet", "--message", "submitted"]):
        subprocess.run(["git", *words], cwd=folder, check=True)


def test_nothing_submitted_is_no_error(tool: Tool, copy: pathlib.Path) -> None:
    ran = tool("drafts-diff", copy)
    assert ran.returncode == 0
    assert f"{NAME}: nothing was submitted yet" in ran.stdout


def test_a_draft_that_is_not_built_is_told(tool: Tool, copy: pathlib.Path) -> None:
    folder = copy / "drafts" / NAME / "published"
    folder.mkdir()
    (folder / f"{NAME}-00.xml").write_text("<rfc/>")
    ran = tool("drafts-diff", copy)
    assert ran.returncode == 2
    assert "is not built: make drafts" in ran.stderr


def test_an_unknown_draft_is_told(tool: Tool, copy: pathlib.Path) -> None:
    ran = tool("submit", "--root", copy, "nowhere")
    assert ran.returncode == 2
    assert "no draft is called nowhere" in ran.stderr


def test_a_draft_with_problems_is_not_kept(tool: Tool, copy: pathlib.Path) -> None:
    page = copy / "drafts" / NAME / "scope.md"
    page.write_text(page.read_text() + "\nSee {bib}`RFC0`.\n")
    ran = tool("submit", "--root", copy, "problem-statement")
    assert ran.returncode == 1
    assert "RFC0" in ran.stderr and "nothing was kept" in ran.stderr
    assert not (copy / "drafts" / NAME / "published").exists()


def test_what_changed_since_it_was_submitted(
    tool: Tool, command: Callable[..., subprocess.CompletedProcess[str]], copy: pathlib.Path, root: pathlib.Path
) -> None:
    if not (root / "node_modules/.bin/idnits").exists():
        pytest.skip("idnits is not installed: npm ci")
    ran = tool("submit", "--root", copy, "problem-statement")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    kept = copy / "drafts" / NAME / "published" / f"{NAME}-00.xml"
    assert kept.is_file() and f"{kept.relative_to(copy)}: upload it" in ran.stdout
    assert dates.revision(kept.parent.parent) == "01"

    commit(copy)
    page = copy / "drafts" / NAME / "iana.md"
    page.write_text(page.read_text().replace("asks nothing", "demands nothing"))
    types = copy / "schemas/core/types.json"
    types.write_text(types.read_text().replace('"maxLength": 255', '"maxLength": 254'))
    assert command("jmap-spec", "--root", copy, "build", "drafts", "--quiet").returncode == 0
    ran = tool("drafts-diff", copy)
    assert ran.returncode == 0, ran.stderr
    assert f"build/diff/{NAME}.html: {NAME}-00 and {NAME}-01" in ran.stdout
    shown = re.sub(r"<[^>]+>", "", (copy / "build/diff" / f"{NAME}.html").read_text())
    assert "demands" in shown and "asks" in shown
    assert "build/diff/schemas.html: since" in ran.stdout and "with breaking changes" in ran.stdout
    assert "core/Id" in (copy / "build/diff/schemas.html").read_text()
