"""/query: the order of the results (RFC 8620, Section 5.5)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..expect import equal
from ..foo import Foo, Record, creatable
from ..outcome import Blocked
from ..queries import ids_of, sorts

MADE = types_with("query", "get", "set", when=creatable)
COMPARATOR = "core/Comparator"


def ascending(foo: Foo, option: str) -> list[Record]:
    """Records whose values ascend in the property of a sort option, made in another order."""
    name = foo.spec["sort"][option]["property"]
    if name in foo.server_set:
        records = foo.make(count=3)
        return sorted(records, key=lambda record: (record.known.get(name), record.id))
    values = foo.value_for(name, 4)
    if len(values) < 2:
        raise Blocked(f"the suite knows no two values of {name}")
    order = sorted(range(len(values)), key=lambda number: (number * 7 + 3) % 5)
    made = foo.make(*({name: values[number]} for number in order))
    return [record for _, record in sorted(zip(order, made, strict=True), key=lambda pair: pair[0])]


def ordered(foo: Foo, records: list[Record], sort: list[dict[str, object]], wanted: list[Record], what: str) -> None:
    equal(ids_of(foo, {"sort": sort}, records), [record.id for record in wanted], what)


def both_ways(foo: Foo, option: str) -> None:
    """The results ascend, and descend with isAscending false."""
    records = ascending(foo, option)
    distinct = len({str(record.known.get(foo.spec["sort"][option]["property"])) for record in records}) == len(records)
    if distinct:
        ordered(foo, records, [{"property": option}], records, f"the results do not ascend by {option}")
        ordered(
            foo, records, [{"property": option, "isAscending": True}], records, f"the results do not ascend by {option}"
        )
        ordered(
            foo,
            records,
            [{"property": option, "isAscending": False}],
            records[::-1],
            f"the results do not descend by {option}",
        )


@case(
    requirements=[f"{COMPARATOR}/property/numbers", f"{COMPARATOR}/isAscending/descending"],
    area="sort",
    over=sorts(("UnsignedInt", "Int", "Number")),
    needs=["records"],
)
def numbers_are_in_order(foo: Foo, option: str) -> None:
    """In ascending order a lower number comes first, in descending order a higher.

    Purpose: To see that numbers are compared as numbers.
    Preconditions: Records of the type can be made.
    Procedure: Make records with different numbers, in another order; query sorted by the property, both ways.
    Expected: The ids in the order of the numbers, and in the opposite order.
    Why: Compared as text, 10 comes before 9.
    """
    both_ways(foo, option)
    name = foo.spec["sort"][option]["property"]
    if name not in foo.server_set:
        nine, ten = foo.make({name: 9}, {name: 10})
        ordered(foo, [nine, ten], [{"property": option}], [nine, ten], "numbers are not compared as numbers")


@case(
    requirements=[f"{COMPARATOR}/property/booleans", f"{COMPARATOR}/isAscending/descending"],
    area="sort",
    over=sorts(("Boolean",)),
    needs=["records"],
)
def false_comes_before_true(foo: Foo, option: str) -> None:
    """In ascending order false comes before true, in descending order after it.

    Purpose: To see that booleans have an order.
    Preconditions: Records of the type can be made.
    Procedure: Make a record with true and one with false; query sorted by the property, both ways.
    Expected: false, true; true, false.
    Why: "Unread first" is such a sort.
    """
    both_ways(foo, option)


@case(
    requirements=[f"{COMPARATOR}/isAscending/descending"],
    area="sort",
    over=sorts(("String",)),
    needs=["records"],
)
def texts_are_in_order(foo: Foo, option: str) -> None:
    """Texts ascend, and descend with isAscending false.

    Purpose: To see that every sort option of the type works, both ways.
    Preconditions: Records of the type can be made.
    Procedure: Make records whose values every collation puts in the same order; query sorted by the property, both
    ways.
    Expected: The ids in that order, and in the opposite order.
    Why: Lists of names are sorted so.
    """
    both_ways(foo, option)


@case(
    requirements=[f"{COMPARATOR}/property/dates", f"{COMPARATOR}/isAscending/descending"],
    area="sort",
    over=sorts(("Date", "UTCDate")),
    needs=["records"],
)
def earlier_date_comes_first(foo: Foo, option: str) -> None:
    """In ascending order the earlier moment comes first, in descending order the later, wherever the clocks stand.

    Purpose: To see that dates are compared as moments.
    Preconditions: Records of the type can be made.
    Procedure: Make records with different dates, in another order; query sorted by the property, both ways. Where a
    date may have an offset from UTC, do it also with noon ten hours east of UTC, and with three in the morning in UTC,
    which is an hour later.
    Expected: The ids in the order of the moments, and in the opposite order.
    Why: Compared as text, mail from the other side of the world is half a day out of place.
    """
    both_ways(foo, option)
    name = foo.spec["sort"][option]["property"]
    if name not in foo.server_set and foo.properties[name]["signature"].startswith("Date"):
        east, utc = foo.make({name: "2026-03-01T12:00:00+10:00"}, {name: "2026-03-01T03:00:00Z"})
        ordered(foo, [east, utc], [{"property": option}], [east, utc], "dates are not compared as moments")


@case(
    requirements=["core/standard/query/sort/first-difference"],
    area="sort",
    over=types_with("query", "get", "set", when=lambda spec: creatable(spec) and len(spec["sort"]) > 1),
    needs=["records"],
)
def next_comparator_decides_where_the_first_does_not(foo: Foo) -> None:
    """Records that are equal for the first Comparator are in the order of the next.

    Purpose: To see that a sort has several levels.
    Preconditions: Records of the type can be made; it can be sorted by two properties.
    Procedure: Make records that are equal in one property and differ in another; query sorted by both, the second
    both ways.
    Expected: The order of the second property, and the opposite.
    Why: Lists are sorted by a number that the user gave, and then by name.
    """
    options = [
        (option, row["property"])
        for option, row in foo.spec["sort"].items()
        if not row["special"] and row["property"] not in foo.server_set
    ]
    for first, first_property in options:
        for second, second_property in options:
            values, others = foo.value_for(first_property, 1), foo.value_for(second_property, 3)
            if first == second or first_property == foo.name_property or not values or len(others) < 2:
                continue
            order = [1, 0, 2][: len(others)]
            made = foo.make(*({first_property: values[0], second_property: others[number]} for number in order))
            wanted = [record for _, record in sorted(zip(order, made, strict=True), key=lambda pair: pair[0])]
            sort: list[dict[str, object]] = [{"property": first}, {"property": second}]
            ordered(foo, made, sort, wanted, f"equal in {first}, the results are not in the order of {second}")
            sort[1] = {"property": second, "isAscending": False}
            ordered(
                foo,
                made,
                sort,
                wanted[::-1],
                f"equal in {first}, the results are not in the opposite order of {second}",
            )
            foo.server.ledger.clear(foo.server)


@case(requirements=["core/standard/query/sort/stable"], area="sort", over=MADE, needs=["records"])
def order_without_a_sort_stays(foo: Foo) -> None:
    """Where no Comparator decides, the order is the same from one call to the next.

    Purpose: To see that a client can page through results that it did not sort.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make six records; query five times without a sort, with null, and with an empty one, whole and in
    pages.
    Expected: The same order, each time.
    Why: In an order that changes, a page repeats some and skips others.
    """
    foo.make(count=6)
    first = ids_of(foo, {})
    tried: list[dict[str, Any]] = [{}, {"sort": None}, {"sort": []}, {}]
    for arguments in tried:
        equal(ids_of(foo, arguments), first, "the order changed from one call to the next")
    paged = [
        one
        for position in range(0, len(first), 2)
        for one in foo.call("query", {"position": position, "limit": 2})["ids"]
    ]
    equal(paged, first, "the pages are not in the order of the whole")


@case(requirements=["core/standard/query/errors/unsupportedSort/answered"], area="sort", over=types_with("query"))
def unknown_sort_is_refused(foo: Foo) -> None:
    """A sort by a property that the type cannot be sorted by, or with a collation that is none, is refused.

    Purpose: To see that a client learns that its order is not to be had.
    Preconditions: An account with the type.
    Procedure: Query sorted by a property that the type has not; sorted by a String that it has, with a collation
    that nobody knows.
    Expected: unsupportedSort (for the unknown property invalidArguments will do), each time.
    Why: Results in some other order look like a broken list.
    """
    foo.refuses("query", {"sort": [{"property": "noSuchProperty"}]}, "unsupportedSort", "invalidArguments")
    strings = [
        option
        for option, row in foo.spec["sort"].items()
        if foo.properties.get(row["property"], {}).get("signature") == "String"
    ]
    for option in strings:
        foo.refuses("query", {"sort": [{"property": option, "collation": "i;no-such-collation"}]}, "unsupportedSort")
