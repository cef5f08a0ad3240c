"""Faults about Emails that are created and changed, and their Threads (RFC 8621, Sections 3, 4.1.1 and 4.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ..errors import set_
from ..generated import methods as tables
from ..mail import arrival, counts, creation, email, thread
from ..mail.email import EmailSpecial
from ..mail.message.creation import Problems
from ..standard import set as sets
from ..standard.call import Call
from ..standard.records import Records
from ..store.values import Record
from . import fault
from .core_session import told
from .mail_header import rows
from .planting import after, before, instead, without

MAIL = "urn:ietf:params:jmap:mail"


def composing(change: Callable[[Record], Record]) -> None:
    """The message is made of something else than what was sent."""
    instead(email, "compose_message", lambda right, call, sent: right(call, change(sent)))


@fault("mail/data-types/all-properties", seen_by="bodies-can-be-given-in-each-way")
def attachments_lost() -> None:
    """A message that is created has no attachments."""
    composing(lambda sent: {name: value for name, value in sent.items() if name != "attachments"})


@fault("mail/data-types/all-properties", seen_by="header-fields-can-be-given-in-each-form")
def header_properties_lost() -> None:
    """A message that is created has no fields of which the property begins with header:."""
    composing(lambda sent: {name: value for name, value in sent.items() if not name.startswith("header:")})


@fault("mail/Email/set/broken-rules-refused")
def creation_rules_not_checked() -> None:
    """A creation that says one thing twice is accepted."""
    instead(Problems, "check", lambda right, self: None)


@fault("mail/Email/set/broken-rules-refused", seen_by="each-rule-of-the-form-is-kept")
def second_field_dropped() -> None:
    """A creation may give a header field twice: the property that has it counts, header: beside it does not."""
    known = {prop.name: prop.header for prop in tables.TYPES["Email"].properties.values() if prop.header}

    def drop(call: Call) -> None:
        for sent in (call.arguments.get("create") or {}).values():
            given = {known[name].split(":")[1].lower() for name in known.keys() & sent.keys()}
            names = [name for name in sent if name.startswith("header:")]
            without(sent, *(name for name in names if name.split(":")[1].lower() in given))

    before("Email/set", drop)


@fault("mail/Email/set/message-id")
def message_id_fixed() -> None:
    """Every message that has no Message-ID gets the same."""
    instead(creation, "message_id", lambda right, call: "message@example.com")


@fault("mail/Email/set/date")
def date_of_yesterday() -> None:
    """A message that has no Date gets that of yesterday."""
    instead(creation, "compose", lambda right, sent, blob, id, now: right(sent, blob, id, now - timedelta(days=1)))


@fault("mail/errors/set/blobNotFound/notFound/complete")
def first_missing_blob_named() -> None:
    """blobNotFound names the first of the blobs that do not exist."""

    def first(call: Call, said: dict[str, Any]) -> None:
        for error in (said["notCreated"] or {}).values():
            if error["type"] == set_.BlobNotFound.type:
                error["notFound"] = error["notFound"][:1]

    after("Email/set", first)


@fault("core/standard/set/valid-after", seen_by="draft-can-be-replaced-by-the-same-one")
def draft_lost() -> None:
    """An identical draft is refused while the first is still there, which is then destroyed."""
    seen: set[str] = set()

    def compose(right: Any, call: Call, sent: Record) -> bytes:
        ids = set(sent.get("messageId") or ())
        if ids & seen:
            raise set_.InvalidProperties("there is such a message")
        seen.update(ids)
        made: bytes = right(call, sent)
        return made

    instead(email, "compose_message", compose)


@fault("mail/EmailBodyPart/partId/unique", seen_by="parts-of-a-new-email-have-their-own-ids")
def part_given_twice_is_one() -> None:
    """A part that a client names twice in a tree is one part, with one partId."""

    def once(row: dict[str, Any]) -> dict[str, Any]:
        inner = (row.get("bodyStructure") or {}).get("subParts") or []
        for part in inner[1:]:
            part["partId"] = inner[0]["partId"]
        return row

    rows("Email/get", once)


# Keywords and Mailboxes


@fault("mail/Email/keywords/lower-case")
def keywords_keep_case() -> None:
    """Keywords come back in the case in which they were given."""

    def normalise(right: Any, self: EmailSpecial, call: Call, record: Record) -> None:
        kept = record.get("keywords") or {}
        right(self, call, record)
        record["keywords"] = kept

    instead(EmailSpecial, "normalise", normalise)
    instead(email, "lowered", lambda right, pointer: pointer)


@fault("mail/Email/keywords/caseless")
def keyword_paths_with_case() -> None:
    """A keyword in a path of a patch is found only in lower case."""
    instead(email, "lowered", lambda right, pointer: pointer)


@fault("mail/Email/mailboxIds/not-empty", "mail/Mailbox/email-in-at-least-one")
def mailboxes_never_left() -> None:
    """An Email that is taken out of a Mailbox by a patch stays in it."""

    def update(right: Any, call: Call, id: str, patch: Record, checked: bool) -> Any:
        kept = {path: value for path, value in patch.items() if not (path.startswith("mailboxIds/") and value is None)}
        return right(call, id, kept, checked)

    instead(sets, "update", update)


@fault("mail/capability/account/maxMailboxesPerEmail/enforced")
def most_mailboxes_not_enforced() -> None:
    """An Email may be in more Mailboxes than the account says."""
    told(
        lambda said: [
            one["accountCapabilities"][MAIL].update(maxMailboxesPerEmail=3)
            for one in said["accounts"].values()
            if MAIL in one["accountCapabilities"]
        ]
    )


@fault("mail/Email/set/destroyed-everywhere")
def counts_only_rise() -> None:
    """The counts of a Mailbox never get lower."""
    instead(
        email,
        "difference",
        lambda right, old, new: {
            box: {name: number for name, number in its.items() if number > 0} for box, its in right(old, new).items()
        },
    )


@fault("mail/Mailbox/unreadEmails/counted")
def drafts_unread() -> None:
    """A draft that was not seen counts as unread."""
    instead(counts, "is_unread", lambda right, record: "$seen" not in record["keywords"])


# Threads


@fault("mail/Thread/email-in-one")
def thread_lacks_last() -> None:
    """A Thread does not have its last Email."""
    rows("Thread/get", lambda row: row | {"emailIds": row["emailIds"][:-1]} if row.get("emailIds") else row)


@fault("mail/Thread/emailIds/stable-order", seen_by="replies-are-in-the-thread")
def thread_last_first() -> None:
    """The Emails of a Thread come with the last first."""
    instead(email, "refresh", lambda right, records, id, emails: right(records, id, emails[::-1]))


@fault("mail/Thread/join-by-new-emails", seen_by="thread-of-an-email-does-not-change")
def thread_id_changes() -> None:
    """Where a message joins two Threads, Emails get another threadId under the same id."""

    def join(right: Any, records: Records, new_id: Any, other: str, thread_id: str) -> None:
        for each in thread.emails_in(records, other):
            records.update("Email", each, each | {"threadId": thread_id})

    instead(arrival, "join", join)
