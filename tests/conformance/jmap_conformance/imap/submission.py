"""Mail that JMAP sends, as IMAP sees what becomes of the draft (RFC 8621, Section 7.5)."""

from __future__ import annotations

from typing import Any

from ..case import case
from ..door import Door, Listed, both_doors
from ..expect import equal, that
from ..foo import Foo
from ..recipes.EmailSubmission import draft, identity
from .both import mailboxes_of

RULE = "submission/EmailSubmission/set"


@case(
    requirements=[f"{RULE}/onSuccessUpdateEmail/only-on-success", f"{RULE}/one-email-set"], area="imap",
    over=both_doors("EmailSubmission"), needs=["imap", "records"],
)  # fmt: skip
def sent_email_is_where_sent_mail_is_kept(foo: Foo, imap: Door) -> None:
    r"""A draft that is sent, and moved by the same call, is for IMAP a message without \Draft in the other mailbox.

    Purpose: To see that the two protocols agree on what was sent.
    Preconditions: IMAP on the same mail was named; EmailSubmissions can be made.
    Procedure: Make two Mailboxes and a draft in one; submit it to nobody, which is refused, with an
    onSuccessUpdateEmail that moves it to the other and takes $draft away; look in IMAP; submit it to its own author
    with the same; look again.
    Expected: First it stays where it is, with \Draft; then it is in the other mailbox alone, and has no \Draft.
    Why: A message that one client shows as a draft is sent again.
    """
    mailboxes = mailboxes_of(foo)
    drafts_id, drafts = imap.made_by_jmap(mailboxes)
    sent_id, sent = imap.made_by_jmap(mailboxes)
    identity_id, address = identity(foo)
    email_id = draft(foo, address, mailboxIds={drafts_id: True})
    to_author: dict[str, Any] = {"email": address, "parameters": None}
    then = {"#k": {f"mailboxIds/{drafts_id}": None, f"mailboxIds/{sent_id}": True, "keywords/$draft": None}}
    for recipients, there, empty, is_draft, about in (
        ([], drafts, sent, True, f"{RULE}/onSuccessUpdateEmail/only-on-success"),
        ([to_author], sent, drafts, False, f"{RULE}/one-email-set"),
    ):
        envelope = {"mailFrom": to_author, "rcptTo": recipients}
        creation = {"identityId": identity_id, "emailId": email_id, "envelope": envelope}
        reply = foo.reply("set", {"create": {"k": creation}, "onSuccessUpdateEmail": then}).of("0")
        outcome = "created" if recipients else "notCreated"
        that("k" in (reply.arguments.get(outcome) or {}), f"not in {outcome}", found=str(reply), about=about)
        seen: list[Any] = []

        def is_there(there: Listed = there, empty: Listed = empty, seen: list[Any] = seen) -> bool:
            imap.select(empty.name)
            seen[:] = imap.uids()
            if seen:
                return False
            imap.select(there.name)
            seen[:] = [r"\draft" in imap.flags(uid) for uid in imap.uids()]
            return len(seen) == 1

        imap.soon(is_there, "IMAP does not have the message where it should be", there.last, requirements=(about,))
        equal(seen, [is_draft], r"IMAP shows \Draft otherwise", about=about)
