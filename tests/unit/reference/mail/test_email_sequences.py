"""Any sequence of operations on Emails, Mailboxes and Threads, then every earlier state brought up to date."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.unit.reference.helpers import make_processor
from tests.unit.reference.mail.messages import Mail, message
from tests.unit.reference.sequences import NUMBERS, Sequence, brought_up_to_date, steps
from tests.unit.reference.standard.test_query_changes import splice

WHERE = st.sets(st.sampled_from("abc"), min_size=1, max_size=2)
KEYWORDS = st.sets(st.sampled_from(["$seen", "$draft", "$flagged"]))
NEWEST = {"property": "receivedAt", "isAscending": False}
QUERIES: list[dict[str, Any]] = [
    {},
    {"filter": {"inMailbox": "a"}, "sort": [NEWEST]},
    {"filter": {"inMailbox": "a"}, "sort": [NEWEST], "collapseThreads": True},
    {"filter": {"inMailboxOtherThan": ["a"], "notKeyword": "$seen"}, "sort": [{"property": "subject"}, NEWEST]},
    {"filter": {"someInThreadHaveKeyword": "$flagged"}, "sort": [{"property": "size"}]},
    {"filter": {"noneInThreadHaveKeyword": "$seen"}, "sort": [{"property": "from"}], "collapseThreads": True},
    {"filter": None, "sort": [{"property": "allInThreadHaveKeyword", "keyword": "$seen"}, NEWEST]},
    {"filter": None, "sort": [{"property": "hasKeyword", "keyword": "$Flagged"}, NEWEST], "collapseThreads": True},
    {"filter": {"text": "beans"}, "sort": [NEWEST]},
    {
        "filter": {"operator": "NOT", "conditions": [{"text": "beans"}, {"hasKeyword": "$draft"}]},
        "collapseThreads": True,
    },
    {
        "filter": {"operator": "OR", "conditions": [{"subject": "garden"}, {"allInThreadHaveKeyword": "$seen"}]},
        "sort": [
            {"property": "someInThreadHaveKeyword", "keyword": "$flagged", "isAscending": False},
            {"property": "to"},
        ],
        "collapseThreads": True,
    },
]


class Copy:
    """What a client knew at one state."""

    def __init__(self, client: Mail, mailboxes: dict[str, str]) -> None:
        self.client, self.mailboxes = client, mailboxes
        self.states = {name: client.state(name) for name in ("Email", "Thread", "Mailbox")}
        self.records = {name: client.get(name, None) for name in self.states}
        self.results = [client.call("Email/query", **self.real(query)) for query in QUERIES]

    def real(self, value: Any) -> Any:
        """A query with the ids of Mailboxes for their names."""
        if isinstance(value, dict):
            return {name: self.real(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.real(inner) for inner in value]
        return self.mailboxes.get(value, value)

    def check(self, most: int | None) -> None:
        for name in self.states:
            records = brought_up_to_date(self.client, name, self.records[name], self.states[name], most)
            assert records == self.client.get(name, None)
        for query, old in zip(map(self.real, QUERIES), self.results, strict=True):
            new = self.client.call("Email/query", calculateTotal=True, **query)
            since = {"sinceQueryState": old["queryState"], "calculateTotal": True}
            said = self.client.call("Email/queryChanges", **since, **query)
            # The words of an Email that is destroyed are forgotten: then more may be told of than was there.
            if not any(words in str(query) for words in ("'text'", "'subject': 'garden'")):
                assert set(said["removed"]) <= set(old["ids"]), "removed what was not there"
            assert splice(old["ids"], said["removed"], said["added"]) == new["ids"]
            assert said["total"] == new["total"] == len(new["ids"])
            assert said["newQueryState"] == new["queryState"]
            if not said["removed"] and not said["added"]:
                assert old["ids"] == new["ids"]


class Emails(Sequence):
    most_copies = 4

    @initialize()
    def begin(self) -> None:
        self.processor = make_processor()
        self.client = Mail(self.processor)
        self.mailboxes = {
            name: self.client.mailbox(name, role=role)
            for name, role in zip("abc", ("inbox", "trash", None), strict=True)
        }
        self.times = 0
        self.copies = [self.look()]

    def look(self) -> Copy:
        return Copy(self.client, self.mailboxes)

    def boxes(self, names: set[str]) -> dict[str, bool]:
        return {self.mailboxes[name]: True for name in names}

    def any(self, number: int) -> str:
        ids = sorted(self.client.get("Email", None, properties=["id"]))
        return ids[number % len(ids)]

    @rule(where=WHERE, keywords=KEYWORDS, subject=st.sampled_from(["Garden", "Re: Garden", "Tools"]),
          id=st.sampled_from("pqrs"), refs=st.sets(st.sampled_from("pqrs"), max_size=2),
          body=st.sampled_from(["beans", "peas"]), day=st.integers(1, 5))  # fmt: skip
    def deliver(
        self, where: set[str], keywords: set[str], subject: str, id: str, refs: set[str], body: str, day: int
    ) -> None:
        raw = message(subject, body, id, tuple(sorted(refs)), sender=f"{body}@example.net")
        self.client.deliver(raw, *self.boxes(where), keywords=" ".join(keywords), at=f"2026-01-0{day}T00:00:00Z")

    @rule(where=WHERE, refs=st.none() | st.sampled_from("pqrs"), count=st.integers(1, 3))
    def create(self, where: set[str], refs: str | None, count: int) -> None:
        draft = {
            "mailboxIds": self.boxes(where),
            "keywords": {"$Draft": True},
            "subject": "Re: Garden",
            "references": [f"{refs}@example.com"] if refs else None,
            "bodyValues": {"1": {"value": "beans"}},
            "textBody": [{"partId": "1", "type": "text/plain"}],
        }
        said = self.client.set("Email", create={f"k{number}": draft for number in range(count)})
        for created in said["created"].values():
            assert self.client.email(created["id"], "id", "blobId", "threadId", "size") == created, "told, and not so"

    @precondition(lambda self: self.client.query())
    @rule(number=NUMBERS, keyword=st.sampled_from(["$seen", "$FLAGGED", "$draft"]), on=st.booleans())
    def flag(self, number: int, keyword: str, on: bool) -> None:
        self.client.set("Email", update={self.any(number): {f"keywords/{keyword}": on or None}})

    @precondition(lambda self: self.client.query())
    @rule(number=NUMBERS, where=WHERE, other=NUMBERS)
    def move(self, number: int, where: set[str], other: int) -> None:
        patch = {f"mailboxIds/{self.mailboxes[name]}": True if name in where else None for name in "abc"}
        self.client.set("Email", update={self.any(number): patch, self.any(other): {"keywords": {"$flagged": True}}})

    @precondition(lambda self: self.client.query())
    @rule(one=NUMBERS, other=NUMBERS)
    def destroy(self, one: int, other: int) -> None:
        self.client.set("Email", destroy=[self.any(one), self.any(other)])

    @precondition(lambda self: self.client.query())
    @rule(number=NUMBERS, where=WHERE)
    def replace(self, number: int, where: set[str]) -> None:
        """As a client saves a draft: the new one is created and the old one destroyed in one call."""
        draft = {"mailboxIds": self.boxes(where), "keywords": {"$draft": True}, "subject": "Garden"}
        self.client.set("Email", create={"k": draft}, destroy=[self.any(number)])

    @rule(name=st.sampled_from("abc"), trash=st.sampled_from("abc"))
    def change_mailbox(self, name: str, trash: str) -> None:
        self.client.set(update={self.mailboxes[name]: {"role": "trash" if name == trash else None}})

    @rule(name=st.sampled_from("abc"))
    def empty_mailbox(self, name: str) -> None:
        self.client.set(destroy=[self.mailboxes[name]], onDestroyRemoveEmails=True)
        self.mailboxes = self.mailboxes | {name: self.client.mailbox(name)}


TestEmails = Emails.TestCase
TestEmails.settings = steps(20, 20)


@pytest.mark.long
class TestLong(Emails.TestCase):  # type: ignore[name-defined,misc]
    settings = steps(500, 60)
