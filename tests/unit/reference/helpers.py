"""A client without a network, and accounts to try it on."""

from __future__ import annotations

import itertools
import json
from typing import Any

from jmap_reference.generated import methods as tables
from jmap_reference.limits import Limits
from jmap_reference.mail.email import EmailSpecial
from jmap_reference.protocol import Processor
from jmap_reference.standard.records import Records
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Account, Record, User

CORE, MAIL = "urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"
ORIGIN = "https://jmap.example.com"
ALICE, BOB = "alice@example.com", "bob@example.com"

Arguments = dict[str, Any]


def counted_ids() -> Any:
    """Ids that a failing test can be read by: m1, m2, e3 …"""
    numbers = itertools.count(1)
    return lambda type_name: f"{type_name[0].lower()}{next(numbers)}"


def make_processor(store: SQLiteStore | None = None, **limits: Any) -> Processor:
    """A processor over a store with alice (accounts A1, A2, F1 without mail, R1 to read) and bob (account B1)."""
    store = store or SQLiteStore()
    with store.transaction(write=True) as transaction:
        for name in (ALICE, BOB):
            transaction.put_user(User(name, "", is_demo=False))
        for account in ("A1", "A2"):
            transaction.put_account(ALICE, Account(account, account, is_personal=True, is_read_only=False))
        transaction.put_account(ALICE, Account("F1", "F1", True, False, frozenset({CORE})))
        transaction.put_account(ALICE, Account("R1", "R1", is_personal=False, is_read_only=True))
        transaction.put_account(BOB, Account("B1", "B1", is_personal=True, is_read_only=False))
    return Processor(store, Limits(**limits), clock=lambda: 1_700_000_000.0, new_id=counted_ids())


class Client:
    """Calls methods as one user, in one account where nothing else is said."""

    def __init__(self, processor: Processor, user: str = ALICE, account: str = "A1") -> None:
        self.processor, self.user, self.account = processor, user, account

    def request(self, *calls: tuple[str, Arguments], **members: Any) -> dict[str, Any]:
        """The Response, as it would be on the wire; the call ids are 0, 1, 2 …"""
        using = list(tables.CAPABILITIES)
        method_calls = [[name, self._filled(name, arguments), str(at)] for at, (name, arguments) in enumerate(calls)]
        sent = {"using": using, "methodCalls": method_calls} | members
        return json.loads(json.dumps(self.processor.process(self.user, ORIGIN, sent)))

    def responses(self, *calls: tuple[str, Arguments]) -> list[list[Any]]:
        return self.request(*calls)["methodResponses"]

    def call(self, name: str, **arguments: Any) -> Arguments:
        """The arguments of the one response, which is no error."""
        [[said, answer, _]] = self.responses((name, arguments))
        assert said == name, answer
        return answer

    def error(self, name: str, **arguments: Any) -> str:
        """The type of the error that is the one response."""
        [[said, answer, _]] = self.responses((name, arguments))
        assert said == "error", answer
        return answer["type"]

    def set(self, type_name: str = "Mailbox", **arguments: Any) -> Arguments:
        return self.call(f"{type_name}/set", **arguments)

    def create(self, type_name: str = "Mailbox", **record: Any) -> str:
        """The id of a new record."""
        said = self.set(type_name, create={"k": record})
        assert said["created"], said["notCreated"]
        return said["created"]["k"]["id"]

    def get(self, type_name: str = "Mailbox", ids: list[str] | None = None, **more: Any) -> dict[str, Record]:
        """The records, by id."""
        return {record["id"]: record for record in self.call(f"{type_name}/get", ids=ids, **more)["list"]}

    def state(self, type_name: str = "Mailbox") -> str:
        return self.call(f"{type_name}/get", ids=[])["state"]

    def _filled(self, name: str, arguments: Arguments) -> Arguments:
        filled = {"accountId": self.account} | arguments if name != "Core/echo" else arguments
        return {key: value for key, value in filled.items() if value is not ...}


class Mail:
    """Emails put straight through the records of an account, as delivery of mail would."""

    def __init__(self, processor: Processor, account: str = "A1") -> None:
        self.processor, self.account = processor, account
        self._numbers = itertools.count(1)

    def add(self, *mailboxes: str, thread: str = "t1", keywords: str = "", at: str = "", id: str = "") -> str:
        number = next(self._numbers)
        email = {
            "id": id or f"email{number}",
            "threadId": thread,
            "mailboxIds": dict.fromkeys(mailboxes, True),
            "keywords": dict.fromkeys(keywords.split(), True),
            "receivedAt": at or f"2026-01-01T00:00:{number:02}Z",
        }
        self._do(lambda records: records.create("Email", email))
        return email["id"]

    def change(self, id: str, **properties: Any) -> None:
        def update(records: Records) -> None:
            old = records.get("Email", id)
            assert old is not None
            records.update("Email", old, old | properties)

        self._do(update)

    def remove(self, id: str) -> None:
        def destroy(records: Records) -> None:
            old = records.get("Email", id)
            assert old is not None
            records.destroy("Email", old)

        self._do(destroy)

    def all(self) -> list[Record]:
        with self.processor.store.transaction() as transaction:
            return transaction.read_all(self.account, "Email")

    def _do(self, work: Any) -> None:
        assert isinstance(self.processor.specials["Email"], EmailSpecial)
        with self.processor.store.transaction(write=True) as transaction:
            records = Records(transaction, self.account, self.processor.specials, self.processor.clock())
            work(records)
            records.settle()
