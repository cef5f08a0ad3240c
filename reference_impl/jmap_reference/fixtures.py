"""The accounts of an example, made real: what ``schemas/vocabulary/example.json`` calls a fixture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from .core.push_subscription import random_code
from .dates import utc_date
from .generated import methods as tables
from .handlers import specials
from .ids import random_id
from .mail.arrival import arrive
from .mail.message.compose import compose
from .mail.metadata import HEADER_PROPERTIES
from .mail.sharing import share
from .protocol import Processor
from .standard.patch import reset
from .standard.records import Records, special_of
from .store.interface import Transaction
from .store.sqlite import SQLiteStore
from .store.values import Account, Record, User

USER: Final = "alice@example.com"
"""Who sends the request where a fixture does not say."""

ORIGIN: Final = "https://jmap.example.com"
NOW: Final = 1_767_225_600.0
"""The time at which examples happen: 1 January 2026. An example that shows another says that it varies."""

States = dict[tuple[str, str], str]


@dataclass
class Fixture:
    """A processor whose store holds what the fixture says, and who asks it."""

    processor: Processor
    user: str
    #: The state strings, by (account, type), before ``changes`` were made.
    before: States = field(default_factory=dict)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The Response to the Request of an example, its placeholders filled in."""
        return self.processor.process(self.user, ORIGIN, self._filled(request))

    def states(self) -> States:
        with self.processor.store.transaction() as transaction:
            return {
                (account.id, type_name): str(transaction.state(account.key, type_name))
                for account in transaction.accounts_of(self.user)
                for type_name in tables.TYPES
            }

    def _filled(self, request: dict[str, Any]) -> dict[str, Any]:
        """``{state}`` and its kin replaced by what the server says, each for the type that the call is about."""
        now = self.states()
        calls = []
        for name, arguments, call_id in request["methodCalls"]:
            key = (arguments.get("accountId", ""), name.partition("/")[0])
            values = {"{state}": now.get(key), "{queryState}": now.get(key)}
            values |= {f"{name[:-1]} before changes}}": self.before.get(key) for name in values}
            calls.append([name, _replaced(arguments, values), call_id])
        return request | {"methodCalls": calls}


def load(fixture: dict[str, Any], store: SQLiteStore | None = None) -> Fixture:
    """Make the accounts, the records, the blobs; then the changes. Its user has no password yet."""
    store = store or SQLiteStore()
    codes: Iterator[str] = iter(fixture.get("verificationCodes", []))
    # A client that is tried against an example has its push endpoint on this machine.
    special = specials(push_to_loopback=True, new_code=lambda: next(codes, None) or random_code())
    processor = Processor(store, clock=lambda: NOW, new_id=_given(fixture.get("newIds", [])), specials=special)
    loaded = Fixture(processor, fixture.get("user", USER))
    blobs = fixture.get("blobs", {})
    with store.transaction(write=True) as transaction:
        transaction.put_user(User(loaded.user, "", is_demo=True))
        for account_id in fixture["accounts"] | blobs:
            shared = fixture.get("shares", {}).get(account_id, {})
            owner = shared.get("owner", loaded.user)
            for user in {owner, *shared.get("grants", {})} - {loaded.user}:
                transaction.put_user(User(user, "", is_demo=True))
            account = Account(account_id, owner, is_personal=True, is_read_only=False)
            transaction.put_account(owner, account)
            for blob_id, text in blobs.get(account_id, {}).items():
                transaction.add_blob(account_id, blob_id, text.encode(), owner, NOW)
            records = _fill(processor, transaction, account, fixture["accounts"].get(account_id, {}))
            for user, grants in shared.get("grants", {}).items():
                share(records, user, {id: frozenset(rights) for id, rights in grants.items()}, random_id)
    loaded.before = loaded.states()
    for request in fixture.get("changes", []):
        loaded.answer(request)
    return loaded


def _fill(
    processor: Processor, transaction: Transaction, account: Account, by_type: dict[str, list[Record]]
) -> Records:
    records = Records(transaction, account.id, processor.specials, NOW)
    # Mailboxes before the Emails that are counted in them: in the order of the tables, what they do not know last.
    known = [name for name in tables.TYPES if name in by_type]
    for type_name in known + [name for name in by_type if name not in known]:
        special = special_of(processor.specials, type_name)
        for given in by_type[type_name]:
            record = dict(given)
            if type_name == "Email":
                _arrive(records, record)
                continue
            if type_name in tables.TYPES:
                for name, prop in tables.TYPES[type_name].properties.items():
                    if name not in record:
                        reset(record, prop)
                special.complete(record, account)
            records.create(type_name, record)
    records.settle()
    return records


def _arrive(records: Records, given: Record) -> None:
    """An Email is real: its message is the blob that the fixture has for it, or is made of what the fixture tells."""
    raw = records.transaction.blob(records.account, given.get("blobId", ""))
    if raw is None:
        told = {name: value for name, value in given.items() if name in HEADER_PROPERTIES and value is not None}
        raw = compose(told, lambda id: None, f"{given['id']}@example.com", datetime.fromtimestamp(NOW, UTC))
        id = given.get("blobId") or random_id("Blob")
        given["blobId"] = records.transaction.add_blob(records.account, id, raw, USER, NOW)
    arrive(records, random_id, {"keywords": {}, "receivedAt": utc_date(NOW)} | given, raw)


def _given(ids: list[str]) -> Callable[[str], str]:
    """The ids of the fixture for records, in order, and then any; a blob gets any."""
    left: Iterator[str] = iter(ids)
    return lambda type_name: (next(left, None) if type_name != "Blob" else None) or random_id(type_name)


def _replaced(value: Any, values: dict[str, str | None]) -> Any:
    if isinstance(value, str):
        return values.get(value) or value
    if isinstance(value, dict):
        return {name: _replaced(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, values) for inner in value]
    return value
