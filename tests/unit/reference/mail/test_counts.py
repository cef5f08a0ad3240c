"""Counts of a Mailbox and Threads (RFC 8621, Sections 2 and 3), from real Emails."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference.mail.counts import COUNTS, counts_of
from jmap_reference.store.values import Record
from tests.unit.reference.helpers import Client, Mail


@pytest.fixture
def boxes(alice: Client) -> dict[str, str]:
    """inbox, trash, work: name to id."""
    return {name: alice.create(name=name, role=role) for name, role in
            (("inbox", "inbox"), ("trash", "trash"), ("work", None))}  # fmt: skip


def counts(alice: Client, id: str) -> tuple[int, ...]:
    return tuple(alice.get("Mailbox", [id])[id][name] for name in COUNTS)


def test_each_count_counts(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    mail.add(boxes["inbox"], thread="t1")
    mail.add(boxes["inbox"], thread="t1", keywords="$seen")
    mail.add(boxes["inbox"], thread="t2", keywords="$draft")
    mail.add(boxes["inbox"], boxes["work"], thread="t3", keywords="$flagged")
    assert counts(alice, boxes["inbox"]) == (4, 2, 3, 2)
    assert counts(alice, boxes["work"]) == (1, 1, 1, 1)
    assert counts(alice, boxes["trash"]) == (0, 0, 0, 0)


def test_a_thread_is_unread_by_an_email_elsewhere(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    mail.add(boxes["inbox"], keywords="$seen")
    mail.add(boxes["work"])
    assert counts(alice, boxes["inbox"]) == (1, 0, 1, 1)


def test_unread_in_the_trash_and_read_in_the_inbox(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    """The example of RFC 8621, Section 2."""
    mail.add(boxes["trash"])
    mail.add(boxes["inbox"], keywords="$seen")
    assert counts(alice, boxes["trash"]) == (1, 1, 1, 1)
    assert counts(alice, boxes["inbox"]) == (1, 0, 1, 0)


def test_unread_in_the_inbox_and_read_in_the_trash(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    mail.add(boxes["trash"], keywords="$seen")
    mail.add(boxes["inbox"])
    assert counts(alice, boxes["trash"]) == (1, 0, 1, 0)
    assert counts(alice, boxes["inbox"]) == (1, 1, 1, 1)


def test_an_email_in_the_trash_and_elsewhere_counts_for_both(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    mail.add(boxes["trash"], boxes["work"])
    mail.add(boxes["inbox"], keywords="$seen")
    assert [counts(alice, boxes[name])[3] for name in ("trash", "work", "inbox")] == [1, 1, 1]


def test_the_trash_can_become_another_mailbox(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    mail.add(boxes["trash"])
    mail.add(boxes["work"], keywords="$seen")
    assert [counts(alice, boxes[name])[3] for name in ("trash", "work")] == [1, 0]
    since = alice.state()
    said = alice.set(update={boxes["trash"]: {"role": None}, boxes["work"]: {"role": "trash"}})
    assert [counts(alice, boxes[name])[3] for name in ("trash", "work")] == [1, 0]
    assert said["updated"] == {boxes["trash"]: None, boxes["work"]: None}
    said = alice.set(update={boxes["work"]: {"role": None}})
    assert said["updated"] == {boxes["work"]: {"unreadThreads": 1}}, "what changes beyond what was asked is told"
    assert set(alice.call("Mailbox/changes", sinceState=since)["updated"]) == {boxes["trash"], boxes["work"]}


def test_reading_changes_only_counts(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    email = mail.add(boxes["inbox"])
    since = alice.state()
    mail.change(email, keywords={"$seen": True})
    said = alice.call("Mailbox/changes", sinceState=since)
    assert (said["updated"], said["updatedProperties"]) == ([boxes["inbox"]], list(COUNTS))
    alice.set(update={boxes["inbox"]: {"name": "In"}})
    assert alice.call("Mailbox/changes", sinceState=since)["updatedProperties"] is None


def test_updated_properties_are_null_where_nothing_was_updated(alice: Client, boxes: dict[str, str]) -> None:
    since = alice.state()
    alice.create(name="new")
    assert alice.call("Mailbox/changes", sinceState=since)["updatedProperties"] is None


def test_a_keyword_that_does_not_count_changes_no_mailbox(alice: Client, mail: Mail, boxes: dict[str, str]) -> None:
    email = mail.add(boxes["inbox"])
    before = alice.state(), alice.state("Thread")
    mail.change(email, keywords={"$flagged": True})
    assert (alice.state(), alice.state("Thread")) == before


EMAILS = st.lists(
    st.builds(
        lambda thread, boxes, keywords: {
            "threadId": thread,
            "mailboxIds": dict.fromkeys(boxes, True),
            "keywords": dict.fromkeys(keywords, True),
        },
        st.sampled_from("tuv"),
        st.sets(st.sampled_from(["inbox", "trash", "work"]), min_size=1),
        st.sets(st.sampled_from(["$seen", "$draft", "$flagged"])),
    )
)


def by_the_text(emails: list[Record], mailbox: str, trash: str) -> tuple[int, ...]:
    """The four counts, each as the sentence that defines it."""
    inside = [email for email in emails if mailbox in email["mailboxIds"]]
    unread = [email for email in emails if not {"$seen", "$draft"} & email["keywords"].keys()]
    if mailbox == trash:
        considered = [email for email in unread if trash in email["mailboxIds"]]
    else:
        considered = [email for email in unread if email["mailboxIds"].keys() != {trash}]
    threads = {email["threadId"] for email in inside}
    unread_threads = threads & {email["threadId"] for email in considered}
    return len(inside), len([email for email in inside if email in unread]), len(threads), len(unread_threads)


@given(EMAILS)
def test_sums_over_threads_are_what_the_text_says(emails: list[Record]) -> None:
    totals: dict[str, Counter[str]] = {name: Counter() for name in ("inbox", "trash", "work")}
    for thread in "tuv":
        counted = counts_of([email for email in emails if email["threadId"] == thread], frozenset({"trash"}))
        for mailbox, its in counted.items():
            totals[mailbox].update(its)
    for mailbox, its in totals.items():
        assert tuple(its[name] for name in COUNTS) == by_the_text(emails, mailbox, "trash")
