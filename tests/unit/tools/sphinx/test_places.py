"""A problem is told at the line of the Markdown, or at the pointer of the schema, that caused it."""

from __future__ import annotations

import datetime
import json

import pytest

from jmap_spec.sphinx.rfcxml import formats
from jmap_spec.sphinx.rfcxml.builder import place_of_line

from .conftest import Checkout

FILE = "drafts/draft-nano/index.md"


def only(checkout: Checkout, text: str) -> str:
    """What is said about a draft in which one thing is wrong."""
    checkout.draft(f"## A\n\nBefore.\n\n{text}\n")
    said = checkout.said()
    assert len(said) == 1, said
    return said[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("HERE {jmap:prop}`Cog/nam`", "there is no property Cog/nam; did you mean Cog/name"),
        ("HERE {bib}`RFC9999`", "RFC9999 is cited, and not listed"),
        ("HERE {rfc}`8620`", "RFC8620 is cited, and not listed under draft.normative or draft.informative [site]"),
        ("HERE {ref}`nowhere`", "undefined label: 'nowhere'"),
        ("HERE <https://www.rfc-editor.org/rfc/rfc8620>", "is a web link to an RFC: cite it"),
        ("> > HERE", "a quote cannot stand in a blockquote"),
        ("```{jmap:type} HERECog\n```", "there is no type HERECog; did you mean Cog"),
        ("```{unknown}\nHERE\n```", "Unknown directive type: 'unknown'"),
        ("```text\nHERE" + "-" * 70 + "\n```", "a picture is wider than the 69 columns that there are"),
    ],
)
def test_prose_is_told_by_its_line(checkout: Checkout, text: str, said: str) -> None:
    found = only(checkout, text)
    place = found.split(": ")[0]
    assert said in found
    # the line of the block, which is where its first line is
    assert abs(int(place.removeprefix(f"{FILE}:")) - checkout.line_of("HERE")) <= 1


def test_a_reference_that_nobody_cites_is_told(checkout: Checkout) -> None:
    checkout.draft("## A\n\nx\n", normative="RFC8620")
    assert checkout.said() == [f"{FILE}:1: error: RFC8620 is listed among the references and never cited [site]"]


def test_front_matter_that_lacks_something_is_told(checkout: Checkout) -> None:
    checkout.draft("## A\n\nx\n", name="draft-other")
    index = checkout.root / "drafts" / "draft-other" / "index.md"
    index.write_text(index.read_text().replace("  abbrev: Nano\n", "").replace("draft-other", "draft-nano"))
    assert [s.split("error: ")[1] for s in checkout.said()] == [
        "draft.name is draft-nano, its folder draft-other [site]",
        "the front matter does not say draft.abbrev [site]",
    ]


def broken(checkout: Checkout, description: str) -> None:
    """Give a property of the source another description."""
    path = checkout.root / "schemas" / "toys" / "Cog" / "Cog.json"
    cog = json.loads(path.read_text())
    cog["properties"]["madeBy"]["description"] = description
    path.write_text(json.dumps(cog, indent=2))


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("By {jmap:type}`Cogg`.", "there is no type Cogg; did you mean Cog"),
        ("By [them](#nowhere).", "nothing in this draft has the anchor “nowhere”"),
        ("By RFC 9999.", "RFC9999 is cited, and not listed"),
        ("By {unknown}`x`.", 'Unknown interpreted text role "unknown".'),
    ],
)
def test_a_description_is_told_by_its_pointer(checkout: Checkout, description: str, said: str) -> None:
    broken(checkout, description)
    checkout.draft("## A\n\n```{jmap:type} Cog\n```\n")
    found = [s for s in checkout.said() if said in s]
    line = checkout.line_of('"madeBy"', "schemas/toys/Cog/Cog.json")
    assert [s.split(": error")[0] for s in found] == [f"schemas/toys/Cog/Cog.json:{line} (#/properties/madeBy)"]


@pytest.mark.parametrize("where", ["prose", "source"])
def test_what_only_xml2rfc_notices_is_told_there_too(checkout: Checkout, where: str) -> None:
    """A table whose words are too long for the page."""
    wide = f"| {'a' * 40} | {'b' * 40} |\n|---|---|\n| x | y |"
    if where == "source":
        broken(checkout, f"Text.\n\n{wide}")
        checkout.draft("## A\n\n```{jmap:type} Cog\n```\n")
        place = "schemas/toys/Cog/Cog.json#/properties/madeBy"
    else:
        checkout.draft(f"## A\n\nText.\n\n{wide}\n")
        place = f"{FILE}:{checkout.line_of('aaaa')}"
    document = checkout.build()[0][0]
    folder = checkout.root / "build" / "drafts"
    found = formats.render(folder / f"{document.name}.xml", datetime.date(2025, 6, 15), formats.style_sheet(folder))
    assert found
    assert {place_of_line(document, m.line) for m in found} == {place}


def test_a_file_that_is_no_draft_says_so(checkout: Checkout) -> None:
    folder = checkout.root / "drafts" / "draft-empty"
    folder.mkdir()
    (folder / "index.md").write_text("# Nothing\n")
    assert checkout.said() == ["drafts/draft-empty/index.md:1: error: a draft has front matter under draft: [site]"]
