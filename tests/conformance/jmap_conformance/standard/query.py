"""/query: filters, against an oracle over records that the case makes (RFC 8620, Section 5.5)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..expect import equal, same_members, that
from ..foo import Foo, Record, creatable
from ..oracle import matches, probes
from ..queries import conditions, ids_of, varied

MADE = types_with("query", "get", "set", when=creatable)

OPERATOR = "core/FilterOperator/operator"


def checked(foo: Foo, records: list[Record], filter_: Any, wanted: list[str], what: str) -> None:
    found = ids_of(foo, {"filter": filter_}, records)
    same_members(found, wanted, f"{what} {filter_} finds other records")


@case(requirements=["core/standard/query/filter/null-is-all"], area="query", over=MADE, needs=["records"])
def without_a_filter_all_are_found(foo: Foo) -> None:
    """With filter null, without it, or with an empty condition, every record is found.

    Purpose: To see that no filter keeps nothing back.
    Preconditions: Records of the type can be made.
    Procedure: Make three records; query with filter null, without a filter, and with a condition that has no members.
    Expected: All three, each time.
    Why: It is how a list of everything is made.
    """
    records = foo.make(count=3)
    ids = [record.id for record in records]
    tried: list[dict[str, Any]] = [{"filter": None}, {}, {"filter": {}}]
    for arguments in tried:
        same_members(ids_of(foo, arguments, records), ids, f"a query with {arguments} does not find all records")


@case(requirements=[f"{OPERATOR}/and"], area="query", over=conditions(), needs=["records"])
def condition_finds_what_it_says(foo: Foo, condition: str) -> None:
    """A condition finds the records whose property compares with its value as it says, and no other.

    Purpose: To see that each condition of each type does what its specification says.
    Preconditions: Records of the type can be made.
    Procedure: Make records of different values in the property; query with the condition for several of them, bare
    and as the only one of an AND.
    Expected: The records that the oracle picks from those that the case made.
    Why: What a search does not find is lost to the user.
    """
    row = foo.spec["filter"][condition]
    records, values = varied(foo, row["property"])
    if row["signature"].endswith("|null") or not foo.properties[row["property"]].get("nullable"):
        tried = probes(row["match"], values)
    else:
        tried = probes(row["match"], [value for value in values if value is not None])
    for value in tried:
        wanted = [record.id for record in records if matches(record, {condition: value}, foo.spec["filter"])]
        checked(foo, records, {condition: value}, wanted, "the filter")
        checked(foo, records, operator("AND", {condition: value}), wanted, "the filter")


@case(requirements=[f"{OPERATOR}/and"], area="query", over=conditions(), needs=["records"])
def and_finds_what_all_conditions_match(foo: Foo, condition: str) -> None:
    """AND finds the records that all of its conditions match.

    Purpose: To see that operators take records, and the members of a condition too.
    Preconditions: Records of the type can be made.
    Procedure: Make records of different values in the property; query with AND over a condition twice, over two
    that exclude each other, over nested ones, and over none.
    Expected: What the condition finds alone; nothing; the same; everything.
    Why: A search form is an AND.
    """
    records, one, other = two_filters(foo, condition)
    first, second = found_by(foo, records, one), found_by(foo, records, other)
    both = [one_id for one_id in first if one_id in second]
    checked(foo, records, operator("AND", one, one), first, "the filter")
    checked(foo, records, operator("AND", one, other), both, "the filter")
    checked(
        foo,
        records,
        operator("AND", operator("AND", one), operator("NOT", other)),
        [i for i in first if i not in second],
        "the filter",
    )
    checked(foo, records, operator("AND"), [record.id for record in records], "the filter")


@case(requirements=[f"{OPERATOR}/or"], area="query", over=conditions(), needs=["records"])
def or_finds_what_any_condition_matches(foo: Foo, condition: str) -> None:
    """OR finds the records that one of its conditions matches at least.

    Purpose: To see that alternatives are put together.
    Preconditions: Records of the type can be made.
    Procedure: Make records of different values in the property; query with OR over two values, and over AND of both
    with one.
    Expected: What either finds alone, each record once; what the one finds.
    Why: A user looks for either of two things.
    """
    records, one, other = two_filters(foo, condition)
    first, second = found_by(foo, records, one), found_by(foo, records, other)
    checked(foo, records, operator("OR", one, other), list(dict.fromkeys([*first, *second])), "the filter")
    checked(foo, records, operator("OR", operator("AND", one, other), one), first, "the filter")


@case(requirements=[f"{OPERATOR}/not"], area="query", over=conditions(), needs=["records"])
def not_finds_what_no_condition_matches(foo: Foo, condition: str) -> None:
    """NOT finds the records that none of its conditions matches.

    Purpose: To see that NOT over several conditions is none of them, and not "not all".
    Preconditions: Records of the type can be made.
    Procedure: Make records of different values in the property; query with NOT over one value, over two, and over
    NOT.
    Expected: What the first does not find; what neither finds; what it finds.
    Why: The two readings differ as soon as there are two conditions.
    """
    records, one, other = two_filters(foo, condition)
    first, second = found_by(foo, records, one), found_by(foo, records, other)
    every = [record.id for record in records]
    checked(foo, records, operator("NOT", one), [i for i in every if i not in first], "the filter")
    checked(
        foo,
        records,
        operator("NOT", one, other),
        [i for i in every if i not in first and i not in second],
        "the filter",
    )
    checked(foo, records, operator("NOT", operator("NOT", one)), first, "the filter")


@case(requirements=["core/errors/method/invalidArguments/answered"], area="query", over=types_with("query"))
def filter_that_is_none_is_refused(foo: Foo) -> None:
    """A filter that is no filter is refused, with invalidArguments or unsupportedFilter, and finds nothing.

    Purpose: To see that a misspelt filter does not find everything.
    Preconditions: An account with the type.
    Procedure: Query with a condition that the type has not, with an operator that is none, and with an operator
    without conditions.
    Expected: An error, each time.
    Why: The client would then delete all that was found.
    """
    for filter_ in ({"noSuchCondition": 1}, {"operator": "XOR", "conditions": []}, {"operator": "AND"}):
        foo.refuses("query", {"filter": filter_}, "invalidArguments", "unsupportedFilter")


@case(
    requirements=[
        "core/standard/query/response/total/if-requested",
        "core/standard/query/response/total/only-if-requested",
    ],
    area="query",
    over=MADE,
    needs=["records"],
)
def total_comes_when_asked_for(foo: Foo) -> None:
    """total is there when calculateTotal is true, and counts all results, and is not there otherwise.

    Purpose: To see that a client can show "3 of 500", and that nobody counts in vain.
    Preconditions: Records of the type can be made.
    Procedure: Make three records; query with calculateTotal true and a limit of 1, with it false, and without it.
    Expected: The number of all results; nothing; nothing.
    Why: Counting can take longer than finding.
    """
    foo.make(count=3)
    every = ids_of(foo, {})
    answer = foo.call("query", {"calculateTotal": True, "limit": 1})
    equal(
        answer.get("total"),
        len(every),
        "total is not the number of results",
        about="core/standard/query/response/total/if-requested",
    )
    for arguments in ({"calculateTotal": False}, {}):
        answer = foo.call("query", arguments)
        that(
            "total" not in answer,
            "total came unasked",
            expected="no total",
            found=answer,
            about="core/standard/query/response/total/only-if-requested",
        )


def operator(name: str, *filters: dict[str, Any]) -> dict[str, Any]:
    return {"operator": name, "conditions": list(filters)}


def two_filters(foo: Foo, condition: str) -> tuple[list[Record], dict[str, Any], dict[str, Any]]:
    """Records, and two filters of one condition with different values."""
    row = foo.spec["filter"][condition]
    records, values = varied(foo, row["property"])
    tried = probes(row["match"], [value for value in values if value is not None])
    first, last = (tried[0], tried[-1]) if tried else (None, None)
    return records, {condition: first}, {condition: last}


def found_by(foo: Foo, records: list[Record], filter_: dict[str, Any]) -> list[str]:
    """What the oracle finds."""
    return [record.id for record in records if matches(record, filter_, foo.spec["filter"])]
