"""Faults about the arguments of every method, and about /get (RFC 8620, Sections 3.5, 3.6.2 and 5.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from ..errors import method
from ..generated import methods as tables
from ..standard import get
from ..standard.call import Call
from ..standard.records import Records
from ..store.values import Record
from ..validation import DEFINITIONS
from . import fault
from .planting import another, before, before_check, instead


def known(called: tables.Method) -> dict[str, Any]:
    """The arguments of a method, by name: their schemas."""
    properties: dict[str, Any] = DEFINITIONS[called.request].get("properties", {})
    return properties


@fault(
    "core/standard/get/account-id-required",
    "core/errors/method/invalidArguments/answered",
    seen_by="account-id-is-required required-arguments-are-required each-rule-of-the-arguments-is-kept",
)
def account_assumed() -> None:
    """A call without `accountId` is taken to be about the first account."""

    def assume(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        if "accountId" in known(called):
            arguments.setdefault("accountId", next(iter(accounts)))

    before_check("*", assume)


@fault("core/errors/method/invalidArguments/answered", seen_by="unknown-argument-is-refused")
def unknown_arguments_ignored() -> None:
    """Arguments that a method has not are ignored."""

    def drop(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        for name in arguments.keys() - known(called):
            del arguments[name]

    before_check("*/*", drop)


@fault("core/errors/method/invalidArguments/answered", seen_by="argument-of-the-wrong-type-is-refused")
def numbers_in_quotes_accepted() -> None:
    """A number may be given as a string of its digits."""

    def convert(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        for name, value in arguments.items():
            if isinstance(value, str) and value.isdigit() and "Int" in str(known(called).get(name)):
                arguments[name] = int(value)

    before_check("*/*", convert)


@fault("core/errors/method/accountNotFound/answered")
def account_not_found_called_invalid() -> None:
    """A call for an account that there is not is answered with invalidArguments."""
    another(method.AccountNotFound, method.InvalidArguments.type)


@fault("core/errors/method/accountNotSupportedByMethod/answered")
def unsupported_account_called_missing() -> None:
    """A call for an account without the capability is answered with accountNotFound."""
    another(method.AccountNotSupportedByMethod, method.AccountNotFound.type)


@fault("core/errors/method/accountReadOnly/answered")
def read_only_called_forbidden() -> None:
    """A change in an account that is read-only is answered with forbidden."""
    another(method.AccountReadOnly, method.Forbidden.type)


@fault("core/Invocation/omitted-argument")
def null_differs_from_absent() -> None:
    """An argument that is null is refused, where one that is left out has its default."""

    def refuse(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        if called.standard and None in arguments.values():
            raise method.InvalidArguments("null")

    before_check("*", refuse)


def fetching(change: Callable[[Call, list[Record], list[str]], tuple[list[Record], list[str]]]) -> None:
    """What /get finds, and what it does not, is changed so."""
    instead(get, "fetch", lambda right, call: change(call, *right(call)))


@fault("core/standard/get/ids/empty-is-none")
def empty_ids_is_all() -> None:
    """/get takes an empty list of ids for all."""
    before("*/get", lambda call: call.arguments.update(ids=call.arguments["ids"] or None))


@fault("core/standard/get/ids/null-is-all")
def null_ids_is_none() -> None:
    """/get takes null for no ids."""
    before("*/get", lambda call: call.arguments.update(ids=call.arguments["ids"] or []))


@fault("core/standard/get/response/notFound/complete")
def get_forgets_not_found() -> None:
    """/get says nothing of ids that it did not find."""
    fetching(lambda call, found, missing: (found, []))


@fault("core/standard/get/response/list/once")
def get_repeats_ids() -> None:
    """/get answers an id as often as it was asked for."""

    def repeat(call: Call, found: list[Record], missing: list[str]) -> tuple[list[Record], list[str]]:
        by_id = {record["id"]: record for record in found}
        ids = call.arguments["ids"]
        return (found if ids is None else [by_id[id] for id in ids if id in by_id]), missing

    fetching(repeat)


@fault("core/standard/get/properties/id-always")
def get_forgets_id() -> None:
    """/get leaves the id out where `properties` does not list it."""

    def shown(right: Any, call: Call) -> tuple[str, ...]:
        asked = call.arguments["properties"]
        return tuple(name for name in right(call) if asked is None or name in asked)

    instead(get, "shown_properties", shown)


@fault("core/standard/get/properties/nothing-else")
def get_returns_unasked() -> None:
    """/get answers with all properties, whatever `properties` says."""
    instead(get, "select", lambda right, record, shown: record)


@fault("core/standard/get/properties/null-is-all")
def null_properties_is_some() -> None:
    """Without `properties`, /get leaves the last property of a type out."""
    instead(
        get, "shown_properties", lambda right, call: right(call)[: -1 if call.arguments["properties"] is None else None]
    )


@fault("core/standard/get/properties/unknown-property")
def unknown_properties_ignored() -> None:
    """/get ignores properties that the type has not."""

    def ignore(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        if asked := arguments.get("properties"):
            arguments["properties"] = [name for name in asked if name in tables.TYPES[called.type].properties]

    before_check("*/get", ignore)


@fault("core/standard/get/response/state/same-while-unchanged", seen_by="state-stays-while-nothing-changes")
def state_is_new_each_time() -> None:
    """No two calls tell the same state."""
    number = count()
    instead(Records, "state", lambda right, *given: f"{right(*given)}.{next(number)}")


@fault("core/standard/get/response/state/changes-with-data", seen_by="state-changes-with-the-data")
def state_never_changes() -> None:
    """The state is the same for ever."""
    instead(Records, "state", lambda right, *given: "0")


@fault("core/capability/session/maxObjectsInGet/enforced")
def most_in_get_not_enforced() -> None:
    """/get takes any number of ids."""
    before("*/get", lambda call: setattr(call, "limits", replace(call.limits, maxObjectsInGet=1_000_000)))
