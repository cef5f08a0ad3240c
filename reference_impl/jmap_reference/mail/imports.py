"""Email/import: uploaded messages become Emails (RFC 8621, Section 4.8)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

from ..dates import utc_date
from ..errors import SetError, error_arguments, set_
from ..references import creation_reference, map_ids
from ..standard.call import Call
from ..standard.set import check_size, check_state
from ..store.values import Record
from ..validation import faults, invalid_properties
from .arrival import arrive
from .message.parse import parse
from .message.parts import Message
from .parse import is_message
from .quota import check_quota


def import_emails(call: Call) -> dict[str, Any]:
    """``{accountId, oldState, newState, created: Id[Email]|null, notCreated: Id[SetError]|null}``

    Raises:
        RequestTooLarge: more messages than maxObjectsInSet.
        StateMismatch: ``ifInState`` is not the state.
    """
    old_state = call.records.state("Email")
    # req: mail/Email/import/ifInState/mismatch
    #   If the data is in another state, the server MUST import nothing and answer with stateMismatch.
    check_state(call.arguments["ifInState"], old_state)
    check_size(call, len(call.arguments["emails"]))
    created: dict[str, Record] = {}
    not_created: dict[str, Any] = {}
    for creation_id, sent in call.arguments["emails"].items():
        # req: mail/Email/import/atomic
        #   Each message MUST be imported as a whole or not at all, whatever becomes of the others.
        try:
            email = import_email(call, sent)
        except SetError as error:
            not_created[creation_id] = error_arguments(error)
        else:
            call.created_ids[creation_id] = email["id"]
            created[creation_id] = call.special.tell_created(call, email, {}, email)
    call.settle()
    return {
        "accountId": call.account.id,
        "oldState": old_state,
        # req: mail/Email/import/response/newState/as-get
        #   It MUST be what Email/get tells from now on.
        "newState": call.records.state("Email"),
        "created": created or None,
        # req: mail/Email/import/response/notCreated/complete
        #   Every message that was not imported MUST be here.
        "notCreated": not_created or None,
    }


def import_email(call: Call, sent: Record) -> Record:
    """The new Email.

    Raises:
        SetError: it is not imported.
    """
    sent = map_ids(sent, {"$ref": "#/$defs/EmailImport"}, creation_reference(call.created_ids))
    # req: mail/Email/import/errors/invalidProperties/refused
    #   The import MUST then be refused with this error.
    if fault := faults("EmailImport.creation", sent):
        raise set_.InvalidProperties(fault, properties=sorted(invalid_properties("EmailImport.creation", sent)))
    raw = call.blob(sent["blobId"])
    if raw is None:
        raise set_.InvalidProperties("there is no such blob", properties=["blobId"])
    message = parse(raw)
    if not is_message(message):
        raise set_.InvalidEmail("it does not begin with a header field")
    email = {"id": "", "keywords": {}, "receivedAt": received_at(message, call.now)} | sent
    call.special.normalise(call, email)
    call.permit(None, email)
    call.special.check(call, call.records, email)
    check_quota(call, len(raw))
    return arrive(call.records, call.new_id, email | {"id": call.take_id()}, raw)


def received_at(message: Message, now: float) -> str:
    """When the last server on the way got the message, as it says; else now."""
    for header in message.headers:
        if header.name.lower() == "received":
            try:
                return utc_date(parsedate_to_datetime(header.value.rpartition(";")[2].strip()).timestamp())
            except (ValueError, OverflowError, TypeError, IndexError):
                break
    return utc_date(now)
