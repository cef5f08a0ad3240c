"""/queryChanges: how the results of a query changed (RFC 8620, Section 5.6)."""

from __future__ import annotations

import random
from typing import Any

from ..case import case, types_with
from ..expect import equal, that
from ..foo import Foo, creatable
from ..outcome import Unsupported
from .changes import touch

CHANGES = "core/standard/queryChanges"
ALL = types_with("queryChanges", "query", "get")
MADE = types_with("queryChanges", "query", "get", "set", when=creatable)

Query = dict[str, Any]


def queries(foo: Foo) -> list[Query]:
    """The query without a filter, and one for each sort option of a property that the suite can change."""
    made: list[Query] = [{}]
    for option, row in foo.spec["sort"].items():
        if not row["special"] and row["property"] in foo.mutable:
            made += [{"sort": [{"property": option}]}, {"sort": [{"property": option, "isAscending": False}]}]
    return made


def begin(foo: Foo, query: Query) -> tuple[list[str], str]:
    """The results of a query, whole, and their state.

    Raises:
        Unsupported: the server says that it cannot calculate changes of it, or does not give all results at once.
    """
    answer = foo.call("query", query)
    if not answer["canCalculateChanges"]:
        raise Unsupported(f"the server cannot calculate changes of the query {query}")
    if "limit" in answer and len(answer["ids"]) >= answer["limit"]:
        raise Unsupported("the results are more than the server gives at once")
    return answer["ids"], answer["queryState"]


def spliced(ids: list[str], answer: dict[str, Any]) -> list[str]:
    """What a client has after it applied the changes."""
    made = [one for one in ids if one not in set(answer["removed"])]
    for item in answer["added"]:
        made.insert(item["index"], item["id"])
    return made


@case(
    requirements=[f"{CHANGES}/response/oldQueryState/as-requested", f"{CHANGES}/response/removed/complete"],
    area="query-changes",
    over=ALL,
)
def nothing_changed_since_the_current_results(foo: Foo) -> None:
    """Since the current queryState nothing has changed; oldQueryState is that state, and so is newQueryState.

    Purpose: To see that the state of /query is one for /queryChanges.
    Preconditions: The server can calculate changes of the query; nobody else changes the account meanwhile.
    Procedure: Query; call /queryChanges with the queryState.
    Expected: The state of the request as oldQueryState, and as newQueryState, with nothing to do.
    Why: It is what a client asks most often.
    """
    ids, state = begin(foo, {})
    answer = foo.call("queryChanges", {"sinceQueryState": state})
    equal(
        answer["oldQueryState"],
        state,
        "oldQueryState is not the sinceQueryState of the request",
        about=f"{CHANGES}/response/oldQueryState/as-requested",
    )
    equal(
        spliced(ids, answer),
        ids,
        "the results changed although nothing did",
        about=f"{CHANGES}/response/removed/complete",
    )


@case(requirements=[f"{CHANGES}/response/added/complete"], area="query-changes", over=MADE, needs=["records"])
def new_results_are_added(foo: Foo) -> None:
    """A record that came to the results is in added, with its index.

    Purpose: To see that a client can put it in.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Query; create two records; call /queryChanges; query again.
    Expected: The old results with the changes applied are the new ones; both records in added.
    Why: New mail shows up this way.
    """
    for query in queries(foo):
        ids, state = begin(foo, query)
        made = [record.id for record in foo.make(count=2)]
        answer = foo.call("queryChanges", {**query, "sinceQueryState": state})
        missing = [one for one in made if one not in [item["id"] for item in answer["added"]]]
        that(not missing, "a new result is not in added", expected=missing, found=answer)
        equal(spliced(ids, answer), foo.call("query", query)["ids"], "the changes do not lead to the new results")


@case(requirements=[f"{CHANGES}/response/removed/complete"], area="query-changes", over=MADE, needs=["records"])
def old_results_are_removed(foo: Foo) -> None:
    """A record that went from the results is in removed.

    Purpose: To see that a client can take it out.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make three records; query; destroy one; call /queryChanges; query again.
    Expected: It is in removed; the old results with the changes applied are the new ones.
    Why: What was deleted elsewhere has to go from the screen.
    """
    for query in queries(foo):
        gone = foo.make(count=3)[1].id
        ids, state = begin(foo, query)
        foo.call("set", {"destroy": [gone]})
        answer = foo.call("queryChanges", {**query, "sinceQueryState": state})
        that(gone in answer["removed"], "an old result is not in removed", expected=gone, found=answer)
        equal(spliced(ids, answer), foo.call("query", query)["ids"], "the changes do not lead to the new results")


