"""/copy: records from one account into another (RFC 8620, Section 5.4)."""

from __future__ import annotations

from typing import Any

from ..errors import MethodError, SetError, error_arguments, method, set_
from ..store.values import Account, Record
from .call import Call
from .set import check_size, check_state, set_records, told
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
    #   If it is in another, the server MUST copy nothing and answer with stateMismatch.
    check_state(call.arguments["ifFromInState"], originals.state(name))
    # req: core/standard/copy/ifInState/mismatch
    #   If it is in another, the server MUST copy nothing and answer with stateMismatch.
    check_state(call.arguments["ifInState"], old_state)
    check_size(call, len(call.arguments["create"]))
    created: dict[str, Record] = {}
    not_created: dict[str, Any] = {}
    copied: dict[str, None] = {}
    for creation_id, changed in call.arguments["create"].items():
        try:
            record, sent = copied_record(call, source, changed)
        # req: core/standard/copy/atomic
        #   Each record MUST be copied as a whole or not at all, whatever becomes of the others.
        except SetError as error:
            not_created[creation_id] = error_arguments(error)
        else:
            call.created_ids[creation_id] = record["id"]
            created[creation_id] = told(call, call.present(record), sent)
            copied[changed["id"]] = None
    call.settle()
    # req: core/standard/copy/onSuccessDestroyOriginal/implicit-set
    #   If so, the server MUST make one call of Foo/set for all of them, after the response to this call and before the
    #   next one is processed.
    if copied and call.arguments["onSuccessDestroyOriginal"]:
        _destroy_originals(call, source, list(copied))
    return {
        "fromAccountId": source.id,
        "accountId": call.account.id,
        "oldState": old_state,
        # req: core/standard/copy/response/newState/as-get
        #   It MUST be what Foo/get tells from now on.
        "newState": copies.state(name),
        "created": created or None,
        "notCreated": not_created or None,
    }


def copied_record(call: Call, source: Account, changed: Record) -> tuple[Record, Record]:
    """The new record, and what a client would have sent to create it.

    Raises:
        SetError: the record is not copied.
    """
    if not isinstance(changed.get("id"), str):
        raise set_.InvalidProperties("the id of the original is missing", properties=["id"])
    original = call.records_of(source).get(call.type.name, changed["id"])
    if original is None:
        raise set_.NotFound()
    if copied := call.special.copied(call, source, original, changed):
        return copied, changed
    shown = call.present(original, source)
    kept = {name: value for name, value in shown.items() if not call.type.properties[name].server_set}
    return create(call, kept | {name: value for name, value in changed.items() if name != "id"}, checked=True)


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
