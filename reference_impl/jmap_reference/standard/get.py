"""/get: records by id (RFC 8620, Section 5.1)."""

from __future__ import annotations

from typing import Any

from ..errors import method
from ..store.values import Record
from .call import Call


def get(call: Call) -> dict[str, Any]:
    """``{accountId, state, list: Foo[], notFound: Id[]}``

    Raises:
        InvalidArguments: ``properties`` names one that the type has not.
        RequestTooLarge: more ids than maxObjectsInGet, or null where there are more records.
    """
    shown = shown_properties(call)
    found, missing = fetch(call)
    special, account = call.special, call.account
    return {
        "accountId": account.id,
        "state": call.records.state(call.type.name),
        "list": [select(special.present(record, account), shown) for record in found],
        "notFound": missing,
    }


def fetch(call: Call) -> tuple[list[Record], list[str]]:
    """The records that ``ids`` names, each once, and the ids of those that do not exist."""
    ids, most = call.arguments["ids"], call.limits.maxObjectsInGet
    asked = call.records.count(call.type.name) if ids is None else len(ids)
    # req: core/capability/session/maxObjectsInGet/enforced
    if asked > most:
        raise method.RequestTooLarge(f"{asked} objects asked for, {most} allowed")
    if ids is None:
        # req: core/standard/get/ids/null-is-all
        return call.records.read_all(call.type.name), []
    # req: core/standard/get/ids/empty-is-none, core/standard/get/response/list/once
    found = call.records.read(call.type.name, ids)
    # req: core/standard/get/response/notFound/complete
    return list(found.values()), [id for id in dict.fromkeys(ids) if id not in found]


def shown_properties(call: Call) -> tuple[str, ...]:
    """The properties to answer with, in their order: all that /get can return, or ``id`` and those asked for."""
    known = tuple(name for name, prop in call.type.properties.items() if not prop.create_only)
    asked = call.arguments["properties"]
    if asked is None:
        # req: core/standard/get/properties/null-is-all
        return known
    # req: core/standard/get/properties/unknown-property
    if unknown := [name for name in asked if name not in known]:
        raise method.InvalidArguments(f"properties that {call.type.name} has not: {', '.join(unknown)}")
    # clarification 8
    # req: core/standard/get/properties/id-always
    return tuple(name for name in known if name in asked or name == "id")


def select(record: Record, shown: tuple[str, ...]) -> Record:
    # req: core/standard/get/properties/nothing-else
    return {name: record[name] for name in shown if name in record}
