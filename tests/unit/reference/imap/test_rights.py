"""Mail of others: what rights allow by IMAP is what they allow by JMAP."""

from __future__ import annotations

import pytest

from jmap_reference.ids import random_id
from jmap_reference.mail.sharing import LEVELS, share
from jmap_reference.standard.records import Records
from tests.unit.reference.helpers import BOB
from tests.unit.reference.imap.helpers import House, Imap

THERE = "Shared/A1/a"


def shared(house: House, mailbox: str, rights: frozenset[str]) -> None:
    with house.processor.store.transaction(write=True) as transaction:
        records = Records(transaction, "A1", house.processor.specials, house.processor.clock())
        share(records, BOB, {mailbox: rights}, random_id)
        records.settle()


@pytest.fixture
def mailbox(house: House, imap: Imap) -> str:
    """One of alice's, with a message in it, and one beside it that is nobody else's."""
    imap.ok("create", "a")
    imap.ok("create", "b")
    imap.put("a", "$Work")
    return next(id for id, each in house.alice.get().items() if each["name"] == "a")


def test_what_may_be_read_is_read_only(house: House, mailbox: str) -> None:
    shared(house, mailbox, LEVELS["read"])
    with house.imap(BOB) as imap:
        assert [name for name in imap.names() if name.startswith("Shared")] == ["Shared", "Shared/A1", THERE]
        with pytest.raises(imap.readonly):
            imap.select(THERE)
        imap.select(THERE, readonly=True)
        assert imap.flags(1) == {"$Work"}
        assert imap.append(THERE, "", "", b"a: b\r\n\r\n")[1][0].startswith(b"[NOPERM]")
        assert imap.no("delete", THERE) == "NOPERM"
        assert imap.no("create", f"{THERE}/x") == "NOPERM"
        assert imap.no("create", "Shared/A1/x") == "NOPERM"
        assert imap.no("subscribe", "Shared/A1/b") == "NONEXISTENT"
        imap.ok("subscribe", THERE)
    assert len(house.emails("a")) == 1


def test_flags_one_by_one(house: House, mailbox: str) -> None:
    shared(house, mailbox, LEVELS["read"] | {"maySetSeen"})
    with house.imap(BOB) as imap:
        imap.ok("select", THERE)
        assert imap.response("PERMANENTFLAGS")[1] == [b"(\\Seen)"]
        imap.mark(1, "FLAGS", r"\Seen", r"\Flagged", r"\Deleted")
        assert imap.flags(1) == {r"\Seen", "$Work"}
        imap.uid("FETCH", "1", "(BODY[])")
    [email] = house.emails("a").values()
    assert email["keywords"] == {"$seen": True, "$work": True}


def test_reading_is_no_writing(house: House, mailbox: str) -> None:
    shared(house, mailbox, LEVELS["read"] | {"maySetKeywords"})
    with house.imap(BOB) as imap:
        imap.ok("select", THERE)
        assert imap.uid("FETCH", "1", "(BODY[TEXT])")[0] == "OK"
        assert imap.flags(1) == {"$Work"}


def test_what_one_marks_all_see_marked(house: House, imap: Imap, mailbox: str) -> None:
    shared(house, mailbox, LEVELS["write"])
    [id] = house.emails("a")
    with house.imap(BOB) as other:
        other.ok("select", THERE)
        other.mark(1, "+FLAGS", r"\Deleted")
        assert imap.uids("a", "DELETED") == [1]
        assert house.emails("a") == {}
        other.mark(1, "-FLAGS", r"\Deleted")
        assert list(house.emails("a")) == [id]
        other.mark(1, "+FLAGS", r"\Deleted")
        other.ok("expunge")
        assert imap.uids("a") == []


def test_what_is_not_shared_any_more_is_gone(house: House, mailbox: str) -> None:
    shared(house, mailbox, LEVELS["read"])
    with house.imap(BOB) as imap:
        imap.select(THERE, readonly=True)
        shared(house, mailbox, frozenset())
        with pytest.raises(imap.abort):
            imap.noop()


def test_an_account_to_be_read(house: House, imap: Imap) -> None:
    assert imap.no("create", "Shared/R1/x") == "NOPERM"
