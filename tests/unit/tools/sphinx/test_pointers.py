"""What a draft says of other drafts, of itself as a whole, and of what was measured."""

from __future__ import annotations

import json

import pytest
from pygments.lexers.textfmts import HttpLexer
from pygments.token import Error, Name

from jmap_spec.sphinx.messages import Message

from .conftest import Checkout

TOYS = """\
# First

```{jmap:type} Gear
```

(gears)=
# Gears

## No Label

(deep)=
## Deep

```{back-matter}
:appendix:
```

(last)=
# Last

```{back-matter}
:appendix:
```
"""


def xml(checkout: Checkout, name: str = "draft-nano") -> str:
    documents, problems = checkout.build()
    assert [str(p) for p in problems] == []
    return next(d.xml for d in documents if d.name == f"{name}-00")


def both(checkout: Checkout, text: str, toys: str = TOYS) -> None:
    checkout.draft(toys, name="draft-nano-toys")
    checkout.draft(text, informative="I-D.nano-toys")


def test_a_label_of_another_draft_is_cited_by_the_number_of_its_section(checkout: Checkout) -> None:
    both(checkout, "## Here\n\nSee {ref}`gears`, and {ref}`as well <gears>`.\n")
    made = xml(checkout)
    cite = '<xref target="I-D.nano-toys" section="2" sectionFormat="of"/>'
    assert f"See {cite}, and" in made
    assert f"as well ({cite})" in made


def test_an_appendix_is_cited_by_its_letter(checkout: Checkout) -> None:
    both(checkout, "## Here\n\nSee {ref}`last`.\n", TOYS.replace("(deep)=\n## Deep", "(deep)=\n# Deep"))
    assert 'section="B"' in xml(checkout)


def test_the_reference_to_a_draft_of_ours_is_made_from_its_front_matter(checkout: Checkout) -> None:
    both(checkout, "## Here\n\nSee {ref}`gears`.\n")
    published = checkout.root / "drafts/draft-nano-toys/published"
    published.mkdir()
    (published / "draft-nano-toys-04.xml").write_text("<rfc/>")
    made = xml(checkout)
    reference = made[made.index('<reference anchor="I-D.nano-toys"') :]
    assert "<title>Nano</title>" in reference
    assert '<date year="2025" month="June" day="15"/>' in reference
    assert '<seriesInfo name="Internet-Draft" value="draft-nano-toys-05"/>' in reference


def test_a_label_that_is_nowhere_is_told(checkout: Checkout) -> None:
    both(checkout, "## Here\n\nSee {ref}`gears` and {ref}`nowhere`.\n")
    assert any("undefined label: 'nowhere'" in said for said in checkout.said())


def test_a_label_without_a_section_that_has_a_number_is_told(checkout: Checkout) -> None:
    both(checkout, "## Here\n\nSee {ref}`out`.\n", TOYS + "\n(out)=\n# Out\n\n```{back-matter}\n```\n")
    line = checkout.line_of("See {ref}")
    assert [s for s in checkout.said() if f"index.md:{line}" in s and "no section with a number at “out”" in s]


NEED = """\
## Needs

What {ref}`R2` asks for.

```{jmap:need} R2 One login
:met: gears first
Some text.
```
"""


def test_a_need_is_an_entry_with_its_number_and_where_it_is_met(checkout: Checkout) -> None:
    both(checkout, NEED, TOYS.replace("# First", "(first)=\n# First", 1))
    made = xml(checkout)
    assert '<dt anchor="r2"><strong>R2: One login.</strong></dt>' in made
    assert '<xref target="r2" format="none">R2</xref>' in made
    cites = [f'<xref target="I-D.nano-toys" section="{n}" sectionFormat="bare"/>' for n in (2, 1)]
    assert f'Met by Sections {cites[0]} and {cites[1]} of <xref target="I-D.nano-toys"/>.' in made


def test_needs_that_follow_each_other_are_one_list(checkout: Checkout) -> None:
    more = "```{jmap:need} R3 Another\n:met: gears\nMore.\n```\n"
    text = f"{NEED}\n{more}\nWords.\n\n{more.replace('R3', 'R4')}"
    both(checkout, text, TOYS.replace("# First", "(first)=\n# First", 1))
    made = xml(checkout)
    assert made.count("<dl") == 2
    assert made.index('anchor="r3"') < made.index("</dl>") < made.index("Words.") < made.index('anchor="r4"')


