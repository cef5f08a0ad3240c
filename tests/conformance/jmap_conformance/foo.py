"""A data type under test: Foo, of which templates speak as the specification does."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from . import expect, recipes
from .case import Point
from .exchange import short
from .outcome import Broken, HarnessFault, Unsupported
from .reply import Reply
from .server import Server
from .values import distinct, without_null
from .waiting import eventually

#: Stands in the name of every record that the suite makes, so that a later run can tell what an interrupted one left.
MARK: Final = "jmapconf"

#: Properties that are names: a String among these gets a suffix, so that no two records of a run are called the same.
NAMES: Final = ("name", "title", "subject", "label", "displayName", "summary", "description")

#: Seconds until a record has settled that the server goes on changing, before ``--patience``.
SETTLED: Final = 3.0

_run: Final = secrets.token_hex(3)
_count = itertools.count(1)


def creatable(spec: dict[str, Any]) -> bool:
    """Whether the suite can make records of the type: it has /set, and the source an example of a creation, or the
    suite a recipe.
    """
    if "set" not in spec["methods"] or spec.get("singleton"):
        return False
    return spec.get("creation") is not None or recipes.of(spec["name"]).makes


def stateful(spec: dict[str, Any]) -> bool:
    """Whether /get and /set of the type tell a state."""
    return bool(spec["hasState"])


def creatable_with_state(spec: dict[str, Any]) -> bool:
    """Whether the suite can make records of the type, and its state is one that only clients change."""
    return creatable(spec) and stateful(spec) and not recipes.of(spec["name"]).CHANGES_BY_ITSELF


def in_accounts(spec: dict[str, Any]) -> bool:
    """Whether the records of the type belong to accounts."""
    return bool(spec["hasAccount"])


@dataclass(frozen=True)
class Record:
    """A record that the case made."""

    id: str
    #: The creation that was sent.
    sent: dict[str, Any]
    #: All that is known of it: defaults of the source, what was sent, what the server answered.
    known: dict[str, Any]


class Foo:
    """A type, in one account of the user."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        self.spec: dict[str, Any] = server.manifest.types[name]
        self.capability: str = self.spec["capability"]
        self.account_id = server.account(self.capability)
        self.recipe = recipes.of(name)

    # What the server says

    def told(self, name: str) -> Any:
        """A member of the type's capability in ``accountCapabilities``.

        Raises:
            Broken: there is none, and there has to be.
        """
        capability = self.server.session["accounts"][self.account_id]["accountCapabilities"].get(self.capability)
        if not isinstance(capability, dict) or name not in capability:
            raise Broken(
                f"the account does not say {name}",
                requirements=("core/Session/served",), expected=name, found=short(capability),
            )  # fmt: skip
        return capability[name]

    # What the source says

    @property
    def properties(self) -> dict[str, Any]:
        return dict(self.spec["properties"])

    @cached_property
    def server_set(self) -> list[str]:
        return [name for name, row in self.properties.items() if row["serverSet"]]

    @cached_property
    def mutable(self) -> list[str]:
        """Properties that a client may change."""
        fixed = ("serverSet", "immutable", "createOnly")
        return [name for name, row in self.properties.items() if not any(row.get(word) for word in fixed)]

    @cached_property
    def name_property(self) -> str | None:
        """The property that tells records of one run apart."""
        for name in NAMES:
            row = self.properties.get(name)
            if row and not row["serverSet"] and without_null(row["signature"]) == "String":
                return name
        return None

    def arguments_of(self, verb: str) -> dict[str, Any]:
        return dict(self.server.manifest.methods[f"{self.name}/{verb}"]["arguments"])

    def takes_account(self, method: str) -> bool:
        """Whether a method, ``Mailbox/get``, has an accountId; any that the manifest does not know has."""
        row = self.server.manifest.methods.get(method)
        return row is None or "accountId" in row["arguments"]

    # Calls

    def reply(self, verb: str, arguments: dict[str, Any], *, deliberate: bool = False, **more: Any) -> Reply:
        """One call in a request of its own; ``accountId`` is added where it is not given."""
        sent = (
            arguments
            if {"accountId", "#accountId"} & arguments.keys() or not self.takes_account(f"{self.name}/{verb}")
            else {"accountId": self.account_id, **arguments}
        )
        return self.server.request([[f"{self.name}/{verb}", sent, "0"]], deliberate=deliberate, **more)

    def call(self, verb: str, arguments: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """The arguments of the response to one call.

        Raises:
            Broken: the call was refused, or answered by another name.
        """
        return self.reply(verb, arguments or {}, **more).result("0", f"{self.name}/{verb}")

    def refuses(self, verb: str, arguments: dict[str, Any], *types: str) -> dict[str, Any]:
        """The error that answers a call which ought to be refused with one of these types.

        Raises:
            Broken: it is not refused, or with another type.
        """
        return self.reply(verb, arguments, deliberate=True).refused("0", *types)

    def calls(self, *calls: tuple[str, dict[str, Any]], deliberate: bool = False, **more: Any) -> Reply:
        """Several calls in one request, with ids ``"0"``, ``"1"`` …; ``accountId`` is added to each."""
        made = []
        for number, (verb, arguments) in enumerate(calls):
            name = verb if "/" in verb else f"{self.name}/{verb}"
            account = {"accountId": self.account_id} if self.takes_account(name) else {}
            made.append([name, {**account, **arguments}, str(number)])
        return self.server.request(made, deliberate=deliberate, **more)

    # Records

    def creation(self, **properties: Any) -> dict[str, Any]:
        """A creation that the server has to accept: the example of the source, made unique, with these properties."""
        base = dict(self.spec.get("creation") or {})
        for name in list(base):
            row = self.properties.get(name, {})
            if row.get("refersTo") and (row.get("nullable") or "default" in row):
                del base[name]
        with expect.preparing():
            base = self.recipe.creation(self, base)
        if self.name_property:
            base[self.name_property] = self.unique("record")
        return {**base, **properties}

    def change(self, word: str = "changed") -> dict[str, Any]:
        """A patch that changes any record of the type; empty where the suite knows none."""
        said = self.recipe.change(self, word)
        if said is not None:
            return said
        if self.name_property in self.mutable:
            return {str(self.name_property): self.unique(word)}
        for name in self.mutable:
            if values := self.value_for(name):
                return {name: values[-1]}
        return {}

    def unique(self, word: str) -> str:
        """A text that no other record of this or another run has, in alphabetical order of its first word."""
        return f"{word} {MARK}{_run}n{next(_count)}"

    def make(self, *specs: dict[str, Any], count: int = 1, settle: bool = True) -> list[Record]:
        """Records with these properties, or ``count`` of them with nothing special; ``settle``: when the server has
        done by itself what it does with them.

        Raises:
            Blocked: one of them was not created; what the case is about is not reached.
        """
        sent = {f"k{number}": self.creation(**spec) for number, spec in enumerate(specs or ({},) * count)}
        made: list[Record] = []
        with expect.setting_up(f"{self.name} records for this case"):
            for start in range(0, len(sent), self.server.at_once):
                piece = dict(list(sent.items())[start : start + self.server.at_once])
                answer = self.call("set", {"create": piece})
                created = answer.get("created")
                for key, creation in piece.items():
                    row = created.get(key) if isinstance(created, dict) else None
                    refusals = answer.get("notCreated")
                    refusal = refusals.get(key) if isinstance(refusals, dict) else None
                    if isinstance(refusal, dict) and refusal.get("type") == "rateLimit":
                        raise Unsupported(f"the server lets so many {self.name} records be made at a time, and no more")
                    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                        refused = short(answer.get("notCreated"))
                        raise Broken("a record was not created", expected="created, with an id", found=refused)
                    made.append(Record(row["id"], creation, {**self.defaults, **creation, **row}))
            if settle and self.recipe.CHANGES_BY_ITSELF and self.name not in self.server.restless:
                self._settle([record.id for record in made])
        return made

    def _settle(self, ids: list[str]) -> None:
        """Wait until the records have settled; for none of the type any more where they never seem to."""
        if not eventually(self.server, lambda: all(map(self.recipe.settled, self.get(ids).values())), SETTLED):
            self.server.restless.add(self.name)

    @cached_property
    def defaults(self) -> dict[str, Any]:
        return {name: row["default"] for name, row in self.properties.items() if "default" in row}

    def get(self, ids: list[str], properties: list[str] | None = None) -> dict[str, dict[str, Any]]:
        """Records by id, those that exist.

        Raises:
            Broken: /get does not answer.
        """
        arguments: dict[str, Any] = {"ids": ids}
        if properties is not None:
            arguments["properties"] = properties
        return {one["id"]: one for one in self.call("get", arguments)["list"] if "id" in one}

    def one(self, record_id: str) -> dict[str, Any]:
        """The record of this id.

        Raises:
            Broken: it is not in the list.
        """
        found = self.get([record_id])
        if record_id not in found:
            raise Broken(
                f"{self.name}/get does not give the record {record_id}", expected="the record in list", found=found
            )
        return found[record_id]

    def state(self) -> str:
        """The state of the type, as /get gives it.

        Raises:
            Broken: /get does not answer.
        """
        return str(self.call("get", {"ids": []})["state"])

    def unknown_id(self, number: int = 1) -> str:
        """An Id that no record has."""
        return f"{MARK}-none-{_run}-{number}"

    def value_for(self, name: str, count: int = 3) -> list[Any]:
        """Different values for a property that a client may set, ascending where its type has an order.

        May be fewer than asked for; empty where the suite knows none.
        """
        with expect.preparing():
            said = self.recipe.values(self, name)
        found = distinct(self, name, count) if said is None else said[:count]
        definition = f"{self.name}.creation"
        return [one for one in found if self.server.wire.valid(definition, {**self.creation(), name: one})]


def foo_for(server: Server, point: Point) -> Foo:
    """The type of a point.

    Raises:
        Unsupported: the server does not advertise its capability, or no account has it.
        HarnessFault: the point has no type.
    """
    if not point.type:
        raise HarnessFault(f"{point.prefix}: the case wants a type and runs over none")
    urn = server.manifest.types[point.type]["capability"]
    if not server.advertises(urn):
        raise Unsupported(f"the session does not advertise {urn}")
    return Foo(server, point.type)
