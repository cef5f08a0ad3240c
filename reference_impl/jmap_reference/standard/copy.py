"""/copy: records from one account into another (RFC 8620, Section 5.4)."""

from __future__ import annotations

from typing import Any

from ..errors import MethodError, SetError, error_arguments, method, set_
from ..store.interface import Account, Record
from .call import Call
from .set import check_size, check_state, set_records, unsent
from .write import create


def copy(call: Call) -> dict[str, Any]:
    """``{fromAccountId, accountId, oldState, newState, created, notCreated}``, and maybe the response of a /set.

    Raises:
        InvalidArguments, FromAccountNotFound, FromAccountNotSupportedByMethod: see ``Call.from_account``.
        RequestTooLarge: more records than maxObjectsInSet.
        StateMismatch: ``ifFromInState`` or ``ifInState`` is not the state of its account.
    """
    source = call.from_account()
    originals, copies, name = call.records_of(source), call.records, call.type.name
    old_state = copies.state(name)
    # req: core/standard/copy/ifFromInState/mismatch
    check_state(call.arguments["ifFromInState"], originals.state(name))
    # req: core/standard/copy/ifInState/mismatch
    check_state(call.arguments["ifInState"], old_state)
    check_size(call, len(call.arguments["create"]))
    created: dict[str, Record] = {}
    not_created: dict[str, Any] = {}
    copied: dict[str, None] = {}
    for creation_id, changed in call.arguments["create"].items():
        try:
            sent = _with_original(call, source, changed)
            record, sent = create(call, sent, checked=True)
        # req: core/standard/copy/atomic
        except SetError as error:
            not_created[creation_id] = error_arguments(error)
        else:
            call.created_ids[creation_id] = record["id"]
            created[creation_id] = unsent(call, call.present(record), sent)
            copied[changed["id"]] = None
    call.settle()
    # req: core/standard/copy/onSuccessDestroyOriginal/implicit-set
    if copied and call.arguments["onSuccessDestroyOriginal"]:
        _destroy_originals(call, source, list(copied))
    return {
        "fromAccountId": source.id,
        "accountId": call.account.id,
        "oldState": old_state,
        # req: core/standard/copy/response/newState/as-get
        "newState": copies.state(name),
        "created": created or None,
        "notCreated": not_created or None,
    }


def _with_original(call: Call, source: Account, changed: Record) -> Record:
    """What a client would send to create the copy: the original, without what the server sets, as changed."""
    if not isinstance(changed.get("id"), str):
        raise set_.InvalidProperties("the id of the original is missing", properties=["id"])
    original = call.records_of(source).get(call.type.name, changed["id"])
    if original is None:
        raise set_.NotFound()
    shown = call.present(original, source)
    kept = {name: value for name, value in shown.items() if not call.type.properties[name].server_set}
    # req: core/standard/copy/create/overrides
    return kept | {name: value for name, value in changed.items() if name != "id"}


def _destroy_originals(call: Call, source: Account, ids: list[str]) -> None:
    name = f"{call.type.name}/set"
    state = call.arguments["destroyFromIfInState"]
    implicit = call.implicit(name, {"accountId": source.id, "destroy": ids, "ifInState": state})
    try:
        if source.is_read_only:
            raise method.AccountReadOnly()
        call.also.append((name, set_records(implicit)))
    except MethodError as error:
        call.also.append(("error", error_arguments(error)))
