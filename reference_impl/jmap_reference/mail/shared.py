"""What someone else sees of an account: some Mailboxes, and the Emails in those that may be read (RFC 8621, 9.5).

A Mailbox whose parent is not shared is shown below it all the same, and the parent with no rights at all: so the tree
and its names are the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..standard.records import Records, View
from ..store.values import Record, Share
from ..validation import DEFINITIONS
from .counts import COUNTS

RIGHTS: Final = tuple(DEFINITIONS["MailboxRights"]["properties"])
READ: Final = "mayReadItems"

OF_MAKER: Final = frozenset({"mayRename", "mayDelete"})

OWN: Final = ("isSubscribed",)
"""What each user has a value of for oneself."""

_NOT_FOLLOWED: Final = frozenset((*COUNTS, *OWN))


def rights_of(share: Share, mailbox_id: str) -> dict[str, bool]:
    """As ``myRights`` says them."""
    rights = share.rights(mailbox_id)
    return {name: name in rights for name in RIGHTS}


def follow_mailbox(whole: Records, view: View, old: Record | None, new: Record | None) -> None:
    if old is None and new is not None:
        _inherit(view, new)
    elif new is None and old is not None:
        _grant(view, old["id"], frozenset())
    elif old and new and all(old[name] == new[name] for name in new if name not in _NOT_FOLLOWED):
        return
    show_mailboxes(whole, view)


def _inherit(view: View, mailbox: Record) -> None:
    """Who may do something with the parent may do it with a new child."""
    share = view.share
    if mailbox["parentId"] in share.grants:
        _grant(view, mailbox["id"], share.grants[mailbox["parentId"]])


def own_mailbox(whole: Records, view: View, mailbox: Record) -> None:
    """Whoever has made a Mailbox may also rename and destroy it."""
    _grant(view, mailbox["id"], view.share.rights(mailbox["id"]) | OF_MAKER)
    show_mailboxes(whole, view)


def _grant(view: View, mailbox_id: str, rights: frozenset[str]) -> None:
    view.transaction.put_grant(view.share, mailbox_id, rights)
    view.share.grants.pop(mailbox_id, None)
    if rights:
        view.share.grants[mailbox_id] = rights


def show_mailboxes(whole: Records, view: View, keep_others: bool = False) -> None:
    """Bring all Mailboxes of the view up to date: what is done to one can show or hide others.

    ``keep_others``: do not hide any yet, since there are still Emails in them.
    """
    visible = mailboxes_of(view.share, {each["id"]: each for each in whole.read_all("Mailbox")})
    shown = {each["id"]: each for each in view.read_all("Mailbox")}
    for id, mailbox in shown.items():
        if id not in visible and not keep_others:
            view.destroy("Mailbox", mailbox)
    for id, now in visible.items():
        if id in shown:
            view.update("Mailbox", shown[id], shown[id] | now)
        else:
            # req: mail/Mailbox/isSubscribed/per-user
            #   Where several users have access to a Mailbox, the server MUST keep the value for each of them apart.
            # req: mail/Mailbox/isSubscribed/initial-value
            view.create("Mailbox", dict.fromkeys(COUNTS, 0) | dict.fromkeys(OWN, False) | now)


def mailboxes_of(share: Share, every: dict[str, Record]) -> dict[str, Record]:
    """Those of all Mailboxes that are seen, by id, but for what each view has by itself."""
    # req: mail/partial-access/mailboxes
    #   A Mailbox that the user may not see MUST NOT appear in any response, nor be told from one that never existed.
    return {
        id: {name: value for name, value in every[id].items() if name not in _NOT_FOLLOWED}
        | {"myRights": rights_of(share, id)}
        for id in _with_parents((id for id in every if share.rights(id)), every)
    }


def _with_parents(ids: Iterable[str], every: dict[str, Record]) -> list[str]:
    """Each before its children, but for those that a /set has made their own ancestors for the moment."""
    found: dict[str, None] = {}
    for id in sorted(ids):
        path = [id]
        while (parent := every[path[-1]]["parentId"]) in every and parent not in path:
            path.append(parent)
        found |= dict.fromkeys(reversed(path))
    return list(found)


def follow_email(view: View, old: Record | None, new: Record | None) -> bool:
    """Whether the Email has come into view."""
    shown = view.get("Email", (old or new or {})["id"]) if old is not None else None
    # req: mail/partial-access/emails
    #   An Email that is only in such Mailboxes MUST be treated as if it did not exist.
    seen = None if new is None else part_of(view.share, new)
    if shown is not None and seen is not None:
        view.update("Email", shown, seen)
    elif shown is not None:
        view.destroy("Email", shown)
    elif seen is not None:
        view.create("Email", seen)
        return True
    return False


def part_of(share: Share, email: Record) -> Record | None:
    """The Email as it is seen; None if it is in no Mailbox that may be read."""
    seen = {id: True for id in email["mailboxIds"] if READ in share.rights(id)}
    return email | {"mailboxIds": seen} if seen else None


def merged_email(whole: Record, old: Record, new: Record | None) -> Record | None:
    """The whole Email when what is seen of it changes: it stays in the Mailboxes that are hidden."""
    hidden = {id: True for id in whole["mailboxIds"] if id not in old["mailboxIds"]}
    if new is None:
        return whole | {"mailboxIds": hidden} if hidden else None
    changed = {name: value for name, value in new.items() if value != old.get(name)}
    return whole | changed | {"mailboxIds": hidden | new["mailboxIds"]}