@case(
    requirements=[f"{CHANGES}/response/removed/moved", f"{CHANGES}/response/added/complete"],
    area="query-changes",
    over=MADE,
    needs=["records"],
)
def moved_results_are_removed_and_added(foo: Foo) -> None:
    """A record whose place in the results may have changed is in removed and in added.

    Purpose: To see that a client can put it where it is now.
    Preconditions: Records of the type can be made and changed; nobody else changes the account meanwhile.
    Procedure: For each sort by a property that can be changed, make three records; query; give the first a higher
    value than the last; call /queryChanges; query again.
    Expected: The record is in both; the old results with the changes applied are the new ones.
    Why: A list that was sorted once does not stay so.
    """
    for option, row in foo.spec["sort"].items():
        name = row["property"]
        values = foo.value_for(name, 4) if name in foo.mutable and not row["special"] else []
        if len(values) < 4:
            continue
        query: Query = {"sort": [{"property": option}]}
        moved = foo.make(*({name: value} for value in values[:3]))[0].id
        ids, state = begin(foo, query)
        foo.call("set", {"update": {moved: {name: values[3]}}})
        answer = foo.call("queryChanges", {**query, "sinceQueryState": state})
        that(
            moved in answer["removed"],
            "a record that moved is not in removed",
            expected=moved,
            found=answer,
            about=f"{CHANGES}/response/removed/moved",
        )
        that(
            moved in [item["id"] for item in answer["added"]],
            "a record that moved is not in added",
            expected=moved,
            found=answer,
            about=f"{CHANGES}/response/added/complete",
        )
        equal(
            spliced(ids, answer),
            foo.call("query", query)["ids"],
            "the changes do not lead to the new results",
            about=f"{CHANGES}/response/added/complete",
        )
        foo.server.ledger.clear(foo.server)


@case(
    requirements=[f"{CHANGES}/response/added/in-order", f"{CHANGES}/response/added/complete"],
    area="query-changes",
    over=MADE,
    needs=["records"],
)
def changes_lead_from_any_results_to_the_new_ones(foo: Foo) -> None:
    """From every queryState that the server gave, the changes, applied in order, lead to the results of now.

    Purpose: To see that no change is lost and no index is off, wherever a client begins.
    Preconditions: Records of the type can be made and changed; nobody else changes the account meanwhile.
    Procedure: For each sort, make ten random changes, always the same ones, and note results and state after each;
    then call /queryChanges from each.
    Expected: added in the order of the index; the old results with the changes applied are the new ones.
    Why: One wrong index moves everything after it.
    """
    dice = random.Random(8620)
    for query in queries(foo):
        alive = [record.id for record in foo.make(count=3)]
        seen = [begin(foo, query)]
        for _ in range(10):
            step(foo, alive, dice)
            seen.append(begin(foo, query))
        now = foo.call("query", query)["ids"]
        for ids, state in seen:
            answer = foo.call("queryChanges", {**query, "sinceQueryState": state})
            indexes = [item["index"] for item in answer["added"]]
            equal(
                indexes,
                sorted(indexes),
                "added is not in the order of the index",
                about=f"{CHANGES}/response/added/in-order",
            )
            equal(
                spliced(ids, answer),
                now,
                f"the changes of {query} do not lead to the new results",
                about=f"{CHANGES}/response/added/complete",
            )
        foo.server.ledger.clear(foo.server)


def step(foo: Foo, alive: list[str], dice: random.Random) -> None:
    """One random change to the records."""
    kind = dice.choice(["create", "update", "update", "destroy"])
    if kind == "create" or not alive:
        alive.append(foo.make()[0].id)
    elif kind == "update":
        touch(foo, dice.choice(alive))
    else:
        foo.call("set", {"destroy": [alive.pop(dice.randrange(len(alive)))]})
