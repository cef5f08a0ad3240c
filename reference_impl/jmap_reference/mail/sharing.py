"""Letting others use an account: who may do what with which Mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ..generated import methods as tables
from ..standard.records import Records, View, special_of
from ..store.values import Grants, Record, Share
from .shared import RIGHTS, show_mailboxes

READING: Final = frozenset({"mayReadItems"})
WRITING: Final = READING | {"mayAddItems", "mayRemoveItems", "maySetSeen", "maySetKeywords", "mayCreateChild"}
LEVELS: Final = {"read": READING, "write": WRITING, "all": frozenset(RIGHTS)}
"""Names for rights that often go together."""

SHARED: Final = tuple(dict.fromkeys(tables.TYPES[name].capability for name in ("Blob", "Email")))
"""The capabilities that can be used with an account of someone else. Its Identities, and what was sent, are private."""


def share(whole: Records, user: str, grants: Grants, new_id: Callable[[str], str], is_read_only: bool = False) -> None:
    """Let a user do this with an account, and no longer anything else; without grants, nothing any more.

    ``is_read_only``: not even what each user has for oneself can be changed.
    """
    transaction, account = whole.transaction, whole.account
    view_id = transaction.view_of(account, user) or new_id("View")
    granted = {mailbox: rights for mailbox, rights in grants.items() if rights}
    transaction.put_share(Share(account, user, view_id, granted), is_read_only, SHARED)
    whole.forget_views()
    view = next(each for each in whole.views if each.account == view_id)
    show_mailboxes(whole, view, keep_others=True)
    special = special_of(whole.specials, "Email")
    for email in _emails(whole, view):
        special.follow(whole, view, email, email)
    show_mailboxes(whole, view)
    whole.settle()
    if not granted:
        transaction.end_share(account, user)
        whole.forget_views()


def _emails(whole: Records, view: View) -> Iterator[Record]:
    """Those that the view shows, and those that it is to show."""
    mailboxes = whole.transaction.read_all(whole.account, "Mailbox")
    ids = {id: None for mailbox in mailboxes for id in whole.find("Email", "mailboxIds", mailbox["id"])
           if view.share.rights(mailbox["id"])}  # fmt: skip
    shown = view.read_all("Email")
    yield from whole.each("Email", ids | dict.fromkeys(email["id"] for email in shown))
