"""Names that pages take as examples exist: requirements, cases, source files."""

from __future__ import annotations

import pathlib
import re
import subprocess
from collections.abc import Callable

import pytest

from jmap_spec.source import protocol

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [
    *ROOT.glob("*.md"),
    ROOT / "schemas/README.md",
    *(page for folder in ("guides", "decisions") for page in (ROOT / "docs" / folder).glob("*.md")),
    ROOT / "docs/style.md",
]
#: What the tutorial makes; tests/nano/test_toy_type.py sees that it is so.
OF_THE_TUTORIAL = re.compile(r"\bNote\b")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_requirements_that_a_page_names_exist(page: pathlib.Path) -> None:
    known = protocol(ROOT)
    rooms = "|".join({structure.room for structure in known.structures.values()})
    named = re.findall(
        rf"(?<![\w/.])(?:{rooms})/[A-Za-z]+(?:/[A-Za-z]+)*/[a-z]+(?:-[a-z]+)+(?![\w/.-])", page.read_text()
    )
    assert [one for one in named if one not in known.requirements and not OF_THE_TUTORIAL.search(one)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_source_files_that_a_page_names_exist(page: pathlib.Path) -> None:
    folders = "schemas|drafts|docs|tools|tests|reference_impl"
    named = re.findall(rf"`((?:{folders})/[\w./-]+\.(?:json|md|py|yaml))`", page.read_text())
    placeholder = re.compile(r"\b[A-Z]{3,}\b")
    missing = [one for one in named if not (ROOT / one).exists() and not placeholder.search(one)]
    assert [one for one in missing if not OF_THE_TUTORIAL.search(one)] == []


def test_cases_that_the_guide_names_exist(command: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    listed = command("jmap-conformance", "cases").stdout
    named = re.findall(r'^case = "([^"]+)"', (ROOT / "docs/guides/conformance.md").read_text(), re.M)
    assert named
    for case in named:
        assert re.search(rf"^{re.escape(case)}\b", listed, re.M), case
