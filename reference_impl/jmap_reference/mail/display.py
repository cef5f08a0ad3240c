"""What /get and /parse return of a message: which properties, parts and texts (RFC 8621, Section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..standard.call import Call
from ..store.blobs import view
from ..store.interface import Transaction
from ..store.values import Record
from .message.parse import parse
from .message.parts import Message, Part
from .message.properties import FetchOptions, email_properties


@dataclass(frozen=True)
class Display:
    """The arguments that say what to return; ``fetch`` which bodyValues."""

    properties: tuple[str, ...]
    body_properties: tuple[str, ...]
    fetch: FetchOptions


def display_of(call: Call) -> Display:
    """What the arguments of the call say; that there are such properties, the schema has made sure of."""
    arguments, defaults = call.arguments, call.method.defaults
    # req: mail/Email/get/properties/default
    #   Left out or null, it MUST stand for the default, and not for all.
    wanted = defaults["properties"] if arguments["properties"] is None else arguments["properties"]
    fetch = FetchOptions(
        text=arguments["fetchTextBodyValues"],
        html=arguments["fetchHTMLBodyValues"],
        all=arguments["fetchAllBodyValues"],
        max_bytes=arguments["maxBodyValueBytes"],
    )
    return Display(tuple(dict.fromkeys(wanted)), tuple(arguments["bodyProperties"]), fetch)


def displayed(transaction: Transaction, account: str, record: Record, display: Display) -> Record:
    """The properties of an Email; its message is read only for what the record does not have."""
    missing = [name for name in display.properties if name not in record]
    values = record
    if missing:
        raw = transaction.blob(account, record.get("blobId", "")) or b""
        values = record | message_properties(parse(raw), raw, record.get("blobId", ""), missing, display)
    return {name: values[name] for name in display.properties if name in values}


def message_properties(
    message: Message, raw: bytes, blob_id: str, wanted: list[str], display: Display
) -> dict[str, Any]:
    """Properties that are read out of the message ``raw``, which is the blob ``blob_id``."""

    def part_blob(part: Part) -> str:
        return view(blob_id, part.start, part.end, part.encoding)

    return email_properties(message, raw, wanted, display.body_properties, display.fetch, part_blob)
