"""What the server takes at most, as it tells its clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .collation import COLLATIONS
from .generated import methods as tables
from .settings import setting
from .smtp import DELAY, smtp_extensions


@dataclass(frozen=True)
class Limits:
    """The values of every member of the Session's capabilities, under the names that clients see.

    The first seven are no smaller than RFC 8620, Section 2, suggests, so that a client which
    was written against this server does not trip over the limits of another.
    """

    maxSizeUpload: int = setting(50_000_000, "Octets of one upload.", least=1)
    maxConcurrentUpload: int = setting(8, "Uploads at a time, of one user.", least=1)
    maxSizeRequest: int = setting(10_000_000, "Octets of one request.", least=1)
    # A client that opens six connections, as browsers do, is far from it.
    maxConcurrentRequests: int = setting(32, "Requests at a time, of one user.", least=1)
    maxCallsInRequest: int = setting(64, "Calls in one request.", least=1)
    maxObjectsInGet: int = setting(500, "Objects that one call gets.", least=1)
    maxObjectsInSet: int = setting(500, "Objects that one call creates, updates and destroys, together.", least=1)
    collationAlgorithms: tuple[str, ...] = tuple(COLLATIONS)
    maxMailboxesPerEmail: int | None = setting(None, "Mailboxes that one Email is in.")
    maxMailboxDepth: int | None = setting(10, "Mailboxes inside one another.")
    # 255 is what file systems, and so many IMAP servers, allow; and no server may allow less than 100.
    maxSizeMailboxName: int = setting(255, "Octets of the name of a Mailbox.", least=100)
    maxSizeAttachmentsPerEmail: int = setting(50_000_000, "Octets of all attachments of one Email.")
    emailQuerySortOptions: tuple[str, ...] = tuple(tables.TYPES["Email"].sort)
    mayCreateTopLevelMailbox: bool = setting(True, "Users create Mailboxes beside the Inbox.")
    #: Seconds.
    maxDelayedSend: int = DELAY
    #: Extensions of SMTP whose parameters an envelope may have, each with its arguments.
    submissionExtensions: Mapping[str, list[str]] = field(default_factory=smtp_extensions, hash=False)
    #: Of VAPID; the processor has it from its store.
    applicationServerKey: str = ""

    def sending(self, size: int, recipients: int, delay: int) -> Limits:
        """These, with others for what is sent: see ``smtp_extensions``."""
        return replace(self, maxDelayedSend=delay, submissionExtensions=smtp_extensions(size, recipients, delay))

    @property
    def largest_message(self) -> int:
        """Octets that are sent as one message."""
        return int(self.submissionExtensions["SIZE"][0])

    @property
    def most_recipients(self) -> int:
        """Of one EmailSubmission."""
        return int(self.submissionExtensions["LIMITS"][0].removeprefix("RCPTMAX="))


@dataclass(frozen=True)
class Quotas:
    """How much an account holds; no client is told of this before it is too much."""

    messages: int | None = setting(None, "Octets of all its messages.")
    # req: core/Blob/quota-size
    held_blobs: int = setting(500_000_000, "Octets of the blobs that one user has in it and no record refers to.")
    # req: core/Blob/one-hour
    #   For any other reason, such a blob MUST NOT be deleted within an hour of its upload.
    hold_blobs_for: int = setting(24 * 3600, "Seconds for which such a blob stays.", least=3600)

    def __post_init__(self) -> None:
        # req: core/Blob/one-hour
        #   For any other reason, such a blob MUST NOT be deleted within an hour of its upload.
        if self.hold_blobs_for < 3600:
            raise ValueError("a blob to which no record refers stays for an hour or longer")
