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


@case(requirements=[f"{CHANGES}/maxChanges/exceeded"], area="query-changes", over=MADE, needs=["records"])
def too_many_changes_are_refused(foo: Foo) -> None:
    """Where there are more changes than maxChanges, the call is answered with tooManyChanges.

    Purpose: To see that a client can say when it would rather start anew.
    Preconditions: Records of the type can be made.
    Procedure: Query; create three records; call /queryChanges with maxChanges 1, and with 1000.
    Expected: The error tooManyChanges; then a response with no more changes than that.
    Why: A list of fifty thousand changes is worse than a new list of fifty results.
    """
    _, state = begin(foo, {})
    foo.make(count=3)
    foo.reply("queryChanges", {"sinceQueryState": state, "maxChanges": 1}).refused("0", "tooManyChanges")
    answer = foo.call("queryChanges", {"sinceQueryState": state, "maxChanges": 1000})
    that(
        len(answer["added"]) + len(answer["removed"]) <= 1000,
        "there are more changes than maxChanges",
        expected=1000,
        found=answer,
    )


@case(
    requirements=[f"{CHANGES}/response/total/if-requested", f"{CHANGES}/response/total/only-if-requested"],
    area="query-changes",
    over=MADE,
    needs=["records"],
)
def total_of_the_new_results_comes_when_asked_for(foo: Foo) -> None:
    """total is there when calculateTotal is true, and counts the new results, and is not there otherwise.

    Purpose: To see that a client knows where its list ends now.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Query; create a record; call /queryChanges with calculateTotal true, with it false, and without it.
    Expected: The number of new results; nothing; nothing.
    Why: Counting can take longer than finding.
    """
    ids, state = begin(foo, {})
    foo.make()
    answer = foo.call("queryChanges", {"sinceQueryState": state, "calculateTotal": True})
    equal(
        answer.get("total"),
        len(ids) + 1,
        "total is not the number of results",
        about=f"{CHANGES}/response/total/if-requested",
    )
    for more in ({"calculateTotal": False}, {}):
        answer = foo.call("queryChanges", {"sinceQueryState": state, **more})
        that(
            "total" not in answer,
            "total came unasked",
            expected="no total",
            found=answer,
            about=f"{CHANGES}/response/total/only-if-requested",
        )


@case(
    requirements=[f"{CHANGES}/upToId/ignored-if-mutable", f"{CHANGES}/upToId/ignored-if-unknown"],
    area="query-changes",
    over=MADE,
    needs=["records"],
)
def up_to_id_leaves_nothing_out_that_counts(foo: Foo) -> None:
    """With an upToId, changes up to that id are told all the same; where the server cannot know what stands behind
    it, all are.

    Purpose: To see that the shortcut loses nothing.
    Preconditions: Records of the type can be made and changed; nobody else changes the account meanwhile.
    Procedure: For each sort by a property that can be changed, make four records; query; destroy the last; call
    /queryChanges with the second as upToId, and with an id that no record has.
    Expected: The destroyed record is in removed, both times.
    Why: The first pages of a list are all that most clients have.
    """
    for query in queries(foo)[1:]:
        records = {record.id for record in foo.make(count=4)}
        ids, state = begin(foo, query)
        mine = [one for one in ids if one in records]
        foo.call("set", {"destroy": [mine[3]]})
        for up_to, rule in ((mine[1], "ignored-if-mutable"), (foo.unknown_id(), "ignored-if-unknown")):
            answer = foo.call("queryChanges", {**query, "sinceQueryState": state, "upToId": up_to})
            that(
                mine[3] in answer["removed"],
                "upToId was not ignored",
                expected=mine[3],
                found=answer,
                about=f"{CHANGES}/upToId/{rule}",
            )
        foo.server.ledger.clear(foo.server)


@case(
    requirements=[f"{CHANGES}/response/removed/up-to-id", f"{CHANGES}/response/added/up-to-id"],
    area="query-changes",
    over=MADE,
    needs=["records"],
)
def up_to_id_leaves_out_what_stands_behind(foo: Foo) -> None:
    """Where neither filter nor sort looks at a property that can change, what stands behind upToId is left out.

    Purpose: To see that a client with the first page is told of the first page.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make four records; query without filter and sort; destroy the last; call /queryChanges with the first
    result as upToId. Then create one, and if it came to the end, do the same.
    Expected: The destroyed record is not in removed, nor the new one in added.
    Why: A mailbox with a hundred thousand messages changes at its far end all day.
    """
    made = {record.id for record in foo.make(count=4)}
    ids, state = begin(foo, {})
    last = [one for one in ids if one in made][-1]
    foo.call("set", {"destroy": [last]})
    if last != ids[0]:
        answer = foo.call("queryChanges", {"sinceQueryState": state, "upToId": ids[0]})
        that(
            last not in answer["removed"],
            "removed has what stood behind upToId",
            expected="not in removed",
            found=answer,
            about=f"{CHANGES}/response/removed/up-to-id",
        )
    ids, state = begin(foo, {})
    new = foo.make()[0].id
    if foo.call("query", {})["ids"][-1] == new and new != ids[0]:
        answer = foo.call("queryChanges", {"sinceQueryState": state, "upToId": ids[0]})
        added = [item["id"] for item in answer["added"]]
        that(
            new not in added,
            "added has what stands behind upToId",
            expected="not in added",
            found=answer,
            about=f"{CHANGES}/response/added/up-to-id",
        )


@case(requirements=[f"{CHANGES}/sinceQueryState/unknown"], area="query-changes", over=ALL)
def unknown_query_state_cannot_be_calculated_from(foo: Foo) -> None:
    """A sinceQueryState that the server does not know is answered with cannotCalculateChanges.

    Purpose: To see that the client learns to query anew.
    Preconditions: An account with the type.
    Procedure: Call /queryChanges with a string that was never a state.
    Expected: The error cannotCalculateChanges.
    Why: With "nothing changed", a client would keep a stale list for ever.
    """
    foo.reply("queryChanges", {"sinceQueryState": "jmapconf-never-was-a-state"}).refused("0", "cannotCalculateChanges")
