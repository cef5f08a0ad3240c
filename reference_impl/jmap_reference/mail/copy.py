"""Email/copy: the same message in another account (RFC 8621, Section 4.7)."""

from __future__ import annotations

from ..errors import set_
from ..references import creation_reference, map_ids
from ..standard.call import Call
from ..store.values import Account, Record
from ..validation import faults, invalid_properties
from .arrival import arrive
from .quota import check_quota


def copy_email(call: Call, source: Account, original: Record, changed: Record) -> Record:
    """The copy.

    Raises:
        SetError: it is not made.
    """
    changed = map_ids(changed, {"$ref": "#/$defs/Email"}, creation_reference(call.created_ids))
    # req: mail/Email/copy/settable
    #   Properties other than mailboxIds, keywords and receivedAt MUST NOT be given for the copy.
    # req: mail/Email/copy/mailboxes-given
    #   A client MUST give mailboxIds, since those of the original mean nothing in the other account.
    if (fault := faults("Email.copy", changed)) or "mailboxIds" not in changed:
        blamed = invalid_properties("Email.copy", changed) | ({"mailboxIds"} - changed.keys())
        raise set_.InvalidProperties(fault or "mailboxIds is needed", properties=sorted(blamed))
    kept = {name: original[name] for name in ("keywords", "receivedAt")}
    email = kept | changed | {"id": ""}
    call.special.normalise(call, email)
    call.permit(None, email)
    call.special.check(call, call.records, email)
    raw = call.transaction.blob(source.id, original["blobId"]) or b""
    check_quota(call, len(raw))
    id = call.take_id()
    blob_id = call.transaction.add_blob(call.account.id, call.new_id("Blob"), raw, call.user, call.now)
    return arrive(call.records, call.new_id, email | {"id": id, "blobId": blob_id}, raw)
