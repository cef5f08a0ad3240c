"""What an author may write, and what becomes of it: one section of ``constructs.md`` a construct."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from jmap_spec.sphinx.rfcxml import formats
from jmap_spec.sphinx.rfcxml.assemble import Document
from jmap_spec.sphinx.rfcxml.builder import invalid

from .conftest import Checkout, sections

TEXT = Path(__file__).with_name("constructs.md").read_text("utf-8")
#: Name → (Markdown, with its heading and label; RFCXML).
CONSTRUCTS = {
    part.split("# ", 1)[1].split("\n", 1)[0]: tuple(part.split("\n---\n", 1))
    for part in re.split(r"\n(?=\(a-label\)=)|(?<!=)\n(?=# )", "\n" + TEXT)
    if "\n---\n" in part
}
GEAR = "\n# Gear\n\n```{jmap:type} Gear\n```\n"


@pytest.fixture(scope="module")
def made(make_checkout: Callable[[str], Checkout]) -> tuple[Checkout, Document, list[str]]:
    checkout = make_checkout("constructs")
    text = "\n".join(markdown for markdown, _ in CONSTRUCTS.values()) + GEAR
    checkout.draft(text, normative="RFC8620, BCP14")
    documents, problems = checkout.build()
    return checkout, documents[0], [str(p) for p in problems]


def test_nothing_is_wrong_with_them(made: tuple[Checkout, Document, list[str]]) -> None:
    assert made[2] == []


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_it_becomes(name: str, made: tuple[Checkout, Document, list[str]]) -> None:
    assert sections(made[1])[name] == CONSTRUCTS[name][1].strip()


def test_the_grammar_of_rfcxml_accepts_all(made: tuple[Checkout, Document, list[str]]) -> None:
    assert invalid(made[1].xml) == []


def test_xml2rfc_has_nothing_to_say(made: tuple[Checkout, Document, list[str]]) -> None:
    """It knows rules that its grammar does not: anchors, widths, what stands in what."""
    checkout, document, _ = made
    folder = checkout.root / "build" / "drafts"
    css = formats.style_sheet(folder)
    assert formats.render(folder / f"{document.name}.xml", datetime.date(2025, 6, 15), css) == []
    text = (folder / f"{document.name}.txt").read_text("utf-8")
    assert max(map(len, text.splitlines())) <= 72
    assert "static.ietf.org" not in (folder / f"{document.name}.html").read_text("utf-8")
