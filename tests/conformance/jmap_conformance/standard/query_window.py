"""/query: which part of the results is returned (RFC 8620, Section 5.5)."""

from __future__ import annotations

from typing import Any

from ..case import Point, case, types_with
from ..expect import equal, that
from ..foo import Foo, creatable
from ..manifest import Manifest
from ..queries import ids_of

QUERY = "core/standard/query"
MADE = types_with("query", "get", "set", when=creatable)

#: How many records the cases make.
COUNT = 6

#: anchor (index among the case's own records), anchorOffset, limit.
ANCHORS: dict[str, tuple[int, int, int | None]] = {
    "first": (0, 0, 2), "middle": (3, 0, None), "last": (5, 0, 3),
    "just-after": (2, 1, 2), "just-before": (2, -1, 2), "far-after": (2, 1000, 2),
    "before-the-first": (1, -5000, 3), "before-with-limit": (5, -4, 3), "offset-zero": (4, 0, 1),
}  # fmt: skip


def anchors(manifest: Manifest) -> list[Point]:
    return [Point(point.prefix, name, point.type, {"what": name}) for point in MADE(manifest) for name in ANCHORS]


def window(results: list[str], begin: int, limit: int | None) -> list[str]:
    return results[begin : None if limit is None else begin + limit]


@case(
    requirements=[f"{QUERY}/position/from-the-end", f"{QUERY}/limit/not-exceeded"],
    area="window",
    over=MADE,
    needs=["records"],
)
def position_and_limit_cut_a_window(foo: Foo) -> None:
    """ids is the part of the results that begins at position and has limit ids at most; a negative position counts
    from the end.

    Purpose: To see that results can be paged through, from both ends.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make six records; query with many positions and limits, and compare with the whole list.
    Expected: The slice of the list, and its index in position.
    Why: An index that is off by one shows a message twice, or never.
    """
    foo.make(count=COUNT)
    every = ids_of(foo, {})
    size = len(every)
    for position in (0, 1, size - 1, -1, -2, -size, -size - 5):
        for limit in (1, 2, size):
            begin = max(0, position + size) if position < 0 else position
            answer = foo.call("query", {"position": position, "limit": limit})
            wanted = window(every, begin, limit)
            rule = f"{QUERY}/position/from-the-end" if len(answer["ids"]) <= limit else f"{QUERY}/limit/not-exceeded"
            equal(answer["ids"], wanted, f"position {position} and limit {limit} give other ids", about=rule)
            equal(
                answer["position"],
                begin,
                f"position {position} is told wrongly",
                about=f"{QUERY}/position/from-the-end",
            )


@case(
    requirements=[f"{QUERY}/position/past-the-end", f"{QUERY}/response/ids/empty-past-the-end"],
    area="window",
    over=MADE,
    needs=["records"],
)
def position_past_the_end_gives_no_ids(foo: Foo) -> None:
    """A position at or beyond the number of results is no error: ids is empty.

    Purpose: To see that a client may ask for one page too many.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make two records; query with a position that is the number of results, and one far beyond.
    Expected: No ids.
    Why: Results shrink while a user reads.
    """
    foo.make(count=2)
    size = len(ids_of(foo, {}))
    for position in (size, size + 1000):
        equal(foo.call("query", {"position": position})["ids"], [], "there are ids past the end")


@case(requirements=[f"{QUERY}/limit/negative"], area="window", over=types_with("query"))
def negative_limit_is_refused(foo: Foo) -> None:
    """A negative limit is refused with invalidArguments.

    Purpose: To see that it is not taken for "no limit".
    Preconditions: An account with the type.
    Procedure: Query with a limit of -1.
    Expected: The error invalidArguments.
    Why: Some databases take it so.
    """
    foo.refuses("query", {"limit": -1}, "invalidArguments")


