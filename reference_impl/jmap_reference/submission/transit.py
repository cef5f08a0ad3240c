"""What a message gains and loses on its way (RFC 5321, Section 4.4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

_BCC: Final = re.compile(rb"(?:resent-)?bcc[ \t]*:", re.IGNORECASE)
_BODY: Final = re.compile(rb"\r?\n\r?\n")

SERVER: Final = "jmap.example"
"""What the server calls itself in the trace of a message."""


def without_bcc(raw: bytes) -> bytes:
    """The message without its Bcc fields, and without those of a redirection."""
    blank = _BODY.search(raw)
    end = blank.start() if blank else len(raw)
    kept: list[bytes] = []
    dropping = False
    for line in raw[:end].splitlines(keepends=True):
        # A line that begins with white space goes on with the field before it.
        if line[:1] not in (b" ", b"\t"):
            dropping = _BCC.match(line) is not None
        if not dropping:
            kept.append(line)
    # Where a Bcc was last, the line break before the body belongs to what is last now.
    head = b"".join(kept)
    return head.removesuffix(b"\n").removesuffix(b"\r") + raw[end:] if blank else head


def traced(octets: bytes, mail_from: str, recipient: str, now: float) -> bytes:
    """The message as it is put into a mailbox: with where failures are reported to, and who took it when."""
    date = format_datetime(datetime.fromtimestamp(now, UTC))
    trace = f"Return-Path: <{mail_from}>\r\nReceived: by {SERVER}\r\n for <{recipient}>; {date}\r\n"
    return trace.encode("utf-8", "replace") + octets
