"""Faults about /queryChanges (RFC 8620, Section 5.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..standard import query_changes
from ..standard.call import Call
from . import fault
from .planting import after, before, instead

Added = list[tuple[str, int]]


def differing(change: Callable[[list[str], list[str], list[str], Added], tuple[list[str], Added]]) -> None:
    """The differences between old and new results are told so."""

    def differences(right: Any, old: list[str], new: list[str], touched: set[str]) -> tuple[list[str], Added]:
        return change(old, new, *right(old, new, touched))

    instead(query_changes, "differences", differences)


@fault("core/standard/queryChanges/response/removed/moved", "core/standard/queryChanges/response/added/complete")
def query_changes_forgets_moved() -> None:
    """/queryChanges does not tell of records that stayed in the results and changed their place."""
    differing(
        lambda old, new, removed, added: (
            [id for id in removed if id not in new],
            [(id, place) for id, place in added if id not in old],
        )
    )


@fault("core/standard/queryChanges/response/removed/complete", seen_by="old-results-are-removed")
def query_changes_forgets_removed() -> None:
    """/queryChanges does not tell of records that went from the results."""
    differing(lambda old, new, removed, added: ([id for id in removed if id in new], added))


@fault("core/standard/queryChanges/response/added/complete", seen_by="new-results-are-added")
def query_changes_forgets_added() -> None:
    """/queryChanges does not tell of records that came to the results."""
    differing(lambda old, new, removed, added: (removed, [(id, place) for id, place in added if id in old]))


@fault("core/standard/queryChanges/response/added/in-order")
def added_last_first() -> None:
    """What /queryChanges tells as added is in the opposite order of the index."""
    after("*/queryChanges", lambda call, said: said["added"].reverse())


@fault("core/standard/queryChanges/response/oldQueryState/as-requested")
def old_query_state_respelt() -> None:
    """The oldQueryState of /queryChanges is the state of the request in another spelling."""
    after("*/queryChanges", lambda call, said: said.update(oldQueryState=said["oldQueryState"].rjust(12, "0")))


@fault("core/standard/queryChanges/maxChanges/exceeded")
def query_changes_exceeds_max() -> None:
    """/queryChanges ignores `maxChanges`."""
    before("*/queryChanges", lambda call: call.arguments.update(maxChanges=None))


@fault("core/standard/queryChanges/response/total/if-requested")
def query_changes_never_counts() -> None:
    """/queryChanges does not tell the total to those who ask."""
    before("*/queryChanges", lambda call: call.arguments.update(calculateTotal=False))


@fault("core/standard/queryChanges/response/total/only-if-requested")
def query_changes_counts_unasked() -> None:
    """/queryChanges tells the total to those who did not ask."""
    before("*/queryChanges", lambda call: call.arguments.update(calculateTotal=True))


def hiding(where: Callable[[Call], bool]) -> None:
    """/queryChanges tells nothing where there is such an `upToId`."""

    def hide(call: Call, said: dict[str, Any]) -> None:
        if call.arguments["upToId"] is not None and where(call):
            said.update(removed=[], added=[])

    after("*/queryChanges", hide)


@fault("core/standard/queryChanges/upToId/ignored-if-mutable")
def up_to_id_hides_all() -> None:
    """/queryChanges tells nothing where there is an `upToId`."""
    hiding(lambda call: True)


@fault("core/standard/queryChanges/upToId/ignored-if-unknown")
def unknown_up_to_id_hides_all() -> None:
    """/queryChanges tells nothing where `upToId` is among no results."""
    hiding(lambda call: not call.records.exists(call.type.name, call.arguments["upToId"]))


@fault("core/standard/queryChanges/response/removed/up-to-id")
def up_to_id_ignored() -> None:
    """/queryChanges ignores `upToId`."""
    before("*/queryChanges", lambda call: call.arguments.update(upToId=None))


@fault("core/standard/queryChanges/response/added/up-to-id")
def up_to_id_only_for_removed() -> None:
    """/queryChanges tells of what came to the results behind `upToId`, but not of what went there."""

    def cut(right: Any, up_to: Any, old: list[str], new: list[str], removed: list[str], added: Added) -> Any:
        return right(up_to, old, new, removed, added)[0], added

    instead(query_changes, "only_up_to", cut)
