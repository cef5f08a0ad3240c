"""Email/parse: blobs shown as Emails, without being any (RFC 8621, Section 4.9)."""

from __future__ import annotations

from typing import Any, Final

from ..errors import method
from ..standard.call import Call
from .display import Display, display_of, message_properties
from .message.parse import parse
from .message.parts import Message
from .metadata import metadata

_NOT_OF_THE_MESSAGE: Final = ("id", "threadId", "mailboxIds", "keywords", "receivedAt")


def parse_blobs(call: Call) -> dict[str, Any]:
    """``{accountId, parsed: Id[Email]|null, notParsable: Id[]|null, notFound: Id[]|null}``

    Raises:
        RequestTooLarge: more blobs than maxObjectsInGet.
    """
    display = display_of(call)
    wanted = list(dict.fromkeys(call.arguments["blobIds"]))
    if len(wanted) > call.limits.maxObjectsInGet:
        raise method.RequestTooLarge(f"{len(wanted)} blobs, {call.limits.maxObjectsInGet} allowed")
    parsed: dict[str, Any] = {}
    not_parsable: list[str] = []
    not_found: list[str] = []
    for blob_id in wanted:
        raw = call.blob(blob_id)
        message = parse(raw) if raw is not None else None
        if raw is None or message is None:
            not_found.append(blob_id)
        elif not is_message(message):
            not_parsable.append(blob_id)
        else:
            parsed[blob_id] = shown(message, raw, blob_id, display)
    return {
        "accountId": call.account.id,
        "parsed": parsed or None,
        # req: mail/Email/parse/response/notParsable/complete
        #   Every blob of the request that could not be read MUST be here.
        # req: mail/Email/parse/response/notFound/complete
        #   Every such id of the request MUST be here.
        "notParsable": not_parsable or None,
        "notFound": not_found or None,
    }


def is_message(message: Message) -> bool:
    """Best effort (clarification 15): whatever begins with a header field."""
    return bool(message.headers)


def shown(message: Message, raw: bytes, blob_id: str, display: Display) -> dict[str, Any]:
    # req: mail/Email/parse/no-metadata
    #   The id, the mailboxIds, the keywords and the receivedAt MUST be null where they are asked for.
    # req: mail/Email/parse/or-null
    #   If it is not, it MUST be null.
    values: dict[str, Any] = dict.fromkeys(_NOT_OF_THE_MESSAGE) | {"blobId": blob_id} | metadata(message, raw)
    missing = [name for name in display.properties if name not in values]
    if missing:
        values |= message_properties(message, raw, blob_id, missing, display)
    # req: mail/Email/parse/properties/nothing-else
    #   Others MUST NOT be returned.
    return {name: values[name] for name in display.properties}
