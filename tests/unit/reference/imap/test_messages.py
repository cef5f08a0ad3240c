"""Messages of IMAP are Emails: put in, looked at, copied, moved, marked, expunged."""

from __future__ import annotations

import imaplib

import pytest

from jmap_reference.limits import Quotas
from tests.unit.reference.imap.helpers import MESSAGE, House, Imap
from tests.unit.reference.mail.message.helpers import NASTY
from tests.unit.reference.mail.messages import ATTACHED


def test_append_is_an_import(house: House, imap: Imap) -> None:
    state = house.alice.state("Email")
    assert imap.put("INBOX", r"\Seen $Forwarded") == 1
    [email] = house.emails("Inbox").values()
    assert house.alice.call("Email/changes", sinceState=state)["created"] == [email["id"]]
    assert email["keywords"] == {"$seen": True, "$forwarded": True}
    assert (email["subject"], email["size"]) == ("Boats", len(MESSAGE))
    imap.ok("select", "INBOX")
    _, [row] = imap.uid("FETCH", "1", "(EMAILID THREADID RFC822.SIZE)")
    assert f"EMAILID ({email['id']}) THREADID ({email['threadId']}) RFC822.SIZE {len(MESSAGE)}".encode() in row


def test_a_date_is_that_of_the_client(house: House, imap: Imap) -> None:
    status, _ = imap.append("INBOX", "", '" 3-Feb-2020 10:00:00 +0100"', MESSAGE)
    assert status == "OK"
    imap.put("INBOX")
    dates = sorted(each["receivedAt"] for each in house.emails("Inbox").values())
    assert dates == ["2020-02-03T09:00:00Z", "2023-11-14T22:13:20Z"]
    imap.ok("select", "INBOX")
    assert b'"03-Feb-2020 09:00:00 +0000"' in imap.uid("FETCH", "1", "(INTERNALDATE)")[1][0]


def test_what_is_no_message_is_refused(imap: Imap) -> None:
    status, _ = imap.append("INBOX", "", "", b"\r\nno header\r\n")
    assert status == "NO"
    assert imap.append("nowhere", "", "", MESSAGE)[1] == [b"[TRYCREATE] Mailbox does not exist."]


@pytest.mark.parametrize("octets", [*NASTY, ATTACHED])
def test_octets_are_what_came(imap: Imap, octets: bytes) -> None:
    """Whatever a message is like, IMAP shows it octet for octet, and makes a structure of it."""
    octets = imaplib.MapCRLF.sub(b"\r\n", octets)  # so does imaplib
    if imap.append("INBOX", "", "", octets)[0] != "OK":
        return  # it is no message to JMAP either
    imap.ok("select", "INBOX")
    status, data = imap.uid("FETCH", "1", "(BODY.PEEK[] BODYSTRUCTURE ENVELOPE)")
    assert status == "OK"
    assert octets in [part for row in data if isinstance(row, tuple) for part in row]
    assert imap.uid("FETCH", "1", "(RFC822.SIZE)")[1][0].startswith(b"1 (RFC822.SIZE %d " % len(octets))


def test_numbers_ascend_and_stay(house: House, imap: Imap) -> None:
    imap.put("INBOX")
    imap.put("INBOX")
    first, second = (id for id, _ in sorted(house.emails("Inbox").items()))
    house.alice.set("Email", destroy=[second])
    assert imap.put("INBOX") == 3
    assert imap.uids("INBOX") == [1, 3]
    # Out, and in again: for IMAP it is another message.
    other = house.alice.create(name="other")
    inbox = next(iter(house.emails("Inbox")[first]["mailboxIds"]))
    house.alice.set("Email", update={first: {"mailboxIds": {other: True}}})
    assert imap.uids("INBOX") == [3]
    house.alice.set("Email", update={first: {"mailboxIds": {inbox: True}}})
    assert imap.uids("INBOX") == [3, 4]


