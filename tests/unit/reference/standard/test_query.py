"""/query (RFC 8620, Section 5.5), of a type without code."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.generated import methods as tables
from jmap_reference.standard.special import Special
from tests.unit.reference.helpers import Client

pytestmark = pytest.mark.usefixtures("notes")

NOTES: list[dict[str, Any]] = [
    {"title": "apple", "weight": 3, "due": "2026-01-01T12:00:00.5Z", "labels": {"red": True}, "kind": "fruit"},
    {"title": "Banana", "weight": 1, "due": "2026-01-01T12:00:00Z", "labels": {"yellow": True}, "kind": "fruit"},
    {"title": "cherry", "weight": 2, "done": True, "labels": {"red": True, "small": True}, "kind": "fruit"},
    {"title": "Éclair", "weight": 3, "due": "2026-01-02T00:00:00Z", "kind": "cake"},
    {"title": "zabaglione", "weight": 1, "done": True},
]


@pytest.fixture
def alice(alice: Client) -> Client:
    for note in NOTES:
        alice.create("Note", **note)
    return alice


def titles(alice: Client, **arguments: Any) -> list[str]:
    """The first letters of what a query finds, in order."""
    notes = alice.get("Note")
    return [notes[id]["title"][0] for id in alice.call("Note/query", **arguments)["ids"]]


RED, FRUIT, DONE = {"hasLabel": "red"}, {"kindIn": ["fruit"]}, {"done": True}


def op(operator: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


FILTERS: list[tuple[dict[str, Any] | None, str]] = [
    (None, "a B c É z"),
    ({}, "a B c É z"),
    ({"done": True}, "c z"),
    ({"done": False}, "a B É"),
    ({"text": "an"}, "B"),
    ({"text": "ÉC"}, "É"),
    ({"text": ""}, "a B c É z"),
    ({"before": "2026-01-01T12:00:00.5Z"}, "B"),
    ({"before": "2026-01-02T00:00:00Z"}, "a B"),
    ({"after": "2026-01-01T12:00:00.50Z"}, "a É"),
    ({"minWeight": 2}, "a c É"),
    ({"maxWeight": 2}, "B z"),
    ({"minWeight": 2, "maxWeight": 3}, "c"),
    ({"hasDue": True}, "a B É"),
    ({"hasDue": False}, "c z"),
    ({"hasLabel": "red"}, "a c"),
    ({"notLabel": "red"}, "B É z"),
    ({"kindIn": ["fruit", "meat"]}, "a B c"),
    ({"kindNotIn": ["fruit"]}, "É"),
    ({"kindIn": []}, ""),
    (op("AND", RED, DONE), "c"),
    (op("OR", RED, DONE), "a c z"),
    (op("NOT", RED, DONE), "B É"),
    (op("AND"), "a B c É z"),
    (op("OR"), ""),
    (op("NOT"), "a B c É z"),
    (op("AND", FRUIT, op("NOT", op("OR", RED, {"text": "nothing"}))), "B"),
]


@pytest.mark.parametrize(("filter", "found"), FILTERS, ids=map(str, range(len(FILTERS))))
def test_a_filter_finds_what_matches(alice: Client, filter: Any, found: str) -> None:
    assert titles(alice, filter=filter, sort=[{"property": "title"}]) == found.split()


@pytest.mark.parametrize(
    "filter",
    [{"nope": 1}, {"done": 1}, op("XOR"), {"operator": "AND"}, op("AND", {"nope": 1}), op("AND") | {"done": True}, 5],
)
def test_a_filter_that_is_none_is_refused(alice: Client, filter: Any) -> None:
    assert alice.error("Note/query", filter=filter) == "invalidArguments"


def test_a_filter_that_is_too_large_is_unsupported(alice: Client) -> None:
    def wide(conditions: int) -> dict[str, Any]:
        return {"operator": "OR", "conditions": [{"done": True}] * conditions}

    assert "ids" in alice.call("Note/query", filter=wide(199))
    assert alice.error("Note/query", filter=wide(200)) == "unsupportedFilter"
    nested = {"operator": "AND", "conditions": [wide(50)] * 4}
    assert alice.error("Note/query", filter=nested) == "unsupportedFilter"


def test_a_filter_that_is_too_deep_or_has_no_code_is_unsupported(alice: Client) -> None:
    deep: dict[str, Any] = {"done": True}
    for _ in range(40):
        deep = op("AND", deep)
    assert alice.error("Note/query", filter=deep) == "unsupportedFilter"
    assert alice.error("Note/query", filter={"odd": True}) == "unsupportedFilter"


SORTS: list[tuple[list[dict[str, Any]], str]] = [
    ([{"property": "title"}], "a B c É z"),
    ([{"property": "title", "collation": "i;unicode-casemap"}], "a B c É z"),
    ([{"property": "title", "collation": "i;ascii-casemap"}], "a B c z É"),
    ([{"property": "title", "collation": "i;octet"}], "B a c z É"),
    ([{"property": "title", "isAscending": False}], "z É c B a"),
    ([{"property": "weight"}, {"property": "title"}], "B z c a É"),
    ([{"property": "weight", "isAscending": False}, {"property": "title"}], "a É c B z"),
    ([{"property": "weight"}, {"property": "title", "isAscending": False}], "z B c É a"),
    ([{"property": "done"}, {"property": "title"}], "a B É c z"),
    ([{"property": "due"}, {"property": "title"}], "c z B a É"),
    ([{"property": "weight", "collation": "i;nonsense"}, {"property": "title"}], "B z c a É"),
]


@pytest.mark.parametrize(("sort", "order"), SORTS, ids=map(str, range(len(SORTS))))
def test_a_sort_puts_in_order(alice: Client, sort: Any, order: str) -> None:
    assert titles(alice, sort=sort) == order.split()


@pytest.mark.parametrize(
    "comparator", [{"property": "nope"}, {"property": "odd"}, {"property": "title", "collation": "x"}]
)
def test_a_sort_that_cannot_be_is_unsupported(alice: Client, comparator: dict[str, str]) -> None:
    assert alice.error("Note/query", sort=[comparator]) == "unsupportedSort"


@pytest.mark.parametrize(
    "sort", [[{}], [{"property": 1}], {"property": "title"}, [{"property": "title", "isAscending": 1}]]
)
def test_a_sort_that_is_none_is_refused(alice: Client, sort: Any) -> None:
    assert alice.error("Note/query", sort=sort) == "invalidArguments"


@pytest.mark.parametrize("sort", [None, [], [{"property": "kind"}]])
def test_the_order_is_the_same_each_time(alice: Client, sort: Any) -> None:
    assert len({tuple(titles(alice, sort=sort)) for _ in range(3)}) == 1


WINDOWS: list[tuple[dict[str, Any], int, str]] = [
    ({}, 0, "a B c É z"),
    ({"position": 2}, 2, "c É z"),
    ({"position": -2}, 3, "É z"),
    ({"position": -9}, 0, "a B c É z"),
    ({"position": 5}, 5, ""),
    ({"position": 99}, 99, ""),
    ({"limit": 2}, 0, "a B"),
    ({"limit": 0}, 0, ""),
    ({"limit": None}, 0, "a B c É z"),
    ({"position": -2, "limit": 1}, 3, "É"),
    ({"anchor": "c"}, 2, "c É z"),
    ({"anchor": "c", "anchorOffset": 1}, 3, "É z"),
    ({"anchor": "c", "anchorOffset": -1, "limit": 2}, 1, "B c"),
    ({"anchor": "c", "anchorOffset": -9}, 0, "a B c É z"),
    ({"anchor": "c", "anchorOffset": 9}, 11, ""),
    ({"anchor": "c", "position": 99}, 2, "c É z"),
    ({"anchorOffset": 3, "position": 1}, 1, "B c É z"),
]


@pytest.mark.parametrize(("window", "position", "found"), WINDOWS, ids=map(str, range(len(WINDOWS))))
def test_a_window_is_a_part_of_the_results(alice: Client, window: Any, position: int, found: str) -> None:
    notes = alice.get("Note")
    by_letter = {note["title"][0]: id for id, note in notes.items()}
    if "anchor" in window:
        window = window | {"anchor": by_letter[window["anchor"]]}
    said = alice.call("Note/query", sort=[{"property": "title"}], **window)
    assert [notes[id]["title"][0] for id in said["ids"]] == found.split()
    assert not said["ids"] or said["position"] == position


def test_the_total_comes_for_those_who_ask(alice: Client) -> None:
    assert "total" not in alice.call("Note/query")
    assert alice.call("Note/query", calculateTotal=True, limit=1, filter={"done": True})["total"] == 2


def test_an_anchor_must_be_in_the_results(alice: Client) -> None:
    [id] = alice.call("Note/query", filter={"text": "cherry"})["ids"]
    assert alice.error("Note/query", anchor="nobody") == "anchorNotFound"
    assert alice.error("Note/query", anchor=id, filter={"done": False}) == "anchorNotFound"


@pytest.mark.parametrize("window", [{"limit": -1}, {"position": 1.5}, {"position": None}, {"limit": 2**53}])
def test_a_window_that_is_none_is_refused(alice: Client, window: Any) -> None:
    assert alice.error("Note/query", **window) == "invalidArguments"


def test_the_query_state_changes_with_the_results(alice: Client) -> None:
    before = alice.call("Note/query")["queryState"]
    assert alice.call("Note/query")["queryState"] == before
    alice.create("Note", title="new")
    assert alice.call("Note/query")["queryState"] != before


def test_changes_cannot_be_calculated_without_the_method(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert alice.call("Note/query")["canCalculateChanges"] is True
    monkeypatch.delitem(tables.METHODS, "Note/queryChanges")
    assert alice.call("Note/query")["canCalculateChanges"] is False


def test_special_filters_and_sorts_are_those_of_the_type(alice: Client) -> None:
    class Odd(Special):
        def condition(self, call: Any, name: str, value: Any) -> Any:
            return lambda record: (len(record["title"]) % 2 == 1) is value

        def key(self, call: Any, name: str, record: Any) -> Any:
            return len(record["title"])

    object.__setattr__(alice.processor, "specials", {"Note": Odd("Note")})
    assert titles(alice, filter={"odd": True}, sort=[{"property": "odd"}, {"property": "title"}]) == ["a"]
    assert titles(alice, sort=[{"property": "odd", "isAscending": False}, {"property": "title"}])[0] == "z"
