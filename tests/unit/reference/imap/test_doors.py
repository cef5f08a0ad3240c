"""Anything done at either door, in any order: both show one mail, and the store is in order.

What IMAP promises beside that holds too: the number of a message is never that of another, and later ones are higher.
"""

from __future__ import annotations

import imaplib
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.unit.reference.helpers import ALICE
from tests.unit.reference.imap.helpers import MESSAGE, SECRET, House, Imap

NUMBERS = st.integers(0, 99)
NAMES = st.sampled_from(["a", "b", "c"])
FLAGS = st.sampled_from([r"\Seen", r"\Flagged", "$Work", r"\Deleted"])
ROW = re.compile(rb"UID (\d+) FLAGS \(([^)]*)\) EMAILID \(([^)]*)\)")
KEYWORDS = {"\\seen": "$seen", "\\flagged": "$flagged"}

Mail = dict[str, dict[str, set[str]]]
"""By the path of a mailbox: the ids of its Emails with their keywords."""


class BothDoors(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.house = House().__enter__()
        self.imap = Imap(self.house.door.port)
        self.imap.login(ALICE, SECRET)
        self.jmap = self.house.alice
        #: What each number stood for, and the highest, by MAILBOXID.
        self.known: dict[str, dict[int, str]] = {}

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.imap.shutdown()
            self.house.__exit__()

    def path(self, number: int) -> str:
        paths = [each for each in self.imap.names() if not each.startswith("Shared")]
        return sorted(paths)[number % len(paths)]

    def message(self, number: int) -> tuple[str, int] | None:
        """A mailbox that is selected then, and the UID of a message in it."""
        path = self.path(number)
        uids = self.imap.uids(f'"{path}"')
        return (path, uids[number % len(uids)]) if uids else None

    def one(self, type_name: str, number: int) -> str | None:
        ids = sorted(self.jmap.get(type_name))
        return ids[number % len(ids)] if ids else None

    # By IMAP; what it refuses it does not do

    @rule(number=NUMBERS, flag=FLAGS)
    def append(self, number: int, flag: str) -> None:
        self.imap.put(f'"{self.path(number)}"', flag, MESSAGE.replace(b"b@", b"%d@" % (number % 3)))

    @rule(number=NUMBERS, flag=FLAGS, change=st.sampled_from(["+FLAGS", "-FLAGS", "FLAGS", "+FLAGS.SILENT"]))
    def store(self, number: int, flag: str, change: str) -> None:
        if found := self.message(number):
            self.imap.mark(found[1], change, flag)

    @rule(number=NUMBERS)
    def expunge(self, number: int) -> None:
        self.imap.ok("select", f'"{self.path(number)}"')
        self.imap.ok("expunge")

    @rule(number=NUMBERS, other=NUMBERS, command=st.sampled_from(["COPY", "MOVE"]))
    def carry(self, number: int, other: int, command: str) -> None:
        path = self.path(other)
        if found := self.message(number):
            self.imap.uid(command, str(found[1]), f'"{path}"')

    @rule(number=NUMBERS, name=NAMES)
    def create(self, number: int, name: str) -> None:
        self.imap.create(f'"{self.path(number)}/{name}"')

    @rule(number=NUMBERS, other=NUMBERS, name=NAMES)
    def rename(self, number: int, other: int, name: str) -> None:
        self.imap.rename(f'"{self.path(number)}"', f'"{self.path(other)}/{name}"')

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        self.imap.ok("select", "INBOX")
        self.imap.delete(f'"{self.path(number)}"')

    # By JMAP

    @rule(number=NUMBERS, keyword=st.sampled_from(["$seen", "$flagged", "$work"]), value=st.sampled_from([True, None]))
    def set_keyword(self, number: int, keyword: str, value: bool | None) -> None:
        if id := self.one("Email", number):
            self.jmap.set("Email", update={id: {f"keywords/{keyword}": value}})

    @rule(number=NUMBERS, other=NUMBERS, value=st.sampled_from([True, None]))
    def place(self, number: int, other: int, value: bool | None) -> None:
        id, mailbox = self.one("Email", number), self.one("Mailbox", other)
        if id:
            self.jmap.set("Email", update={id: {f"mailboxIds/{mailbox}": value}})

    @rule(number=NUMBERS)
    def destroy(self, number: int) -> None:
        if id := self.one("Email", number):
            self.jmap.set("Email", destroy=[id])

    @rule(number=NUMBERS, name=st.sampled_from(["a", "b", "c/d", "inbox"]))
    def make_mailbox(self, number: int, name: str) -> None:
        self.jmap.set("Mailbox", create={"k": {"name": name, "parentId": self.one("Mailbox", number)}})

    @rule(number=NUMBERS, other=NUMBERS, name=NAMES)
    def move_mailbox(self, number: int, other: int, name: str) -> None:
        id, parent = self.one("Mailbox", number), self.one("Mailbox", other)
        self.jmap.set("Mailbox", update={id: {"name": name, "parentId": parent}})

    @rule(number=NUMBERS)
    def destroy_mailbox(self, number: int) -> None:
        id = self.one("Mailbox", number)
        if id and self.jmap.get()[id]["role"] is None:
            self.jmap.set("Mailbox", destroy=[id], onDestroyRemoveEmails=True)

    # What holds

    @invariant()
    def both_show_the_same(self) -> None:
        if hasattr(self, "house"):
            self.again()
            assert self.by_imap() == self.by_jmap()

    def again(self) -> None:
        """Who had a mailbox selected that is gone was told to go."""
        try:
            self.imap.noop()
        except imaplib.IMAP4.abort:
            self.imap.shutdown()
            self.imap = Imap(self.house.door.port)
            self.imap.login(ALICE, SECRET)

    def by_imap(self) -> Mail:
        found: Mail = {}
        for path in self.imap.names():
            if path.startswith("Shared"):
                continue
            found[path] = {}
            [status] = self.imap.ok("status", f'"{path}"', "(MAILBOXID UIDNEXT)")
            known = self.known.setdefault(status.partition(b"MAILBOXID (")[2].partition(b")")[0].decode(), {})
            self.imap.ok("select", f'"{path}"')
            rows = [row for row in self.imap.uid("FETCH", "1:*", "(UID FLAGS EMAILID)")[1] if row]
            before, highest = set(known), max(known, default=0)
            for row in rows:
                match = ROW.search(row)
                assert match, row
                uid, flags, id = int(match[1]), match[2].decode().lower().split(), match[3].decode()
                assert known.setdefault(uid, id) == id
                if "\\deleted" not in flags:
                    found[path][id] = {KEYWORDS.get(flag, flag) for flag in flags}
            assert all(uid > highest for uid in known.keys() - before)
            assert int(status.partition(b"UIDNEXT ")[2].rstrip(b")").split()[0]) > max(known, default=0)
        return found

    def by_jmap(self) -> Mail:
        mailboxes = self.jmap.get()
        paths = {id: self.path_of(id, mailboxes) for id in mailboxes}
        found: Mail = {path: {} for path in paths.values()}
        for id, email in self.jmap.get("Email").items():
            for mailbox in email["mailboxIds"]:
                found[paths[mailbox]][id] = set(email["keywords"])
        return found

    def path_of(self, id: str, mailboxes: dict[str, Any]) -> str:
        if mailboxes[id]["role"] == "inbox":
            return "INBOX"
        name = mailboxes[id]["name"].replace("/", "&IhU-")
        parent = mailboxes[id]["parentId"]
        return f"{self.path_of(parent, mailboxes)}/{name}" if parent else name


# What fails here is not made smaller: each step is a conversation.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


class TestBothDoors(BothDoors.TestCase):
    """A short walk, each time."""

    settings = settings(
        max_examples=3, stateful_step_count=12, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck)
    )


@pytest.mark.long
class TestBothDoorsForLong(BothDoors.TestCase):
    settings = settings(
        max_examples=150, stateful_step_count=50, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck)
    )
