"""Every property and argument that the published texts print is in the source as printed, and nothing else is.

The facts in rfc8620.json and rfc8621.json were extracted from the texts by ``extract.py``; a test
extracts them again where the texts are at hand. Each difference stands in ``reviewed.toml``, with its reason.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from jmap_spec.check.descriptions import members
from jmap_spec.model import ABSENT, Member, Protocol
from jmap_spec.source import protocol

from .extract import facts

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOCUMENTS = ("RFC 8620", "RFC 8621")

#: (document, section, name, signature, attributes, default)
Row = tuple[str, str, str, str, str, str]


@pytest.fixture(scope="module")
def whole() -> Protocol:
    return protocol(ROOT)


def published() -> Counter[Row]:
    rows: Counter[Row] = Counter()
    for document in DOCUMENTS:
        for fact in json.loads((HERE / f"{document.replace(' ', '').lower()}.json").read_text("utf-8")):
            # "optional" is the RFC's word for what JSON Schema says by not requiring it.
            attributes = ", ".join(a for a in fact["attributes"] if "optional" not in a and "only returned" not in a)
            default = "" if fact["default"] is None else fact["default"]
            rows[document, fact["section"], fact["name"], fact["signature"], attributes, default] += 1
    return rows


def ours(whole: Protocol) -> Counter[Row]:
    return Counter(_row(member) for member in members(whole))


def _row(member: Member) -> Row:
    document, _, section = member.section.partition(", Section ")
    default = member.default_phrase or ("" if member.default is ABSENT else json.dumps(member.default).strip('"'))
    return document, section, member.name, member.signature, ", ".join(sorted(member.attributes)), default


def reviewed() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((HERE / "reviewed.toml").read_text("utf-8"))


def listed(kind: str) -> Iterator[Row]:
    for entry in reviewed()[kind]:
        assert entry["reason"]
        said = (entry[key] for key in ("document", "section", "name", "signature"))
        yield (*said, entry.get("attributes", ""), entry.get("default", ""))  # type: ignore[misc]


def not_yet(row: Row) -> bool:
    """Whether the source does not reach to this section yet."""
    return any(
        row[0] == entry["document"] and (row[1] == section or row[1].startswith(f"{section}."))
        for entry in reviewed().get("later", [])
        for section in entry["sections"].split()
    )


def test_everything_published_is_ours(whole: Protocol) -> None:
    missing = published() - ours(whole)
    found = sorted(row for row in missing.elements() if not not_yet(row))
    assert found == sorted(listed("published"))


def test_everything_ours_is_published(whole: Protocol) -> None:
    found = sorted((ours(whole) - published()).elements())
    assert found == sorted(listed("ours"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_facts_are_those_of_the_text(document: str) -> None:
    name = document.replace(" ", "").lower()
    text = ROOT.parent / "shared" / "reference" / "rfc" / f"{name}.txt"
    if not text.is_file():
        pytest.skip("no ../shared beside the repository")
    assert list(facts(text.read_text("utf-8"))) == json.loads((HERE / f"{name}.json").read_text("utf-8"))
