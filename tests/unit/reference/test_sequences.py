"""Any sequence of operations, then every earlier state brought up to date by /changes and /queryChanges.

A client that keeps a copy and learns only by these two must end with what a fresh /get and
/query say: whatever happened in between, and however few changes it takes at a time.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from jmap_reference import validation
from jmap_reference.store.values import Record
from tests.unit.reference import toy
from tests.unit.reference.helpers import Client, Mail, make_processor
from tests.unit.reference.sequences import NUMBERS, Sequence, brought_up_to_date, steps
from tests.unit.reference.standard.test_query_changes import splice

NOTE_QUERIES: list[dict[str, Any]] = [
    {"filter": None, "sort": None},
    {"filter": {"done": True}, "sort": [{"property": "title"}]},
    {"filter": {"operator": "NOT", "conditions": [{"hasLabel": "x"}]}, "sort": [{"property": "weight"}]},
    {"filter": None, "sort": [{"property": "kind"}, {"property": "title", "isAscending": False}]},
]
MAILBOX_QUERIES: list[dict[str, Any]] = [
    {"filter": None, "sort": [{"property": "name"}]},
    {"filter": {"parentId": None}, "sort": [{"property": "sortOrder"}]},
    {"filter": {"hasAnyRole": True}, "sort": [{"property": "name", "isAscending": False}]},
]


class Copy:
    """What a client knew of one type at one state."""

    def __init__(self, client: Client, type_name: str, queries: list[dict[str, Any]]) -> None:
        self.client, self.type_name, self.queries = client, type_name, queries
        self.state = client.state(type_name)
        self.records = client.get(type_name, None)
        self.results = [client.call(f"{type_name}/query", **query) for query in queries]

    def check(self, most: int | None) -> None:
        records = brought_up_to_date(self.client, self.type_name, self.records, self.state, most)
        assert records == self.client.get(self.type_name, None)
        for query, old in zip(self.queries, self.results, strict=True):
            new = self.client.call(f"{self.type_name}/query", **query)
            since = {"sinceQueryState": old["queryState"]}
            said = self.client.call(f"{self.type_name}/queryChanges", calculateTotal=True, **since, **query)
            assert set(said["removed"]) <= set(old["ids"]), "removed what was not there"
            assert splice(old["ids"], said["removed"], said["added"]) == new["ids"]
            assert said["total"] == len(new["ids"])
            assert said["newQueryState"] == new["queryState"]


class Notes(Sequence):
    """A type without code."""

    @initialize()
    def begin(self) -> None:
        self.monkeypatch = pytest.MonkeyPatch()
        toy.install(self.monkeypatch)
        self.client = Client(make_processor())
        self.copies = [self.look()]

    def look(self) -> Copy:
        return Copy(self.client, "Note", NOTE_QUERIES)

    def some(self, number: int) -> str:
        ids = list(self.client.get("Note", None))
        return ids[number % len(ids)] if ids else "nobody"

    @rule(title=st.sampled_from("abcde"), done=st.booleans(), weight=st.integers(0, 2), kind=st.sampled_from("pq"))
    def create(self, **note: Any) -> None:
        self.client.create("Note", **note)

    @rule(number=NUMBERS, title=st.sampled_from("abcde"))
    def rename(self, number: int, title: str) -> None:
        self.client.set("Note", update={self.some(number): {"title": title}})

    @rule(
        number=NUMBERS, patch=st.sampled_from([{"labels/x": True}, {"labels/x": None}, {"done": True}, {"weight": 1}])
    )
    def change(self, number: int, patch: Record) -> None:
        self.client.set("Note", update={self.some(number): patch})

    @rule(number=NUMBERS)
    def destroy(self, number: int) -> None:
        self.client.set("Note", destroy=[self.some(number)])

    @rule(one=NUMBERS, other=NUMBERS)
    def all_at_once(self, one: int, other: int) -> None:
        create, update = {"k": {"title": "c"}}, {self.some(one): {"done": False}, "#k": {"weight": 9}}
        self.client.set("Note", create=create, update=update, destroy=[self.some(other)])

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "copies"):
            self.monkeypatch.undo()
            validation.validator.cache_clear()


class Mailboxes(Sequence):
    """Mailboxes, with Emails coming, changing and going."""

    @initialize()
    def begin(self) -> None:
        self.processor = make_processor(maxMailboxDepth=3)
        self.client, self.mail = Client(self.processor), Mail(self.processor)
        for name, role in (("Inbox", "inbox"), ("Trash", "trash"), ("Work", None)):
            self.client.create(name=name, role=role)
        self.copies = [self.look()]

    def look(self) -> Copy:
        return Copy(self.client, "Mailbox", MAILBOX_QUERIES)

    def mailbox(self, number: int) -> str:
        ids = list(self.client.get("Mailbox", None))
        return ids[number % len(ids)] if ids else "nobody"

    @rule(name=st.sampled_from("abc"), parent=st.none() | NUMBERS)
    def create(self, name: str, parent: int | None) -> None:
        parent_id = None if parent is None else self.mailbox(parent)
        self.client.set(create={"k": {"name": name, "parentId": parent_id}})

    @rule(number=NUMBERS, parent=st.none() | NUMBERS, name=st.sampled_from("abc"))
    def move(self, number: int, parent: int | None, name: str) -> None:
        parent_id = None if parent is None else self.mailbox(parent)
        self.client.set(update={self.mailbox(number): {"parentId": parent_id, "name": name}})

    @rule(one=NUMBERS, other=NUMBERS, role=st.sampled_from([None, "trash", "inbox"]))
    def give_role(self, one: int, other: int, role: str | None) -> None:
        self.client.set(update={self.mailbox(other): {"role": role}, self.mailbox(one): {"role": None}})

    @rule(number=NUMBERS, remove=st.booleans())
    def destroy(self, number: int, remove: bool) -> None:
        self.client.set(destroy=[self.mailbox(number)], onDestroyRemoveEmails=remove)

    @precondition(lambda self: self.client.get("Mailbox", None))
    @rule(where=st.sets(NUMBERS, min_size=1, max_size=2), thread=st.sampled_from("tuv"), seen=st.booleans())
    def deliver(self, where: set[int], thread: str, seen: bool) -> None:
        self.mail.add(*{self.mailbox(number) for number in where}, thread=thread, keywords="$seen" if seen else "")

    @precondition(lambda self: self.mail.all())
    @rule(number=NUMBERS, where=NUMBERS, keywords=st.sampled_from([{}, {"$seen": True}, {"$draft": True}]))
    def change_email(self, number: int, where: int, keywords: Record) -> None:
        emails = self.mail.all()
        email = emails[number % len(emails)]["id"]
        self.mail.change(email, mailboxIds={self.mailbox(where): True}, keywords=keywords)

    @precondition(lambda self: self.mail.all())
    @rule(number=NUMBERS)
    def remove_email(self, number: int) -> None:
        emails = self.mail.all()
        self.mail.remove(emails[number % len(emails)]["id"])


TestNotes, TestMailboxes = Notes.TestCase, Mailboxes.TestCase
TestNotes.settings = TestMailboxes.settings = steps(25, 25)


@pytest.mark.long
class TestLong(Mailboxes.TestCase):  # type: ignore[name-defined,misc]
    settings = steps(1000, 60)
