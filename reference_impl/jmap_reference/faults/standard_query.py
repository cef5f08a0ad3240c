"""Faults about /query: filters, order, windows (RFC 8620, Section 5.5)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from typing import Any

from ..collation import COLLATIONS
from ..errors import method
from ..generated import methods as tables
from ..standard import filter as filters
from ..standard import query
from ..standard.call import Call
from . import fault
from .planting import after, another, before, before_check, instead


def filtering(change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Each filter, or part of one, is taken for another."""
    instead(
        filters,
        "predicate",
        lambda right, call, filter, depth=0: right(call, filter if filter is None else change(filter), depth),
    )


@fault("core/standard/query/filter/null-is-all")
def empty_condition_finds_nothing() -> None:
    """A condition without members matches no record."""
    filtering(lambda filter: filter or {"operator": "NOT", "conditions": [{"operator": "AND", "conditions": []}]})


@fault("core/FilterOperator/operator/and", seen_by="condition-finds-what-it-says")
def null_conditions_ignored() -> None:
    """A condition whose value is null is ignored."""
    filtering(lambda filter: {name: value for name, value in filter.items() if value is not None})


@fault("core/FilterOperator/operator/and", seen_by="and-finds-what-all-conditions-match")
def filter_and_is_or() -> None:
    """The operator AND is taken for OR."""
    filtering(lambda filter: filter | {"operator": "OR"} if filter.get("operator") == "AND" else filter)


@fault("core/FilterOperator/operator/or")
def filter_or_is_and() -> None:
    """The operator OR is taken for AND."""
    filtering(lambda filter: filter | {"operator": "AND"} if filter.get("operator") == "OR" else filter)


@fault("core/FilterOperator/operator/not")
def filter_not_takes_the_first() -> None:
    """The operator NOT looks at its first condition only."""
    filtering(
        lambda filter: filter | {"conditions": filter["conditions"][:1]} if filter.get("operator") == "NOT" else filter
    )


