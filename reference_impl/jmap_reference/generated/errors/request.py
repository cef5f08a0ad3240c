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


class UnknownCapability(RequestError):
    """The `using` of the Request names a capability that this server does not have. The server MUST refuse such a
    request as a whole, with an HTTP error, and not call by call. Clients compare with `capabilities` in the
    Session before they ask.

    RFC 8620, Section 3.6.1.
    """

    type = "urn:ietf:params:jmap:error:unknownCapability"
    status = 400


class NotJSON(RequestError):
    """The body was not sent as `application/json`, or cannot be read as I-JSON: it breaks off, it is not UTF-8, an
    object has a name twice. The server MUST refuse a body that is not I-JSON, with an HTTP error, and do
    nothing of what it asks. A request of another content type MUST be answered with an HTTP status from 400 to
    499; 415 is as good as 400.

    RFC 8620, Section 3.6.1.
    """

    type = "urn:ietf:params:jmap:error:notJSON"
    status = 400


class NotRequest(RequestError):
    """The body is JSON but no Request: a member is missing or has the wrong type. The server MUST answer it with
    an HTTP status from 400 to 499, and never with 200.

    RFC 8620, Section 3.6.1.
    """

    type = "urn:ietf:params:jmap:error:notRequest"
    status = 400


class Limit(RequestError):
    """The request goes beyond a limit in the core capability, such as `maxSizeRequest`, `maxCallsInRequest` or
    `maxConcurrentRequests`, and none of it was done. The problem details MUST have a member `limit`.

    ``limit: String``: The name of the limit, as in the core capability.

    RFC 8620, Section 3.6.1.
    """

    type = "urn:ietf:params:jmap:error:limit"
    status = 400


BY_CODE: Final[dict[str, type[RequestError]]] = {
    'unknownCapability': UnknownCapability,
    'notJSON': NotJSON,
    'notRequest': NotRequest,
    'limit': Limit,
}
"""By code."""
