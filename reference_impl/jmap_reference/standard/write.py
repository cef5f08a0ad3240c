"""One record created, updated or destroyed: what /set, /copy and their kin share."""

from __future__ import annotations

from typing import Any

from ..errors import set_
from ..ijson import same
from ..references import creation_reference, map_ids, map_patch_ids
from ..store.values import Record
from ..validation import faults, invalid_properties
from . import patch as patches
from .call import Call


def create(call: Call, sent: Record, checked: bool) -> tuple[Record, Record]:
    """The new record, and ``sent`` with its creation ids replaced.

    ``checked``: the record must be valid beside all others now, not only when the call is done.

    Raises:
        SetError: the record is refused.
    """
    data_type, records = call.type, call.records
    if data_type.singleton:
        raise set_.Singleton()
    sent = map_ids(sent, {"$ref": f"#/$defs/{data_type.name}"}, creation_reference(call.created_ids))
    # req: core/standard/set/create/server-set-refused
    #   A creation that has one of them MUST be refused with invalidProperties.
    _refuse(call, f"{data_type.name}.creation", sent, _dangling(call, sent))
    record = call.special.draft(call, sent)
    call.special.normalise(call, record)
    call.permit(None, record)
    if checked:
        call.special.check(call, records, record)
    record["id"] = call.take_id()
    call.special.enter(call, records, record)
    return record, sent


def update(call: Call, id: str, patch: Record, checked: bool) -> Record:
    """The record that the client asked for, as it would see it.

    Raises:
        SetError: the update is refused.
    """
    data_type, records = call.type, call.records
    old = records.get(data_type.name, id)
    # req: core/standard/set/update/not-found
    #   An id that belongs to no Foo MUST be refused with notFound.
    if old is None:
        raise set_.NotFound()
    patch = map_patch_ids(patch, {"$ref": f"#/$defs/{data_type.name}"}, creation_reference(call.created_ids))
    # req: core/PatchObject/whole-record
    #   A server MUST take the whole record and the mere difference to mean the same.
    # req: core/PatchObject/server-set-same
    patch = call.special.patch(patch)
    shown = call.special.current(call, old, patch)
    asked = patches.apply(patch, shown, data_type)
    different = {name for name in data_type.properties if not same(shown.get(name), asked.get(name))}
    # The same value may be sent for what cannot change, so that a whole object is a patch.
    # req: core/PatchObject/server-set-other
    #   With another value, the update MUST be refused with invalidProperties.
    # req: core/standard/set/update/immutable
    #   An update that would change an immutable property MUST be refused.
    fixed = {name for name, prop in data_type.properties.items() if prop.server_set or prop.immutable}
    dangling = _dangling(call, {name: asked.get(name) for name in different})
    # A record may hold more than a client may send, so what it sends is held against its own form too.
    sent = {name: asked[name] for name in different - fixed if name in asked}
    foreign = patches.unknown(patch, data_type) | invalid_properties(f"{data_type.name}.patch", sent)
    _refuse(call, *call.special.to_validate(asked), foreign | different & fixed | dangling)
    new = call.special.stored(asked)
    call.special.normalise(call, new)
    call.permit(old, new)
    if checked:
        call.special.check(call, records, new)
    call.special.updating(call, old, new)
    # req: core/standard/set/atomic
    #   The changes to one record MUST be made as a whole or not at all.
    records.update(data_type.name, old, new)
    return asked


def destroy(call: Call, id: str, checked: bool) -> Record:
    """The record that was.

    Raises:
        SetError: it is not destroyed.
    """
    record = call.records.get(call.type.name, id)
    # req: core/standard/set/destroy/not-found
    #   An id that belongs to no Foo MUST be refused with notFound.
    if record is None:
        raise set_.NotFound()
    if call.type.singleton:
        raise set_.Singleton()
    call.permit(record, None)
    if checked:
        call.special.check_destroy(call, call.records, record)
    call.special.destroying(call, call.records, record)
    call.records.destroy(call.type.name, record)
    return record


def _refuse(call: Call, definition: str, record: Record, bad: set[str]) -> None:
    """Raise if the schema finds fault with ``record``, or its properties ``bad`` are known to be.

    Raises:
        InvalidProperties: with all properties at fault.
    """
    record = call.special.judged(record)
    fault = faults(definition, record)
    if fault or bad:
        blamed = bad | invalid_properties(definition, record)
        # req: core/errors/set/invalidProperties/refused
        #   A creation or an update that would leave such a record MUST be refused.
        # req: core/errors/set/invalidProperties/names-properties
        raise set_.InvalidProperties(fault or None, properties=sorted(blamed))


def _dangling(call: Call, values: Record) -> set[str]:
    """The properties among ``values`` that refer to a record which does not exist."""
    referring = {name: prop.refers_to for name, prop in call.type.properties.items() if prop.refers_to}
    return {
        name
        for name, value in values.items()
        if name in referring and name != "id" and not all(_exists(call, referring[name], id) for id in _ids(value))
    }


def _exists(call: Call, type_name: str, id: Any) -> bool:
    if not isinstance(id, str):
        return True  # that is for the schema to say
    if type_name == "Blob":
        return call.blob(id) is not None
    return id in call.accounts if type_name == "Account" else call.records.exists(type_name, id)


def _ids(value: Any) -> list[Any]:
    if isinstance(value, (dict, list)):
        return list(value)
    return [] if value is None else [value]
