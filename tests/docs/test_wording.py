"""The words are our own, and nothing of one machine is in them."""

from __future__ import annotations

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_no_text_repeats_a_published_document(shared: pathlib.Path) -> None:
    """No run of twelve words is shared with a published JMAP document: facts carry over, sentences do not."""
    checker = shared / "originality/check"
    if not checker.exists():
        pytest.skip("no ../shared beside the repository")
    ours = ("schemas", "drafts", "docs", "README.md", "CONTRIBUTING.md")
    # What the build makes from these, git ignores; a page of a raw schema has lists of names that are facts.
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *ours]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    paths = [str(ROOT / name) for name in listed if name.endswith((".md", ".json"))]
    said = subprocess.run([str(checker), *paths], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_files_name_no_place_of_one_machine() -> None:
    """No home folder, and no absolute path to this checkout, in any file that git would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\n") if listed.returncode == 0 else []
    pattern = re.compile(rf"{re.escape(str(ROOT))}(?![\w-])|/(?:home|Users)/\w+/|/root/|file:///(?!srv)".encode())
    here = pathlib.Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{name}: {match[0].decode()}"
        for name in names
        if name and name != here and (ROOT / name).is_file() and (match := pattern.search((ROOT / name).read_bytes()))
    ]
    assert found == []
