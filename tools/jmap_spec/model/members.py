"""A place in the source, and a member of an object: a property or an argument."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, Final


class _Absent(enum.Enum):
    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent.ABSENT
"""What stands where JSON has nothing, so that ``null`` can be a value."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something is written: a file below the root, and a JSON Pointer or a line in it."""

    file: str
    #: JSON Pointer into a JSON file; empty for the whole file and for prose.
    pointer: str = ""
    #: Line in a prose file, from 1; 0 where the pointer says it.
    line: int = 0

    def __str__(self) -> str:
        if self.line:
            return f"{self.file}:{self.line}"
        return f"{self.file}#{self.pointer}"


@dataclass(frozen=True)
class Member:
    """A property of an object, an argument of a method, a member of an error."""

    #: Full id: ``mail/Mailbox/name``, ``mail/Mailbox/set/onDestroyRemoveEmails``.
    id: str
    name: str
    #: Markdown, with requirement spans.
    description: str
    #: The schema as written; every ``$ref`` in it is the name of a definition (``Id``, ``MailboxRights``).
    schema: dict[str, Any]
    #: In the published notation: ``Id[Boolean]``, ``String|null``. Computed.
    signature: str
    required: bool
    nullable: bool
    #: The value that an absent member stands for; :data:`ABSENT` where there is none.
    default: Any
    #: A default that no JSON value says, as a phrase; empty where there is none.
    default_phrase: str
    server_set: bool
    immutable: bool
    create_only: bool
    #: The server works it out from the rest of the record: a creation can do without it.
    derived: bool
    #: What a number counts, or empty.
    unit: str
    #: The name of the type whose ids these are, or empty.
    refers_to: str
    #: ``RFC 8621, Section 2``: own, or inherited from what it belongs to.
    section: str
    since: str
    #: The URN of the capability that brings it, or empty for that of its type.
    capability: str
    place: Place
    #: What else ``x-jmap`` says: ``property``, ``match``, ``enforcedBy``, ``limits``, ``header``.
    notes: dict[str, Any]

    @property
    def attributes(self) -> tuple[str, ...]:
        """What the RFCs print in parentheses, defaults apart: ``("immutable", "server-set")``."""
        said = ((self.create_only, "create-only"), (self.immutable, "immutable"), (self.server_set, "server-set"))
        return tuple(word for true, word in said if true)

    @property
    def has_default(self) -> bool:
        return self.default is not ABSENT or bool(self.default_phrase)
