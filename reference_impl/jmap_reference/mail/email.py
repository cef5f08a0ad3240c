"""Emails: what a client may set of them, and what follows from a change (RFC 8621, Section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..blobs import WHOLE
from ..dates import utc_date
from ..errors import set_
from ..generated import methods as tables
from ..ijson import same
from ..standard.call import Call
from ..standard.records import Records, View
from ..standard.special import Special
from ..store.values import Account, Record
from .arrival import arrive
from .copy import copy_email
from .counts import counts_of, difference, remember, trash_of
from .creation import compose_message
from .display import Display, displayed
from .message.parse import parse
from .message.values import FetchOptions
from .metadata import row_of, texts
from .quota import check_quota
from .rights import permit_email
from .shared import follow_email, merged_email
from .thread import emails_in, refresh, thread_entries

_COUNTED: Final = ("threadId", "mailboxIds", "keywords", "receivedAt")
"""The properties on which counts and Threads depend."""

SETTABLE: Final = ("mailboxIds", "keywords", "receivedAt")
"""The properties of an Email that are not in its message."""

MAX_KEYWORDS: Final = 128
"""For one Email; IMAP servers stop far below."""


class EmailSpecial(Special):
    def entries(self, record: Record) -> Iterator[tuple[str, str]]:
        yield "threadId", record["threadId"]
        for mailbox in record["mailboxIds"]:
            yield "mailboxIds", mailbox
        if "blobId" in record:
            yield "blobId", record["blobId"]
        yield from thread_entries(record)

    def changing(self, records: Records, old: Record | None, new: Record | None) -> None:
        if old is None or new is None or any(not same(old[name], new[name]) for name in _COUNTED):
            remember(records, (email["threadId"] for email in (old, new) if email is not None))

    def written(self, records: Records, old: Record | None, new: Record | None) -> None:
        if new is not None:
            records.transaction.put_email(records.account, row_of(new))
        elif old is not None:
            records.transaction.drop_email(records.account, old["id"])
            if "blobId" in old and not records.is_view:
                # Whoever destroys an Email may want its message for another, in this request or soon.
                # req: core/Blob/not-in-same-call
                #   A blob MUST NOT be deleted in the course of the very method call that takes away the last reference
                #   to it.
                records.transaction.hold_blob(records.account, old["blobId"], WHOLE, records.now)

    def settle(self, records: Records) -> None:
        trash = trash_of(records)
        changed: dict[str, Record] = {}
        for thread, before in records.notes["Email"].items():
            emails = emails_in(records, thread)
            refresh(records, thread, emails)
            for mailbox, counts in difference(before, counts_of(emails, trash)).items():
                added = changed.setdefault(mailbox, {})
                for name, number in counts.items():
                    added[name] = added.get(name, 0) + number
        for mailbox, old in records.read("Mailbox", changed).items():
            new = old | {name: old[name] + number for name, number in changed[mailbox].items()}
            records.update("Mailbox", old, new)

    def follow(self, whole: Records, view: View, old: Record | None, new: Record | None) -> None:
        if follow_email(view, old, new) and old is not None and new is not None:
            # It was there before, out of sight.
            raw = whole.transaction.blob(whole.account, new.get("blobId", "")) or b""
            view.transaction.put_texts(view.account, new["id"], texts(parse(raw), raw))

    def merged(self, whole: Record, old: Record, new: Record | None) -> Record | None:
        return merged_email(whole, old, new)

    def permit(self, call: Call, old: Record | None, new: Record | None) -> None:
        permit_email(call, old, new)

    # Creation

    def draft(self, call: Call, sent: Record) -> Record:
        settable = {name: sent[name] for name in SETTABLE if name in sent}
        record: Record = {"id": "", "keywords": {}, "receivedAt": utc_date(call.now)} | settable
        # What is cheap to refuse comes before the message is made.
        self.normalise(call, record)
        raw = compose_message(call, sent)
        check_quota(call, len(raw))
        return record | {"raw": raw}

    def enter(self, call: Call, records: Records, record: Record) -> None:
        raw: bytes = record.pop("raw")
        blob_id = call.transaction.add_blob(call.account.id, call.new_id("Blob"), raw, call.user, call.now)
        record |= arrive(records, call.new_id, record | {"blobId": blob_id}, raw)

    def copied(self, call: Call, source: Account, original: Record, changed: Record) -> Record:
        return copy_email(call, source, original, changed)

    def tell_created(self, call: Call, record: Record, sent: Record, unsent: Record) -> Record:
        # req: mail/Email/set/response/created/members
        #   Each MUST have the id, the blobId, the threadId and the size.
        told = {name: record[name] for name in ("id", "blobId", "threadId", "size")}
        # req: core/Blob/rename-told
        #   If it does, it MUST return every property with such an id when it answers to the creation or update.
        return told | self.renamed(call, record, sent)

    def renamed(self, call: Call, record: Record, sent: Record) -> Record:
        """The properties that the client sent with a blobId which is another in the new Email."""
        # A part is a view of the new message, so what was given as a blob of its own is another blob there.
        names = tuple(name for name in PARTS if refers_to_blob(sent.get(name)))
        if not names:
            return {}
        shown = tuple(tables.METHODS["Email/get"].defaults["bodyProperties"])
        return displayed(call.transaction, call.account.id, record, Display(names, shown, FetchOptions()))

    # Update

    def to_validate(self, asked: Record) -> tuple[str, Record]:
        # What else there is of it has not changed, or is blamed for that.
        return "Email.copy", {name: asked[name] for name in ("id", *SETTABLE) if name in asked}

    def patch(self, patch: Record) -> Record:
        """With keywords in lower case, so that each is found as it is kept."""
        # req: mail/Email/keywords/caseless
        #   The case of its letters MUST NOT matter: Work and work are one keyword.
        return {lowered(pointer): value for pointer, value in patch.items()}

    def current(self, call: Call, record: Record, patch: Record) -> Record:
        # Whoever sends a whole Email back must be told when something in it cannot be so.
        names = {pointer.partition("/")[0] for pointer in patch} - record.keys() & call.type.properties.keys()
        if not names:
            return record
        parts = tuple(tables.METHODS["Email/get"].defaults["bodyProperties"])
        display = Display(tuple(names), parts, FetchOptions(all=bool(patch.get("bodyValues"))))
        return record | displayed(call.transaction, call.account.id, record, display)

    def stored(self, record: Record) -> Record:
        return {name: value for name, value in record.items() if name not in BODY}

    # Rules

    def normalise(self, call: Call, record: Record) -> None:
        # req: mail/Email/keywords/lower-case
        #   The server MUST return it in lower case.
        record["keywords"] = dict.fromkeys((keyword.lower() for keyword in record.get("keywords") or ()), True)
        # req: mail/Email/mailboxIds/not-empty
        #   An Email MUST be in one Mailbox or more for as long as it exists.
        if not record.get("mailboxIds"):
            raise set_.InvalidProperties("an Email is in a Mailbox", properties=["mailboxIds"])
        most = call.limits.maxMailboxesPerEmail
        # req: mail/capability/account/maxMailboxesPerEmail/enforced
        #   The server MUST refuse to put an Email into more.
        if most is not None and len(record["mailboxIds"]) > most:
            raise set_.TooManyMailboxes(f"no more than {most} Mailboxes")
        if len(record["keywords"]) > MAX_KEYWORDS:
            raise set_.TooManyKeywords(f"no more than {MAX_KEYWORDS} keywords")

    def check(self, call: Call, records: Records, record: Record) -> None:
        if len(records.read("Mailbox", record["mailboxIds"])) < len(record["mailboxIds"]):
            raise set_.InvalidProperties("there is no such Mailbox", properties=["mailboxIds"])


BODY: Final = frozenset({"headers", "bodyStructure", "bodyValues", "textBody", "htmlBody", "attachments"})
"""The properties that are read out of the message each time."""


PARTS: Final = ("bodyStructure", "textBody", "htmlBody", "attachments")
"""The properties that hold body parts."""


def refers_to_blob(parts: Any) -> bool:
    """Whether a body part, a list of them, or a part of one has a blobId."""
    if isinstance(parts, list):
        return any(refers_to_blob(part) for part in parts)
    return isinstance(parts, dict) and (parts.get("blobId") is not None or refers_to_blob(parts.get("subParts")))


def lowered(pointer: str) -> str:
    """A pointer of a patch with the keyword in it in lower case."""
    name, slash, keyword = pointer.partition("/")
    return f"{name}{slash}{keyword.lower()}" if name == "keywords" else pointer
