"""What of a message pymap reads, where a message may be anything: one that cannot be read is shown all the same."""

from __future__ import annotations

from typing import Any, Final

from pymap.bytes import Writeable
from pymap.interfaces.message import MessageInterface
from pymap.message import BaseLoadedMessage
from pymap.mime import MessageContent
from pymap.parsing.response.fetch import BodyStructure, EnvelopeStructure
from pymap.parsing.specials import FetchRequirement

ENVELOPE: Final = (
    "date", "subject", "from_", "sender", "reply_to", "to", "cc", "bcc", "in_reply_to", "message_id",
)  # fmt: skip
"""The fields of an ENVELOPE, in their order, as pymap calls them."""


class Loaded(BaseLoadedMessage):
    """A message that has been read. As a whole it is what came, octet for octet."""

    def __init__(self, message: MessageInterface, requirement: FetchRequirement, octets: bytes | None) -> None:
        super().__init__(message, requirement, None if octets is None else parsed(octets))
        self._octets = octets or b""

    def get_body(self, section: Any = None, binary: bool = False) -> Writeable:
        return super().get_body(section, binary) if section or binary else Writeable.wrap(self._octets)

    def get_size(self, section: Any = None) -> int:
        return super().get_size(section) if section else len(self._octets)

    def get_body_structure(self) -> BodyStructure:
        try:
            made = super().get_body_structure()
            bytes(made)
        except Exception:  # whatever the library of Python makes of a field of a stranger
            return BodyStructure.empty()
        return made

    @classmethod
    def _get_envelope_structure(cls, msg: MessageContent) -> EnvelopeStructure:
        try:
            made = super()._get_envelope_structure(msg)
            bytes(made)
        except Exception:
            return EnvelopeStructure(*[_field(msg, name) for name in ENVELOPE])
        return made


def parsed(octets: bytes) -> MessageContent:
    """The parts of a message; where its header cannot be read, all of it is text."""
    try:
        return MessageContent.parse(octets)
    except Exception:
        return MessageContent.parse(b"\r\n" + octets)


def _field(msg: MessageContent, name: str) -> Any:
    """A field of an ENVELOPE; None where it cannot be read."""
    try:
        value = getattr(msg.header.parsed, name)
        bytes(EnvelopeStructure(*[value if each == name else None for each in ENVELOPE]))
    except Exception:
        return None
    return value
