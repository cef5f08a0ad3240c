r"""The flag \Deleted: what it marks is in the mailbox of IMAP, and not there for JMAP."""

from __future__ import annotations

import pytest

from jmap_reference.blobs import REFERRING
from tests.unit.reference.imap.helpers import MESSAGE, House, Imap


@pytest.fixture
def marked(house: House, imap: Imap) -> str:
    """The id of an Email that is marked, and whose UID is 1."""
    imap.put("INBOX", r"\Seen $Work")
    [id] = house.emails("Inbox")
    imap.ok("select", "INBOX")
    imap.mark(1, "+FLAGS", r"\Deleted")
    return id


def test_it_is_gone_for_one_and_not_for_the_other(house: House, imap: Imap, marked: str) -> None:
    assert house.emails("Inbox") == {}
    assert house.alice.call("Email/get", ids=[marked])["notFound"] == [marked]
    assert imap.uids("INBOX", "DELETED") == [1]
    assert imap.flags(1) == {r"\Seen", r"\Deleted", "$Work"}
    _, data = imap.uid("FETCH", "1", "(BODY.PEEK[])")
    assert data[0][1] == MESSAGE


def test_it_comes_back_as_it_was(house: House, imap: Imap, marked: str) -> None:
    state = house.alice.state("Email")
    imap.mark(1, "+FLAGS", r"\Flagged")
    imap.mark(1, "-FLAGS", "$work")
    imap.mark(1, "-FLAGS", r"\Deleted")
    [email] = house.emails("Inbox").values()
    assert (email["id"], email["keywords"]) == (marked, {"$seen": True, "$flagged": True})
    assert house.alice.call("Email/changes", sinceState=state)["created"] == [marked]
    assert house.alice.get("Thread", [email["threadId"]])[email["threadId"]]["emailIds"] == [marked]
    assert imap.uids("INBOX") == [1]


@pytest.mark.parametrize("flags", [r"\Flagged", r"\Flagged \Deleted"])
def test_flags_are_replaced(house: House, imap: Imap, marked: str, flags: str) -> None:
    imap.mark(1, "FLAGS", *flags.split())
    assert imap.flags(1) == set(flags.split())
    assert [each["keywords"] for each in house.emails("Inbox").values()] == (
        [] if "Deleted" in flags else [{"$flagged": True}]
    )


def test_expunge_is_the_end(house: House, imap: Imap, marked: str) -> None:
    imap.put("INBOX")
    imap.ok("expunge")
    assert imap.uids("INBOX") == [2]
    with house.processor.store.transaction() as transaction:
        assert len(transaction.held_blobs("A1", "")) == 1
    imap.mark(2, "+FLAGS", r"\Deleted")
    imap.ok("close")
    assert imap.uids("INBOX") == []


def test_only_some_are_expunged(imap: Imap, marked: str) -> None:
    imap.put("INBOX", r"\Deleted")
    assert imap.uid("EXPUNGE", "2")[0] == "OK"
    assert imap.uids("INBOX") == [1]


def test_the_message_stays_for_as_long_as_it_can_come_back(house: House, imap: Imap, marked: str) -> None:
    def drop() -> int:
        with house.processor.store.transaction(write=True) as transaction:
            return transaction.drop_blobs(4e9, REFERRING)

    assert drop() == 0
    imap.mark(1, "-FLAGS", r"\Deleted")
    imap.mark(1, "+FLAGS", r"\Deleted")
    imap.ok("expunge")
    assert drop() == 1


def test_in_one_of_two_mailboxes(house: House, imap: Imap) -> None:
    imap.put("INBOX")
    imap.ok("create", "a")
    imap.ok("select", "INBOX")
    imap.uid("COPY", "1", "a")
    [id] = house.emails("a")
    state = house.alice.state("Email")
    imap.mark(1, "+FLAGS", r"\Deleted")
    assert (list(house.emails("Inbox")), list(house.emails("a"))) == ([], [id])
    assert house.alice.call("Email/changes", sinceState=state)["updated"] == [id]
    # It is one Email still: what JMAP says of it is said of what is marked.
    house.alice.set("Email", update={id: {"keywords/$flagged": True}})
    assert imap.flags(1) == {r"\Flagged", r"\Deleted"}
    imap.mark(1, "-FLAGS", r"\Deleted")
    assert (list(house.emails("Inbox")), list(house.emails("a"))) == ([id], [id])


@pytest.mark.parametrize("command", ["COPY", "MOVE"])
def test_carried_elsewhere_it_is_as_any_other(house: House, imap: Imap, marked: str, command: str) -> None:
    imap.ok("create", "a")
    assert imap.uid(command, "1", "a")[0] == "OK"
    assert list(house.emails("a")) == [marked]
    assert imap.uids() == ([1] if command == "COPY" else [])
    assert imap.uids("a", "UNDELETED") == [1]


def test_jmap_brings_it_back_too(house: House, imap: Imap) -> None:
    imap.put("INBOX")
    imap.ok("create", "a")
    imap.ok("select", "INBOX")
    imap.uid("COPY", "1", "a")
    [(id, email)] = house.emails("a").items()
    imap.mark(1, "+FLAGS", r"\Deleted")
    house.alice.set("Email", update={id: {"mailboxIds": email["mailboxIds"]}})
    assert imap.uids("INBOX", "UNDELETED") == [1]
