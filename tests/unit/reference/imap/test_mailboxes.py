"""Mailboxes of IMAP are those of JMAP: by name, by id, by role, subscribed to or not."""

from __future__ import annotations

import pytest

from tests.unit.reference.imap.helpers import House, Imap


def test_a_tree_is_a_path(house: House, imap: Imap) -> None:
    parent = house.alice.create(name="Projects", isSubscribed=True)
    house.alice.create(name="Boat/Sails", parentId=parent, isSubscribed=False)
    house.alice.create(name="Büro")
    # A slash in a name is another character in IMAP; other characters are as it writes them (RFC 3501, Section 5.1.3).
    assert {"INBOX", "Projects", "Projects/Boat&IhU-Sails", "B&APw-ro"} <= set(imap.names())
    assert "Projects" in imap.names("lsub")
    assert "Projects/Boat&IhU-Sails" not in imap.names("lsub")


def test_the_inbox_is_there_from_the_first_login(house: House, imap: Imap) -> None:
    assert "INBOX" in imap.names()
    [inbox] = [each for each in house.alice.get().values() if each["role"] == "inbox"]
    [said] = imap.ok("status", "inbox", "(MAILBOXID)")
    assert f"({inbox['id']})".encode() in said


def test_who_is_called_inbox_and_is_not(house: House, imap: Imap) -> None:
    house.alice.create(name="INBOX")
    assert "INBOX 2" in imap.names()


def test_roles_are_special_uses(house: House, imap: Imap) -> None:
    for role in ("sent", "trash", "junk", "drafts", "archive"):
        house.alice.create(name=role, role=role)
    rows = b"\n".join(imap.ok("list"))
    for role in ("sent", "trash", "junk", "drafts", "archive"):
        assert f'\\{role.capitalize()}) "/" {role}'.encode() in rows
    assert "SPECIAL-USE" in imap.ok("capability")[0].decode().split()


def test_create_makes_what_is_missing_above(house: House, imap: Imap) -> None:
    state = house.alice.state()
    imap.ok("create", "a/b/c/")
    names = {each["name"]: each for each in house.alice.get().values()}
    assert names["c"]["parentId"] == names["b"]["id"]
    assert names["b"]["parentId"] == names["a"]["id"]
    assert not names["c"]["isSubscribed"]
    made = house.alice.call("Mailbox/changes", sinceState=state)["created"]
    assert sorted(made) == sorted(names[name]["id"] for name in "abc")
    assert imap.no("create", "a/b") == "ALREADYEXISTS"


def test_rename_is_a_change_of_one(house: House, imap: Imap) -> None:
    imap.ok("create", "a/b")
    ids = {each["name"]: id for id, each in house.alice.get().items()}
    state = house.alice.state()
    imap.ok("rename", "a", "x/y")
    now = house.alice.get()
    assert (now[ids["a"]]["name"], now[now[ids["a"]]["parentId"]]["name"]) == ("y", "x")
    assert house.alice.call("Mailbox/changes", sinceState=state)["updated"] == [ids["a"]]
    assert "x/y/b" in imap.names()
    assert imap.no("rename", "x", "INBOX") == ""
    assert imap.no("rename", "x", "x/y/z/x") == "CANNOT", "it would be its own ancestor"
    assert imap.no("rename", "x", "Shared/A2/x") == "CANNOT", "it stays in its account"
    assert imap.no("rename", "nowhere", "y") == "NONEXISTENT"


def test_the_inbox_is_emptied_by_a_rename(house: House, imap: Imap) -> None:
    imap.put("INBOX")
    [id] = house.emails("Inbox")
    imap.ok("rename", "INBOX", "Old")
    assert house.emails("Inbox") == {}
    assert list(house.emails("Old")) == [id]


def test_delete_takes_what_is_in_it(house: House, imap: Imap) -> None:
    imap.ok("create", "a/b")
    imap.put("a/b")
    imap.mark(imap.uids("a/b")[0], "+FLAGS", r"\Deleted")
    imap.put("a/b")
    assert imap.no("delete", "a") == "HASCHILDREN"
    # The client that has it selected is told to go.
    with house.imap() as other:
        other.ok("delete", "a/b")
        assert other.no("delete", "a/b") == "NONEXISTENT"
    assert "b" not in {each["name"] for each in house.alice.get().values()}
    with pytest.raises(imap.abort):
        imap.noop()


def test_a_name_that_is_given_again_is_another_mailbox(imap: Imap) -> None:
    found = []
    for _ in range(2):
        imap.ok("create", "a")
        found += imap.ok("status", "a", "(UIDVALIDITY MAILBOXID)")
        imap.ok("delete", "a")
    assert found[0] != found[1]


def test_subscriptions_are_the_same(house: House, imap: Imap) -> None:
    id = house.alice.create(name="a", isSubscribed=True)
    imap.ok("unsubscribe", "a")
    assert house.alice.get(ids=[id])[id]["isSubscribed"] is False
    imap.ok("subscribe", "a")
    assert house.alice.get(ids=[id])[id]["isSubscribed"] is True
    assert imap.no("subscribe", "b") == "NONEXISTENT"


def test_counts(house: House, imap: Imap) -> None:
    for flags in ("", r"\Seen", r"\Seen \Draft", r"\Deleted"):
        imap.put("INBOX", flags)
    [said] = imap.ok("status", "INBOX", "(MESSAGES UNSEEN RECENT UIDNEXT)")
    assert said == b"INBOX (MESSAGES 4 UNSEEN 2 RECENT 0 UIDNEXT 5)"
    [inbox] = [each for each in house.alice.get().values() if each["role"] == "inbox"]
    assert (inbox["totalEmails"], inbox["unreadEmails"]) == (3, 1)
