"""What a message gains and loses on its way (RFC 5321, Section 4.4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

_BCC: Final = re.compile(rb"(?:resent-)?bcc[ \t]*:", re.IGNORECASE)
_RETURN_PATH: Final = re.compile(rb"return-path[ \t]*:", re.IGNORECASE)
_RECEIVED: Final = re.compile(rb"^received[ \t]*:", re.IGNORECASE | re.MULTILINE)
_BODY: Final = re.compile(rb"\r?\n\r?\n")

SERVER: Final = "jmap.example"
"""What the server calls itself to other mail servers, if the configuration has no name for it."""


def without_bcc(raw: bytes) -> bytes:
    """The message without its Bcc fields, and without those of a redirection."""
    return _without(_BCC, raw)


def without_return_path(raw: bytes) -> bytes:
    """The message without a field that only whoever delivers it writes (RFC 5321, Section 4.4)."""
    return _without(_RETURN_PATH, raw)


def _without(fields: re.Pattern[bytes], raw: bytes) -> bytes:
    """The message without the header fields whose lines begin so."""
    end = end_of_header(raw)
    kept: list[bytes] = []
    dropping = False
    for line in raw[:end].splitlines(keepends=True):
        # A line that begins with white space goes on with the field before it.
        if line[:1] not in (b" ", b"\t"):
            dropping = fields.match(line) is not None
        if not dropping:
            kept.append(line)
    # Where such a field was last, the line break before the body belongs to what is last now.
    head = b"".join(kept)
    return head.removesuffix(b"\n").removesuffix(b"\r") + raw[end:] if end < len(raw) else head


def end_of_header(raw: bytes) -> int:
    """How many octets the header has, without the line break after its last field."""
    blank = _BODY.search(raw)
    return blank.start() if blank else len(raw)


def hops(raw: bytes) -> int:
    """Through how many servers the message has been."""
    return len(_RECEIVED.findall(raw, 0, end_of_header(raw)))


def traced(octets: bytes, mail_from: str, recipient: str, now: float, came: str) -> bytes:
    """The message as it is put into a mailbox: with where failures are reported to, and who took it how and when."""
    date = format_datetime(datetime.fromtimestamp(now, UTC))
    trace = f"Return-Path: <{mail_from}>\r\nReceived: {came}\r\n for <{recipient}>; {date}\r\n"
    return trace.encode("utf-8", "replace") + without_return_path(octets)
