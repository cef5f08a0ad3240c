"""What a message is once it has been read: header fields, and a tree of parts that know where their octets are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .charsets import clean


@dataclass(frozen=True, slots=True)
class Header:
    """One header field."""

    #: As the message spells it; ASCII without colon and space.
    name: str
    #: What follows the colon, folds included, without the line break at the end.
    octets: bytes

    @property
    def value(self) -> str:
        """The Raw form (RFC 8621, Section 4.1.2.1): folds kept, U+FFFD for what is no UTF-8."""
        # req: mail/RawForm/no-nul
        #   A NUL octet MUST be dropped.
        # req: mail/RawForm/replacement
        return clean(self.octets.replace(b"\0", b"").decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body, as EmailBodyPart has it (RFC 8621, Section 4.1.4), but for what depends on the octets."""

    #: "1", "2" and so on, depth first; None for a multipart, and for no other.
    part_id: str | None
    #: Of the root: those of the message.
    headers: Sequence[Header]
    #: In lower case, such as ``text/plain``.
    type: str
    charset: str | None
    #: In lower case.
    disposition: str | None
    cid: str | None
    language: list[str] | None
    location: str | None
    name: str | None
    #: The body of the part, without its header, as it was sent: ``raw[start:end]``.
    start: int
    end: int
    #: The Content-Transfer-Encoding in lower case; ``7bit`` where there is none.
    encoding: str
    #: Of a multipart; empty for all others, so for message/rfc822 too.
    sub_parts: Sequence[Part] = ()

    @property
    def is_multipart(self) -> bool:
        return self.part_id is None

    @property
    def is_text(self) -> bool:
        return self.type.startswith("text/")

    def walk(self) -> Iterator[Part]:
        """This part and all below it, depth first."""
        yield self
        for part in self.sub_parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Message:
    headers: Sequence[Header]
    #: The body; of a message without MIME a text/plain part.
    root: Part

    def part(self, part_id: str) -> Part | None:
        """The part of this id, which is never a multipart."""
        return next((part for part in self.root.walk() if part.part_id == part_id), None)
