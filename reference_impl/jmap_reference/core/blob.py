"""Blob/copy: octets from one account into another (RFC 8620, Section 6.3)."""

from __future__ import annotations

from typing import Any

from ..blobs import make_room
from ..errors import error_arguments, set_
from ..standard.call import Call
from ..standard.set import check_size


def copy(call: Call) -> dict[str, Any]:
    """``{fromAccountId, accountId, copied: Id[Id]|null, notCopied: Id[SetError]|null}``

    Raises:
        InvalidArguments, FromAccountNotFound: see ``Call.from_account``.
        RequestTooLarge: more blobs than maxObjectsInSet.
    """
    source = call.from_account()
    wanted = dict.fromkeys(call.arguments["blobIds"])
    check_size(call, len(wanted))
    copied: dict[str, str] = {}
    not_copied: dict[str, Any] = {}
    for blob_id in wanted:
        octets = call.blob(blob_id, source)
        if octets is None:
            # req: core/Blob/copy/response/notCopied/complete
            #   Every blob of the request that was not copied MUST be here.
            not_copied[blob_id] = error_arguments(set_.NotFound())
        else:
            new_id = call.new_id("Blob")
            # req: core/Blob/copy/response/copied/same-octets
            #   The copy MUST have the same octets.
            copied[blob_id] = call.transaction.add_blob(call.account.id, new_id, octets, call.user, call.now)
            make_room(call.transaction, call.account, call.user, call.quotas.held_blobs, copied[blob_id])
    return {
        "fromAccountId": source.id,
        "accountId": call.account.id,
        "copied": copied or None,
        "notCopied": not_copied or None,
    }
