# Generated from schemas/ by jmap-spec generate; change it there.
"""Errors of method level."""

from __future__ import annotations

from typing import Any, ClassVar, Final


class MethodError(Exception):
    """One call is refused: an "error" response (RFC 8620, Section 3.6.2)."""

    #: The value of ``type`` on the wire.
    type: ClassVar[str]

    def __init__(self, description: str | None = None, **members: Any) -> None:
        super().__init__(description or self.type)
        #: For developers, not for users; may be None.
        self.description = description
        #: Further members of the error object.
        self.members = members


class InvalidArguments(MethodError):
    """An argument is wrong.

    RFC 8620, Section 3.6.2.
    """

    type = "invalidArguments"


class RequestTooLarge(MethodError):
    """More ids than the server will look up.

    RFC 8620, Section 5.1.
    """

    type = "requestTooLarge"


BY_CODE: Final[dict[str, type[MethodError]]] = {
    'invalidArguments': InvalidArguments,
    'requestTooLarge': RequestTooLarge,
}
"""By code."""
