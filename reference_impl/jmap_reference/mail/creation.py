"""The message of an Email that a client creates (RFC 8621, Section 4.6)."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Final

from ..errors import set_
from ..standard.call import Call
from ..store.values import Record
from .message.compose import BlobsNotFound, CreationProblem, compose

DOMAIN: Final = "jmap.example"


def compose_message(call: Call, sent: Record) -> bytes:
    """The octets of the message.

    Raises:
        InvalidProperties, BlobNotFound, TooLarge
    """
    sizes: list[int] = []

    def blob(id: str) -> bytes | None:
        octets = call.blob(id)
        sizes.append(len(octets or b""))
        return octets

    try:
        raw = compose(sent, blob, message_id(call), datetime.fromtimestamp(call.now, UTC))
    except CreationProblem as problem:
        raise set_.InvalidProperties(str(problem), properties=sorted(problem.properties)) from None
    except BlobsNotFound as missing:
        # req: mail/errors/set/blobNotFound/notFound/complete
        #   Every blobId of a part that belongs to no blob MUST be here.
        raise set_.BlobNotFound(notFound=sorted(missing.ids)) from None
    # req: mail/capability/account/maxSizeAttachmentsPerEmail/may-refuse-smaller
    if sum(sizes) > call.limits.maxSizeAttachmentsPerEmail:
        raise set_.TooLarge(f"attachments of no more than {call.limits.maxSizeAttachmentsPerEmail} octets")
    return raw


def message_id(call: Call) -> str:
    """A new one, without brackets; in the domain of the user."""
    # req: mail/Email/set/message-id
    #   Where the client gives no Message-ID, the server MUST make one that RFC 5322, Section 3.6.4 allows.
    return f"{secrets.token_hex(16)}@{call.user.rpartition('@')[2] or DOMAIN}"
