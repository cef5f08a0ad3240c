"""/changes: what happened since a state (RFC 8620, Section 5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import method
from ..store.values import Change
from .call import Call


def changes(call: Call) -> dict[str, Any]:
    """``{accountId, oldState, newState, hasMoreChanges, created, updated, destroyed: Id[]}``

    Without ``maxChanges``, no more than one /get can fetch.

    Raises:
        InvalidArguments: ``maxChanges`` is 0.
        CannotCalculateChanges: ``sinceState`` was never a state here, or the log has been cut since.
    """
    since, most = call.arguments["sinceState"], call.arguments["maxChanges"]
    # req: core/standard/changes/maxChanges/out-of-range
    #   Any other number MUST be answered with invalidArguments.
    if most == 0:
        raise method.InvalidArguments("maxChanges: greater than 0")
    log = call.records.changes(call.type.name, since)
    # req: core/standard/changes/sinceState/unknown
    #   If the server cannot tell what changed since then, or has never given out such a state, it MUST answer with
    #   cannotCalculateChanges.
    if log is None:
        raise method.CannotCalculateChanges(f"the changes since {since!r} are not known")
    window, more = take(log, min(most or call.limits.maxObjectsInGet, call.limits.maxObjectsInGet))
    created, updated, destroyed = net(window)
    return {
        "accountId": call.account.id,
        # req: core/standard/changes/response/oldState/as-requested
        #   It MUST be the sinceState of the request.
        "oldState": since,
        "newState": str(window[-1].state) if window else since,
        # req: core/standard/changes/response/hasMoreChanges/none-left
        #   If not, newState MUST be the current state of the data.
        "hasMoreChanges": more,
        "created": created,
        "updated": updated,
        "destroyed": destroyed,
        **call.special.changes(window, updated),
    }


def take(log: Iterable[Change], most: int) -> tuple[list[Change], bool]:
    """The longest beginning of the log that tells of no more than ``most`` records; is there more?

    Since the log is cut between two changes, the end is a state of its own, and no record is
    told of as created after it was told of as updated.
    """
    window: list[Change] = []
    seen: set[str] = set()
    for change in log:
        # req: core/standard/changes/maxChanges/not-exceeded
        #   The server MUST NOT return more ids than this in created, updated and destroyed together.
        # req: core/standard/changes/intermediate-state
        # req: core/standard/changes/created-first
        #   Over a series of responses, a Foo MUST NOT be reported as created after it was reported as updated or
        #   destroyed.
        # req: core/standard/changes/destroyed-last
        #   It MUST NOT be reported as destroyed before it is reported as created or updated.
        if change.id not in seen and len(seen) == most:
            return window, True
        seen.add(change.id)
        window.append(change)
    return window, False


def net(window: Iterable[Change]) -> tuple[list[str], list[str], list[str]]:
    """The ids of the records created, updated and destroyed in all; what was created and destroyed is in none."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for change in window:
        first.setdefault(change.id, change.kind)
        last[change.id] = change.kind
    # req: core/standard/changes/complete
    #   Between them, the three lists MUST name every Foo that changed from oldState to newState.
    # req: core/standard/changes/created-and-updated
    # req: core/standard/changes/updated-and-destroyed
    # req: core/standard/changes/created-and-destroyed
    created = [id for id in first if first[id] == "created" and last[id] != "destroyed"]
    updated = [id for id in first if first[id] != "created" and last[id] != "destroyed"]
    destroyed = [id for id in first if first[id] != "created" and last[id] == "destroyed"]
    return created, updated, destroyed
