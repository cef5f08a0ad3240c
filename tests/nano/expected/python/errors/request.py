# Generated from schemas/ by jmap-spec generate; change it there.
"""Errors of request level."""

from __future__ import annotations

from typing import Any, ClassVar, Final


class RequestError(Exception):
    """The whole request is refused: an HTTP error with problem details (RFC 8620, Section 3.6.1)."""

    #: The value of ``type`` on the wire.
    type: ClassVar[str]
    #: HTTP status.
    status: ClassVar[int]

    def __init__(self, description: str | None = None, **members: Any) -> None:
        super().__init__(description or self.type)
        #: For developers, not for users; may be None.
        self.description = description
        #: Further members of the error object.
        self.members = members


class NotRequest(RequestError):
    """The JSON is no Request.

    RFC 8620, Section 3.6.1.
    """

    type = "urn:ietf:params:jmap:error:notRequest"
    status = 400


BY_CODE: Final[dict[str, type[RequestError]]] = {
    'notRequest': NotRequest,
}
"""By code."""
