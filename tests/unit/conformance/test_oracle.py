"""What the oracle finds."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_conformance.expect import same
from jmap_conformance.foo import Record
from jmap_conformance.oracle import MATCH, matches, probes


@pytest.mark.parametrize(
    ("match", "value", "wanted", "found"),
    [
        ("equals", None, None, True),
        ("equals", 1, True, False),
        ("equals", "a", "A", False),
        ("contains", "Shopping", "shop", True),
        ("contains", None, "x", False),
        ("before", "2031-01-15T08:30:00Z", "2031-01-15T10:30:00+02:00", False),
        ("after", "2031-01-15T08:30:00Z", "2031-01-15T10:30:00+02:00", True),
        ("atLeast", 3, 3, True),
        ("below", 3, 3, False),
        ("has", "inbox", True, True),
        ("has", None, False, True),
        ("has", 0, True, False),
        ("hasKey", {"a": True}, "a", True),
        ("lacksKey", None, "a", True),
        ("in", "a", ["a", "b"], True),
        ("notIn", "a", ["b"], True),
    ],
)
def test_kinds_of_conditions(match: str, value: Any, wanted: Any, found: bool) -> None:
    assert MATCH[match](value, wanted) is found


def test_every_member_of_a_condition_counts() -> None:
    conditions = {"a": {"match": "equals", "property": "a"}, "b": {"match": "has", "property": "b"}}
    record = Record("r", {}, {"a": 1, "b": None})
    assert matches(record, {"a": 1}, conditions)
    assert not matches(record, {"a": 1, "b": True}, conditions)
    assert matches(record, {}, conditions)


def test_probes_tell_records_apart() -> None:
    assert probes("has", [1, 2]) == [True, False]
    assert probes("hasKey", [{"a": True}, {"b": True}]) == ["a", "b"]
    assert probes("notIn", ["a", "b"]) == [["a"], ["b"]]


def test_json_values_are_compared_as_json() -> None:
    assert same({"a": [1.0]}, {"a": [1]})
    assert not same(True, 1)
    assert not same([None], [0])