@case(requirements=[f"{QUERY}/response/limit/if-changed"], area="window", over=MADE, needs=["records"])
def limit_comes_back_only_when_changed(foo: Foo) -> None:
    """limit is in the response where the server put its own in place of the client's, and not otherwise.

    Purpose: To see that a client can tell the end of the results from the end of the server's patience.
    Preconditions: Records of the type can be made.
    Procedure: Make two records; query with a limit of 1, with a very large one, and without one.
    Expected: Where limit comes, it is less than the one asked for; where it does not, the ids are as many as were
    asked for or as there are.
    Why: Otherwise a client takes the first thousand for everything.
    """
    foo.make(count=2)
    answer = foo.call("query", {"limit": 1, "calculateTotal": True})
    that(
        "limit" not in answer, "limit came although the server kept to the client's", expected="no limit", found=answer
    )
    for arguments in ({"limit": 9007199254740991, "calculateTotal": True}, {"calculateTotal": True}):
        answer = foo.call("query", arguments)
        if "limit" not in answer:
            that(
                len(answer["ids"]) == answer.get("total"),
                "some ids are left out, and limit is missing",
                expected="limit",
                found={**answer, "ids": len(answer["ids"])},
            )


@case(
    requirements=[f"{QUERY}/anchor/index", f"{QUERY}/anchorOffset/negative"],
    area="window",
    over=anchors,
    needs=["records"],
)
def anchor_is_where_the_window_begins(foo: Foo, what: str) -> None:
    """With an anchor, ids begins at its index plus anchorOffset, or at 0 if that is negative.

    Purpose: To see that a client can go on from a record that it knows.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make six records; query with one of them as the anchor, and an offset and a limit from the table of
    this suite.
    Expected: The slice of the whole list that begins there, and its index in position.
    Why: The index may have moved since; the record is still the same.
    """
    number, offset, limit = ANCHORS[what]
    records = foo.make(count=COUNT)
    every = ids_of(foo, {})
    mine = [one for one in every if one in {record.id for record in records}]
    begin = max(0, every.index(mine[number]) + offset)
    arguments: dict[str, Any] = {"anchor": mine[number], "anchorOffset": offset, "limit": limit}
    answer = foo.call("query", arguments)
    equal(
        answer["ids"],
        window(every, begin, limit),
        f"an anchor at {every.index(mine[number])} with offset {offset} gives other ids",
    )
    if answer["ids"]:
        equal(answer["position"], begin, "position is not the index of the first id")


@case(requirements=[f"{QUERY}/anchor/position-ignored"], area="window", over=MADE, needs=["records"])
def position_means_nothing_beside_an_anchor(foo: Foo) -> None:
    """Where there is an anchor, position is ignored.

    Purpose: To see which of the two counts.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make six records; query with an anchor, and with the same anchor and several positions.
    Expected: The same ids.
    Why: Libraries fill in a position of 0.
    """
    record = foo.make(count=COUNT)[2]
    wanted = foo.call("query", {"anchor": record.id, "limit": 2})["ids"]
    for position in (0, 1, -1, 1000):
        equal(
            foo.call("query", {"anchor": record.id, "limit": 2, "position": position})["ids"],
            wanted,
            f"position {position} changed what an anchor gives",
        )


@case(requirements=[f"{QUERY}/anchorOffset/ignored-without-anchor"], area="window", over=MADE, needs=["records"])
def anchor_offset_means_nothing_without_an_anchor(foo: Foo) -> None:
    """Where there is no anchor, anchorOffset is ignored.

    Purpose: To see that it is neither an error nor an offset by itself.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make six records; query with position 1 and with offsets of 2 and -1, with no anchor and with anchor
    null.
    Expected: The same ids as without an offset.
    Why: Libraries fill in an offset of 0, and some clients another.
    """
    foo.make(count=COUNT)
    wanted = foo.call("query", {"position": 1, "limit": 2})["ids"]
    for more in ({"anchorOffset": 2}, {"anchorOffset": -1, "anchor": None}):
        equal(
            foo.call("query", {"position": 1, "limit": 2, **more})["ids"],
            wanted,
            "anchorOffset changed something without an anchor",
        )


@case(requirements=[f"{QUERY}/anchor/not-found"], area="window", over=types_with("query"))
def unknown_anchor_is_not_found(foo: Foo) -> None:
    """An anchor that is not among the results is answered with anchorNotFound.

    Purpose: To see that the client learns that its record is not there any more.
    Preconditions: An account with the type.
    Procedure: Query with an anchor that no record has.
    Expected: The error anchorNotFound.
    Why: The beginning of the list, instead, would look like an answer.
    """
    foo.reply("query", {"anchor": foo.unknown_id()}).refused("0", "anchorNotFound")
