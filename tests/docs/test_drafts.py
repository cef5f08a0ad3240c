"""What holds for every Internet-Draft, and for all of them together."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

from jmap_spec.prose import directives_in
from jmap_spec.source import protocol

ROOT = pathlib.Path(__file__).resolve().parents[2]

DRAFTS = sorted(index.parent for index in (ROOT / "drafts").glob("*/index.md"))
FILES = sorted(path for draft in DRAFTS for path in draft.glob("*.md"))
#: Sections that each draft has, by their headings.
SECTIONS = (
    "Introduction",
    "Security Considerations",
    "Privacy Considerations",
    "IANA Considerations",
    "Open Questions",
)
#: And those with requirements.
MORE = ("Conventions", "Implementation Status", "Changes", "List of Requirements")


def prose(path: pathlib.Path) -> list[tuple[int, str]]:
    """The lines of a file that are prose: no front matter, code, table, heading or directive."""
    text = path.read_text("utf-8")
    if text.startswith("---\n"):
        start = text.index("\n---\n", 4)
        text = "\n" * text.count("\n", 0, start + 5) + text[start + 5 :]
    found, fence = [], ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = re.match(r"\s*(`{3,})", line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        elif not fence and line.strip() and not re.match(r"\s*(\||#|\(|%)", line):
            found.append((number, line))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_sentence_has_a_line_to_itself(path: pathlib.Path) -> None:
    """A full stop that ends a sentence ends the line; a stop in a name, a number or a quotation does not."""
    inside = re.compile(r"(?<![A-Z0-9])(?<!e\.g)(?<!i\.e)[.?!]\)?(?:\]\{#[a-z0-9-]+\})? +(?=[A-Z\[{])")
    found = [f"{path.name}:{number}: {line}" for number, line in prose(path) if inside.search(_plain(line))]
    assert found == []


def _plain(line: str) -> str:
    return re.sub(r'`[^`]*`|"[^"]*"', "x", line)


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda p: p.name)
def test_a_draft_has_every_section_that_one_needs(draft: pathlib.Path) -> None:
    text = "\n".join(path.read_text("utf-8") for path in draft.glob("*.md"))
    headings = set(re.findall(r"^# (.*)$", text, re.M))
    wanted = SECTIONS + (MORE if "{#" in text else ())
    assert [name for name in wanted if name not in headings] == []
    assert {"abstract", "back-matter"} <= {d.name for d in directives_in(text)}


def test_every_method_has_a_worked_example_in_some_draft() -> None:
    whole = protocol(ROOT)
    shown = {d.argument for path in FILES for d in directives_in(path.read_text("utf-8")) if d.name == "jmap:example"}
    called = {call[0] for e in whole.examples if e.id in shown for call in e.request.get("methodCalls", ())}
    assert sorted(set(whole.methods) - called) == []


def test_every_document_that_is_kept_is_cited_by_some_draft() -> None:
    kept = yaml.safe_load((ROOT / "drafts/references.yaml").read_text("utf-8"))
    listed = "\n".join((draft / "index.md").read_text("utf-8").partition("\n---\n")[0] for draft in DRAFTS)
    assert [key for key in kept if not re.search(rf"- {re.escape(key)}$", listed, re.M)] == []


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda p: p.name)
def test_the_text_of_a_draft_keeps_to_72_columns(draft: pathlib.Path, build: pathlib.Path) -> None:
    (text,) = (build / "drafts").glob(f"{draft.name}-[0-9][0-9].txt")
    assert [line for line in text.read_text("utf-8").splitlines() if len(line) > 72] == []


def test_the_problem_statement_numbers_its_needs_without_a_gap(build: pathlib.Path) -> None:
    (text,) = (build / "drafts").glob("draft-ietf-jmap-problem-statement-[0-9][0-9].txt")
    said = text.read_text("utf-8")
    numbers = [int(n) for n in re.findall(r"^ +\*R(\d+): ", said, re.M)]
    assert numbers == list(range(1, len(numbers) + 1))
    situations = said[: said.index("\n6.  Requirements")]
    assert [n for n in numbers if f"R{n})" not in situations and f"R{n}," not in situations] == []
