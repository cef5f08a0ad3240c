"""A message as it was found, wherever it was kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One message."""

    #: From file to place, for people: ``Sent.mbox, message 3``.
    where: str
    #: Names of the Mailboxes from the top to where it was; empty for what was in no folder.
    folder: tuple[str, ...]
    octets: bytes
    keywords: frozenset[str]
    #: When it came, in seconds since 1970; None if that is not told.
    at: float | None
    #: It was marked to be removed.
    is_deleted: bool = False


@dataclass(frozen=True)
class Unreadable:
    """What could not be read, and why."""

    where: str
    why: str


def with_crlf(octets: bytes) -> bytes:
    """A message as it is sent: where files end lines with LF alone, each line break is CRLF (RFC 5322, Section 2.1)."""
    return octets if b"\r\n" in octets else octets.replace(b"\n", b"\r\n")
