# Generated from schemas/ by jmap-spec generate; change it there.
"""Errors of set level."""

from __future__ import annotations

from typing import Any, ClassVar, Final


class SetError(Exception):
    """One record of a call is refused: a SetError (RFC 8620, Section 5.3)."""

    #: The value of ``type`` on the wire.
    type: ClassVar[str]

    def __init__(self, description: str | None = None, **members: Any) -> None:
        super().__init__(description or self.type)
        #: For developers, not for users; may be None.
        self.description = description
        #: Further members of the error object.
        self.members = members


class InvalidProperties(SetError):
    """A property is wrong.

    ``properties: String[]``: Which ones.

    RFC 8620, Section 5.3.
    """

    type = "invalidProperties"


BY_CODE: Final[dict[str, type[SetError]]] = {
    'invalidProperties': InvalidProperties,
}
"""By code."""
