"""/queryChanges: how the results of a query differ from those at an earlier state (RFC 8620, Section 5.6)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from ..errors import method
from ..ijson import same
from ..store.values import Change, Record
from .call import Call
from .filter import filter_properties
from .query import results


def query_changes(call: Call) -> dict[str, Any]:
    """``{accountId, oldQueryState, newQueryState, removed: Id[], added: AddedItem[]}``, and ``total`` if asked for.

    The log holds what was there before each change, so the old results are computed like the
    new ones, and the answer is exact: whatever the sort and the filter, and whatever happened.

    Raises:
        CannotCalculateChanges: ``sinceQueryState`` was never a state here, or the log has been cut since.
        TooManyChanges: more are removed and added than ``maxChanges``.
    """
    arguments, name = call.arguments, call.type.name
    since = arguments["sinceQueryState"]
    log = call.records.changes(name, since)
    # req: core/standard/queryChanges/sinceQueryState/unknown
    #   If the server cannot tell what changed since then, or has never given out such a state, it MUST answer with
    #   cannotCalculateChanges.
    if log is None:
        raise method.CannotCalculateChanges(f"the changes since {since!r} are not known")
    now = {record["id"]: record for record in call.records.read_all(name)}
    then = rewind(now, log)
    old, new = results(call, list(then.values())), results(call, list(now.values()))
    relevant = query_properties(call)
    # req: core/standard/queryChanges/response/removed/moved
    #   Where filter or sort looks at a property that can change, every Foo in the new results for which it may have
    #   changed MUST be here too.
    touched = {
        id for id in old if id in now and not all(same(then[id].get(each), now[id].get(each)) for each in relevant)
    }
    removed, added = differences(old, new, touched)
    # req: core/standard/queryChanges/upToId/ignored-if-mutable
    #   Where filter or sort looks at a property that can change, the server MUST ignore this.
    if all(call.type.properties[each].immutable for each in relevant if each in call.type.properties):
        removed, added = only_up_to(arguments["upToId"], old, new, removed, added)
    # req: core/standard/queryChanges/maxChanges/exceeded
    #   If there are more, the server MUST answer with tooManyChanges.
    if arguments["maxChanges"] is not None and len(removed) + len(added) > arguments["maxChanges"]:
        raise method.TooManyChanges(f"{len(removed) + len(added)} changes")
    return {
        "accountId": call.account.id,
        # req: core/standard/queryChanges/response/oldQueryState/as-requested
        #   It MUST be the sinceQueryState of the request.
        "oldQueryState": since,
        "newQueryState": call.records.state(name),
        # req: core/standard/queryChanges/response/total/only-if-requested
        #   It MUST be left out unless calculateTotal is true.
        # req: core/standard/queryChanges/response/total/if-requested
        #   If it is true, this MUST be there.
        **({"total": len(new)} if arguments["calculateTotal"] else {}),
        "removed": removed,
        "added": [{"id": id, "index": index} for id, index in added],
    }


def rewind(now: dict[str, Record], log: Iterable[Change]) -> dict[str, Record]:
    """The records as they were before the log began."""
    then = dict(now)
    for change in reversed(list(log)):
        match change.kind:
            case "created":
                del then[change.id]
            case "updated":
                then[change.id] = {**then[change.id], **change.before}
            case "destroyed":
                then[change.id] = change.before
    return then


def query_properties(call: Call) -> set[str]:
    """The properties that decide which records are in the results, and where."""
    sorts = (call.type.sort[comparator["property"]] for comparator in call.arguments["sort"] or [])
    return filter_properties(call, call.arguments["filter"]) | {sort.property for sort in sorts}


def differences(old: list[str], new: list[str], touched: set[str]) -> tuple[list[str], list[tuple[str, int]]]:
    """What to take out of ``old``, and then to put in and where, to get ``new``.

    Those that stay are as many as can stay without changing places among themselves, less
    those ``touched``: a record whose sort or filter property changed is always told of.
    """
    index = {id: place for place, id in enumerate(new)}
    staying = [id for id in old if id in index and id not in touched]
    kept = {staying[place] for place in longest_rise([index[id] for id in staying])}
    # req: core/standard/queryChanges/response/removed/complete
    #   Every Foo that was in the old results and is not in the new ones MUST be here.
    # req: core/standard/queryChanges/response/added/complete
    #   Every Foo that is in the new results and was not in the old ones MUST be here, and every Foo of the new results
    #   that is in removed.
    # req: core/standard/queryChanges/response/added/in-order
    #   The items MUST be in the order of their index, the lowest first.
    return [id for id in old if id not in kept], [(id, place) for place, id in enumerate(new) if id not in kept]


def longest_rise(numbers: list[int]) -> list[int]:
    """The places of a longest increasing subsequence of distinct numbers."""
    ends: list[int] = []  # the least last number of a rise, by length
    last: list[int] = []  # and its place
    previous: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        previous.append(last[length - 1] if length else None)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [place]
    rise: list[int] = []
    step = last[-1] if last else None
    while step is not None:
        rise.append(step)
        step = previous[step]
    return rise[::-1]


def only_up_to(
    up_to: str | None, old: list[str], new: list[str], removed: list[str], added: list[tuple[str, int]]
) -> tuple[list[str], list[tuple[str, int]]]:
    """Without what lies behind ``up_to`` in the results, where that is in both the old and the new."""
    # req: core/standard/queryChanges/upToId/ignored-if-unknown
    #   It MUST ignore it as well where it cannot work out what comes after this id.
    if up_to is None or up_to not in old or up_to not in new:
        return removed, added
    behind = set(old[old.index(up_to) + 1 :])
    end = new.index(up_to)
    # req: core/standard/queryChanges/response/removed/up-to-id
    # req: core/standard/queryChanges/response/added/up-to-id
    return [id for id in removed if id not in behind], [(id, place) for id, place in added if place <= end]
