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
