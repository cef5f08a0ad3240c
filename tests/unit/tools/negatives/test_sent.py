"""Mistakes where they would stand: in arguments, in records, in a Request."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from jmap_spec.emit.conformance.negatives import negatives
from jmap_spec.model import Protocol
from jmap_spec.negatives.sent import Mistakes


@pytest.fixture(scope="module")
def mistakes(nano: Protocol) -> Mistakes:
    return Mistakes(nano)


def test_each_mistake_is_one_and_the_rest_is_good(mistakes: Mistakes) -> None:
    for root in ("Cog.set.arguments", "Cog.get.arguments", "Cog.creation", "Cog.patch", "Request"):
        made = mistakes.of(root)
        assert made, root
        for one in made:
            assert mistakes._grower.valid(mistakes.table[root], one.valid), one
            assert not mistakes._grower.valid(mistakes.table[root], one.value), one


def test_what_a_definition_refers_to_is_broken_in_its_place(mistakes: Mistakes) -> None:
    found = {one.rule: one for one in mistakes.of("Cog.creation")}
    colour = found["Finish.creation#required@/colour"]
    assert colour.pointer == "/finish/a/colour"
    assert colour.value["finish"] == {"a": {}}
    assert found["IdOrCreationId#pattern@"].pointer == "/gearId"


def test_no_rule_of_arguments_is_left_out(mistakes: Mistakes) -> None:
    """Each rule of the definition itself, but that it is an object: what is none is no argument."""
    own = {one.rule for one in mistakes.of("Cog.set.arguments") if one.rule.startswith("Cog.set.arguments#")}
    known = {one.name for one in mistakes._negatives("Cog.set.arguments")}
    assert known - own == {"Cog.set.arguments#type@"}


def test_records_are_where_the_methods_take_them(mistakes: Mistakes) -> None:
    found = [(holder.method, holder.argument, holder.root) for holder in mistakes.holders]
    assert found == [("Cog/set", "create", "Cog.creation"), ("Cog/set", "update", "Cog.patch")]


def test_ids_are_of_nothing(root: Path) -> None:
    """A server that does not see the mistake must not find a record to do something to."""
    written = root / "tests/conformance/jmap_conformance/data/negatives.json"
    for method, entries in json.loads(written.read_text("utf-8"))["arguments"].items():
        for entry in entries:
            for name in ("update", "destroy", "onSuccessUpdateEmail", "onSuccessDestroyEmail"):
                said = entry["give"].get(name)
                ids = said if isinstance(said, dict | list) else ()
                harmful = [id for id in ids if isinstance(id, str) and re.fullmatch("[A-Za-z0-9_-]{1,255}", id)]
                assert set(harmful) <= {"jmapconf-of-nothing"}, (method, entry)


def test_only_what_the_mistake_needs_is_given(nano: Protocol) -> None:
    said = {one["rule"]: one for one in negatives(nano, "")["records"]["Cog.creation"]}
    missing = said["Cog.creation#required@/name"]
    assert (missing["give"], missing["leaveOut"]) == ({}, ["name"])
    long = said["Cog.creation#maxLength@/name"]
    assert set(long["give"]) == {"name"} and "leaveOut" not in long
