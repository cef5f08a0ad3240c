"""Mailboxes (RFC 8621, Section 2): what the standard methods do not know."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.mail.mailbox import as_tree, with_ancestors
from tests.unit.reference.helpers import Client, Mail, make_processor


def refused(alice: Client, **arguments: Any) -> dict[str, Any]:
    """The one SetError of a Mailbox/set."""
    said = alice.set(**arguments)
    [error] = [error for name in ("notCreated", "notUpdated", "notDestroyed") for error in (said[name] or {}).values()]
    return {name: value for name, value in error.items() if name != "description"}


def invalid(*properties: str) -> dict[str, Any]:
    return {"type": "invalidProperties", "properties": list(properties)}


def test_a_new_mailbox_has_all_properties(alice: Client) -> None:
    id = alice.create(name="Inbox")
    mailbox = alice.get()[id]
    assert set(mailbox.pop("myRights").values()) == {True}
    counts = dict.fromkeys(["totalEmails", "unreadEmails", "totalThreads", "unreadThreads"], 0)
    assert mailbox == counts | {
        "id": id, "name": "Inbox", "parentId": None, "role": None, "sortOrder": 0, "isSubscribed": True,
    }  # fmt: skip


def test_rights_of_a_reader_are_to_read(alice: Client) -> None:
    with alice.processor.store.transaction(write=True) as transaction:
        mailbox = {"id": "m0", "name": "x", "parentId": None, "role": None}
        transaction.create("R1", "Mailbox", mailbox, frozenset(), 0.0)
    rights = alice.call("Mailbox/get", accountId="R1", ids=None)["list"][0]["myRights"]
    assert [name for name, right in rights.items() if right] == ["mayReadItems"]


class TestNames:
    def test_siblings_have_different_names(self, alice: Client) -> None:
        first, other = alice.create(name="Work"), alice.create(name="Home")
        taken = {"type": "alreadyExists", "existingId": first}
        assert refused(alice, create={"k": {"name": "Work"}}) == taken
        assert refused(alice, update={other: {"name": "Work"}}) == taken
        assert alice.create(name="Work", parentId=other)
        assert alice.create(name="work")

    def test_moving_beside_a_namesake_is_refused(self, alice: Client) -> None:
        parent, work = alice.create(name="Parent"), alice.create(name="Work")
        child = alice.create(name="Work", parentId=parent)
        assert refused(alice, update={child: {"parentId": None}}) == {"type": "alreadyExists", "existingId": work}

    def test_two_of_one_name_in_one_call(self, alice: Client) -> None:
        said = alice.set(create={"a": {"name": "x"}, "b": {"name": "x"}})
        assert list(said["created"]) == ["a"]
        assert said["notCreated"]["b"]["existingId"] == said["created"]["a"]["id"]

    def test_names_can_be_swapped(self, alice: Client) -> None:
        a, b = alice.create(name="a"), alice.create(name="b")
        assert set(alice.set(update={a: {"name": "b"}, b: {"name": "a"}})["updated"]) == {a, b}

    def test_names_are_composed(self, alice: Client) -> None:
        said = alice.set(create={"k": {"name": "Cafe\u0301"}})["created"]["k"]
        assert said["name"] == "Café"
        assert refused(alice, create={"k": {"name": "Café"}})["type"] == "alreadyExists"
        assert alice.set(update={said["id"]: {"name": "Re\u0301"}})["updated"][said["id"]] == {"name": "Ré"}

    @pytest.mark.parametrize("name", ["", "\x00", "a\nb", "\x7f", "\u2028", "x" * 256, "é" * 128, 5, None])
    def test_what_is_no_name_is_refused(self, alice: Client, name: Any) -> None:
        assert refused(alice, create={"k": {"name": name}}) == invalid("name")

    @pytest.mark.parametrize("name", ["x" * 255, "é" * 127, "a/b", " ", "Привет", "😀", "~", "%", "#"])
    def test_what_is_a_name_is_kept(self, alice: Client, name: str) -> None:
        id = alice.create(name=name)
        assert alice.get()[id]["name"] == name


class TestRoles:
    def test_a_role_is_given_once(self, alice: Client) -> None:
        inbox, other = alice.create(name="a", role="inbox"), alice.create(name="b")
        assert refused(alice, create={"k": {"name": "c", "role": "inbox"}}) == invalid("role")
        assert refused(alice, update={other: {"role": "inbox"}}) == invalid("role")
        assert alice.set(update={inbox: {"role": None}, other: {"role": "inbox"}})["notUpdated"] is None

    def test_a_role_passes_to_another_in_one_call(self, alice: Client) -> None:
        a, b = alice.create(name="a", role="inbox"), alice.create(name="b", role="trash")
        assert set(alice.set(update={a: {"role": "trash"}, b: {"role": "inbox"}})["updated"]) == {a, b}

    @pytest.mark.parametrize("role", ["Inbox", "", 5])
    def test_what_is_no_role_is_refused(self, alice: Client, role: Any) -> None:
        assert refused(alice, create={"k": {"name": "a", "role": role}}) == invalid("role")


class TestTrees:
    def test_a_mailbox_is_not_its_own_ancestor(self, alice: Client) -> None:
        a = alice.create(name="a")
        b = alice.create(name="b", parentId=a)
        c = alice.create(name="c", parentId=b)
        for parent in (a, b, c):
            assert refused(alice, update={a: {"parentId": parent}}) == invalid("parentId")
        assert alice.set(update={c: {"parentId": a}})["updated"] == {c: None}

    def test_a_tree_can_be_turned_upside_down_in_one_call(self, alice: Client) -> None:
        a = alice.create(name="a")
        b = alice.create(name="b", parentId=a)
        assert alice.set(update={a: {"parentId": b}, b: {"parentId": None}})["notUpdated"] is None
        assert {id: box["parentId"] for id, box in alice.get().items()} == {a: b, b: None}

    def test_two_that_become_each_others_parents(self, alice: Client) -> None:
        a, b = alice.create(name="a"), alice.create(name="b")
        said = alice.set(update={a: {"parentId": b}, b: {"parentId": a}})
        assert (list(said["updated"]), list(said["notUpdated"])) == ([a], [b])

    @pytest.mark.parametrize("parent", ["nobody", "#nobody", 5])
    def test_a_parent_exists(self, alice: Client, parent: Any) -> None:
        assert refused(alice, create={"k": {"name": "a", "parentId": parent}}) == invalid("parentId")

    def test_a_parent_of_another_account_does_not_exist(self, alice: Client, bob: Client) -> None:
        assert refused(alice, create={"k": {"name": "a", "parentId": bob.create(name="x")}}) == invalid("parentId")

    def test_trees_are_no_deeper_than_the_limit(self) -> None:
        alice = Client(make_processor(maxMailboxDepth=2))
        top = alice.create(name="top")
        child = alice.create(name="child", parentId=top)
        assert refused(alice, create={"k": {"name": "x", "parentId": child}}) == invalid("parentId")
        other = alice.create(name="other")
        assert refused(alice, update={top: {"parentId": other}}) == invalid("parentId"), "its child would be too deep"
        assert Client(make_processor(maxMailboxDepth=None)).create(name="x")

    def test_as_tree_and_with_ancestors(self) -> None:
        def box(id: str, parent: str | None) -> dict[str, Any]:
            return {"id": id, "parentId": parent}

        boxes = [box("d", "b"), box("b", None), box("a", None), box("c", "b"), box("e", "d")]
        assert [each["id"] for each in as_tree(boxes)] == ["b", "d", "e", "c", "a"]
        assert [each["id"] for each in with_ancestors([boxes[0], boxes[1], boxes[4]])] == ["d", "b", "e"]
        assert [each["id"] for each in with_ancestors([boxes[1], boxes[4]])] == ["b"]


class TestDestroy:
    def test_a_mailbox_with_a_child_stays(self, alice: Client, mail: Mail) -> None:
        parent = alice.create(name="a")
        child = alice.create(name="b", parentId=parent)
        email = mail.add(parent)
        for remove in (False, True):
            assert refused(alice, destroy=[parent], onDestroyRemoveEmails=remove) == {"type": "mailboxHasChild"}
        assert [each["id"] for each in mail.all()] == [email]
        assert alice.set(destroy=[parent, child], onDestroyRemoveEmails=True)["destroyed"] == [parent, child]
        assert mail.all() == []

    def test_a_mailbox_with_emails_stays(self, alice: Client, mail: Mail) -> None:
        id = alice.create(name="a")
        mail.add(id)
        assert refused(alice, destroy=[id]) == {"type": "mailboxHasEmail"}
        assert refused(alice, destroy=[id], onDestroyRemoveEmails=False) == {"type": "mailboxHasEmail"}
        other = alice.create(name="b")
        assert refused(alice, destroy=[id, other]) == {"type": "mailboxHasEmail"}

    def test_emails_are_taken_out_on_request(self, alice: Client, mail: Mail) -> None:
        a, b = alice.create(name="a"), alice.create(name="b")
        both, only = mail.add(a, b, thread="t1"), mail.add(a, thread="t1")
        assert alice.set(destroy=[a], onDestroyRemoveEmails=True)["destroyed"] == [a]
        assert [(each["id"], each["mailboxIds"]) for each in mail.all()] == [(both, {b: True})]
        assert alice.get("Thread", None)["t1"]["emailIds"] == [both]
        assert only not in str(mail.all())

    def test_where_one_of_two_stays_its_emails_stay_too(self, alice: Client, mail: Mail) -> None:
        a = alice.create(name="a")
        alice.create(name="child", parentId=a)
        b = alice.create(name="b")
        mail.add(a)
        mail.add(b)
        said = alice.set(destroy=[a, b], onDestroyRemoveEmails=True)
        assert (said["destroyed"], list(said["notDestroyed"])) == ([b], [a])
        assert len(mail.all()) == 1


class TestQuery:
    @pytest.fixture
    def ids(self, alice: Client) -> dict[str, str]:
        made: dict[str, str] = {}
        for name, parent, order in (("b", None, 1), ("a", None, 2), ("x", "a", 9), ("y", "b", 0), ("c", "y", 5)):
            made[name] = alice.create(name=name, parentId=made.get(parent or ""), sortOrder=order)
        return made

    @pytest.mark.parametrize(
        ("arguments", "found"),
        [
            ({"sort": [{"property": "name"}]}, "a b c x y"),
            ({"sort": [{"property": "sortOrder"}]}, "y b a c x"),
            ({"sort": [{"property": "name"}], "sortAsTree": True}, "a x b y c"),
            ({"sort": [{"property": "sortOrder"}], "sortAsTree": True}, "b y c a x"),
            ({"sort": [{"property": "name", "isAscending": False}], "sortAsTree": True}, "b y c a x"),
            ({"sort": [{"property": "name"}], "filter": {"name": "C"}}, "c"),
            ({"sort": [{"property": "name"}], "filter": {"parentId": None}}, "a b"),
            ({"sort": [{"property": "name"}], "filter": {"name": "c"}, "filterAsTree": True}, ""),
        ],
    )
    def test_trees(self, alice: Client, ids: dict[str, str], arguments: Any, found: str) -> None:
        names = {id: name for name, id in ids.items()}
        assert " ".join(names[id] for id in alice.call("Mailbox/query", **arguments)["ids"]) == found

    def test_a_filter_as_tree_needs_all_ancestors(self, alice: Client, ids: dict[str, str]) -> None:
        alice.set(update={ids["y"]: {"isSubscribed": False}})
        arguments = {"filter": {"isSubscribed": True}, "sort": [{"property": "name"}]}
        flat, tree = (alice.call("Mailbox/query", filterAsTree=each, **arguments)["ids"] for each in (False, True))
        assert (len(flat), len(tree)) == (4, 3)
        assert ids["c"] not in tree

    def test_a_tree_is_sorted_by_ancestors_that_the_filter_leaves_out(self, alice: Client, ids: dict[str, str]) -> None:
        arguments = {"filter": {"operator": "NOT", "conditions": [{"parentId": None}]}}
        said = alice.call("Mailbox/query", sort=[{"property": "sortOrder"}], sortAsTree=True, **arguments)
        assert said["ids"] == [ids["y"], ids["c"], ids["x"]]

    def test_changes_of_a_tree_cannot_be_calculated(self, alice: Client) -> None:
        assert alice.call("Mailbox/query")["canCalculateChanges"] is True
        for argument in ("sortAsTree", "filterAsTree"):
            assert alice.call("Mailbox/query", **{argument: True})["canCalculateChanges"] is False
            since = {"sinceQueryState": alice.state(), argument: True}
            assert alice.error("Mailbox/queryChanges", **since) == "invalidArguments"

    @pytest.mark.parametrize(
        ("filter", "count"),
        [({"hasAnyRole": True}, 1), ({"hasAnyRole": False}, 5), ({"role": "inbox"}, 1), ({"role": None}, 5)],
    )
    def test_roles(self, alice: Client, ids: dict[str, str], filter: Any, count: int) -> None:
        alice.create(name="Inbox", role="inbox")
        assert len(alice.call("Mailbox/query", filter=filter)["ids"]) == count


def test_a_top_level_mailbox_needs_the_right() -> None:
    alice = Client(make_processor(mayCreateTopLevelMailbox=False))
    assert refused(alice, create={"k": {"name": "x"}}) == {"type": "forbidden"}
