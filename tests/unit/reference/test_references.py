"""Result references (RFC 8620, Section 3.7) and creation ids (Section 5.3)."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.errors import method
from jmap_reference.references import creation_reference, evaluate, map_ids, map_patch_ids, resolve

SAID = [
    ("Foo/query", {"ids": ["a", "b"], "empty": [], "nested": {"deep": [{"x": [1, 2]}, {"x": [3]}]}}, "c0"),
    ("Foo/get", {"list": [{"id": "a", "to": ["t1", "t2"]}, {"id": "b", "to": []}], "a/b": 1, "m~n": 2, "*": 3}, "c1"),
    ("Bar/set", {"second": True}, "c1"),
    ("error", {"type": "unknownMethod"}, "c2"),
]


def reference(result_of: str, name: str, path: str) -> dict[str, str]:
    return {"resultOf": result_of, "name": name, "path": path}


LEADS_TO: dict[str, tuple[tuple[str, str, str], Any]] = {
    "a member": (("c0", "Foo/query", "/ids"), ["a", "b"]),
    "an item": (("c0", "Foo/query", "/ids/1"), "b"),
    "an empty array": (("c0", "Foo/query", "/empty"), []),
    "each of none": (("c0", "Foo/query", "/empty/*/id"), []),
    "all arguments": (("c2", "error", ""), {"type": "unknownMethod"}),
    "a member of each": (("c1", "Foo/get", "/list/*/id"), ["a", "b"]),
    "arrays, flattened": (("c1", "Foo/get", "/list/*/to"), ["t1", "t2"]),
    "deeper arrays, flattened": (("c0", "Foo/query", "/nested/deep/*/x"), [1, 2, 3]),
    "items themselves": (("c0", "Foo/query", "/ids/*"), ["a", "b"]),
    "an escaped slash": (("c1", "Foo/get", "/a~1b"), 1),
    "an escaped tilde": (("c1", "Foo/get", "/m~0n"), 2),
    "a star that is a name": (("c1", "Foo/get", "/*"), 3),
}

LEADS_NOWHERE = {
    "no such call": ("c9", "Foo/get", "/list"),
    "a later response of the call": ("c1", "Bar/set", "/second"),
    "another name": ("c0", "Foo/get", "/ids"),
    "a failed call": ("c2", "Foo/get", "/list"),
    "no such member": ("c0", "Foo/query", "/nope"),
    "an index too high": ("c0", "Foo/query", "/ids/2"),
    "an index below 0": ("c0", "Foo/query", "/ids/-1"),
    "an index with a leading zero": ("c0", "Foo/query", "/ids/01"),
    "the place after the last": ("c0", "Foo/query", "/ids/-"),
    "a member of a string": ("c0", "Foo/query", "/ids/0/x"),
    "a member that one item lacks": ("c1", "Foo/get", "/list/*/nope"),
    "no slash in front": ("c0", "Foo/query", "ids"),
    "a bad escape": ("c0", "Foo/query", "/a~2b"),
}


@pytest.mark.parametrize(("path", "value"), LEADS_TO.values(), ids=LEADS_TO.keys())
def test_a_reference_leads_to_a_value(path: tuple[str, str, str], value: Any) -> None:
    assert resolve({"#ids": reference(*path), "other": 1}, SAID) == {"ids": value, "other": 1}


@pytest.mark.parametrize("path", LEADS_NOWHERE.values(), ids=LEADS_NOWHERE.keys())
def test_a_reference_that_leads_nowhere_fails(path: tuple[str, str, str]) -> None:
    with pytest.raises(method.InvalidResultReference):
        resolve({"#ids": reference(*path)}, SAID)


def test_an_argument_in_both_forms_is_invalid() -> None:
    with pytest.raises(method.InvalidArguments):
        resolve({"ids": [], "#ids": reference("c0", "Foo/query", "/ids")}, SAID)


@pytest.mark.parametrize("value", [None, "ids", [], {}, {"resultOf": "c0", "name": "Foo/query"}, {"path": 1}])
def test_what_is_no_reference_is_invalid(value: Any) -> None:
    with pytest.raises(method.InvalidArguments):
        resolve({"#ids": value}, SAID)


def test_arrays_are_flattened_by_one_level_a_star() -> None:
    assert evaluate({"a": [[[1], [2]], [[3]]]}, ["a", "*"]) == [[1], [2], [3]]
    assert evaluate({"a": [[[1], [2]], [[3]]]}, ["a", "*", "*"]) == [1, 2, 3]


KNOWN = creation_reference({"k": "n1"})
NOTE = {"$ref": "#/$defs/Note"}


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"next": "#k"}, {"next": "n1"}),
        ({"next": None}, {"next": None}),
        ({"related": {"#k": True, "x": True}}, {"related": {"n1": True, "x": True}}),
        ({"steps": [{"noteId": "#k"}]}, {"steps": [{"noteId": "n1"}]}),
        ({"next": "#unknown"}, {"next": "#unknown"}),
        ({"title": "#k", "tags": ["#k"], "meta": {"#k": "#k"}}, {"title": "#k", "tags": ["#k"], "meta": {"#k": "#k"}}),
    ],
    ids=["scalar", "null", "key of a map", "nested", "unknown", "no id"],
)
def test_creation_ids_stand_for_ids_wherever_an_id_can_be(sent: Any, meant: Any) -> None:
    assert map_ids(sent, NOTE, KNOWN) == meant


@pytest.mark.usefixtures("notes")
def test_creation_ids_stand_for_ids_in_patches_too() -> None:
    patch = {"related/#k": True, "next": "#k", "meta/#k": "#k", "steps": [{"noteId": "#k"}], "nope/#k": 1}
    meant = {"related/n1": True, "next": "n1", "meta/#k": "#k", "steps": [{"noteId": "n1"}], "nope/#k": 1}
    assert map_patch_ids(patch, NOTE, KNOWN) == meant
