"""Faults about /changes (RFC 8620, Section 5.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import method
from ..standard import changes
from ..standard.call import Call
from ..standard.records import Records
from . import fault
from .planting import after, another, around, before_check, instead

Lists = tuple[list[str], list[str], list[str]]


@fault("core/standard/changes/response/hasMoreChanges/none-left", seen_by="nothing-changed-since-the-current-state")
def state_moves_without_change() -> None:
    """/changes leads to another state where nothing changed."""

    def move(call: Call, said: dict[str, Any]) -> None:
        if said["newState"] == said["oldState"]:
            said["newState"] += "0"

    after("*/changes", move)


@fault("core/standard/changes/response/oldState/as-requested")
def old_state_respelt() -> None:
    """The oldState of /changes is the state of the request in another spelling."""
    after("*/changes", lambda call, said: said.update(oldState=said["oldState"].rjust(12, "0")))


@fault("core/standard/changes/maxChanges/not-exceeded")
def changes_exceeds_max() -> None:
    """/changes returns one id more than `maxChanges` where there are more."""
    instead(changes, "take", lambda right, log, most: right(log, most + 1))


@fault(
    "core/standard/changes/response/hasMoreChanges/none-left",
    "core/standard/changes/intermediate-state",
    seen_by="no-more-changes-means-the-current-state max-changes-bounds-each-response",
)
def changes_never_more() -> None:
    """/changes says that there are no more changes when there are."""
    instead(changes, "take", lambda right, log, most: (right(log, most)[0], False))


@fault("core/standard/changes/no-intermediate-state")
def too_many_changes_called_too_large() -> None:
    """Where there are more changes than maxChanges, /changes fails with requestTooLarge."""

    def refuse(right: Any, call: Call) -> dict[str, Any]:
        said: dict[str, Any] = right(call)
        if said["hasMoreChanges"]:
            raise method.RequestTooLarge()
        return said

    around("*/changes", refuse)


@fault("core/standard/changes/maxChanges/out-of-range")
def no_changes_wanted_is_all() -> None:
    """/changes takes a maxChanges of 0 for none."""
    before_check("*/changes", lambda called, arguments, _: arguments.update(maxChanges=arguments["maxChanges"] or None))


@fault("core/standard/changes/sinceState/unknown", "core/standard/queryChanges/sinceQueryState/unknown")
def unknown_state_called_invalid() -> None:
    """A state that the server does not know is answered with invalidArguments."""
    another(method.CannotCalculateChanges, method.InvalidArguments.type)


@fault("core/standard/changes/thirty-days")
def log_soon_cut() -> None:
    """Only the changes since the last five states are kept."""

    def since(right: Any, self: Records, type_name: str, state: str) -> Any:
        return (
            None if state.isdigit() and int(state) < int(self.state(type_name)) - 5 else right(self, type_name, state)
        )

    instead(Records, "changes", since)


def told(change: Callable[[Lists, dict[str, tuple[str, str]]], Lists]) -> None:
    """The lists of /changes are others; it is known how each record was first and last changed."""

    def net(right: Any, window: Any) -> Lists:
        kinds: dict[str, tuple[str, str]] = {}
        for one in window:
            kinds[one.id] = kinds.get(one.id, (one.kind,))[0], one.kind
        return change(right(window), kinds)

    instead(changes, "net", net)


@fault("core/standard/changes/complete")
def changes_loses_updates() -> None:
    """/changes does not tell of records that were updated."""
    told(lambda lists, kinds: (lists[0], [], lists[2]))


@fault("core/standard/changes/created-and-updated")
def created_is_updated_too() -> None:
    """/changes tells twice of a record that was created and then updated."""
    told(lambda lists, kinds: (lists[0], [*lists[1], *(id for id in lists[0] if kinds[id][1] == "updated")], lists[2]))


@fault("core/standard/changes/updated-and-destroyed")
def destroyed_is_updated_too() -> None:
    """/changes tells twice of a record that was updated and then destroyed."""
    told(lambda lists, kinds: (lists[0], [*lists[1], *(id for id in lists[2] if kinds[id][0] == "updated")], lists[2]))


@fault("core/standard/changes/created-and-destroyed")
def short_lives_told() -> None:
    """/changes tells of a record that was created and destroyed as destroyed."""
    gone = ("created", "destroyed")
    told(lambda lists, kinds: (lists[0], lists[1], [*lists[2], *(id for id in kinds if kinds[id] == gone)]))


@fault("core/standard/changes/created-first")
def updated_then_created() -> None:
    """What one portion of /changes tells as updated, the next tells as created."""
    told_again("updated", "created")


@fault("core/standard/changes/destroyed-last")
def destroyed_then_updated() -> None:
    """What one portion of /changes tells as destroyed, the next tells as updated."""
    told_again("destroyed", "updated")


def told_again(first: str, then: str) -> None:
    """What is in one list of a portion is in another one of the next."""
    last: list[str] = []

    def again(call: Call, said: dict[str, Any]) -> None:
        repeated = list(last)
        last[:] = said[first] if said["hasMoreChanges"] else []
        said[then] = [*said[then], *(id for id in repeated if id not in said[then])]

    after("*/changes", again)
