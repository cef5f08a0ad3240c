"""/query: queryState (RFC 8620, Section 5.5)."""

from __future__ import annotations

from ..case import case, types_with
from ..expect import that
from ..foo import Foo, creatable

MADE = types_with("query", "get", "set", when=creatable)


@case(
    requirements=["core/standard/query/response/queryState/changes-with-results"],
    area="query",
    over=MADE,
    needs=["records"],
)
def query_state_changes_with_the_results(foo: Foo) -> None:
    """queryState is another one when a record has come to the results, or has gone.

    Purpose: To see that a client with an old list notices.
    Preconditions: Records of the type can be made.
    Procedure: Query; create a record and query again; destroy it and query again.
    Expected: Three different states, the last of which may be the first.
    Why: With the same state, the client keeps its list.
    """
    first = foo.call("query", {})["queryState"]
    record = foo.make()[0]
    second = foo.call("query", {})["queryState"]
    foo.call("set", {"destroy": [record.id]})
    third = foo.call("query", {})["queryState"]
    that(
        second not in (first, third),
        "queryState did not change with the results",
        expected="another state",
        found=[first, second, third],
    )


@case(
    requirements=["core/standard/query/response/queryState/changes-with-results"],
    area="query",
    over=types_with("query", "get", "set", when=lambda spec: creatable(spec) and bool(spec["sort"])),
    needs=["records"],
)
def query_state_changes_with_the_order(foo: Foo) -> None:
    """queryState is another one when records have changed places in the results.

    Purpose: To see that the order counts, and not only which records are there.
    Preconditions: Records of the type can be made and changed; they can be sorted by a property that a client may
    change.
    Procedure: Make two records; query sorted by the property; exchange their values; query again.
    Expected: Another state.
    Why: With the same state, the client keeps the old order.
    """
    for option, row in foo.spec["sort"].items():
        name = row["property"]
        values = foo.value_for(name, 3) if name in foo.mutable and not row["special"] else []
        if len(values) < 3:
            continue
        low, _ = foo.make({name: values[0]}, {name: values[1]})
        before = foo.call("query", {"sort": [{"property": option}]})
        foo.call("set", {"update": {low.id: {name: values[2]}}})
        after = foo.call("query", {"sort": [{"property": option}]})
        if before["ids"] != after["ids"]:
            that(
                before["queryState"] != after["queryState"],
                "queryState did not change with the order",
                expected="another state",
                found=after["queryState"],
            )
        foo.server.ledger.clear(foo.server)
