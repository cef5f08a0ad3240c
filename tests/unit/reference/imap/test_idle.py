"""IDLE: what JMAP, or another client of IMAP, changes is told at once, to a client that others wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from imapclient import IMAPClient

from tests.unit.reference.helpers import ALICE
from tests.unit.reference.imap.helpers import SECRET, House, Imap

#: Seconds until what has happened is to be told.
SOON = 20


@pytest.fixture
def waiting(house: House, imap: Imap) -> Iterator[IMAPClient]:
    """A client that waits for news of the Inbox, in which there is one message."""
    imap.put("INBOX")
    with IMAPClient("127.0.0.1", house.door.port, ssl=False, timeout=SOON) as client:
        client.login(ALICE, SECRET)
        client.select_folder("INBOX")
        client.idle()
        yield client
        client.shutdown()  # one that still waits would wait for the answer to its farewell


def told(client: IMAPClient, what: bytes) -> tuple[object, ...]:
    """The first response of this kind."""
    for _ in range(20):
        for each in client.idle_check(timeout=SOON):
            if what in each:
                return each
    raise AssertionError(f"no {what.decode()}")


def test_a_new_message(house: House, waiting: IMAPClient, imap: Imap) -> None:
    imap.put("INBOX")
    assert told(waiting, b"EXISTS")[0] == 2
    waiting.idle_done()
    assert list(waiting.fetch([2], ["FLAGS"])) == [2]


def test_a_keyword_that_jmap_sets(house: House, waiting: IMAPClient) -> None:
    [id] = house.emails("Inbox")
    house.alice.set("Email", update={id: {"keywords/$seen": True}})
    assert b"\\Seen" in str(told(waiting, b"FETCH")).encode()


def test_an_email_that_jmap_destroys(house: House, waiting: IMAPClient) -> None:
    house.alice.set("Email", destroy=list(house.emails("Inbox")))
    assert told(waiting, b"EXPUNGE")[0] == 1


def test_an_expunge_of_what_jmap_does_not_see(waiting: IMAPClient, imap: Imap) -> None:
    imap.ok("select", "INBOX")
    imap.mark(1, "+FLAGS", r"\Deleted")
    told(waiting, b"FETCH")
    imap.ok("expunge")
    assert told(waiting, b"EXPUNGE")[0] == 1


def test_folders_as_that_client_sees_them(house: House, waiting: IMAPClient) -> None:
    house.alice.create(name="Gesendet", role="sent")
    waiting.idle_done()
    assert waiting.find_special_folder(b"\\Sent") == "Gesendet"
