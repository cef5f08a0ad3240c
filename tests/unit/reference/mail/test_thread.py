"""Threads (RFC 8621, Section 3), from real Emails."""

from __future__ import annotations

import pytest

from tests.unit.reference.helpers import Client, Mail


@pytest.fixture
def inbox(alice: Client) -> str:
    return alice.create(name="Inbox", role="inbox")


def test_emails_are_oldest_first(alice: Client, mail: Mail, inbox: str) -> None:
    late = mail.add(inbox, at="2026-03-01T00:00:00Z")
    early = mail.add(inbox, at="2026-01-01T00:00:00Z")
    assert alice.get("Thread", ["t1"]) == {"t1": {"id": "t1", "emailIds": [early, late]}}


def test_emails_of_one_date_keep_their_order(alice: Client, mail: Mail, inbox: str) -> None:
    for id in ("b", "a", "c"):
        mail.add(inbox, at="2026-03-01T00:00:00Z", id=id)
    assert alice.get("Thread", ["t1"])["t1"]["emailIds"] == ["a", "b", "c"]


def test_a_thread_comes_and_goes_with_its_emails(alice: Client, mail: Mail, inbox: str) -> None:
    since = alice.state("Thread")
    first = mail.add(inbox)
    created = alice.state("Thread")
    second = mail.add(inbox)
    assert alice.call("Thread/changes", sinceState=since)["created"] == ["t1"]
    assert alice.call("Thread/changes", sinceState=created)["updated"] == ["t1"]
    mail.remove(first)
    mail.remove(second)
    assert alice.call("Thread/changes", sinceState=created)["destroyed"] == ["t1"]
    assert alice.call("Thread/get", ids=["t1"])["notFound"] == ["t1"]


def test_an_email_that_changes_its_thread_changes_both(alice: Client, mail: Mail, inbox: str) -> None:
    moved, stayed = mail.add(inbox), mail.add(inbox)
    mail.change(moved, threadId="t2")
    threads = alice.get("Thread", None)
    assert {id: thread["emailIds"] for id, thread in threads.items()} == {"t1": [stayed], "t2": [moved]}
    assert alice.get("Mailbox")[inbox]["totalThreads"] == 2


def test_nothing_but_its_list_changes_a_thread(alice: Client, mail: Mail, inbox: str) -> None:
    email = mail.add(inbox)
    before = alice.state("Thread")
    mail.change(email, keywords={"$seen": True})
    assert alice.state("Thread") == before


def test_threads_have_no_set(alice: Client) -> None:
    assert alice.error("Thread/set", create={}) == "unknownMethod"
