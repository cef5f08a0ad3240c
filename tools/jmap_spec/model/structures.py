"""A named definition: a data type, a wire structure, a scalar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .members import Member, Place


@dataclass(frozen=True)
class DataTypeRow:
    """What the data types registry says of a type (RFC 9404, Section 6.3)."""

    blobs: bool
    state_change: bool
    #: The id of the only record, or empty.
    singleton: str
    reference: str


@dataclass(frozen=True)
class Structure:
    """A named definition of the source.

    ``kind`` is ``data`` for a data type (it has a folder and maybe methods), ``wire`` for
    a structure of the envelope, ``part`` for a definition inside one of these, ``scalar``
    for a type of ``types.json``.
    """

    #: ``mail/Mailbox``, ``core/Session``, ``core/Id``.
    id: str
    name: str
    #: The folder below schemas/: ``core``, ``mail``.
    room: str
    kind: Literal["data", "wire", "part", "scalar"]
    description: str
    #: As written, each ``$ref`` a definition's name, ``$defs`` taken out.
    schema: dict[str, Any]
    properties: tuple[Member, ...]
    #: For a structure that is no object: its signature, e.g. ``String``.
    signature: str
    section: str
    #: The name of the structure in whose file this part stands, or empty.
    parent: str
    row: DataTypeRow | None
    place: Place

    def property(self, name: str) -> Member | None:
        return next((p for p in self.properties if p.name == name), None)