@fault("core/errors/method/invalidArguments/answered", seen_by="filter-that-is-none-is-refused")
def unknown_filter_ignored() -> None:
    """A filter with a condition that the type has not is ignored."""

    def ignore(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        filter = arguments.get("filter") or {}
        if "operator" not in filter and filter.keys() - tables.TYPES[called.type].filter.keys():
            arguments["filter"] = None

    before_check("*/query", ignore)


@fault("core/standard/query/response/total/only-if-requested")
def query_counts_unasked() -> None:
    """/query tells the total to those who did not ask."""
    before("*/query", lambda call: call.arguments.update(calculateTotal=True))


@fault("core/standard/query/response/total/if-requested")
def total_of_the_page() -> None:
    """The total that /query tells is the number of ids in its answer."""
    after("*/query", lambda call, said: said.update(total=len(said["ids"])) if "total" in said else None)


@fault("core/Comparator/collation/default-caseless", "core/Comparator/collation/default-casemap")
def strings_sorted_by_octet() -> None:
    """Without a collation, strings are sorted by their octets: upper case before lower."""
    collated_by("i;octet")


@fault("core/Comparator/collation/default-unicode")
def case_of_ascii_only() -> None:
    """Without a collation, case means nothing in ASCII, and something everywhere else."""
    collated_by("i;ascii-casemap")


def collated_by(name: str) -> None:
    """Without a collation, strings are compared by this one."""

    def collation_of(right: Any, call: Call, sort: Any, comparator: dict[str, Any]) -> Any:
        found = right(call, sort, comparator)
        return COLLATIONS[name] if found and "collation" not in comparator else found

    instead(query, "collation_of", collation_of)


@fault("core/Comparator/collation/strings-only")
def collation_makes_text() -> None:
    """Where there is a collation, numbers and Booleans are compared as texts, in the opposite order."""

    def sort_by(right: Any, call: Call, comparator: dict[str, Any], records: Any) -> Any:
        kind = query.collation_of(call, call.type.sort[comparator["property"]], comparator)
        wrong = (
            {"isAscending": not comparator.get("isAscending", True)} if "collation" in comparator and not kind else {}
        )
        return right(call, comparator | wrong, records)

    instead(query, "sort_by", sort_by)


@fault("core/standard/query/errors/unsupportedSort/answered", seen_by="advertised-collations-work")
def collations_refused() -> None:
    """Every collation is refused, also those that the Session lists."""
    before("*/query", refuse_collations)


def refuse_collations(call: Call) -> None:
    if any("collation" in comparator for comparator in call.arguments["sort"] or ()):
        raise method.UnsupportedSort("no collation is known")


@fault("core/standard/query/errors/unsupportedSort/answered", seen_by="unknown-sort-is-refused")
def unknown_sort_ignored() -> None:
    """A Comparator of a property that the type cannot be sorted by is ignored."""

    def ignore(call: Call) -> None:
        sort = call.arguments["sort"] or []
        call.arguments["sort"] = [one for one in sort if one["property"] in call.type.sort]

    before("*/query", ignore)


@fault("core/Comparator/property/numbers")
def numbers_sorted_as_text() -> None:
    """Numbers are sorted as texts: 10 before 9."""
    instead(query, "sort_key", lambda right, value, kind: str(value) if isinstance(value, int) else right(value, kind))


@fault("core/Comparator/isAscending/descending")
def query_sorts_ascending() -> None:
    """/query takes every Comparator for an ascending one."""
    instead(
        query,
        "sort_by",
        lambda right, call, comparator, records: right(call, comparator | {"isAscending": True}, records),
    )


@fault("core/standard/query/sort/first-difference")
def first_comparator_only() -> None:
    """/query sorts by the first Comparator alone."""
    before("*/query", lambda call: call.arguments.update(sort=(call.arguments["sort"] or [])[:1]))


@fault("core/standard/query/sort/stable")
def order_turns() -> None:
    """Without a sort, the results come in the opposite order every other time."""
    ways = cycle((1, -1))

    def turn(call: Call, said: dict[str, Any]) -> None:
        if not call.arguments["sort"]:
            said["ids"] = said["ids"][:: next(ways)]

    after("*/query", turn)


@fault("core/standard/query/response/queryState/changes-with-results")
def query_state_never_changes() -> None:
    """The queryState is the same for ever."""
    after("*/query", lambda call, said: said.update(queryState="0"))


def beginning(change: Callable[[list[str], dict[str, Any]], dict[str, Any]]) -> None:
    """Where the part of the results begins that is returned is computed from other arguments."""
    instead(query, "first_index", lambda right, ids, arguments: right(ids, arguments | change(ids, arguments)))


@fault("core/standard/query/position/from-the-end")
def query_clamps_position() -> None:
    """/query takes a negative `position` for 0."""
    beginning(lambda ids, arguments: {"position": max(0, arguments["position"])})


@fault("core/standard/query/limit/not-exceeded")
def limit_is_last_index() -> None:
    """/query gives one id more than `limit`."""

    def more(call: Call) -> None:
        if call.arguments["limit"] is not None:
            call.arguments["limit"] += 1

    before("*/query", more)


@fault("core/standard/query/position/past-the-end", "core/standard/query/response/ids/empty-past-the-end")
def last_page_for_ever() -> None:
    """/query gives the last id where `position` is beyond the end."""
    beginning(lambda ids, arguments: {"position": min(len(ids) - 1, arguments["position"])})


@fault("core/standard/query/limit/negative")
def negative_limit_is_none() -> None:
    """/query takes a negative `limit` for none."""

    def drop(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        if isinstance(arguments.get("limit"), int) and arguments["limit"] < 0:
            del arguments["limit"]

    before_check("*/query", drop)


@fault("core/standard/query/response/limit/if-changed")
def limit_echoed() -> None:
    """/query tells the limit of the request, though it did not change it."""

    def echo(call: Call, said: dict[str, Any]) -> None:
        if call.arguments["limit"] is not None:
            said["limit"] = call.arguments["limit"]

    after("*/query", echo)


@fault("core/standard/query/anchor/index", "core/standard/query/anchorOffset/negative")
def query_ignores_anchor_offset() -> None:
    """/query begins at the anchor, whatever `anchorOffset` says."""
    beginning(lambda ids, arguments: {"anchorOffset": 0})


@fault("core/standard/query/anchor/position-ignored")
def position_added_to_anchor() -> None:
    """/query adds `position` to the index of the anchor."""
    beginning(lambda ids, arguments: {"anchorOffset": arguments["anchorOffset"] + arguments["position"]})


@fault("core/standard/query/anchorOffset/ignored-without-anchor")
def offset_without_anchor() -> None:
    """/query adds `anchorOffset` to `position` where there is no anchor."""
    beginning(lambda ids, arguments: {"position": max(0, arguments["position"] + arguments["anchorOffset"])})


@fault("core/standard/query/anchor/not-found")
def unknown_anchor_called_invalid() -> None:
    """An anchor that is not among the results is answered with invalidArguments."""
    another(method.AnchorNotFound, method.InvalidArguments.type)
