"""PatchObjects (RFC 8620, Section 5.3)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from jmap_reference.errors import set_
from jmap_reference.standard.patch import apply, unknown
from tests.unit.reference.toy import data_type

RECORD: dict[str, Any] = {
    "id": "n1",
    "title": "One",
    "done": True,
    "weight": 5,
    "due": "2026-01-01T00:00:00Z",
    "labels": {"red": True, "a/b": True, "m~n": True},
    "tags": ["x", "y"],
    "steps": [{"noteId": "n1"}],
    "meta": {"inner": {"deep": 1}, "list": [1], "text": "t", "": "empty name"},
}

GIVES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing": ({}, {}),
    "a value": ({"title": "Two"}, {"title": "Two"}),
    "an array as a whole": ({"tags": ["z"]}, {"tags": ["z"]}),
    "null where there is a default": ({"weight": None, "done": None}, {"weight": 0, "done": False}),
    "null where null is the default": ({"due": None}, {"due": None}),
    "a key of a map": ({"labels/blue": True}, {"labels": RECORD["labels"] | {"blue": True}}),
    "a key taken away": ({"labels/red": None}, {"labels": {"a/b": True, "m~n": True}}),
    "a key that was not there taken away": ({"labels/nope": None}, {}),
    "an escaped slash": ({"labels/a~1b": None}, {"labels": {"red": True, "m~n": True}}),
    "an escaped tilde": ({"labels/m~0n": None}, {"labels": {"red": True, "a/b": True}}),
    "an empty name": ({"meta/": 1}, {"meta": RECORD["meta"] | {"": 1}}),
    "deep inside": ({"meta/inner/deep": 2}, {"meta": RECORD["meta"] | {"inner": {"deep": 2}}}),
    "something new deep inside": ({"meta/inner/new": 2}, {"meta": RECORD["meta"] | {"inner": {"deep": 1, "new": 2}}}),
    "two of one parent": ({"labels/p": True, "labels/q": True}, {"labels": RECORD["labels"] | {"p": True, "q": True}}),
    "names that begin alike": ({"meta/in": 1, "meta/inner": 2}, {"meta": RECORD["meta"] | {"in": 1, "inner": 2}}),
    "the whole record": (deepcopy(RECORD), {}),
}

INVALID = {
    "into an array": {"tags/0": "z"},
    "after the end of an array": {"tags/-": "z"},
    "through an array": {"steps/0/noteId": "n2"},
    "into an array deep inside": {"meta/list/0": 2},
    "a parent that does not exist": {"meta/nope/x": 1},
    "a parent that is no property": {"nope/x": 1},
    "into a string": {"title/x": 1},
    "into null": {"kind/x": 1},
    "a prefix of another": {"meta": {}, "meta/inner": 1},
    "a prefix of another, deeper": {"meta/inner/deep": 1, "meta/inner": {}},
    "a prefix with others in between": {"meta": {}, "meta!": 1, "meta/inner": 1},
    "a slash in front": {"/title": "Two"},
    "a bad escape": {"labels/~2": True},
    "a tilde at the end": {"labels/~": True},
    "a parent that another patch makes": {"meta/new": {}, "meta/new/x": 1},
}


@pytest.mark.parametrize(("patch", "changed"), GIVES.values(), ids=GIVES.keys())
def test_a_patch_gives_a_record(patch: dict[str, Any], changed: dict[str, Any]) -> None:
    before = deepcopy(RECORD)
    assert apply(patch, RECORD, data_type()) == RECORD | changed
    assert before == RECORD, "the record itself stays as it is"


@pytest.mark.parametrize("patch", INVALID.values(), ids=INVALID.keys())
def test_a_patch_that_breaks_a_rule_is_invalid(patch: dict[str, Any]) -> None:
    with pytest.raises(set_.InvalidPatch):
        apply(patch, RECORD, data_type())


def test_null_takes_away_what_has_no_default() -> None:
    assert "title" not in apply({"title": None}, RECORD, data_type())


def test_names_that_are_no_properties_are_told() -> None:
    patch = {"title": "x", "nope": 1, "labels/x": True}
    assert unknown(patch, data_type()) == {"nope"}
    assert "nope" not in apply(patch, RECORD, data_type())
