"""/changes: how much is told, and since when (RFC 8620, Section 5.2)."""

from __future__ import annotations

from ..case import case
from ..expect import equal, that
from ..foo import Foo
from .changes import ALL, CHANGES, MADE, pages, touch


@case(
    requirements=[
        f"{CHANGES}/maxChanges/not-exceeded",
        f"{CHANGES}/intermediate-state",
        f"{CHANGES}/no-intermediate-state",
    ],
    area="changes",
    over=MADE,
    needs=["records"],
)
def max_changes_bounds_each_response(foo: Foo) -> None:
    """A response has no more ids than maxChanges, and the responses together tell everything.

    Purpose: To see that a client can take changes in portions.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make two records and take the state; create three, update one and destroy one, in six calls; follow
    /changes with maxChanges 1, 2 and 3.
    Expected: No response with more ids; all changes told at the end; the last newState is the current state.
    cannotCalculateChanges is accepted.
    Why: A phone that was off for a month has much to hear.
    """
    updated, destroyed = (record.id for record in foo.make(count=2))
    state = foo.state()
    created = [foo.make()[0].id for _ in range(3)]
    touch(foo, updated)
    foo.call("set", {"destroy": [destroyed]})
    for most in (1, 2, 3):
        first = foo.reply("changes", {"sinceState": state, "maxChanges": most}).of("0")
        if first.error == "cannotCalculateChanges":
            that(
                False,
                "there is no state in between",
                expected="a part of the changes",
                found=str(first),
                about=f"{CHANGES}/intermediate-state",
            )
        that(
            first.error is None,
            "changes that are too many failed otherwise",
            expected="cannotCalculateChanges",
            found=str(first),
            about=f"{CHANGES}/no-intermediate-state",
        )
        made = pages(foo, state, most)
        for answer in made:
            count = sum(len(answer[name]) for name in ("created", "updated", "destroyed"))
            that(
                count <= most,
                f"a response has more than {most} changes",
                expected=most,
                found=answer,
                about=f"{CHANGES}/maxChanges/not-exceeded",
            )
        told = [{one for answer in made for one in answer[name]} for name in ("created", "updated", "destroyed")]
        wanted = [set(created), {updated}, {destroyed}]
        that(
            told[0] == wanted[0] and wanted[1] <= told[1] and told[2] == wanted[2],
            "not all changes are told",
            expected=[sorted(one) for one in wanted],
            found=[sorted(one) for one in told],
            about=f"{CHANGES}/intermediate-state",
        )
        equal(
            made[-1]["newState"],
            foo.state(),
            "the last newState is not the current state",
            about=f"{CHANGES}/intermediate-state",
        )


@case(requirements=[f"{CHANGES}/response/hasMoreChanges/none-left"], area="changes", over=MADE, needs=["records"])
def no_more_changes_means_the_current_state(foo: Foo) -> None:
    """A response that says that there are no more changes leads to the current state.

    Purpose: To see that a client does not stop half way.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Take the state; create three records in three calls; call /changes with maxChanges 1, and without it.
    Expected: Where hasMoreChanges is false, newState is the state of /get, and the three are in created.
    Why: What is told after that, nobody asks for.
    """
    state = foo.state()
    made = [foo.make()[0].id for _ in range(3)]
    now = foo.state()
    for more in ({"maxChanges": 1}, {}):
        answer = foo.call("changes", {"sinceState": state, **more})
        if not answer["hasMoreChanges"]:
            equal(answer["newState"], now, "there are no more changes, and newState is not the current state")
            that(
                set(made) <= set(answer["created"]),
                "there are no more changes, and not all are told",
                expected=made,
                found=answer,
            )


@case(requirements=[f"{CHANGES}/maxChanges/out-of-range"], area="changes", over=ALL)
def max_changes_has_to_be_positive(foo: Foo) -> None:
    """A maxChanges of 0, or a negative one, is refused with invalidArguments.

    Purpose: To see that a call always makes progress.
    Preconditions: An account with the type.
    Procedure: Call /changes with maxChanges 0 and -1.
    Expected: The error invalidArguments, both times.
    Why: With 0, a client that follows hasMoreChanges never ends.
    """
    state = foo.state()
    for most in (0, -1):
        foo.refuses("changes", {"sinceState": state, "maxChanges": most}, "invalidArguments")


@case(requirements=[f"{CHANGES}/sinceState/unknown"], area="changes", over=ALL)
def unknown_state_cannot_be_calculated_from(foo: Foo) -> None:
    """A sinceState that the server does not know is answered with cannotCalculateChanges.

    Purpose: To see that the client learns to start anew.
    Preconditions: An account with the type.
    Procedure: Call /changes with a string that was never a state.
    Expected: The error cannotCalculateChanges.
    Why: With "nothing changed", a client would keep stale data for ever.
    """
    foo.reply("changes", {"sinceState": "jmapconf-never-was-a-state"}).refused("0", "cannotCalculateChanges")
