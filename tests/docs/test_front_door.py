"""The first page and the Makefile tell the truth about each other and about the tree."""

from __future__ import annotations

import pathlib
import re
import subprocess
import tomllib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "schemas/README.md"])


def verbs_of_make() -> list[str]:
    """Every target that a person may ask for."""
    return re.findall(r"^([a-z][a-z-]*):.*##", MAKEFILE, re.M)


def test_make_help_lists_every_verb_with_an_example() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    assert phony and sorted(phony[1].split()) == sorted(verbs_of_make())
    for verb in verbs_of_make():
        # An example may set variables before or after: the word make is enough for the default verb.
        example = rf"make\b.*\b{verb}\b" if verb != "all" else "make$"
        assert re.search(rf"^  {verb} +\S.*\n +.*{example}", said, re.M), verb


@pytest.mark.parametrize("page", PROSE, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_mention_only_verbs_that_make_has(page: pathlib.Path) -> None:
    mentioned = set(re.findall(r"(?:`|^|&& |[A-Z_]+=\S+ )make ([a-z][a-z-]*)\b", page.read_text(), re.M))
    assert mentioned <= set(verbs_of_make()), page


@pytest.mark.parametrize("verb", verbs_of_make())
def test_each_verb_of_make_is_told_on_some_page(verb: str) -> None:
    said = r"^make$" if verb == "all" else rf"\bmake {verb}\b"
    assert any(re.search(said, page.read_text(), re.M) for page in PROSE), f"no page says: make {verb}"


@pytest.mark.parametrize("page", PROSE, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: pathlib.Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_folders_that_the_first_page_names_exist() -> None:
    named = re.findall(r"^\| \[?`([a-z_/]+)`", (ROOT / "README.md").read_text(), re.M)
    here = [path for path in named if not path.startswith("build/")]
    assert len(here) >= 7
    assert all((ROOT / path).is_dir() for path in here)


def test_files_that_the_first_page_promises_are_built(build: pathlib.Path) -> None:
    promised = [
        *(f"drafts/{index.parent.name}-00.{ending}" for index in sorted((ROOT / "drafts").glob("*/index.md"))
          for ending in ("xml", "txt", "html")),
        "site/index.html", "site/objects.inv", "bundle/manifest.json",
        *(f"bundle/{name}.json" for name in ("session", "request", "response")),
        "bundle/types/mail/Mailbox.json", "bundle/types/mail/Thread.json",
        *(f"bundle/methods/Mailbox/{verb}.{part}.json" for verb in ("get", "set") for part in ("request", "response")),
        *(f"bundle/{name}.json" for name in ("requirements", "properties", "methods", "errors", "registries")),
    ]
    assert [path for path in promised if not (build / path).is_file()] == []


def test_the_lock_names_no_address_and_hashes_everything() -> None:
    for name in ("requirements.txt", "requirements-pdf.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text and "--index" not in text and "--find-links" not in text
        for package in re.split(r"\n(?=\S)", text):
            if "==" in package.partition("\n")[0]:
                assert "--hash=sha256:" in package, package.partition("\n")[0]


def test_no_dependency_is_missing_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    lock = (ROOT / "requirements.txt").read_text().lower()
    wanted = [*project["dependencies"], *(one for name, extra in extras.items() if name != "pdf" for one in extra)]
    for one in wanted:
        name = re.split(r"[\[<>=]", one)[0].lower()
        assert re.search(rf"^{re.escape(name)}==", lock, re.M), f"{one}: run make lock"
