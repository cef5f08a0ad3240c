"""Faults about flags and keywords, where IMAP and JMAP are two doors to one mail (RFC 8621, Section 4.1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pymap.flags import FlagOp
from pymap.parsing.specials.flag import Answered, Draft, Flag, Flagged

from ..imap import changes, flags, messages
from ..imap.flags import Flags
from ..imap.folders import Folder
from ..imap.mail import Mail
from ..standard.call import Call
from . import fault
from .planting import after, before, instead

COMPLETE = "core/standard/changes/complete"
EMAIL = "mail/Email"
SENT = "submission/EmailSubmission/set"


@fault(COMPLETE, seen_by="system-flags-are-keywords")
def imap_answered_is_another_keyword() -> None:
    r"""The flag \Answered of IMAP is the keyword $replied."""
    flags.KEYWORDS[Answered] = "$replied"
    flags.FLAGS["$replied"] = Answered


@fault(COMPLETE, seen_by="system-flags-are-keywords")
def imap_flagged_stays() -> None:
    r"""A message that IMAP has flagged has \Flagged there for ever."""
    flagged: set[str] = set()

    def store(right: Any, mail: Any, now: Any, ids: list[str], given: frozenset[Flag], mode: FlagOp) -> None:
        right(mail, now, ids, given, mode)
        flagged.update(ids if Flagged in given else ())

    def get_flags(right: Any, self: messages.Message, session_flags: object) -> Flags:
        found: Flags = right(self, session_flags)
        return Flags(found | {Flagged}) if self.email.id in flagged else found

    instead(changes, "store", store)
    instead(messages.Message, "get_flags", get_flags)


@fault(f"{EMAIL}/keywords/lower-case", seen_by="keyword-of-imap-is-in-lower-case")
def imap_keywords_keep_capitals() -> None:
    """Keywords are in Email/get as an IMAP client wrote them."""

    def spelled(call: Call, said: dict[str, Any]) -> None:
        spellings = call.transaction.spellings(call.account.id)
        for email in said["list"]:
            if "keywords" in email:
                email["keywords"] = {spellings.get(name, name): True for name in email["keywords"]}

    after("Email/get", spelled)


@fault(f"{EMAIL}/keywords/caseless", seen_by="keyword-of-imap-is-in-lower-case")
def imap_keywords_found_as_written() -> None:
    """A search for a keyword finds nothing where an IMAP client wrote it with capitals."""

    def only_as_written(call: Call) -> None:
        keyword = (call.arguments["filter"] or {}).get("hasKeyword", "")
        if call.transaction.spellings(call.account.id).get(keyword, keyword) != keyword:
            call.arguments["filter"] |= {"hasKeyword": "none"}

    before("Email/query", only_as_written)


@fault(
    f"{EMAIL}/keywords/no-deleted", COMPLETE,
    seen_by="message-marked-deleted-is-not-seen expunged-message-is-destroyed",
)  # fmt: skip
def imap_deleted_is_seen() -> None:
    r"""A message that IMAP marks \Deleted, and expunges, is there for JMAP as if nothing had happened."""

    def remove(right: Any, *given: Any) -> None:
        pass

    instead(changes, "_remove", remove)


@fault(f"{EMAIL}/keywords/no-deleted", seen_by="message-marked-in-one-mailbox-is-in-the-other")
def imap_deleted_everywhere() -> None:
    r"""A message that IMAP marks \Deleted in one mailbox is destroyed, and so not in any other."""

    def remove(right: Any, mail: Mail, folder: Folder, emails: dict[str, Any]) -> None:
        mail.call("Email/set", folder.account, destroy=list(emails))

    instead(changes, "_remove", remove)


@fault(f"{EMAIL}/keywords/no-deleted", seen_by="message-marked-deleted-is-not-seen")
def imap_deleted_for_good() -> None:
    r"""A message that IMAP marks \Deleted does not come back when the mark is taken away."""

    def store(right: Any, mail: Any, now: Any, ids: list[str], given: Any, mode: FlagOp) -> None:
        right(mail, now, [id for id in ids if id not in now.marked], given, mode)

    instead(changes, "store", store)


@fault(f"{SENT}/onSuccessUpdateEmail/only-on-success", seen_by="sent-email-is-where-sent-mail-is-kept")
def imap_draft_hidden() -> None:
    r"""No message has the flag \Draft in IMAP."""

    def flags_of(right: Any, keywords: Iterable[str], spellings: Mapping[str, str], is_deleted: bool) -> Flags:
        return Flags(right(keywords, spellings, is_deleted) - {Draft})

    instead(messages, "flags_of", flags_of)


@fault(f"{SENT}/one-email-set", seen_by="sent-email-is-where-sent-mail-is-kept")
def imap_draft_stays() -> None:
    r"""A message that has been a draft has the flag \Draft in IMAP for ever."""
    drafts: set[str] = set()

    def get_flags(right: Any, self: messages.Message, session_flags: object) -> Flags:
        found: Flags = right(self, session_flags)
        if Draft in found:
            drafts.add(self.email.id)
        return Flags(found | {Draft}) if self.email.id in drafts else found

    instead(messages.Message, "get_flags", get_flags)
