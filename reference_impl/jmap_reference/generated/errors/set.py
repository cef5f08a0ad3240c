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

    ``maxSize: UnsignedInt``: How large the object can be, where the method says that the error has this member.

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


class BlobNotFound(SetError):
    """A blob that a part of the new Email refers to does not exist. The error MUST have a member `notFound`.

    ``notFound: Id[]``: The ids of all such blobs. Every `blobId` of a part that belongs to no blob MUST be
    here.

    RFC 8621, Section 4.6.
    """

    type = "blobNotFound"


class TooManyKeywords(SetError):
    """The Email would have more keywords than the server allows. No limit of the capability tells how many those
    are.

    RFC 8621, Section 4.6.
    """

    type = "tooManyKeywords"


class TooManyMailboxes(SetError):
    """The Email would be in more Mailboxes than the server allows; see `maxMailboxesPerEmail`.

    RFC 8621, Section 4.6.
    """

    type = "tooManyMailboxes"


class InvalidEmail(SetError):
    """The message is not valid, for instance by RFC 5322. Of an Email that is to be sent, the error SHOULD have a
    member `properties`.

    ``properties: String[]``: The names of the properties of the Email that are not valid, all of them.

    RFC 8621, Section 7.5.
    """

    type = "invalidEmail"


class TooManyRecipients(SetError):
    """The envelope, given or generated, has more recipients than the server allows. The error MUST have a member
    `maxRecipients`.

    ``maxRecipients: UnsignedInt``: How many recipients there can be.

    RFC 8621, Section 7.5.
    """

    type = "tooManyRecipients"


class NoRecipients(SetError):
    """The envelope, given or generated, has no recipient at all.

    RFC 8621, Section 7.5.
    """

    type = "noRecipients"


class InvalidRecipients(SetError):
    """The envelope, given or generated, has an address in `rcptTo` to which nothing can be sent. The error MUST
    have a member `invalidRecipients`.

    ``invalidRecipients: String[]``: The addresses that are not valid.

    RFC 8621, Section 7.5.
    """

    type = "invalidRecipients"


class ForbiddenMailFrom(SetError):
    """The user may not send with this address in the MAIL FROM command of SMTP, where delivery failures are
    reported to.

    RFC 8621, Section 7.5.
    """

    type = "forbiddenMailFrom"


class ForbiddenFrom(SetError):
    """The user may not send from this address: the one in the From header field of the message, or the one that an
    Identity is to have.

    RFC 8621, Section 7.5.
    """

    type = "forbiddenFrom"


class ForbiddenToSend(SetError):
    """The user may not send anything at all for the moment. The error MAY have a `description`, and then it is for
    the user.

    ``description: String|null``: Why the user may not send. Clients show it, unlike the description of other
    errors, so the server writes it in a language that the user understands, as far as `Accept-Language` tells.

    RFC 8621, Section 7.5.
    """

    type = "forbiddenToSend"


class CannotUnsend(SetError):
    """The client wants to cancel an EmailSubmission, and the message cannot be called back any more.

    RFC 8621, Section 7.5.
    """

    type = "cannotUnsend"


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
    'blobNotFound': BlobNotFound,
    'tooManyKeywords': TooManyKeywords,
    'tooManyMailboxes': TooManyMailboxes,
    'invalidEmail': InvalidEmail,
    'tooManyRecipients': TooManyRecipients,
    'noRecipients': NoRecipients,
    'invalidRecipients': InvalidRecipients,
    'forbiddenMailFrom': ForbiddenMailFrom,
    'forbiddenFrom': ForbiddenFrom,
    'forbiddenToSend': ForbiddenToSend,
    'cannotUnsend': CannotUnsend,
}
"""By code."""
