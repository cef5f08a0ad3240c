"""Messages that are composed for tests, and how they are read back."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from hypothesis import strategies as st

from jmap_reference.mail.message.compose import compose
from jmap_reference.mail.message.parse import parse
from jmap_reference.mail.message.properties import FetchOptions, email_properties
from tests.unit.reference.mail.message.helpers import FULL

NOW = datetime(2024, 2, 29, 12, 0, 0, tzinfo=UTC)
PNG = bytes(range(256)) * 20
BLOBS = {"png": PNG, "mail": FULL, "latin": b"caf\xe9\r\n", "utf8": "café\r\n".encode(), "lf": b"a\nb", "empty": b"",
         "long": b"x" * 2000, "mail8": b"Subject: x\r\n\r\ncaf\xe9\r\n", "nul": b"a\0b"}  # fmt: skip


def made(**creation: Any) -> bytes:
    raw = compose(creation, BLOBS.get, "made@example.com", NOW)
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0 or b"binary" in raw
    assert all(len(line) <= 998 for line in raw.split(b"\r\n")) or b"binary" in raw
    return raw


def read(raw: bytes, *wanted: str) -> Any:
    told = email_properties(parse(raw), raw, wanted, ["partId", "type"], FetchOptions(all=True), lambda part: "B")
    return told[wanted[0]] if len(wanted) == 1 else told


def other(raw: bytes) -> EmailMessage:
    """The message as an independent parser reads it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def defects(message: EmailMessage) -> list[Any]:
    return [defect for part in message.walk() for defect in part.defects]


def person(name: str | None, email: str) -> dict[str, str | None]:
    return {"name": name, "email": email}


def text_body(value: str = "hello", **more: Any) -> dict[str, Any]:
    return {"textBody": [{"partId": "t", "type": "text/plain", **more}], "bodyValues": {"t": {"value": value}}}


# A string in JSON, which I-JSON lets have any character but these.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=60).filter(
    lambda text: not any(0xFDD0 <= ord(character) <= 0xFDEF or ord(character) & 0xFFFE == 0xFFFE for character in text)
)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), max_size=200)
