"""/set (RFC 8620, Section 5.3), of a type without code."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.errors import set_
from jmap_reference.generated import methods as tables
from jmap_reference.standard import set as standard_set
from jmap_reference.standard.special import Special
from tests.unit.reference.helpers import Client, make_processor

pytestmark = pytest.mark.usefixtures("notes")


class TestCreate:
    def test_what_the_client_does_not_know_is_told(self, alice: Client) -> None:
        said = alice.set("Note", create={"k": {"title": "One", "weight": 3}})
        created = said["created"]["k"]
        assert created.keys() == tables.TYPES["Note"].properties.keys() - {"title", "weight"}
        assert alice.get("Note", [created["id"]])[created["id"]] == created | {"title": "One", "weight": 3}
        assert [said[name] for name in ("updated", "destroyed", "notCreated", "notUpdated", "notDestroyed")] == [
            None
        ] * 5

    @pytest.mark.parametrize(
        ("record", "blamed"),
        [
            ({}, ["title"]),
            ({"title": ""}, ["title"]),
            ({"title": 1, "weight": -1, "done": None}, ["done", "title", "weight"]),
            ({"title": "x", "id": "n9"}, ["id"]),
            ({"title": "x", "nope": 1, "worse": 2}, ["nope", "worse"]),
            ({"title": "x", "next": "nobody"}, ["next"]),
            ({"title": "x", "next": "#nobody"}, ["next"]),
            ({"title": "x", "related": {"nobody": True}, "due": "soon"}, ["due", "related"]),
            ({"title": "x", "weight": 2**53}, ["weight"]),
        ],
    )
    def test_every_invalid_property_is_named(self, alice: Client, record: dict[str, Any], blamed: list[str]) -> None:
        said = alice.set("Note", create={"bad": record, "good": {"title": "One"}})
        error = said["notCreated"]["bad"]
        assert (error["type"], error["properties"]) == ("invalidProperties", blamed)
        assert list(said["created"]) == ["good"], "one bad record never fails the call"

    def test_creations_are_ordered_by_what_they_refer_to(self, alice: Client) -> None:
        chain = {f"k{n}": {"title": str(n), "next": f"#k{n + 1}"} for n in range(50)} | {"k50": {"title": "last"}}
        said = alice.set("Note", create=chain)
        ids = {key: created["id"] for key, created in said["created"].items()}
        assert all(alice.get("Note", [ids[f"k{n}"]])[ids[f"k{n}"]]["next"] == ids[f"k{n + 1}"] for n in range(50))

    def test_creations_in_a_circle_are_refused(self, alice: Client) -> None:
        circle = {
            "a": {"title": "a", "next": "#b"},
            "b": {"title": "b", "next": "#a"},
            "c": {"title": "c", "next": "#c"},
        }
        assert set(alice.set("Note", create=circle)["notCreated"]) == {"a", "b", "c"}

    def test_what_refers_to_a_failed_creation_fails(self, alice: Client) -> None:
        said = alice.set("Note", create={"a": {"title": ""}, "b": {"title": "b", "steps": [{"noteId": "#a"}]}})
        assert set(said["notCreated"]) == {"a", "b"}

    def test_creation_ids_last_for_the_request(self, alice: Client) -> None:
        said = alice.request(
            ("Note/set", {"create": {"k": {"title": "One"}}}),
            ("Note/set", {"create": {"k2": {"title": "Two", "related": {"#k": True}}}}),
            createdIds={"old": "n77"},
        )
        first, second = (response[1]["created"] for response in said["methodResponses"])
        assert said["createdIds"] == {"old": "n77", "k": first["k"]["id"], "k2": second["k2"]["id"]}
        assert alice.get("Note")[second["k2"]["id"]]["related"] == {first["k"]["id"]: True}

    def test_a_creation_id_stands_for_what_was_created_last(self, alice: Client) -> None:
        said = alice.responses(
            ("Note/set", {"create": {"k": {"title": "One"}}}),
            ("Note/set", {"create": {"k": {"title": "Two"}}}),
            ("Note/set", {"update": {"#k": {"done": True}}}),
        )
        assert list(said[2][1]["updated"]) == [said[1][1]["created"]["k"]["id"]]

    def test_an_id_is_never_given_twice(self, alice: Client) -> None:
        seen = set()
        for _ in range(3):
            id = alice.create("Note", title="One")
            alice.set("Note", destroy=[id])
            assert id not in seen
            seen.add(id)


class TestUpdate:
    def test_what_was_asked_is_not_repeated(self, alice: Client) -> None:
        id = alice.create("Note", title="One")
        assert alice.set("Note", update={id: {"title": "Two", "labels/red": True}})["updated"] == {id: None}
        assert alice.get("Note", [id], properties=["title", "labels"])[id] == {
            "id": id, "title": "Two", "labels": {"red": True},
        }  # fmt: skip

    def test_the_whole_record_is_a_patch_that_changes_nothing(self, alice: Client) -> None:
        id = alice.create("Note", title="One", labels={"red": True})
        said = alice.set("Note", update={id: alice.get("Note")[id]})
        assert said["updated"] == {id: None}
        assert said["oldState"] == said["newState"]

    @pytest.mark.parametrize(
        ("patch", "blamed"),
        [
            ({"id": "other"}, ["id"]),
            ({"id": None}, ["id"]),
            ({"kind": "other"}, ["kind"]),
            ({"kind": None}, ["kind"]),
            ({"title": None}, ["title"]),
            ({"title": ""}, ["title"]),
            ({"nope": 1, "weight": "x"}, ["nope", "weight"]),
            ({"labels/red": 1}, ["labels"]),
            ({"next": "nobody"}, ["next"]),
            ({"done": 0}, ["done"]),
        ],
    )
    def test_what_may_not_be_is_named(self, alice: Client, patch: dict[str, Any], blamed: list[str]) -> None:
        id, other = alice.create("Note", title="One", kind="a"), alice.create("Note", title="Other")
        said = alice.set("Note", update={id: patch, other: {"title": "New"}})
        error = said["notUpdated"][id]
        assert (error["type"], error["properties"]) == ("invalidProperties", blamed)
        assert said["updated"] == {other: None}

    def test_a_bad_patch_changes_nothing_of_its_record(self, alice: Client) -> None:
        id = alice.create("Note", title="One")
        said = alice.set("Note", update={id: {"title": "Two", "tags/0": "x"}})
        assert said["notUpdated"][id]["type"] == "invalidPatch"
        assert alice.get("Note")[id]["title"] == "One"

    def test_an_unknown_id_is_not_found(self, alice: Client) -> None:
        said = alice.set("Note", update={"nobody": {}, "#nobody": {}}, destroy=["nothing", "#nothing"])
        assert {key: error["type"] for key, error in said["notUpdated"].items()} == {
            "nobody": "notFound", "#nobody": "notFound",
        }  # fmt: skip
        assert set(said["notDestroyed"]) == {"nothing", "#nothing"}

    def test_a_creation_id_can_be_updated_and_destroyed(self, alice: Client) -> None:
        said = alice.set(
            "Note",
            create={"a": {"title": "a"}, "b": {"title": "b"}},
            update={"#a": {"next": "#b", "related/#b": True}},
        )
        a, b = (said["created"][key]["id"] for key in "ab")
        assert said["updated"] == {a: None}
        assert alice.get("Note")[a]["next"] == b
        said = alice.set("Note", create={"c": {"title": "c"}}, destroy=["#c"])
        assert said["destroyed"] == [said["created"]["c"]["id"]]

    def test_what_will_be_destroyed_is_not_updated(self, alice: Client) -> None:
        id = alice.create("Note", title="One")
        said = alice.set("Note", update={id: {"title": "Two"}}, destroy=[id, id])
        assert said["notUpdated"][id]["type"] == "willDestroy"
        assert said["destroyed"] == [id]
        assert said["notDestroyed"] is None


class TestCall:
    def test_a_stale_state_changes_nothing(self, alice: Client) -> None:
        stale = alice.state("Note")
        alice.create("Note", title="One")
        assert alice.error("Note/set", ifInState=stale, create={"k": {"title": "Two"}}) == "stateMismatch"
        assert len(alice.get("Note")) == 1
        assert alice.set("Note", ifInState=alice.state("Note"), create={"k": {"title": "Two"}})["created"]

    def test_too_many_operations_change_nothing(self) -> None:
        alice = Client(make_processor(maxObjectsInSet=3))
        id = alice.create("Note", title="One")
        creations = {"a": {"title": "a"}, "b": {"title": "b"}}
        assert alice.error("Note/set", create=creations, update={id: {}}, destroy=[id]) == "requestTooLarge"
        assert alice.set("Note", create=creations, destroy=[id])["destroyed"] == [id]

    def test_a_read_only_account_stays_as_it_is(self, alice: Client) -> None:
        assert alice.error("Note/set", accountId="R1", create={"k": {"title": "x"}}) == "accountReadOnly"
        assert alice.call("Note/get", accountId="R1", ids=None)["list"] == []

    def test_null_is_as_good_as_nothing(self, alice: Client) -> None:
        said = alice.set("Note", create=None, update=None, destroy=None, ifInState=None)
        assert said["oldState"] == said["newState"]

    def test_a_singleton_is_neither_created_nor_destroyed(self, alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        id = alice.create("Note", title="One")
        monkeypatch.setitem(tables.TYPES, "Note", tables.TYPES["Note"]._replace(singleton=id))
        said = alice.set("Note", create={"k": {"title": "x"}}, destroy=[id], update={})
        assert said["notCreated"]["k"]["type"] == said["notDestroyed"][id]["type"] == "singleton"
        assert alice.set("Note", update={id: {"title": "Two"}})["updated"] == {id: None}


class OneOfAKind(Special):
    """No two notes may have the same title, and none is destroyed while another follows it."""

    def check(self, call: Any, records: Any, record: dict[str, Any]) -> None:
        if any(each["title"] == record["title"] and each["id"] != record["id"] for each in records.read_all("Note")):
            raise set_.InvalidProperties(properties=["title"])

    def check_destroy(self, call: Any, records: Any, record: dict[str, Any]) -> None:
        if records.has("Note", "next", record["id"]):
            raise set_.Forbidden()


class TestRulesBetweenRecords:
    """The state at the end must be valid; if it is not, each operation is judged at its turn."""

    @pytest.fixture
    def alice(self) -> Client:
        processor = make_processor()
        object.__setattr__(processor, "specials", {"Note": OneOfAKind("Note")})
        return Client(processor)

    def test_names_can_be_swapped(self, alice: Client) -> None:
        a, b = alice.create("Note", title="a"), alice.create("Note", title="b")
        assert set(alice.set("Note", update={a: {"title": "b"}, b: {"title": "a"}})["updated"]) == {a, b}

    def test_a_name_is_free_when_its_record_is_destroyed(self, alice: Client) -> None:
        a = alice.create("Note", title="a")
        said = alice.set("Note", create={"k": {"title": "a"}}, destroy=[a])
        assert said["destroyed"] == [a]
        assert said["created"]["k"]["id"] != a

    def test_what_holds_another_can_go_together_with_it(self, alice: Client) -> None:
        b = alice.create("Note", title="b")
        a = alice.create("Note", title="a", next=b)
        assert alice.set("Note", destroy=[b])["notDestroyed"][b]["type"] == "forbidden"
        assert alice.set("Note", destroy=[b, a])["destroyed"] == [b, a]

    def test_where_the_end_is_not_valid_each_has_its_turn(self, alice: Client) -> None:
        a, b, _ = (alice.create("Note", title=title) for title in "abz")
        said = alice.set(
            "Note",
            create={"k": {"title": "k"}, "twice": {"title": "z"}},
            update={a: {"title": "b"}, b: {"title": "c"}, "#k": {"weight": 1}},
        )
        assert set(said["created"]) == {"k"}
        assert set(said["notCreated"]) == {"twice"}
        assert set(said["notUpdated"]) == {a}
        assert set(said["updated"]) == {b, said["created"]["k"]["id"]}
        assert {note["title"] for note in alice.get("Note").values()} == {"k", "a", "c", "z"}

    def test_an_undone_attempt_leaves_no_trace(self, alice: Client) -> None:
        alice.create("Note", title="a")
        before = alice.state("Note")
        said = alice.set("Note", create={"x": {"title": "a"}, "y": {"title": ""}})
        assert said["created"] is None
        assert said["newState"] == said["oldState"] == before
        assert alice.call("Note/changes", sinceState=before)["created"] == []


def test_order_of_creations_is_that_of_the_request_where_nothing_refers(alice: Client) -> None:
    assert list(alice.set("Note", create={key: {"title": key} for key in "zax"})["created"]) == list("zax")


def test_a_bug_in_a_special_fails_the_call_and_changes_nothing(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(call: Any, outcome: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(standard_set, "report", broken)
    said = alice.responses(("Note/set", {"create": {"k": {"title": "x"}}}), ("Note/get", {"ids": None}))
    assert said[0][1]["type"] == "serverFail"
    assert said[1][1]["list"] == []
