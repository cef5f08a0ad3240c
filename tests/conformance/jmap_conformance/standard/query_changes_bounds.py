"""/queryChanges: how much is told: maxChanges, upToId, total (RFC 8620, Section 5.6)."""

from __future__ import annotations

from ..case import case
from ..expect import equal, that
from ..foo import Foo
from .query_changes import ALL, CHANGES, MADE, begin, queries


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
    result as upToId. Then create one, and if it did not come before all others, do the same.
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
    now = foo.call("query", {})["ids"]
    if ids and ids[0] in now[: now.index(new)]:
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
