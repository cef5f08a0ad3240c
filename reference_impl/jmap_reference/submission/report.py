"""What a report says: one on delivery (DSN, RFC 3464) or on display (MDN, RFC 8098)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..mail.message.headers import header_value
from ..mail.message.parameters import unfold, without_comments
from ..mail.message.parse import content, parse
from ..mail.message.parts import Header, Part

_DELIVERY: Final = ("message/delivery-status", "message/global-delivery-status")
_DISPLAY: Final = ("message/disposition-notification", "message/global-disposition-notification")
_ORIGINAL: Final = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_BLANK: Final = re.compile(rb"(?:\r?\n[ \t]*){2,}")
_REPLY: Final = re.compile(r"[2-5]\d\d(?: |$)")
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_EMBEDDED: Final = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_CODES: Final = {"2": 250, "4": 450, "5": 550}
_CLASSES: Final = {"failed": "5", "delayed": "4"}


@dataclass(frozen=True)
class About:
    """What a report says about one recipient."""

    #: First the address that the message was sent to, if the report knows it, then the one that it came to.
    addresses: tuple[str, ...]
    #: ``failed``, ``delayed``, ``delivered``, ``relayed``, ``expanded``, or ``displayed``; in lower case.
    action: str
    #: As ``smtpReply`` has it; empty in a report on display.
    reply: str = ""


@dataclass(frozen=True)
class Report:
    #: It is on display, not on delivery.
    is_display: bool
    #: ENVID of the message that it is about; empty where the report does not tell.
    envelope_id: str
    #: Message-IDs of that message, without brackets.
    message_ids: tuple[str, ...]
    about: tuple[About, ...]


def read(raw: bytes) -> Report | None:
    """The report that a message is; None if it is none."""
    root = parse(raw).root
    if root.type != "multipart/report":
        return None
    parts = {part.type: part for part in reversed(root.sub_parts)}
    original = _first(parts, _ORIGINAL)
    ids = _message_ids(parse(content(original, raw)).headers, "Message-ID") if original else ()
    if part := _first(parts, _DELIVERY):
        message, *recipients = _groups(part, raw) or [()]
        envelope_id = _field(message, "Original-Envelope-Id")
        return Report(False, envelope_id, ids, tuple(_on_delivery(fields) for fields in recipients))
    if part := _first(parts, _DISPLAY):
        fields = [field for group in _groups(part, raw) for field in group]
        ids = _message_ids(fields, "Original-Message-ID") or ids
        said = _word(_field(fields, "Disposition").partition(";")[2])
        return Report(True, "", ids, (About(tuple(_addresses(fields)), said),))
    return None


def _on_delivery(fields: Sequence[Header]) -> About:
    action = _word(_field(fields, "Action"))
    return About(tuple(_addresses(fields)), action, _reply(fields, action))


def _word(text: str) -> str:
    """The first word, without a comment behind it."""
    return re.match(r"[\w-]*", without_comments(text).strip().lower(), re.ASCII)[0]  # type: ignore[index]


def _reply(fields: Sequence[Header], action: str) -> str:
    """The reply of the other server or, where the report has none, one made of its codes."""
    kind, _, text = _field(fields, "Diagnostic-Code").partition(";")
    said = " ".join(text.split())
    if kind.strip().lower() == "smtp" and _REPLY.match(said):
        return said
    # req: submission/DeliveryStatus/smtpReply/made-up-form
    #   What it makes up MUST be a reply code of three digits (RFC 5321, Section 4.2.3), a space, an enhanced status
    #   code (RFC 3463), a space, and a text that says more.
    found = _STATUS.search(_field(fields, "Status"))
    status = found[0] if found else f"{_CLASSES.get(action, '2')}.0.0"
    return f"{_CODES[status[0]]} {status} {said or f'Reported as {action}'}"


def _addresses(fields: Sequence[Header]) -> Iterator[str]:
    """``rfc822; bob@example.com``: the addresses, whatever type they are said to be of."""
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, _, address = _field(fields, name).partition(";")
        if kind.strip().lower() == "utf-8":
            address = _EMBEDDED.sub(_character, address)
        if address.strip():
            yield address.strip().removeprefix("<").removesuffix(">")
        elif "@" in kind:
            yield kind.strip()


def _character(found: re.Match[str]) -> str:
    """What stands for it in an address that had to pass as ASCII (RFC 6533, Section 3)."""
    code = int(found[1], 16)
    return chr(code) if code <= sys.maxunicode else found[0]


def _groups(part: Part, raw: bytes) -> list[Sequence[Header]]:
    blocks = _BLANK.split(content(part, raw).strip())
    return [parse(block + b"\r\n\r\n").headers for block in blocks]


def _field(fields: Sequence[Header], name: str) -> str:
    return unfold(header_value(fields, name) or "").strip()


def _message_ids(fields: Sequence[Header], name: str) -> tuple[str, ...]:
    return tuple(header_value(fields, name, "MessageIds") or ())


def _first(parts: dict[str, Part], types: Sequence[str]) -> Part | None:
    return next((parts[type] for type in types if type in parts), None)