def test_an_email_in_two_mailboxes_has_one_set_of_flags(house: House, imap: Imap) -> None:
    imap.put("INBOX")
    imap.ok("create", "a")
    imap.ok("select", "INBOX")
    assert imap.uid("COPY", "1", "a")[0] == "OK"
    imap.mark(1, "+FLAGS", r"\Flagged")
    assert imap.uids("a", "FLAGGED") == [1]
    [(id, email)] = house.emails("a").items()
    assert list(house.emails("Inbox")) == [id]
    assert len(email["mailboxIds"]) == 2
    assert imap.uid("COPY", "1", "a")[1][0].startswith(b"[CANNOT]"), "a message is in a mailbox once"


def test_a_move_keeps_the_email(house: House, imap: Imap) -> None:
    imap.put("INBOX", r"\Seen")
    imap.ok("create", "a")
    [id] = house.emails("Inbox")
    imap.ok("select", "INBOX")
    assert imap.uid("MOVE", "1", "a")[0] == "OK"
    assert imap.uids() == []
    assert list(house.emails("a")) == [id]
    assert imap.uids("a", "SEEN") == [1]


def test_from_one_account_to_another(house: House, imap: Imap) -> None:
    imap.put("INBOX", "$Work")
    imap.ok("create", "Shared/A2/there")
    imap.ok("select", "INBOX")
    assert imap.uid("COPY", "1", "Shared/A2/there")[0] == "OK"
    assert imap.uid("MOVE", "1", "Shared/A2/there")[0] == "OK"
    assert imap.uids() == []
    assert house.alice.call("Email/query", accountId="A1")["ids"] == []
    assert imap.uids("Shared/A2/there") == [1, 2]
    found = house.alice.call("Email/get", accountId="A2", ids=None, properties=["keywords"])["list"]
    assert [each["keywords"] for each in found] == [{"$work": True}] * 2
    assert imap.no("create", "Shared/A3/there") == "NOPERM", "there is no such account"


def test_searching(imap: Imap) -> None:
    imap.put("INBOX", "$Work")
    imap.put("INBOX", r"\Seen", MESSAGE.replace(b"Boats", b"Sails").replace(b"Two", b"Three"))
    found = {
        "ALL": [1, 2], "SEEN": [2], "UNSEEN": [1], "KEYWORD $WORK": [1], "KEYWORD $work": [1], "UNKEYWORD $work": [2],
        "SUBJECT boat": [1], "TEXT three": [2], "BODY two": [1], "FROM dave": [1, 2], "OR SEEN KEYWORD $work": [1, 2],
        "NOT SEEN": [1], "LARGER 1000": [], "UID 2:*": [2], "HEADER Message-ID b@example.org": [1, 2],
    }  # fmt: skip
    imap.ok("select", "INBOX")
    assert {keys: imap.uids("", *keys.split()) for keys in found} == found


def test_reading_sets_seen_where_it_is_to(house: House, imap: Imap) -> None:
    imap.put("INBOX")
    imap.ok("select", "INBOX")
    imap.uid("FETCH", "1", "(BODY.PEEK[])")
    assert imap.flags(1) == set()
    imap.uid("FETCH", "1", "(BODY[TEXT])")
    assert imap.flags(1) == {r"\Seen"}
    [email] = house.emails("Inbox").values()
    assert email["keywords"] == {"$seen": True}
    imap.mark(1, "-FLAGS", r"\Seen")
    imap.select("INBOX", readonly=True)
    imap.uid("FETCH", "1", "(BODY[])")
    assert imap.flags(1) == set(), "EXAMINE changes nothing"
    imap.ok("close")


def test_over_quota(house: House) -> None:
    object.__setattr__(house.processor, "quotas", Quotas(messages=len(MESSAGE)))
    with house.imap() as imap:
        imap.put("INBOX")
        assert imap.append("INBOX", "", "", MESSAGE)[1][0].startswith(b"[OVERQUOTA]")
