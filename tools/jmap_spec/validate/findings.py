"""What there is to say about an instance."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, order=True)
class Finding:
    """One thing in a file. Only an ``error`` makes the instance invalid."""

    #: Where in the text: from 1; 0 where there is no text.
    line: int
    column: int
    #: JSON Pointer to the value, or to the unknown property, or to the object that lacks one.
    pointer: str
    level: Literal["error", "warning", "note"]
    #: What was found, as a sentence without a full stop.
    message: str
    #: What is allowed there: signature and range in words; may be empty.
    allowed: str = ""
    #: Absolute location of the keyword that refused; empty for what no schema says.
    rule: str = ""
    #: A near miss, or what to do; may be empty.
    hint: str = ""
    #: Id of the requirement that this rule enforces; may be empty.
    requirement: str = ""
    #: ``RFC 8620, Section 1.2``; may be empty.
    section: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value or name == "pointer"}
