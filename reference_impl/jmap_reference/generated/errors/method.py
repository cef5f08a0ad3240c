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


class ServerUnavailable(MethodError):
    """Something inside the server that this call needs is not there for the moment. A client can try the same call
    later, after a wait with some chance in its length.

    RFC 8620, Section 3.6.2.
    """

    type = "serverUnavailable"


class ServerFail(MethodError):
    """Something went wrong that the server did not foresee or cannot tell of otherwise. Nothing was changed, and
    trying again will hardly help; if it goes on, only the administrators of the service can. A client takes
    every error type that it does not know for this one.

    ``description: String|null``: What happened, in more detail, for whoever has to mend it.

    RFC 8620, Section 3.6.2.
    """

    type = "serverFail"


class ServerPartialFail(MethodError):
    """A part of what the call should have changed was changed, and the rest was not. Servers are urged never to
    come to this. The client MUST fetch the data in question again, to learn what the server has now.

    RFC 8620, Section 3.6.2.
    """

    type = "serverPartialFail"


class UnknownMethod(MethodError):
    """No method has this name, as far as the capabilities in `using` go. The server MUST answer this to a call of
    a method that none of these capabilities has.

    RFC 8620, Section 3.6.2.
    """

    type = "unknownMethod"


class InvalidArguments(MethodError):
    """An argument is missing, unknown, of the wrong type or wrong in another way. The server MUST answer this to a
    call whose arguments are not valid, and do nothing more of the call. The error MAY have a `description`.

    ``description: String|null``: What is wrong with the arguments. It helps whoever debugs the client; it is in
    no particular language and not for users.

    RFC 8620, Section 3.6.2.
    """

    type = "invalidArguments"


class InvalidResultReference(MethodError):
    """An argument was given as a reference to an earlier result, and the reference leads to nothing. See
    ResultReference.

    RFC 8620, Section 3.6.2.
    """

    type = "invalidResultReference"


class Forbidden(MethodError):
    """The call is valid, but the user may not do this: an access control list or another policy is against it.

    RFC 8620, Section 3.6.2.
    """

    type = "forbidden"


class AccountNotFound(MethodError):
    """There is no account of this `accountId`, or none that the user has access to. The server MUST answer this to
    a call that names such an account.

    RFC 8620, Section 3.6.2.
    """

    type = "accountNotFound"


class AccountNotSupportedByMethod(MethodError):
    """The account exists, but not for this method or this type of data. The server MUST answer this to a call of a
    method whose capability is not among the `accountCapabilities` of the account.

    RFC 8620, Section 3.6.2.
    """

    type = "accountNotSupportedByMethod"


class AccountReadOnly(MethodError):
    """The method changes data, and the account cannot be changed: its `isReadOnly` in the Session is true. The
    server MUST answer this to a call that would change something in such an account.

    RFC 8620, Section 3.6.2.
    """

    type = "accountReadOnly"


class RequestTooLarge(MethodError):
    """The call asks for more objects, or changes more of them, than the server handles in one call. Clients divide
    the work by `maxObjectsInGet` and `maxObjectsInSet` of the core capability.

    RFC 8620, Section 5.1.
    """

    type = "requestTooLarge"


class CannotCalculateChanges(MethodError):
    """From the state that the client is in, the server cannot tell what changed. The client MUST throw away what
    it has cached, of the type or of the query, and fetch it anew.

    RFC 8620, Section 5.2.
    """

    type = "cannotCalculateChanges"


class StateMismatch(MethodError):
    """The call was to be made in a certain state only, and the data is in another by now. Nothing was changed.

    RFC 8620, Section 5.3.
    """

    type = "stateMismatch"


class FromAccountNotFound(MethodError):
    """There is no account of this `fromAccountId`, or none that the user has access to. The server MUST answer
    this to a call that names such an account.

    RFC 8620, Section 5.4.
    """

    type = "fromAccountNotFound"


class FromAccountNotSupportedByMethod(MethodError):
    """The account of this `fromAccountId` exists, but has no data of the type to be copied.

    RFC 8620, Section 5.4.
    """

    type = "fromAccountNotSupportedByMethod"


class AnchorNotFound(MethodError):
    """The `anchor` is not among the results of the query.

    RFC 8620, Section 5.5.
    """

    type = "anchorNotFound"


class UnsupportedSort(MethodError):
    """The `sort` is well formed but cannot be done: it names a property by which the server does not sort this
    type, or a collation that the server does not have.

    RFC 8620, Section 5.5.
    """

    type = "unsupportedSort"


class UnsupportedFilter(MethodError):
    """The `filter` is well formed but more than the server can work with. Where the filter comes from what a user
    typed into a search field, the client SHOULD propose a simpler search.

    RFC 8620, Section 5.5.
    """

    type = "unsupportedFilter"


class TooManyChanges(MethodError):
    """More has changed in the results of the query than the client wants to hear of. It can ask again with a
    higher `maxChanges`, or throw away the results that it has.

    RFC 8620, Section 5.6.
    """

    type = "tooManyChanges"


BY_CODE: Final[dict[str, type[MethodError]]] = {
    'serverUnavailable': ServerUnavailable,
    'serverFail': ServerFail,
    'serverPartialFail': ServerPartialFail,
    'unknownMethod': UnknownMethod,
    'invalidArguments': InvalidArguments,
    'invalidResultReference': InvalidResultReference,
    'forbidden': Forbidden,
    'accountNotFound': AccountNotFound,
    'accountNotSupportedByMethod': AccountNotSupportedByMethod,
    'accountReadOnly': AccountReadOnly,
    'requestTooLarge': RequestTooLarge,
    'cannotCalculateChanges': CannotCalculateChanges,
    'stateMismatch': StateMismatch,
    'fromAccountNotFound': FromAccountNotFound,
    'fromAccountNotSupportedByMethod': FromAccountNotSupportedByMethod,
    'anchorNotFound': AnchorNotFound,
    'unsupportedSort': UnsupportedSort,
    'unsupportedFilter': UnsupportedFilter,
    'tooManyChanges': TooManyChanges,
}
"""By code."""
