"""Every example of the published texts is accepted, or it is said what is wrong with it.

The blocks in rfc8620.json and rfc8621.json were found in the texts by ``blocks.py``; a test finds them again
where the texts are at hand. What each block is stands in readings.toml, what is wrong with it in reviewed.toml.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from jmap_reference.references import resolve
from tests.pointers import place

from .blocks import blocks, misprints
from .readings import DOCUMENTS, Held, Mends, Reading, Spot, published, readings, stem, table

REVIEWED = table("reviewed")
WRONG = REVIEWED["wrong"]
READINGS = list(readings())


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return Held(tmp_path_factory.mktemp("published"))


def spot(entry: dict[str, Any]) -> Spot:
    return entry["document"], entry["line"]


def mends(entries: list[dict[str, Any]]) -> Mends:
    made: Mends = {}
    for entry in entries:
        made.setdefault(spot(entry), []).extend(entry["mend"])
    return made


def named(reading: Reading) -> str:
    return f"{stem(reading.spot[0])}:{reading.spot[1]}:{reading.form}"


@pytest.mark.parametrize("reading", READINGS, ids=named)
def test_a_block_is_accepted_but_for_what_is_reviewed(held: Held, reading: Reading) -> None:
    others = [entry for entry in WRONG if spot(entry) != reading.spot]
    expected = [line for entry in WRONG if spot(entry) == reading.spot for line in entry["found"]]
    assert sorted(held.said(reading, mends(others))) == sorted(expected)


@pytest.mark.parametrize("reading", READINGS, ids=named)
def test_with_all_mends_a_block_is_accepted(held: Held, reading: Reading) -> None:
    assert held.said(reading, mends(WRONG)) == []


@pytest.mark.parametrize("entry", WRONG, ids=lambda entry: f"{stem(entry['document'])}:{entry['line']}")
def test_each_mend_is_needed(held: Held, entry: dict[str, Any]) -> None:
    """Where all else is mended, a block is refused for what this entry says, and for nothing more."""
    rest = mends([other for other in WRONG if other is not entry])
    read = [reading for reading in READINGS if reading.spot == spot(entry)]
    assert entry["why"] and read
    for reading in read:
        assert sorted(held.said(reading, rest)) == sorted(entry["found"])


def test_the_lists_of_defaults_are_the_defaults(held: Held) -> None:
    said = [one for one in table("readings")["single"] if "default" in one]
    assert said
    for one in said:
        method, _, name = one["default"].partition(" ")
        (argument,) = (a for a in held.protocol.methods[method].arguments if a.name == name)
        assert argument.default == held.values[spot(one)], one["default"]


def test_result_references_lead_to_the_arguments_that_are_printed(held: Held) -> None:
    said = [one for one in table("readings")["single"] if "resolved" in one]
    assert said
    for one in said:
        document, place_of = one["document"], one["resolved"]
        _, arguments, _ = held.values[document, place_of["request"]][place_of["call"]]
        assert resolve(arguments, held.values[document, place_of["responses"]]) == held.values[spot(one)]


def test_every_block_is_read_or_reviewed() -> None:
    found = Counter((document, block["line"]) for document in DOCUMENTS for block in published(document))
    no_json = [(entry["document"], line) for entry in REVIEWED["notation"] for line in entry["lines"]]
    assert found == Counter([*{reading.spot for reading in READINGS}, *no_json])


def test_what_is_broken_is_misprinted_or_no_json() -> None:
    broken = {(d, block["line"]): "json" in block for d in DOCUMENTS for block in published(d) if "broken" in block}
    no_json = {(entry["document"], line) for entry in REVIEWED["notation"] for line in entry["lines"]}
    assert {where for where, mended in broken.items() if not mended} == no_json
    assert sum(broken.values()) == len(REVIEWED["misprint"])
    assert all(entry["why"] for kind in REVIEWED.values() for entry in kind)


def test_only_made_up_methods_go_unchecked(held: Held) -> None:
    assert held.unknown_methods() == {method for entry in REVIEWED["made_up"] for method in entry["methods"]}


@pytest.mark.parametrize("entry", REVIEWED["contradiction"], ids=lambda entry: stem(entry["document"]))
def test_a_contradiction_is_one(held: Held, entry: dict[str, Any]) -> None:
    printed = []
    for one in entry["places"]:
        holder, key = place(held.values[entry["document"], one["line"]], one["at"])
        printed.append(holder[key])
    assert len(printed) == 2 and printed[0] != printed[1]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_blocks_are_those_of_the_text(document: str, shared: Path) -> None:
    text = (shared / "reference" / "rfc" / f"{stem(document)}.txt").read_text("utf-8")
    assert list(blocks(text, misprints(stem(document)))) == published(document)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_block_without_its_misprint_mended_has_no_value(document: str, shared: Path) -> None:
    text = (shared / "reference" / "rfc" / f"{stem(document)}.txt").read_text("utf-8")
    for one in misprints(stem(document)):
        rest = [other for other in misprints(stem(document)) if other != one]
        lost = [block["line"] for block in blocks(text, rest) if block not in published(document)]
        assert len(lost) == 1 and lost[0] <= one["line"]


#: What a text may print, and what is found in it.
PRINTED: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "a value with prose around it": (
        '2.1.  Title\n\n   As in:\n\n   {\n     "a": [ 1 ]\n   }\n\n   [RFC1] says so.\n',
        [{"line": 5, "section": "2.1", "how": [], "json": {"a": [1]}}],
    ),
    "two blocks on lines that follow": (
        '  a = [ "1" ]\n  b => [ null ];\n',
        [
            {"line": 1, "section": "", "how": ["named"], "json": ["1"]},
            {"line": 2, "section": "", "how": ["named"], "json": [None]},
        ],
    ),
    "a string over two lines, with brackets in it": (
        '  [ "a ]\n     b..." ]\n',
        [{"line": 1, "section": "", "how": ["folded"], "json": ["a ] b..."]}],
    ),
    "periods first, last, alone and in an object": (
        '  [[ ..., 1, ... ],\n   [ ... ], { "a": 1, ... } ]\n',
        [{"line": 1, "section": "", "how": ["elided"], "json": [[1], [], {"a": 1}]}],
    ),
    "a page that ends within": (
        "  [ 1,\n\n\nA & B         Standards Track         [Page 3]\n\f\nRFC 1      X       July 2019\n\n\n    2 ]\n",
        [{"line": 1, "section": "", "how": [], "json": [1, 2]}],
    ),
    "a bracket that is never closed": (
        '  { "a": 1\n\n1.  Title\n\n  [ {} ]\n',
        [
            {"line": 1, "section": "", "how": [], "broken": "Expecting ',' delimiter"},
            {"line": 5, "section": "1", "how": [], "json": [{}]},
        ],
    ),
    "a name twice": (
        '  { "a": 1, "a": 2 }\n',
        [{"line": 1, "section": "", "how": [], "broken": "a name stands twice in one object"}],
    ),
}


@pytest.mark.parametrize(("text", "expected"), PRINTED.values(), ids=PRINTED)
def test_what_is_found_in_a_text(text: str, expected: list[dict[str, Any]]) -> None:
    assert list(blocks(text)) == expected
