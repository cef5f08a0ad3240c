"""Mail through a whole server: to a real relay, in by LMTP, with a kill in between."""

from __future__ import annotations

import email
import pathlib
import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.unit.reference.durability.nursery import Nursery
from tests.unit.reference.durability.test_kill import make_store, problems
from tests.unit.reference.durability.writer import Connection
from tests.unit.reference.submission.other import Sink, free_port
from tests.unit.reference.submission.test_reports import on_delivery, on_display

WRITER, DAVE = "writer0@example.com", "dave@example.org"


class Place:
    """A server that can be killed and started again, with a relay."""

    def __init__(self, nursery: Nursery, path: str) -> None:
        self.nursery, self.path, self.token = nursery, path, make_store(path)[WRITER]
        self.sink = Sink()
        self.controller = Controller(self.sink, hostname="127.0.0.1", port=free_port())
        self.controller.start()
        self.lmtp_port = free_port()
        self.start()
        [drafts] = self.client.call("Mailbox/set", create={"k": {"name": "Drafts"}})["created"].values()
        self.drafts = drafts["id"]
        self.identity = self.client.call("Identity/get", ids=None)["list"][0]["id"]

    def start(self) -> None:
        ports = ("--relay", f"127.0.0.1:{self.controller.port}", "--lmtp", str(self.lmtp_port))
        self.pid, url = self.nursery.start("serve", "--store", self.path, "--port", "0", "--quiet", *ports)
        self.client = Connection(url, self.token)

    def kill(self) -> None:
        self.nursery.kill(self.pid)
        assert problems(self.path) == []

    def draft(self, subject: str, **more: Any) -> str:
        given = {
            "mailboxIds": {self.drafts: True},
            "keywords": {"$draft": True},
            "from": [{"email": WRITER}],
            "to": [{"email": DAVE}],
            "subject": subject,
            "textBody": [{"partId": "1", "type": "text/plain"}],
            "bodyValues": {"1": {"value": subject}},
        }
        return str(self.client.call("Email/set", create={"k": given | more})["created"]["k"]["id"])

    def send(self, subject: str, hold: int = 0, **more: Any) -> str:
        """The id of a new EmailSubmission; ``hold``: seconds."""
        sent: dict[str, Any] = {"identityId": self.identity, "emailId": self.draft(subject, **more)}
        if hold:
            parameters = {"HOLDFOR": str(hold)}
            to = [{"email": DAVE, "parameters": None}]
            sent["envelope"] = {"mailFrom": {"email": WRITER, "parameters": parameters}, "rcptTo": to}
        return str(self.client.call("EmailSubmission/set", create={"k": sent})["created"]["k"]["id"])

    def submission(self, id: str) -> dict[str, Any]:
        return self.client.call("EmailSubmission/get", ids=[id])["list"][0]  # type: ignore[no-any-return]

    def handed_over(self) -> list[str]:
        """The subjects of what the relay has got."""
        return [email.message_from_bytes(each.content)["subject"] for each in self.sink.envelopes]

    def deliver(self, raw: bytes) -> None:
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            assert lmtp.sendmail("", [WRITER], raw) == {}


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery


@pytest.fixture
def place(nursery: Nursery, tmp_path: pathlib.Path) -> Iterator[Place]:
    place = Place(nursery, str(tmp_path / "store.sqlite"))
    yield place
    place.controller.stop()


def wait_for(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


def test_what_is_held_survives_a_kill_and_what_is_canceled_stays_so(place: Place) -> None:
    canceled, held = place.send("canceled", hold=2), place.send("held", hold=3)
    place.client.call("EmailSubmission/set", update={canceled: {"undoStatus": "canceled"}})
    place.kill()
    place.start()
    wait_for(place.handed_over)
    wait_for(lambda: place.submission(held)["undoStatus"] == "final")
    assert place.handed_over() == ["held"]
    assert place.submission(canceled)["undoStatus"] == "canceled"
    place.kill()


def test_what_the_relay_took_is_told_and_bcc_is_gone(place: Place) -> None:
    id = place.send("secret copy", bcc=[{"email": "erin@example.net"}])
    wait_for(lambda: place.submission(id)["deliveryStatus"])
    wait_for(lambda: all(each["delivered"] == "unknown" for each in place.submission(id)["deliveryStatus"].values()))
    [taken] = place.sink.envelopes
    assert taken.rcpt_tos == [DAVE, "erin@example.net"]
    assert b"bcc" not in taken.content.lower()
    assert place.submission(id)["deliveryStatus"][DAVE]["smtpReply"] == "250 2.1.5 Recipient OK"


def test_what_a_relay_refuses_is_told(place: Place) -> None:
    place.sink.replies = {DAVE: "550 5.1.1 No Dave"}
    id = place.send("hello")
    expected = {"smtpReply": "550 5.1.1 No Dave", "delivered": "no", "displayed": "unknown"}
    wait_for(lambda: (place.submission(id)["deliveryStatus"] or {}).get(DAVE) == expected)
    assert place.sink.envelopes == []


def test_reports_come_back(place: Place) -> None:
    id = place.send("report, please")
    wait_for(place.handed_over)
    message_id = email.message_from_bytes(place.sink.envelopes[0].content)["message-id"].strip("<>")
    place.deliver(on_delivery("", f"{DAVE} delivered 2.1.5", original=f"Message-ID: <{message_id}>\n"))
    place.deliver(on_display(message_id, DAVE))
    told = place.submission(id)
    assert (told["deliveryStatus"][DAVE]["delivered"], told["deliveryStatus"][DAVE]["displayed"]) == ("yes", "yes")
    assert b"Action: delivered" in place.client.download(told["dsnBlobIds"][0])
    assert b"Disposition: " in place.client.download(told["mdnBlobIds"][0])


def test_what_lmtp_took_survives_a_kill(place: Place) -> None:
    place.deliver(b"From: dave@example.org\r\nSubject: kept\r\n\r\nHello\r\n")
    place.kill()
    place.start()
    [found] = place.client.call("Email/query", filter={"subject": "kept"})["ids"]
    assert place.client.call("Email/get", ids=[found], properties=["keywords"])["list"][0]["keywords"] == {}


def test_clients_hear_of_what_comes_in(place: Place) -> None:
    url = place.client.session["eventSourceUrl"]
    for name, value in (("types", "*"), ("closeafter", "state"), ("ping", "0")):
        url = url.replace(f"{{{name}}}", value)
    with place.client.http.stream("GET", url) as response:
        lines = response.iter_lines()
        place.deliver(b"From: dave@example.org\r\nSubject: news\r\n\r\nHello\r\n")
        told = next(line for line in lines if line.startswith("data:") and "EmailDelivery" in line)
    assert '"Thread"' in told
