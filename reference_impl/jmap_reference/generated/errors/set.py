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


class Forbidden(SetError):
    """The user may not do this to this record: an access control list or another policy is against it.

    RFC 8620, Section 5.3.
    """

    type = "forbidden"


class OverQuota(SetError):
    """The server limits how many objects of this type there can be, or how large they are all together, and this
    would be too much.

    RFC 8620, Section 5.3.
    """

    type = "overQuota"


class TooLarge(SetError):
    """The server limits how large a single object of this type can be, and this one would be larger.

    RFC 8620, Section 5.3.
    """

    type = "tooLarge"


class RateLimit(SetError):
    """So many objects of this type were created of late that the server takes no more of them for now. The same
    creation can succeed later.

    RFC 8620, Section 5.3.
    """

    type = "rateLimit"


class NotFound(SetError):
    """No record has the id that is to be updated, destroyed or copied.

    RFC 8620, Section 5.3.
    """

    type = "notFound"


class InvalidPatch(SetError):
    """What was sent to update the record breaks a rule for a PatchObject.

    RFC 8620, Section 5.3.
    """

    type = "invalidPatch"


class WillDestroy(SetError):
    """The same call updates the record and destroys it, and the server saved itself the update.

    RFC 8620, Section 5.3.
    """

    type = "willDestroy"


class InvalidProperties(SetError):
    """The record would not be valid. A property has a value that its type does not allow; a property that only the
    server sets has another value than the server gave it; an id that stands for another record does not belong
    to any. A creation or an update that would leave such a record MUST be refused. The error SHOULD have a
    member `properties`.

    A method MAY define an error of its own for a certain way of being invalid. Where such an error fits, the
    server MUST answer that one and not this.

    ``properties: String[]``: The names of the properties that are not valid, all of them.

    RFC 8620, Section 5.3.
    """

    type = "invalidProperties"


class Singleton(SetError):
    """There is exactly one record of this type in an account. It is always there: no other can be created, and it
    cannot be destroyed.

    RFC 8620, Section 5.3.
    """

    type = "singleton"


class AlreadyExists(SetError):
    """The account has such a record already, and the server does not allow a second. The error MUST have a member
    `existingId`.

    ``existingId: Id``: The id of the record that is there already.

    RFC 8620, Section 5.4.
    """

    type = "alreadyExists"


class MailboxHasChild(SetError):
    """The Mailbox has a Mailbox below it. A client MUST destroy the children, or give them another parent, before
    it can destroy the Mailbox.

    RFC 8621, Section 2.5.
    """

    type = "mailboxHasChild"


class MailboxHasEmail(SetError):
    """There are Emails in the Mailbox, and the client did not ask, with `onDestroyRemoveEmails`, to have them
    taken out.

    RFC 8621, Section 2.5.
    """

    type = "mailboxHasEmail"


BY_CODE: Final[dict[str, type[SetError]]] = {
    'forbidden': Forbidden,
    'overQuota': OverQuota,
    'tooLarge': TooLarge,
    'rateLimit': RateLimit,
    'notFound': NotFound,
    'invalidPatch': InvalidPatch,
    'willDestroy': WillDestroy,
    'invalidProperties': InvalidProperties,
    'singleton': Singleton,
    'alreadyExists': AlreadyExists,
    'mailboxHasChild': MailboxHasChild,
    'mailboxHasEmail': MailboxHasEmail,
}
"""By code."""
