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
    #   The server MUST refuse a call for more of them.
    if asked > most:
        raise method.RequestTooLarge(f"{asked} objects asked for, {most} allowed")
    if ids is None:
        # req: core/standard/get/ids/null-is-all
        #   With null, the server MUST return every Foo in the account, unless the type does not allow it or there are
        #   more than maxObjectsInGet.
        return call.records.read_all(call.type.name), []
    # req: core/standard/get/ids/empty-is-none
    #   An empty array MUST get an empty list, and not all records.
    # req: core/standard/get/response/list/once
    #   An id that the request has several times MUST be answered once only, here or in notFound.
    found = call.records.read(call.type.name, ids)
    # req: core/standard/get/response/notFound/complete
    #   Every id of the request that belongs to no Foo MUST be here, and no other.
    return list(found.values()), [id for id in dict.fromkeys(ids) if id not in found]


def shown_properties(call: Call) -> tuple[str, ...]:
    """The properties to answer with, in their order: all that /get can return, or ``id`` and those asked for."""
    known = tuple(name for name, prop in call.type.properties.items() if not prop.create_only)
    asked = call.arguments["properties"]
    if asked is None:
        # req: core/standard/get/properties/null-is-all
        #   With null, the server MUST return all of them.
        return known
    # req: core/standard/get/properties/unknown-property
    #   A call that lists something that is no property of Foo MUST be refused with invalidArguments.
    if unknown := [name for name in asked if name not in known]:
        raise method.InvalidArguments(f"properties that {call.type.name} has not: {', '.join(unknown)}")
    # clarification 8
    # req: core/standard/get/properties/id-always
    #   The id MUST be returned always, whether it is listed or not.
    return tuple(name for name in known if name in asked or name == "id")


def select(record: Record, shown: tuple[str, ...]) -> Record:
    # req: core/standard/get/properties/nothing-else
    #   Of the other properties, only those that are listed MUST be returned.
    return {name: record[name] for name in shown if name in record}
