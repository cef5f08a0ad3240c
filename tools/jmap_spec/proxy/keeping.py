"""What passes by is kept as long as it may be a message: octets that begin as a JSON object, up to a size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

MOST: Final = 32 * 1024 * 1024
"""Octets of a message that are kept to be validated; a larger one passes unseen, and is said to."""


class Kept:
    """A body, in pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0
        self._other = False
        #: It may have been a message, and was too large to be kept.
        self.cut = False

    def add(self, piece: bytes) -> None:
        if self._other or self.cut:
            return
        if not self._size and (start := piece.lstrip()[:1]) != b"{":
            self._other = bool(start)  # white space may stand before a message
            return
        self._size += len(piece)
        self._pieces.append(piece)
        if self._size > MOST:
            self.cut, self._pieces = True, []

    @property
    def octets(self) -> bytes:
        """All of it; nothing where it is no JSON object, or too large."""
        return b"".join(self._pieces)


class Events:
    """The events of a text/event-stream as they come in (HTML, Section 9.2.6: how a stream is read)."""

    def __init__(self) -> None:
        self._rest = b""

    def add(self, piece: bytes) -> Iterator[tuple[str, bytes]]:
        """(name, data) of each event that is complete."""
        octets = self._rest + piece
        held = octets[len(octets.removesuffix(b"\r")) :]  # the other half of its line end may come next
        text = octets.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *whole, rest = text.split(b"\n\n")
        self._rest = rest + held
        for block in whole:
            name, data = "message", []
            for line in block.split(b"\n"):
                field, _, value = line.partition(b":")
                if field == b"event":
                    name = value.strip().decode("utf-8", "replace")
                elif field == b"data":
                    data.append(value.removeprefix(b" "))
            if data:
                yield name, b"\n".join(data)
