"""Faults about /set as a whole, creations and destructions (RFC 8620, Section 5.3)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from ..errors import SetError, method, set_
from ..protocol import Processor
from ..standard import set as sets
from ..standard import special
from ..standard.call import Call
from ..standard.records import Records
from ..store.values import Record
from . import fault
from .planting import after, another, around, before, instead


@fault("core/standard/set/ifInState/mismatch", seen_by="other-state-stops-the-call")
def set_ignores_if_in_state() -> None:
    """/set changes data that is no longer in the state that the client saw."""
    instead(sets, "check_state", lambda right, expected, actual: None)


@fault("core/standard/set/ifInState/mismatch", seen_by="current-state-lets-the-call-through")
def any_if_in_state_mismatches() -> None:
    """/set with an `ifInState` fails with stateMismatch, also where it is the state."""
    instead(sets, "check_state", lambda right, expected, actual: right(expected and "", actual))


@fault("core/MethodError/no-change", "core/MethodError/stops-call", seen_by="call-that-fails-changes-nothing")
def failed_set_destroys() -> None:
    """A /set that fails has destroyed what it was to destroy."""

    def answer(right: Any, self: Processor, name: str, arguments: dict[str, Any], *given: Any) -> Any:
        said = right(self, name, arguments, *given)
        is_failed = said[0][0] == "error" and said[0][1]["type"] != method.RequestTooLarge.type
        if is_failed and arguments.get("destroy"):
            right(self, name, {each: arguments[each] for each in ("accountId", "destroy") if each in arguments}, *given)
        return said

    instead(Processor, "_answer", answer)


@fault("core/standard/get/response/state/same-while-unchanged", seen_by="call-that-changes-nothing-keeps-the-state")
def every_set_is_a_change() -> None:
    """Each /set leads to a new state, also one that changes nothing."""
    number = count()
    made = [0]
    before("*/set", lambda call: made.append(next(number)))
    instead(Records, "state", lambda right, *given: f"{right(*given)}.{made[-1]}")
    instead(sets, "check_state", lambda right, expected, actual: None)


@fault("core/standard/set/response/newState/as-get")
def new_state_is_the_old() -> None:
    """The newState of /set is the state before."""
    after("*/set", lambda call, said: said.update(newState=said.get("oldState")))


@fault("core/capability/session/maxObjectsInSet/enforced", seen_by="as-many-changes-as-allowed-are-processed")
def most_in_set_not_enforced() -> None:
    """/set takes any number of objects."""
    before("*/set", lambda call: setattr(call, "limits", replace(call.limits, maxObjectsInSet=1_000_000)))


@fault("core/capability/session/maxObjectsInSet/enforced", seen_by="creations-updates-and-destructions-count-together")
def most_in_set_by_kind() -> None:
    """/set takes as many creations as allowed, and as many updates and destructions besides."""

    def largest(right: Any, call: Call, objects: int) -> None:
        right(call, max(len(call.arguments[name] or ()) for name in ("create", "update", "destroy")))

    instead(sets, "check_size", largest)


@fault("core/standard/set/goes-on", seen_by="refused-creation-does-not-stop-the-others")
def refused_record_fails_call() -> None:
    """A /set of which one part is refused fails as a whole."""

    def fail(right: Any, call: Call) -> dict[str, Any]:
        said: dict[str, Any] = right(call)
        if said["notCreated"] or said["notUpdated"] or said["notDestroyed"]:
            raise method.InvalidArguments("not everything can be done")
        return said

    around("*/set", fail)


@fault("core/standard/set/response/notCreated/complete")
def not_created_forgotten() -> None:
    """/set does not tell of creations that it refused."""
    after("*/set", lambda call, said: said.update(notCreated=None))


@fault("core/standard/set/response/notUpdated/complete")
def not_updated_forgotten() -> None:
    """/set does not tell of updates that it refused."""
    after("*/set", lambda call, said: said.update(notUpdated=None))


@fault("core/standard/set/destroy/not-found", "core/standard/set/update/not-found")
def not_found_called_forbidden() -> None:
    """An update or destruction of a record that there is not is refused with forbidden."""
    another(set_.NotFound, set_.Forbidden.type)


@fault("core/standard/set/response/notDestroyed/complete")
def unknown_destroyed() -> None:
    """/set tells of a record that there was not as destroyed."""

    def pretend(call: Call, said: dict[str, Any]) -> None:
        refused = said["notDestroyed"] or {}
        said["destroyed"] = [*(said["destroyed"] or []), *(id for id in refused if refused[id]["type"] == "notFound")]
        said["notDestroyed"] = None

    after("*/set", pretend)


@fault("core/standard/set/goes-on", seen_by="destroyed-records-are-gone")
def destroyed_stays() -> None:
    """/set tells of a record as destroyed, and it is still there."""
    instead(Records, "destroy", lambda right, *given: None)


def told_of_created(change: Callable[[Record], Record]) -> None:
    """/set tells something else of new records."""
    instead(sets, "told", lambda right, call, record, sent: change(right(call, record, sent)))


@fault(
    "core/standard/set/response/created/complete",
    seen_by="preparations-get-valid-answers created-tells-what-the-server-set new-mailbox-has-no-emails",
)
def created_omits_server_set() -> None:
    """/set tells of a new record its id, and nothing else that the server set."""
    told_of_created(lambda told: {"id": told["id"]} if "id" in told else told)


@fault("core/standard/set/create/defaults")
def other_defaults() -> None:
    """Numbers and Booleans that are left out of a creation get another value than their default."""

    def reset(right: Any, record: Record, prop: Any) -> None:
        right(record, prop)
        if isinstance(record.get(prop.name), int):
            record[prop.name] = not record[prop.name] if isinstance(record[prop.name], bool) else record[prop.name] + 1

    instead(special, "reset", reset)


def creating(change: Callable[[Call, Record], Record]) -> None:
    """What a client sends for a new record is taken for something else."""
    instead(sets, "create", lambda right, call, sent, checked: right(call, change(call, sent), checked))


@fault("core/PatchObject/value-sets", seen_by="values-are-stored-as-they-were-sent")
def false_stored_as_true() -> None:
    """A false in a creation is stored as true."""
    creating(lambda call, sent: {name: value is False or value for name, value in sent.items()})


@fault("core/standard/set/create/server-set-refused")
def server_set_in_creation_ignored() -> None:
    """Properties that only the server sets are ignored in a creation."""

    def ignore(call: Call, sent: Record) -> Record:
        properties = call.type.properties
        return {
            name: value for name, value in sent.items() if name not in properties or not properties[name].server_set
        }

    creating(ignore)


@fault("core/errors/set/invalidProperties/names-properties")
def one_invalid_property_named() -> None:
    """The error invalidProperties names the first of the properties that are invalid."""

    def arguments(right: Any, error: SetError) -> dict[str, Any]:
        said: dict[str, Any] = right(error)
        return said | ({"properties": said["properties"][:1]} if "properties" in said else {})

    instead(sets, "error_arguments", arguments)


@fault("core/errors/set/invalidProperties/refused")
def invalid_properties_called_forbidden() -> None:
    """A record with invalid properties is refused with forbidden."""
    another(set_.InvalidProperties, set_.Forbidden.type)


@fault("core/Id/unique")
def ids_used_again() -> None:
    """A new record gets the lowest number as its id that no record has now."""

    def take_id(right: Any, call: Call) -> str:
        return next(id for id in map("n{}".format, count()) if not call.records.exists(call.type.name, id))

    instead(Call, "take_id", take_id)


@fault("core/Id/defensive")
def ids_are_numbers() -> None:
    """Ids of new records are digits."""
    instead(Call, "take_id", lambda right, call: str(random.randrange(10**11, 10**12)))


@fault("core/standard/set/update/creation-id", "core/standard/set/destroy/creation-id")
def creation_ids_only_in_creations() -> None:
    """# and a creation id stands for nothing in `update` and `destroy`."""
    instead(sets, "creation_reference", lambda right, ids: lambda id: id)


@fault("core/standard/set/creation-id-last")
def first_of_equal_creation_ids() -> None:
    """A creation id that is used again stands for the record that was created first."""

    def keep(right: Any, call: Call) -> dict[str, Any]:
        known = dict(call.created_ids)
        said: dict[str, Any] = right(call)
        call.created_ids.update(known)
        return said

    around("*/set", keep)


@fault("core/standard/set/creation-ids-kept")
def creation_ids_forgotten_after_call() -> None:
    """A creation id is known in its own call only."""
    after("*/set", lambda call, said: call.created_ids.clear())


@fault("core/standard/set/creations-ordered")
def creations_as_they_come() -> None:
    """Records are created in the order of the members of `create`, whatever they refer to."""
    instead(sets, "_in_order", lambda right, call, creations: creations.items())