def test_a_draft_is_cited_as_its_front_matter_says(checkout: Checkout) -> None:
    both(checkout, "## Here\n\nSee {ref}`gears`.\n")
    index = checkout.root / "drafts/draft-nano-toys/index.md"
    index.write_text(index.read_text().replace("  abbrev:", "  short: TOYS\n  tocDepth: 1\n  abbrev:", 1))
    made = xml(checkout)
    assert '<displayreference target="I-D.nano-toys" to="TOYS"/>' in made
    assert 'tocDepth="3"' in made and 'tocDepth="1"' in xml(checkout, "draft-nano-toys")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("```{jmap:need} R2 One login\nText.\n```\n", "a need says which sections meet it"),
        ("```{jmap:need} Two\n:met: gears\n```\n", "a need says its number and name"),
        ("```{jmap:need} R2 One\n:met: nowhere\n```\n", "undefined label: 'nowhere'"),
        ("```{jmap:need} R2 A\n:met: gears\n```\n\n```{jmap:need} R2 B\n:met: gears\n```\n", "two needs R2"),
    ],
)
def test_what_is_wrong_with_a_need_is_told(checkout: Checkout, wrong: str, said: str) -> None:
    both(checkout, f"## Needs\n\n{{ref}}`gears`\n\n{wrong}")
    assert [problem for problem in checkout.said() if said in problem]


def test_the_requirements_of_a_draft_are_listed_by_subject(checkout: Checkout) -> None:
    (checkout.root / "drafts/draft-nano").mkdir()
    (checkout.root / "drafts/draft-nano/requirements.yaml").write_text(
        "toys/store/backed-up: {binds: client}\n"
        'toys/store/asked: {discharge: {gap: "Nobody looked."}, section: "RFC 8620, Section 1"}\n'
    )
    text = (
        "## Store\n\n```{jmap:about} toys/store\n```\n\n"
        "[A client MAY copy it.]{#backed-up}\n\n[A server MUST ask.]{#asked}\n\n"
        "## List\n\n```{jmap:listed}\n```\n"
    )
    checkout.draft(text)
    made = xml(checkout)
    assert "<dt><tt>toys/store</tt></dt>" in made
    assert (
        '<xref target="toys.store.asked" format="none">asked</xref> (<bcp14>MUST</bcp14>; not tested), '
        '<xref target="toys.store.backed-up" format="none">backed-up</xref> (<bcp14>MAY</bcp14>; client; not seen).'
    ) in made.replace("<tt>asked</tt>", "asked").replace("<tt>backed-up</tt>", "backed-up")


def test_what_was_not_measured_says_so_and_what_was_is_a_table(checkout: Checkout) -> None:
    checkout.draft("## Figures\n\n```{jmap:measured} first\nOpening a mailbox.\n```\n")
    assert "Opening a mailbox. <em>This has not been measured yet.</em>" in xml(checkout)
    folder = checkout.root / "docs/measured"
    folder.mkdir()
    said = {"title": "Opening", "how": "On one machine.", "columns": ["", "Octets"], "rows": [["JMAP", 812]]}
    (folder / "first.json").write_text(json.dumps(said))
    made = xml(checkout)
    assert "not been measured" not in made
    assert "<td>812</td>" in made and "<name>Opening</name>" in made and "On one machine." in made
    (folder / "first.json").write_text("{}")
    assert any("first.json has no title, how, columns and rows" in said for said in checkout.said())


def test_a_message_whose_body_is_not_what_it_says_is_no_problem() -> None:
    said = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n"
    assert Error in {kind for kind, _ in HttpLexer().get_tokens(f"{said}(189 octets, encrypted)\n")}
    assert Error not in {kind for kind, _ in Message().get_tokens(f"{said}(189 octets, encrypted)\n")}
    assert Name.Tag in {kind for kind, _ in Message().get_tokens(f'{said}{{"a": 1}}\n')}, "what is JSON is coloured"


def test_properties_that_a_pattern_names_are_listed(checkout: Checkout) -> None:
    path = checkout.root / "schemas/toys/Cog/Cog.json"
    cog = json.loads(path.read_text())
    spoke = {"description": "A spoke, by its number.", "$ref": "../../core/types.json#/$defs/UnsignedInt"}
    cog["$defs"]["Spokes"] = {
        "description": "Any of them.",
        "type": "object",
        "patternProperties": {"^s:[0-9]+$": spoke},
    }
    path.write_text(json.dumps(cog))
    checkout.draft("## A\n\n```{jmap:type} Spokes\n```\n")
    made = xml(checkout)
    assert "^s:[0-9]+$" in made and "A spoke, by its number." in made
    assert made.index("^s:[0-9]+$") < made.index("UnsignedInt") < made.index("A spoke, by its number.")
