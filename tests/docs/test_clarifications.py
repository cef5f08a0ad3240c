"""The page of clarifications and the provenance in the source say the same."""

from __future__ import annotations

import pathlib
import re

from jmap_spec.source import protocol

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/clarifications/index.md").read_text()


def said_on_the_page() -> dict[int, set[str]]:
    """Number of a clarification or erratum → ids of the requirements below it."""
    entries = re.findall(r"^\((?:clarification|erratum)-(\d+)\)=\n(.*?)(?=^\(|^## |\Z)", PAGE, re.M | re.S)
    return {int(number): set(re.findall(r"\{jmap:req\}`([^`]+)`", text)) for number, text in entries}


def said_in_the_source() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for requirement in protocol(ROOT).requirements.values():
        number = requirement.provenance.get("clarification") or requirement.provenance.get("erratum")
        if number:
            found.setdefault(number, set()).add(requirement.id)
    return found


def test_each_entry_names_the_requirements_that_name_its_number() -> None:
    page = {number: ids for number, ids in said_on_the_page().items() if ids}
    assert page == said_in_the_source()


def test_numbers_of_clarifications_have_no_hole() -> None:
    numbers = [number for number in said_on_the_page() if number < 1000]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_status_of_an_erratum_is_the_one_in_the_source() -> None:
    for requirement in protocol(ROOT).requirements.values():
        if number := requirement.provenance.get("erratum"):
            assert f"### Erratum {number}, {requirement.provenance['status']}\n" in PAGE


def given(shared: pathlib.Path) -> list[tuple[int, str, str]]:
    """Number, status (empty for an answer) and section of each answer and erratum of the editors' list."""
    text = (shared / "reference" / "clarifications.md").read_text("utf-8")
    answers = re.findall(r"^\| ([0-9]+) \| ([0-9]+ §[0-9., ]+) \|", text, re.M)
    errata = re.findall(r"^\| ([0-9]+) \| (verified|reported) \| ([0-9.]+) \|", text, re.M)
    assert len(answers) > 20 and len(errata) > 5
    return [(int(n), "", section) for n, section in answers] + [(int(n), kind, f"8620 §{at}") for n, kind, at in errata]


def test_every_answer_and_erratum_is_a_requirement(shared: pathlib.Path) -> None:
    ours = said_in_the_source()
    assert {number for number, _, _ in given(shared)} == set(ours) == set(said_on_the_page())


def test_sections_and_status_are_those_of_the_list(shared: pathlib.Path) -> None:
    entries = dict(re.findall(r"^\((?:clarification|erratum)-(\d+)\)=\n(.*?)(?=^\(|^## |\Z)", PAGE, re.M | re.S))
    for number, status, cited in given(shared):
        document, _, sections = cited.partition(" §")
        found = re.findall(r"\{rfc\}`([0-9]+)#section-([0-9.]+)`", entries[str(number)])
        assert sorted(found) == sorted((document, section.strip()) for section in sections.split(",")), number
        assert not status or f"Erratum {number}, {status}\n" in entries[str(number)]


def test_the_gaps_of_the_registries_are_the_unregistered_codes(shared: pathlib.Path) -> None:
    text = (shared / "reference" / "clarifications.md").read_text("utf-8")
    told = re.search(r"^## Gaps seen in the published registries\n(.*?)^## ", text, re.M | re.S)
    named = {code.rpartition(":")[2] for code in re.findall(r"`([^`]+)`", told[1] if told else "")}
    assert named == {error.code for error in protocol(ROOT).errors if error.unregistered}
    assert all(f"`{code}`" in PAGE.partition("## Gaps in the published registries")[2] for code in named)
