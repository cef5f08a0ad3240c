"""/set: records created, updated and destroyed (RFC 8620, Section 5.3).

A call is first tried as a whole: every operation is done, then the state at the end is
checked, so that two records can swap their names. If that state is not valid, all is undone,
and the operations are taken one by one, each accepted or refused as things are at its turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..errors import SetError, error_arguments, method, set_
from ..ijson import same
from ..references import creation_reference, map_ids
from ..store.values import Record
from .call import Call
from .write import create, destroy, update


@dataclass
class Outcome:
    """What became of each operation."""

    #: By creation id: the record, and what the client sent for it.
    created: dict[str, tuple[Record, Record]] = field(default_factory=dict)
    #: By id: the record that the client asked for.
    updated: dict[str, Record] = field(default_factory=dict)
    #: By id: the record that was.
    destroyed: dict[str, Record] = field(default_factory=dict)
    not_created: dict[str, SetError] = field(default_factory=dict)
    not_updated: dict[str, SetError] = field(default_factory=dict)
    not_destroyed: dict[str, SetError] = field(default_factory=dict)


def set_records(call: Call) -> dict[str, Any]:
    """``{accountId, oldState, newState, created, updated, destroyed, notCreated, notUpdated, notDestroyed}``

    Raises:
        RequestTooLarge: more operations than maxObjectsInSet.
        StateMismatch: ``ifInState`` is not the state.
    """
    old_state = call.records.state(call.type.name)
    check_state(call.arguments["ifInState"], old_state)
    operations = sum(len(call.arguments[name] or ()) for name in ("create", "update", "destroy"))
    check_size(call, operations)
    # req: core/standard/set/valid-together
    outcome = _as_a_whole(call) if operations > 1 else None
    # req: core/standard/set/valid-after
    #   When the call is done, the data MUST be valid.
    outcome = outcome or perform(call, each_checked=True)
    call.settle()
    return {
        "accountId": call.account.id,
        "oldState": old_state,
        # req: core/standard/set/response/newState/as-get
        #   It MUST be what Foo/get tells from now on.
        "newState": call.records.state(call.type.name),
        **report(call, outcome),
    }


def check_state(expected: str | None, actual: str) -> None:
    # clarification 6
    # req: core/standard/set/ifInState/mismatch
    #   If the data is in another state, the server MUST change nothing and answer with stateMismatch, without
    #   exception.
    if expected is not None and expected != actual:
        raise method.StateMismatch(f"the state is {actual!r}")


def check_size(call: Call, objects: int) -> None:
    # req: core/capability/session/maxObjectsInSet/enforced
    #   The server MUST refuse a call with more of them.
    if objects > call.limits.maxObjectsInSet:
        raise method.RequestTooLarge(f"{objects} objects sent, {call.limits.maxObjectsInSet} allowed")


def _as_a_whole(call: Call) -> Outcome | None:
    """What came of doing all operations; None, and nothing done, if the state at the end is not valid."""
    before = dict(call.created_ids)
    outcome = Outcome()
    try:
        with call.records.savepoint():
            outcome = perform(call, each_checked=False)
            _check_all(call, outcome)
    except SetError:
        call.created_ids.clear()
        call.created_ids.update(before)
        call.spare_ids = [record["id"] for record, _ in outcome.created.values()]
        return None
    return outcome


def perform(call: Call, each_checked: bool) -> Outcome:
    """Creates, then updates, then destroys: a creation id can be used in all that come after its creation."""
    outcome = Outcome()
    # req: core/standard/set/creations-ordered
    #   Within a call, it MUST order creations and updates so that a record is created before anything refers to it.
    for creation_id, sent in _in_order(call, call.arguments["create"] or {}):
        with _noting(outcome.not_created, creation_id):
            outcome.created[creation_id] = create(call, sent, each_checked)
            call.created_ids[creation_id] = outcome.created[creation_id][0]["id"]
    known = creation_reference(call.created_ids)
    # req: core/standard/set/update/creation-id
    #   In place of an id, the server MUST also take # and the creation id of a record that the same request creates.
    # req: core/standard/set/destroy/creation-id
    #   In place of an id, the server MUST also take # and the creation id of a record that the same request creates.
    doomed = [known(id) for id in dict.fromkeys(call.arguments["destroy"] or ())]
    for id, patch in (call.arguments["update"] or {}).items():
        with _noting(outcome.not_updated, known(id)):
            # req: core/standard/set/update/will-destroy
            if known(id) in doomed:
                raise set_.WillDestroy()
            outcome.updated[known(id)] = update(call, known(id), patch, each_checked)
    for id in doomed:
        with _noting(outcome.not_destroyed, id):
            outcome.destroyed[id] = destroy(call, id, each_checked)
    return outcome


@contextmanager
def _noting(errors: dict[str, SetError], key: str) -> Iterator[None]:
    """One bad record never fails the call."""
    try:
        yield
    # req: core/standard/set/goes-on
    #   Where one is refused, the server MUST go on to the next.
    # req: core/standard/set/response/notCreated/complete
    #   Every creation that was refused MUST be here.
    # req: core/standard/set/response/notUpdated/complete
    #   Every update that was refused MUST be here.
    # req: core/standard/set/response/notDestroyed/complete
    #   Every destruction that was refused MUST be here.
    except SetError as error:
        errors[key] = error


def _check_all(call: Call, outcome: Outcome) -> None:
    for record in outcome.destroyed.values():
        call.special.check_destroy(call, call.records, record)
    written = [record["id"] for record, _ in outcome.created.values()] + list(outcome.updated)
    for record in call.records.read(call.type.name, written).values():
        call.special.check(call, call.records, record)


def _in_order(call: Call, creations: dict[str, Record]) -> Iterator[tuple[str, Record]]:
    """The creations, each after those that it refers to; where they go in a circle, in any order."""
    schema = {"$ref": f"#/$defs/{call.type.name}"}
    done: set[str] = set()

    def referred(sent: Record) -> list[str]:
        found: list[str] = []
        map_ids(sent, schema, lambda id: found.append(id) or id)  # type: ignore[func-returns-value]
        return [id[1:] for id in found if id.startswith("#") and id[1:] in creations]

    # A stack and not recursion: a chain may be as long as maxObjectsInSet.
    for first in creations:
        stack = [first]
        while stack:
            waiting = [] if stack[-1] in done else [id for id in referred(creations[stack[-1]]) if id not in done]
            waiting = [id for id in waiting if id not in stack]
            if waiting:
                stack.append(waiting[0])
            elif (creation_id := stack.pop()) not in done:
                done.add(creation_id)
                yield creation_id, creations[creation_id]


def report(call: Call, outcome: Outcome) -> dict[str, Any]:
    """The part of the response that tells what became of each operation."""
    ids = [record["id"] for record, _ in outcome.created.values()] + list(outcome.updated)
    now = {id: call.present(record) for id, record in call.records.read(call.type.name, ids).items()}
    created = {
        # req: core/standard/set/response/created/complete
        #   Each object MUST have every property that the server set, and every one that the client left to its default.
        creation_id: told(call, now.get(record["id"]) or call.present(record), sent)
        for creation_id, (record, sent) in outcome.created.items()
    }
    # req: core/standard/set/response/updated/side-effects
    #   Every such property MUST be there.
    # What is out of sight after an update was updated nevertheless.
    updated = {id: unsent(call, now[id], asked) or None if id in now else None for id, asked in outcome.updated.items()}
    return {
        "created": created or None,
        "updated": updated or None,
        "destroyed": list(outcome.destroyed) or None,
        "notCreated": _errors(outcome.not_created),
        "notUpdated": _errors(outcome.not_updated),
        "notDestroyed": _errors(outcome.not_destroyed),
    }


def told(call: Call, record: Record, sent: Record) -> Record:
    """What a response tells of a new record."""
    return call.special.tell_created(call, record, sent, unsent(call, record, sent))


def unsent(call: Call, record: Record, sent: Record) -> Record:
    """The properties of ``record`` that a client which sent ``sent`` cannot know."""
    return {
        name: value
        for name, value in record.items()
        if not call.type.properties[name].create_only and not (name in sent and same(value, sent[name]))
    }


def _errors(found: dict[str, SetError]) -> dict[str, Any] | None:
    return {key: error_arguments(error) for key, error in found.items()} or None
