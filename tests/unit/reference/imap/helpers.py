"""Both doors to one mail: a real server of IMAP, and JMAP beside it."""

from __future__ import annotations

import imaplib
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import argon2

from jmap_reference import check
from jmap_reference.auth import Authenticator
from jmap_reference.flood import Guard
from jmap_reference.imap.door import Door
from jmap_reference.protocol import Processor
from jmap_reference.store.values import Record, User
from tests.unit.reference.helpers import ALICE, BOB, Client, make_processor

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SECRET = "secret"
MESSAGE = b"From: dave@example.org\r\nSubject: Boats\r\nMessage-ID: <b@example.org>\r\n\r\nTwo.\r\n"


class House:
    """A server with both doors; to be used as a context. ``guard`` as of a server that others reach."""

    def __init__(self, processor: Processor | None = None, *, failures: int = 0, **more: Any) -> None:
        self.processor = processor or make_processor()
        self.authenticator = Authenticator(self.processor.store, self.processor.clock, CHEAP)
        for name in (ALICE, BOB):
            self.password(name, SECRET)
        self.door = Door(
            self.processor, self.authenticator, Guard(failures=failures), socket.create_server(("127.0.0.1", 0)), **more
        )
        self.alice, self.bob = Client(self.processor), Client(self.processor, BOB, "B1")

    def password(self, user: str, secret: str) -> None:
        with self.processor.store.transaction(write=True) as transaction:
            transaction.put_user(User(user, CHEAP.hash(secret), is_demo=False))

    def __enter__(self) -> House:
        self.door.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.door.stop()
        assert list(check.problems(self.processor.store, self.processor.specials)) == []

    @contextmanager
    def imap(self, user: str = ALICE) -> Iterator[Imap]:
        client = Imap(self.door.port)
        client.login(user, SECRET)
        try:
            yield client
        finally:
            client.shutdown()

    def emails(self, mailbox: str) -> dict[str, Record]:
        """Alice's Emails in the Mailbox with this name, by id."""
        id = next(each["id"] for each in self.alice.get().values() if each["name"] == mailbox)
        found = self.alice.call("Email/query", filter={"inMailbox": id})["ids"]
        return self.alice.get("Email", found)


class Imap(imaplib.IMAP4):
    """A client that expects OK, unless it is told otherwise."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, timeout=20)

    def ok(self, command: str, *arguments: str) -> list[Any]:
        """The data of the answer; imaplib has it by the name of the command."""
        status, data = getattr(self, command)(*arguments)
        assert status == "OK", data
        return data

    def no(self, command: str, *arguments: str) -> str:
        """The code of a refusal."""
        status, [text] = getattr(self, command)(*arguments)
        assert status == "NO"
        found = re.match(rb"\[([A-Z]+)", text)
        return found[1].decode() if found else ""

    def names(self, command: str = "list") -> list[str]:
        return [row.decode().rpartition(' "/" ')[2].strip('"') for row in self.ok(command) if row]

    def put(self, mailbox: str, flags: str = "", message: bytes = MESSAGE) -> int:
        """The UID of a message."""
        status, [text] = self.append(mailbox, f"({flags})", "", message)
        assert status == "OK", text
        found = re.match(rb"\[APPENDUID \d+ (\d+)\]", text)
        assert found
        return int(found[1])

    def uids(self, mailbox: str = "", *keys: str) -> list[int]:
        """Of the messages in a mailbox, which is selected; or in the one that is."""
        if mailbox:
            self.ok("select", mailbox)
        status, data = self.uid("SEARCH", *(keys or ("ALL",)))
        assert status == "OK"
        return [int(each) for each in (data[0] or b"").split()]

    def flags(self, uid: int) -> set[str]:
        status, [row] = self.uid("FETCH", str(uid), "(FLAGS)")
        assert status == "OK"
        found = re.search(rb"FLAGS \(([^)]*)\)", row)
        assert found, row
        return set(found[1].decode().split())

    def mark(self, uid: int, change: str, *flags: str) -> None:
        status, data = self.uid("STORE", str(uid), change, f"({' '.join(flags)})")
        assert status == "OK", data
