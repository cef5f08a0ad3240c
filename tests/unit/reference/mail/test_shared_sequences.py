"""Any sequence of operations by people with different rights; then every earlier state of each brought up to date."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from jmap_reference.ids import random_id
from jmap_reference.mail.sharing import READING, WRITING, share
from jmap_reference.standard.records import Records
from jmap_reference.store.values import Account, User
from tests.unit.reference.helpers import ALICE, BOB, make_processor
from tests.unit.reference.mail.messages import Mail, message
from tests.unit.reference.mail.test_email_sequences import Copy
from tests.unit.reference.sequences import NUMBERS, Sequence, steps
from tests.unit.reference.standard.test_query_changes import splice

TEAM, CAROL = "team@example.com", "carol@example.com"
PEOPLE = (TEAM, ALICE, BOB, CAROL)
WHO = st.sampled_from(PEOPLE)
NAMES = "abc"
KEYWORDS = st.sets(st.sampled_from(["$seen", "$flagged"]))
TREE = [{"property": "name"}]
RIGHTS = {
    ALICE: {"a": WRITING | {"mayRename", "mayDelete"}, "b": WRITING - {"mayRemoveItems", "maySetSeen"}, "d": READING},
    BOB: {"a": READING, "d": READING},
    CAROL: {"": READING},
}


class Known(Copy):
    """With the Mailboxes that the user sees as a tree."""

    def __init__(self, client: Mail, mailboxes: dict[str, str]) -> None:
        super().__init__(client, mailboxes)
        self.tree = client.call("Mailbox/query", sort=TREE, sortAsTree=False)

    def check(self, most: int | None) -> None:
        super().check(most)
        now = self.client.call("Mailbox/query", sort=TREE)
        said = self.client.call("Mailbox/queryChanges", sort=TREE, sinceQueryState=self.tree["queryState"])
        assert splice(self.tree["ids"], said["removed"], said["added"]) == now["ids"]


class Shared(Sequence):
    """The Mailboxes: a, b and d at the top, c below a; others are made below those."""

    most_copies = 10

    @initialize()
    def begin(self) -> None:
        self.processor = make_processor()
        with self.processor.store.transaction(write=True) as transaction:
            for user in (TEAM, CAROL):
                transaction.put_user(User(user, "", is_demo=False))
            transaction.put_account(TEAM, Account("T1", TEAM, is_personal=True, is_read_only=False))
        self.clients = {user: Mail(self.processor, user, "T1") for user in PEOPLE}
        self.team = self.clients[TEAM]
        self.boxes = {"a": self.team.mailbox("a"), "b": self.team.mailbox("b", role="trash")}
        self.boxes["c"] = self.team.mailbox("c", parentId=self.boxes["a"])
        # What both keep, whatever else is taken away.
        self.boxes["d"] = self.team.mailbox("d")
        self.grants = {user: dict(rights) for user, rights in RIGHTS.items()}
        for user in RIGHTS:
            self.share(user)
        self.copies = [self.seen_by(user) for user in PEOPLE]

    def share(self, user: str) -> None:
        grants = {self.boxes.get(name, name): rights for name, rights in self.grants[user].items()}
        with self.processor.store.transaction(write=True) as transaction:
            records = Records(transaction, "T1", self.processor.specials, self.processor.clock())
            share(records, user, grants, random_id, is_read_only=user == CAROL)

    def seen_by(self, user: str) -> Known:
        return Known(self.clients[user], self.boxes)

    def any(self, type_name: str, number: int) -> str:
        """Of all that there are in the account, whether or not the one who acts can see it."""
        ids = sorted(self.team.get(type_name, None, properties=["id"]))
        return ids[number % len(ids)] if ids else "none"

    def set(self, who: str, type_name: str, **arguments: Any) -> None:
        [[name, said, _]] = self.clients[who].responses((f"{type_name}/set", arguments))
        if who == CAROL:
            assert (name, said["type"]) == ("error", "accountReadOnly")
        else:
            assert name != "error", said

    @rule(where=st.sets(st.sampled_from(NAMES), min_size=1), keywords=KEYWORDS, id=st.sampled_from("pqrs"),
          refs=st.sets(st.sampled_from("pqrs"), max_size=2), day=st.integers(1, 5))  # fmt: skip
    def deliver(self, where: set[str], keywords: set[str], id: str, refs: set[str], day: int) -> None:
        raw = message("Garden", "beans" if day % 2 else "peas", id, tuple(sorted(refs)))
        boxes = [self.boxes[name] for name in where if self.team.get(ids=[self.boxes[name]])]
        if boxes:
            self.team.deliver(raw, *boxes, keywords=" ".join(keywords), at=f"2026-01-0{day}T00:00:00Z")

    @rule(who=WHO, where=st.sets(st.sampled_from(NAMES), min_size=1), keywords=KEYWORDS, refs=st.sampled_from("pqrs"))
    def create(self, who: str, where: set[str], keywords: set[str], refs: str) -> None:
        boxes = {self.boxes[name]: True for name in where}
        draft = {"mailboxIds": boxes, "keywords": dict.fromkeys(keywords, True), "subject": "Re: Garden",
                 "references": [f"{refs}@example.com"], "bodyValues": {"1": {"value": "beans"}},
                 "textBody": [{"partId": "1", "type": "text/plain"}]}  # fmt: skip
        self.set(who, "Email", create={"k": draft})

    @rule(who=WHO, number=NUMBERS, keyword=st.sampled_from(["$seen", "$flagged"]), on=st.booleans())
    def flag(self, who: str, number: int, keyword: str, on: bool) -> None:
        self.set(who, "Email", update={self.any("Email", number): {f"keywords/{keyword}": on or None}})

    @rule(who=WHO, number=NUMBERS, where=st.sets(st.sampled_from(NAMES), min_size=1), other=NUMBERS)
    def move(self, who: str, number: int, where: set[str], other: int) -> None:
        boxes = {self.boxes[name]: True for name in where}
        update = {self.any("Email", number): {"mailboxIds": boxes}}
        self.set(who, "Email", update=update | {self.any("Email", other): {f"mailboxIds/{self.boxes['a']}": True}})

    @rule(who=WHO, number=NUMBERS, other=NUMBERS)
    def destroy(self, who: str, number: int, other: int) -> None:
        self.set(who, "Email", destroy=[self.any("Email", number), self.any("Email", other)])

    @rule(who=WHO, number=NUMBERS, name=st.sampled_from("xyz"))
    def make_mailbox(self, who: str, number: int, name: str) -> None:
        self.set(who, "Mailbox", create={"k": {"name": name, "parentId": self.any("Mailbox", number)}})

    @rule(who=WHO, number=NUMBERS, patch=st.sampled_from([
        {"name": "x"}, {"name": "y", "isSubscribed": True}, {"isSubscribed": True}, {"isSubscribed": False},
        {"sortOrder": 3}, {"role": "junk"}, {"role": None}]))  # fmt: skip
    def change_mailbox(self, who: str, number: int, patch: dict[str, Any]) -> None:
        self.set(who, "Mailbox", update={self.any("Mailbox", number): patch})

    @rule(who=WHO, number=NUMBERS, parent=NUMBERS)
    def move_mailbox(self, who: str, number: int, parent: int) -> None:
        self.set(who, "Mailbox", update={self.any("Mailbox", number): {"parentId": self.any("Mailbox", parent)}})

    @rule(who=WHO, number=NUMBERS, emails=st.booleans())
    def destroy_mailbox(self, who: str, number: int, emails: bool) -> None:
        self.set(who, "Mailbox", destroy=[self.any("Mailbox", number)], onDestroyRemoveEmails=emails)

    @rule(who=st.sampled_from([ALICE, BOB]), name=st.sampled_from(NAMES),
          level=st.sampled_from([None, READING, WRITING]))  # fmt: skip
    def give_rights(self, who: str, name: str, level: frozenset[str] | None) -> None:
        self.grants[who] |= {name: level or frozenset()}
        self.share(who)

    def look(self) -> Known:
        return self.seen_by(PEOPLE[len(self.copies) % len(PEOPLE)])

    @invariant()
    def everyone_sees_what_there_is_for_them(self) -> None:
        if hasattr(self, "copies"):
            mailboxes, emails = self.team.get("Mailbox", None), self.team.get("Email", None)
            for user in RIGHTS:
                seen = self.clients[user].get("Mailbox", None)
                readable = {id for id, row in seen.items() if row["myRights"]["mayReadItems"]}
                assert readable <= mailboxes.keys()
                if user == CAROL:
                    assert readable == mailboxes.keys()
                for id, row in seen.items():
                    same = ("name", "parentId", "role", "sortOrder", *(("totalEmails",) if id in readable else ()))
                    assert all(row[name] == mailboxes[id][name] for name in same)
                expected = {id: set(row["mailboxIds"]) & readable for id, row in emails.items()}
                theirs = {id: set(row["mailboxIds"]) for id, row in self.clients[user].get("Email", None).items()}
                assert theirs == {id: boxes for id, boxes in expected.items() if boxes}


TestShared = Shared.TestCase
TestShared.settings = steps(15, 20)


@pytest.mark.long
class TestLong(Shared.TestCase):  # type: ignore[name-defined,misc]
    settings = steps(300, 50)
