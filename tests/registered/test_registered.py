"""What the published texts register and define is in the source, and nothing else is.

The facts in rfc8620.json and the others were extracted from the texts by ``facts.py``; a test
extracts them again where the texts are at hand. Each difference stands in ``reviewed.toml``, with its reason.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jmap_spec.model import Protocol
from jmap_spec.source import protocol

from .facts import facts

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOCUMENTS = ("RFC 8620", "RFC 8621", "RFC 9404", "RFC 9749")

#: What is compared of an entry besides its value, by registry.
CELLS = {
    "capabilities": ("intendedUse", "changeController", "security"),
    "errorCodes": ("intendedUse", "changeController"),
    "dataTypes": ("blobs", "stateChange", "capability"),
    "keywords": ("scope", "action"),
    "mailboxRoles": ("scope",),
    "assignedNames": ("registry",),
}

Row = tuple[str, ...]


@pytest.fixture(scope="module")
def whole() -> Protocol:
    return protocol(ROOT)


def stem(document: str) -> str:
    return document.replace(" ", "").lower()


def published(kind: str) -> Iterator[tuple[str, Any]]:
    """(document, fact) for each fact of a kind."""
    for document in DOCUMENTS:
        for fact in json.loads((HERE / f"{stem(document)}.json").read_text("utf-8"))[kind]:
            yield document, fact


def reviewed(side: str, kind: str) -> list[Row]:
    """The differences of a kind that somebody has looked at, sorted."""
    entries = tomllib.loads((HERE / "reviewed.toml").read_text("utf-8"))[side].get(kind, [])
    assert all(entry["why"] and entry["rows"] for entry in entries)
    return sorted(tuple(row) for entry in entries for row in entry["rows"])


def printed_entries() -> Iterator[tuple[Row, str]]:
    """Each registration as a row, and its reference."""
    for _, fact in published("registrations"):
        registry, value, cells = fact["registry"], fact["value"], dict(fact)
        if "of" in fact:  # a name in a registry that is not JMAP's own
            value = f"{value} ({fact['transport']})" if "transport" in fact else value
            registry, cells = "assignedNames", {"registry": fact["of"]}
        if registry == "mailboxRoles":
            value = value.lower()  # RFC 8621, Section 2: roles are attributes in lower case
        yield row(registry, value, cells), fact.get("reference", "")


def our_entries(whole: Protocol) -> Iterator[tuple[Row, str]]:
    for registry in whole.registries.values():
        for entry in registry.entries:
            value = entry.cells["registered"] if registry.name == "assignedNames" else entry.value
            yield row(registry.name, value, entry.cells), entry.cells["reference"]


def row(registry: str, value: str, cells: dict[str, str]) -> Row:
    # The two texts write the same word as "Common" and "common".
    return registry, value, *(cells.get(cell, "").lower() for cell in CELLS[registry])


def names(rows: set[Row]) -> list[Row]:
    return sorted(one[:2] for one in rows)


def test_everything_registered_is_ours(whole: Protocol) -> None:
    missing = {one for one, _ in printed_entries()} - {one for one, _ in our_entries(whole)}
    assert names(missing) == reviewed("published", "registrations")


def test_everything_ours_is_registered(whole: Protocol) -> None:
    extra = {one for one, _ in our_entries(whole)} - {one for one, _ in printed_entries()}
    assert names(extra) == reviewed("ours", "registrations")


def test_what_the_source_calls_unregistered_is_what_no_text_registers(whole: Protocol) -> None:
    said = {error.code for error in whole.errors if error.unregistered}
    printed = {value for (registry, value, *_), _ in printed_entries() if registry == "errorCodes"}
    assert said == {error.code for error in whole.errors} - printed == {"limit", "cannotUnsend"}


def test_our_reference_is_among_those_printed(whole: Protocol) -> None:
    printed = {one: reference for one, reference in printed_entries() if reference}
    compared = [(one, ours, printed[one]) for one, ours in our_entries(whole) if one in printed]
    assert len(compared) > 60
    for one, ours, theirs in compared:
        document, _, section = ours.partition(", Section ")
        assert theirs.partition(",")[0] == document, one
        sections = re.findall(r"[0-9.]*[0-9]", theirs.partition(",")[2])
        assert not sections or section in sections, f"{one}: {ours} is not in {theirs}"


def test_methods_are_those_with_a_section(whole: Protocol) -> None:
    printed = {(document, fact["section"], fact["name"]) for document, fact in published("methods")}
    ours = {(*place(method.section), method.name) for method in whole.methods.values()}
    ours |= {(*place(method.section), f"/{method.verb}") for method in whole.standard.values()}
    assert sorted(printed - ours) == reviewed("published", "methods")
    assert sorted(ours - printed) == reviewed("ours", "methods")


def test_every_method_that_is_mentioned_is_ours(whole: Protocol) -> None:
    printed = {(document, name) for document, name in published("mentioned")}
    assert sorted(one for one in printed if one[1] not in whole.methods) == reviewed("published", "mentioned")


def test_keywords_are_those_told_of(whole: Protocol) -> None:
    printed = {fact["value"] for _, fact in published("keywords")}
    ours = {entry.value for entry in whole.registries["keywords"].entries}
    assert sorted((one,) for one in ours - printed) == reviewed("ours", "keywords")
    assert printed <= ours


def test_errors_are_those_defined(whole: Protocol) -> None:
    """By section, level and code: where a code is defined, and each method that adds it to its errors."""
    printed = {(document, fact["section"], fact["level"], fact["code"]) for document, fact in published("errors")}
    ours = {(*place(error.section), error.level, error.code) for error in whole.errors}
    declared = [one for methods in whole.declarations.values() for one in methods.values()]
    for method in (*whole.standard.values(), *declared):
        for level, uses in (("method", method.errors), ("set", method.set_errors)):
            ours |= {(*place(method.section), level, use.code) for use in uses}
    assert sorted(printed - ours) == reviewed("published", "errors")
    assert sorted(ours - printed) == reviewed("ours", "errors")


def test_operations_of_a_set_error_are_those_printed(whole: Protocol) -> None:
    printed = {
        (*place(f"{document}, Section {fact['section']}"), fact["code"]): fact["operations"]
        for document, fact in published("errors")
        if fact["level"] == "set" and fact["operations"]
    }
    ours = {(*place(error.section), error.code): error.operations for error in whole.errors if error.level == "set"}
    compared = sorted(set(printed) & set(ours))
    assert len(compared) == 22
    for key in compared:
        # /copy and /import are said apart, or come from what the text says of them elsewhere.
        assert [one for one in ours[key] if one in ("create", "update", "destroy")] == printed[key], key


def place(section: str) -> tuple[str, str]:
    document, _, number = section.partition(", Section ")
    return document, number


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_facts_are_those_of_the_text(document: str, shared: Path) -> None:
    text = (shared / "reference" / "rfc" / f"{stem(document)}.txt").read_text("utf-8")
    assert facts(text, document) == json.loads((HERE / f"{stem(document)}.json").read_text("utf-8"))
