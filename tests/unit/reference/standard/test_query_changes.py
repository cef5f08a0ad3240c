"""/queryChanges (RFC 8620, Section 5.6), of a type without code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference.standard.query_changes import differences, longest_rise, only_up_to
from tests.unit.reference.helpers import Client

BY_TITLE = [{"property": "title"}]


def splice(old: list[str], removed: list[str], added: list[dict[str, Any]]) -> list[str]:
    """What a client does (RFC 8620, Section 5.6)."""
    new = [id for id in old if id not in removed]
    for item in added:
        new.insert(item["index"], item["id"])
    return new


@pytest.mark.usefixtures("notes")
class TestMethod:
    @pytest.fixture
    def ids(self, alice: Client) -> dict[str, str]:
        return {title: alice.create("Note", title=title, kind=title) for title in "bdf"}

    def changes(self, alice: Client, since: str, **arguments: Any) -> tuple[list[str], list[tuple[str, int]]]:
        said = alice.call("Note/queryChanges", sinceQueryState=since, **arguments)
        assert said["oldQueryState"] == since
        assert said["newQueryState"] == alice.call("Note/query", filter=arguments.get("filter"))["queryState"]
        return said["removed"], [(item["id"], item["index"]) for item in said["added"]]

    def test_nothing_happened(self, alice: Client, ids: dict[str, str]) -> None:
        assert self.changes(alice, alice.state("Note"), sort=BY_TITLE) == ([], [])

    def test_what_came_and_went(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        new = alice.create("Note", title="c")
        alice.set("Note", destroy=[ids["f"]])
        assert self.changes(alice, since, sort=BY_TITLE) == ([ids["f"]], [(new, 1)])

    def test_what_was_renamed_is_removed_and_added(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", update={ids["b"]: {"title": "e"}})
        assert self.changes(alice, since, sort=BY_TITLE) == ([ids["b"]], [(ids["b"], 1)])

    def test_even_if_it_stays_in_its_place(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", update={ids["d"]: {"title": "e"}})
        assert self.changes(alice, since, sort=BY_TITLE) == ([ids["d"]], [(ids["d"], 1)])

    def test_what_changed_otherwise_is_not_told(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", update={ids["d"]: {"weight": 7}})
        assert self.changes(alice, since, sort=BY_TITLE) == ([], [])

    def test_what_never_was_in_the_results_is_not_removed(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", update={ids["d"]: {"title": "x"}}, destroy=[ids["f"]])
        assert self.changes(alice, since, filter={"text": "b"}) == ([], [])

    def test_what_begins_or_ceases_to_match(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", update={ids["b"]: {"done": True}, ids["d"]: {"done": True}})
        assert self.changes(alice, since, sort=BY_TITLE, filter={"done": False}) == ([ids["b"], ids["d"]], [])
        assert self.changes(alice, since, sort=BY_TITLE, filter={"done": True}) == ([], [(ids["b"], 0), (ids["d"], 1)])

    def test_what_was_created_and_destroyed_in_between_is_not_told(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", destroy=[alice.create("Note", title="a")])
        assert self.changes(alice, since, sort=BY_TITLE) == ([], [])

    def test_a_maximum_counts_what_is_removed_and_added(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", update={ids["b"]: {"title": "e"}})
        arguments = {"sinceQueryState": since, "sort": BY_TITLE}
        assert alice.error("Note/queryChanges", maxChanges=1, **arguments) == "tooManyChanges"
        assert alice.call("Note/queryChanges", maxChanges=2, **arguments)["removed"] == [ids["b"]]

    def test_the_total_is_the_new_one(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        alice.set("Note", destroy=[ids["b"]])
        assert alice.call("Note/queryChanges", sinceQueryState=since, calculateTotal=True)["total"] == 2
        assert "total" not in alice.call("Note/queryChanges", sinceQueryState=since)

    def test_up_to_an_id_where_nothing_can_move(self, alice: Client, ids: dict[str, str]) -> None:
        since, by_kind = alice.state("Note"), [{"property": "kind"}]
        a, e = alice.create("Note", title="x", kind="a"), alice.create("Note", title="x", kind="e")
        alice.set("Note", destroy=[ids["f"]])
        assert self.changes(alice, since, sort=by_kind) == ([ids["f"]], [(a, 0), (e, 3)])
        assert self.changes(alice, since, sort=by_kind, upToId=ids["d"]) == ([], [(a, 0)])
        assert self.changes(alice, since, sort=by_kind, upToId="nobody") == ([ids["f"]], [(a, 0), (e, 3)])
        assert self.changes(alice, since, sort=by_kind, upToId=ids["f"]) == ([ids["f"]], [(a, 0), (e, 3)])

    def test_up_to_an_id_counts_for_nothing_where_something_can_move(self, alice: Client, ids: dict[str, str]) -> None:
        since = alice.state("Note")
        new = alice.create("Note", title="e")
        assert self.changes(alice, since, sort=BY_TITLE, upToId=ids["b"]) == ([], [(new, 2)])

    def test_an_unsupported_query_has_no_changes(self, alice: Client) -> None:
        arguments = {"sinceQueryState": alice.state("Note"), "sort": [{"property": "nope"}]}
        assert alice.error("Note/queryChanges", **arguments) == "unsupportedSort"


LISTS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(LISTS, LISTS, st.sets(st.sampled_from("abcdefgh")))
def test_differences_lead_from_any_list_to_any_other(old: list[str], new: list[str], touched: set[str]) -> None:
    removed, added = differences(old, new, touched)
    assert splice(old, removed, [{"id": id, "index": place} for id, place in added]) == new
    assert set(removed) <= set(old)
    assert touched & set(old) <= set(removed)
    assert [place for _, place in added] == sorted(place for _, place in added)


@given(st.lists(st.integers(), unique=True, max_size=8))
def test_a_longest_rise_is_rising_and_longest(numbers: list[int]) -> None:
    rise = [numbers[place] for place in longest_rise(numbers)]
    assert rise == sorted(rise)
    longest = max((bin(chosen).count("1") for chosen in range(2 ** len(numbers)) if _rises(numbers, chosen)), default=0)
    assert len(rise) == longest


def _rises(numbers: list[int], chosen: int) -> bool:
    some = [number for place, number in enumerate(numbers) if chosen >> place & 1]
    return some == sorted(some)


@given(LISTS, LISTS, st.sampled_from("abcdefgh"))
def test_up_to_an_id_the_results_are_right(old: list[str], new: list[str], up_to: str) -> None:
    # Where nothing moves, what is in both has one order.
    new = sorted(new, key=lambda id: old.index(id) if id in old else hash(id) % 7 - 0.5)
    kept = [id for id in old if id in new]
    assert [id for id in new if id in old] == kept
    removed, added = only_up_to(up_to, old, new, *differences(old, new, set()))
    spliced = splice(old, removed, [{"id": id, "index": place} for id, place in added])
    end = new.index(up_to) + 1 if up_to in old and up_to in new else len(new)
    assert spliced[:end] == new[:end]
