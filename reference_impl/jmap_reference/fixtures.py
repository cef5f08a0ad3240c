"""The accounts of an example, made real: what ``schemas/vocabulary/example.json`` calls a fixture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .generated import methods as tables
from .ids import random_id
from .protocol import Processor
from .standard.patch import reset
from .standard.records import Records, special_of
from .store.interface import Account, Record, Transaction, User
from .store.sqlite import SQLiteStore

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
                (account, type_name): str(transaction.state(account, type_name))
                for account in transaction.accounts()
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
    processor = Processor(store, clock=lambda: NOW, new_id=_given(fixture.get("newIds", [])))
    loaded = Fixture(processor, fixture.get("user", USER))
    blobs = fixture.get("blobs", {})
    with store.transaction(write=True) as transaction:
        transaction.put_user(User(loaded.user, "", is_demo=True))
        for account_id in fixture["accounts"] | blobs:
            account = Account(account_id, loaded.user, is_personal=True, is_read_only=False)
            transaction.put_account(loaded.user, account)
            _fill(processor, transaction, account, fixture["accounts"].get(account_id, {}))
            for blob_id, text in blobs.get(account_id, {}).items():
                transaction.add_blob(account_id, blob_id, text.encode(), loaded.user, NOW)
    loaded.before = loaded.states()
    for request in fixture.get("changes", []):
        loaded.answer(request)
    return loaded


def _fill(processor: Processor, transaction: Transaction, account: Account, by_type: dict[str, list[Record]]) -> None:
    records = Records(transaction, account.id, processor.specials, NOW)
    # Mailboxes before the Emails that are counted in them: in the order of the tables, what they do not know last.
    known = [name for name in tables.TYPES if name in by_type]
    for type_name in known + [name for name in by_type if name not in known]:
        special = special_of(processor.specials, type_name)
        for given in by_type[type_name]:
            record = dict(given)
            if type_name in tables.TYPES:
                for name, prop in tables.TYPES[type_name].properties.items():
                    if name not in record:
                        reset(record, prop)
                special.complete(record, account)
            records.create(type_name, record)
    records.settle()


def _given(ids: list[str]) -> Callable[[str], str]:
    """The ids of the fixture, in order, and then any."""
    left: Iterator[str] = iter(ids)
    return lambda type_name: next(left, None) or random_id(type_name)


def _replaced(value: Any, values: dict[str, str | None]) -> Any:
    if isinstance(value, str):
        return values.get(value) or value
    if isinstance(value, dict):
        return {name: _replaced(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, values) for inner in value]
    return value
