"""/query: the ids of the records that match a filter, in an order (RFC 8620, Section 5.5)."""

from __future__ import annotations

from typing import Any, Final

from ..collation import COLLATIONS, DEFAULT, Collation, sort_key
from ..errors import method
from ..generated import methods as tables
from ..store.values import Record
from ..validation import kinds_of
from . import filter as filters
from .call import Call

WINDOW: Final = frozenset({"position", "anchor", "anchorOffset", "limit", "calculateTotal"})
"""The arguments that say which part of the results to return, and not what they are."""


def query(call: Call) -> dict[str, Any]:
    """``{accountId, queryState, canCalculateChanges, position, ids: Id[]}``, and ``total`` if asked for.

    Raises:
        AnchorNotFound: the anchor is not in the results.
        UnsupportedSort, UnsupportedFilter: see ``results``.
    """
    arguments = call.arguments
    ids = results(call, call.records.read_all(call.type.name))
    start = first_index(ids, arguments)
    end = None if arguments["limit"] is None else start + arguments["limit"]
    return {
        "accountId": call.account.id,
        # req: core/standard/query/response/queryState/changes-with-results
        "queryState": call.records.state(call.type.name),
        "canCalculateChanges": can_calculate_changes(call),
        "position": start,
        # req: core/standard/query/limit/not-exceeded, core/standard/query/response/ids/empty-past-the-end
        # req: core/standard/query/position/past-the-end
        "ids": ids[start:end],
        # req: core/standard/query/response/total/only-if-requested, core/standard/query/response/total/if-requested
        **({"total": len(ids)} if arguments["calculateTotal"] else {}),
    }


def results(call: Call, records: list[Record]) -> list[str]:
    """The ids of all of ``records`` that the filter of the call matches, in the order of its sort.

    Records that all comparators hold equal come in the order of their ids, so that the order
    is the same each time.

    Raises:
        UnsupportedSort: a property that the type cannot be sorted by, or an unknown collation.
        UnsupportedFilter: a filter that cannot be computed.
    """
    matches = filters.predicate(call, call.arguments["filter"])
    # req: core/standard/query/sort/stable
    ordered = sorted(records, key=lambda record: record["id"])
    # The last comparator first: sorting is stable, so what an earlier one finds equal keeps the order of a later.
    # req: core/standard/query/sort/first-difference
    for comparator in reversed(call.arguments["sort"] or []):
        ordered = sort_by(call, comparator, ordered)
    return [record["id"] for record in call.special.arrange(call, ordered, matches)]


def sort_by(call: Call, comparator: dict[str, Any], records: list[Record]) -> list[Record]:
    sort = call.type.sort.get(comparator["property"])
    # req: core/standard/query/errors/unsupportedSort/answered
    if sort is None:
        raise method.UnsupportedSort(f"{call.type.name} cannot be sorted by {comparator['property']!r}")
    collation = collation_of(call, sort, comparator)

    def key(record: Record) -> Any:
        if sort.special:
            return call.special.key(call, sort.name, record)
        return sort_key(record.get(sort.property), collation)

    # req: core/Comparator/isAscending/descending
    return sorted(records, key=key, reverse=not comparator.get("isAscending", True))


def collation_of(call: Call, sort: tables.Sort, comparator: dict[str, Any]) -> Collation | None:
    """How to compare strings; None where the property is a date, or no string at all."""
    kinds = kinds_of(call.type.name, sort.property)
    # req: core/Comparator/collation/strings-only
    if "string" not in kinds or kinds & {"Date", "UTCDate"}:
        return None
    name = comparator.get("collation", DEFAULT)
    if name not in COLLATIONS:
        raise method.UnsupportedSort(f"no collation {name!r}")
    return COLLATIONS[name]


def first_index(ids: list[str], arguments: dict[str, Any]) -> int:
    """Where in the results the part to return begins: by ``anchor`` if given, else by ``position``."""
    # req: core/standard/query/anchor/position-ignored, core/standard/query/anchorOffset/ignored-without-anchor
    if arguments["anchor"] is not None:
        # req: core/standard/query/anchor/not-found
        if arguments["anchor"] not in ids:
            raise method.AnchorNotFound()
        # req: core/standard/query/anchor/index
        index: int = ids.index(arguments["anchor"]) + arguments["anchorOffset"]
        return max(0, index)
    position: int = arguments["position"]
    # req: core/standard/query/position/from-the-end
    return max(0, len(ids) + position) if position < 0 else position


def can_calculate_changes(call: Call) -> bool:
    """Whether /queryChanges can follow this query: it must take every argument that says what the results are."""
    follower = tables.METHODS.get(f"{call.type.name}/queryChanges")
    if follower is None:
        return False
    lost = call.method.defaults.keys() - follower.defaults.keys() - WINDOW
    return all(call.arguments[name] == call.method.defaults[name] for name in lost)
