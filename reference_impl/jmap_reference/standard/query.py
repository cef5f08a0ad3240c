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
        #   When the results change, this string MUST change.
        "queryState": call.records.state(call.type.name),
        "canCalculateChanges": can_calculate_changes(call),
        "position": start,
        # req: core/standard/query/limit/not-exceeded
        #   The server MUST NOT return more than this.
        # req: core/standard/query/response/ids/empty-past-the-end
        #   Where position is not less than the number of all results, this MUST be empty.
        # req: core/standard/query/position/past-the-end
        #   An index beyond the last result MUST NOT be an error: ids is empty then.
        "ids": ids[start:end],
        # req: core/standard/query/response/total/only-if-requested
        #   It MUST be left out unless calculateTotal is true.
        # req: core/standard/query/response/total/if-requested
        #   If it is true, this MUST be there.
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
    #   Where they do not differ for any, or none is given, the order is up to the server, but it MUST stay the same
    #   from one call to the next.
    ordered = sorted(records, key=lambda record: record["id"])
    # The last comparator first: sorting is stable, so what an earlier one finds equal keeps the order of a later.
    # req: core/standard/query/sort/first-difference
    #   Two Foos MUST be put in order by the first Comparator for which they differ.
    for comparator in reversed(call.arguments["sort"] or []):
        ordered = sort_by(call, comparator, ordered)
    return [record["id"] for record in call.special.arrange(call, ordered, matches)]


def sort_by(call: Call, comparator: dict[str, Any], records: list[Record]) -> list[Record]:
    sort = call.type.sort.get(comparator["property"])
    # req: core/standard/query/errors/unsupportedSort/answered
    #   The server MUST answer this, and not sort by something else.
    if sort is None:
        raise method.UnsupportedSort(f"{call.type.name} cannot be sorted by {comparator['property']!r}")
    collation = collation_of(call, sort, comparator)

    def key(record: Record) -> Any:
        if sort.special:
            return call.special.key(call, sort.name, record)
        return sort_key(record.get(sort.property), collation)

    # req: core/Comparator/isAscending/descending
    #   With false, the outcome of the comparison MUST be turned round.
    return sorted(records, key=key, reverse=not comparator.get("isAscending", True))


def collation_of(call: Call, sort: tables.Sort, comparator: dict[str, Any]) -> Collation | None:
    """How to compare strings; None where the property is a date, or no string at all."""
    kinds = kinds_of(call.type.name, sort.property)
    # req: core/Comparator/collation/strings-only
    #   It MUST be ignored where the property is not a string.
    if "string" not in kinds or kinds & {"Date", "UTCDate"}:
        return None
    name = comparator.get("collation", DEFAULT)
    if name not in COLLATIONS:
        raise method.UnsupportedSort(f"no collation {name!r}")
    return COLLATIONS[name]


def first_index(ids: list[str], arguments: dict[str, Any]) -> int:
    """Where in the results the part to return begins: by ``anchor`` if given, else by ``position``."""
    # req: core/standard/query/anchor/position-ignored
    #   Where there is an anchor, position MUST be ignored.
    # req: core/standard/query/anchorOffset/ignored-without-anchor
    #   Where there is no anchor, it MUST be ignored.
    if arguments["anchor"] is not None:
        # req: core/standard/query/anchor/not-found
        #   If the results do not have the anchor, the call MUST be answered with anchorNotFound.
        if arguments["anchor"] not in ids:
            raise method.AnchorNotFound()
        # req: core/standard/query/anchor/index
        #   The server MUST begin at the index of the anchor plus anchorOffset, or at 0 if that is negative.
        index: int = ids.index(arguments["anchor"]) + arguments["anchorOffset"]
        return max(0, index)
    position: int = arguments["position"]
    # req: core/standard/query/position/from-the-end
    #   A negative number MUST be added to the number of results; what is negative even then counts as 0.
    return max(0, len(ids) + position) if position < 0 else position


def can_calculate_changes(call: Call) -> bool:
    """Whether /queryChanges can follow this query: it must take every argument that says what the results are."""
    follower = tables.METHODS.get(f"{call.type.name}/queryChanges")
    if follower is None:
        return False
    lost = call.method.defaults.keys() - follower.defaults.keys() - WINDOW
    return all(call.arguments[name] == call.method.defaults[name] for name in lost)
