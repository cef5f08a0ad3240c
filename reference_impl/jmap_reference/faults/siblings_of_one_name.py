"""Two Mailboxes of one parent may have the same name.

Breaks `mail/Mailbox/set/errors/alreadyExists/sibling-name`.
Breaks `mail/Mailbox/name/unique-among-siblings`.
"""

from __future__ import annotations

from ..mail import mailbox
from ..store.interface import Record


def plant() -> None:
    right = mailbox.among_siblings

    def among_siblings(record: Record) -> str:
        # What nobody else has, so that nobody is in the way.
        return f"{right(record)}/{record['id']}"

    mailbox.among_siblings = among_siblings
