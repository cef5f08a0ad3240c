"""What is counted, what ``jmap:rest`` shows, and how definitions read in a draft."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jmap_spec.model import Protocol
from jmap_spec.prose import directives_in
from jmap_spec.source import protocol
from jmap_spec.sphinx import splices
from jmap_spec.sphinx.names import Names
from jmap_spec.sphinx.splices import Key
from tests.nano.nano import lay_out

from .conftest import Checkout, sections


@pytest.fixture(scope="module")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return protocol(lay_out(tmp_path_factory.mktemp("nano")))


def codes(nano: Protocol, *drafts: str) -> list[tuple[str, str]]:
    texts = {f"d{n}": {f"drafts/d{n}/index.md": text} for n, text in enumerate(drafts)}
    return [(p.code, p.message) for p in splices.problems(nano, texts)]


ALL = "```{jmap:rest} core\n```\n\n```{jmap:rest} toys\n```\n"


def test_rest_shows_everything(nano: Protocol) -> None:
    assert codes(nano, ALL) == []


def test_what_no_draft_shows_is_a_problem_at_its_definition(nano: Protocol) -> None:
    found = splices.problems(nano, {"d": {"drafts/d/index.md": "```{jmap:rest} core\n```\n"}})
    assert "no draft shows the type Cog" in [p.message for p in found]
    assert {p.place.file.split("/")[1] for p in found} == {"toys"}
    assert all("jmap:rest" in p.hint for p in found)


def test_one_draft_may_not_show_a_thing_twice(nano: Protocol) -> None:
    twice = "```{jmap:type} Cog\n```\n\n```{jmap:type} Cog\n```\n"
    assert ("splice/twice", "the type Cog is already spliced at drafts/d0/index.md:1") in codes(nano, twice)


def test_two_drafts_may(nano: Protocol) -> None:
    assert codes(nano, ALL, "```{jmap:type} Cog\n```\n") == []


def test_a_part_stands_with_its_type_unless_it_is_left_out(nano: Protocol) -> None:
    part = "```{jmap:type} Finish\n```\n"
    assert ("splice/twice", "the type Finish is already spliced at drafts/d0/index.md:1") in codes(
        nano, "```{jmap:type} Cog\n```\n" + part
    )
    left_out = "```{jmap:type} Cog\n:without: Finish\n```\n" + part
    assert not [m for c, m in codes(nano, left_out) if c == "splice/twice"]


def test_a_part_that_is_left_out_has_to_stand_elsewhere(nano: Protocol) -> None:
    alone = ALL + "```{jmap:type} Cog\n:without: Finish\n```\n"
    assert codes(nano, alone) == [("splice/none", "no draft shows the type Finish")]
    names = "id name gearId teeth finish madeBy"
    one_by_one = ALL + f"```{{jmap:type}} Cog\n:properties: {names}\n```\n"
    assert codes(nano, one_by_one) == [("splice/none", "no draft shows the type Finish")]


def test_properties_can_be_spliced_one_by_one_but_all_of_them(nano: Protocol) -> None:
    some = "```{jmap:type} Cog\n:properties: id name gearId\n```\n"
    assert ("splice/none", "no draft shows the type Cog") in codes(nano, some)
    others = "```{jmap:type} Cog\n:properties: teeth finish madeBy\n:bare:\n```\n"
    assert ("splice/none", "no draft shows the type Cog") not in codes(nano, some + others)


def test_what_does_not_exist_cannot_be_spliced(nano: Protocol) -> None:
    assert ("splice/unknown", "there is no method Cog/spun") in codes(nano, ALL + "```{jmap:method} Cog/spun\n```\n")


def test_rest_leaves_out_what_is_spliced_by_name(nano: Protocol) -> None:
    left = splices.rest(nano, "toys", directives_in("```{jmap:type} Gear\n```\n\n```{jmap:registry} dataTypes\n```\n"))
    assert Key("type", "Gear") not in left
    assert left[left.index(Key("type", "Cog")) + 1] == Key("method", "Cog/get")


def test_rest_leaves_out_what_another_draft_splices_by_name(nano: Protocol) -> None:
    other = directives_in("```{jmap:capability} toys\n```\n\n```{jmap:type} Gear\n```\n\n```{jmap:rest} toys\n```\n")
    left = splices.rest(nano, "toys", [], [other])
    assert Key("type", "Gear") not in left
    assert Key("type", "Cog") in left, "what another draft shows by rest alone is no reason to leave it out"
    first = "```{jmap:rest} core\n```\n\n```{jmap:rest} toys\n```\n"
    shown = splices.spliced_in(nano, {"a.md": first}, [{"b.md": "```{jmap:type} Gear\n```\n"}])
    assert Key("type", "Gear") not in [one.key for one in shown]


def test_two_drafts_can_divide_the_properties_of_a_type(nano: Protocol) -> None:
    some = "```{jmap:type} Cog\n:properties: id name gearId\n```\n"
    others = "```{jmap:type} Cog\n:properties: teeth finish madeBy\n:bare:\n```\n"
    assert ("splice/none", "no draft shows the type Cog") in codes(nano, some)
    assert ("splice/none", "no draft shows the type Cog") not in codes(nano, some, others)


def test_names_are_found_by_name_and_id(nano: Protocol) -> None:
    names = Names(nano)
    assert names.find("prop", "Cog/name") == names.find("prop", "toys/Cog/name")
    assert names.find("method", "/get").id == "core/standard/get"  # type: ignore[union-attr]
    assert names.find("arg", "Cog/set/onCreateOil").id == "toys/Cog/set/onCreateOil"  # type: ignore[union-attr]
    assert names.find("prop", "Cog/nam") is None
    assert "Cog/name" in names.near("prop", "Cog/nam")


# -- how they read

EXPECTED = Path(__file__).with_name("splices.xml")


def test_definitions_read_as_readers_of_the_rfcs_know_them(checkout: Checkout) -> None:
    """The whole of a type, a method of each kind, errors, a registry and an example, as reviewed in splices.xml."""
    checkout.draft(
        "\n".join(
            f"## {title}\n\n```{{jmap:{splice}\n```\n"
            for title, splice in {
                "Type": "type} Cog",
                "Standard": "method} Cog/set",
                "Own": "method} Cog/spin",
                "Template": "standard} get",
                "Errors": "errors} set\n:room: core",
                "Capability": "capability} core",
                "Another": "capability} toys",
                "Registry": "registry} dataTypes",
                "Example": "example} toys/Cog/get/all",
            }.items()
        ),
        normative="RFC8620",
    )
    documents, problems = checkout.build()
    assert [str(p) for p in problems] == []
    found = "\n".join(f"<!-- {name} -->\n{xml}" for name, xml in sections(documents[0]).items()) + "\n"
    if os.environ.get("NANO_UPDATE"):
        EXPECTED.write_text(found, "utf-8")
    assert found == EXPECTED.read_text("utf-8")


def test_rest_makes_a_section_a_type_with_its_methods_below(checkout: Checkout) -> None:
    checkout.draft("```{jmap:rest} core\n```\n\n```{jmap:rest} toys\n```\n", normative="RFC8620")
    documents, problems = checkout.build()
    assert [str(p) for p in problems] == []
    cog = next(s for s in documents[0].rfc.iter("section") if s.find("name").text == "Cog")
    assert cog.get("anchor") == "section.type.Cog"
    assert [s.find("name").text for s in cog.findall("section")] == ["Cog/get", "Cog/set", "Cog/spin"]


def test_a_draft_registers_what_it_shows(checkout: Checkout) -> None:
    checkout.draft(
        "## A\n\n```{jmap:capability} toys\n```\n\n## B\n\n```{jmap:registry} capabilities\n```\n",
        informative="RFC8620",
    )
    text = sections(checkout.build()[0][0])["B"]
    assert "urn:example:nano:toys" in text
    assert "urn:example:nano:core" not in text


def test_a_sibling_draft_is_cited_by_the_section_it_has_now(checkout: Checkout) -> None:
    checkout.draft("## A\n\nx\n\n## Get\n\n```{jmap:standard} get\n```\n", name="draft-nano-core")
    checkout.draft("## Cogs\n\n```{jmap:method} Cog/get\n```\n", name="draft-nano-toys", normative="I-D.nano-core")
    documents = {d.name: d for d in checkout.build()[0]}
    assert '<xref target="I-D.nano-core" section="2" sectionFormat="of"/>' in documents["draft-nano-toys-00"].xml
