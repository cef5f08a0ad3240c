r"""What IMAP does to messages, by the methods of JMAP; and what becomes of those that are marked ``\Deleted``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from pymap.flags import FlagOp
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Deleted, Flag, Seen

from ..dates import utc_date
from ..mail.arrival import arrive
from ..store.values import Record
from .flags import changeable, keywords_of, permanent_flags
from .folders import Folder
from .mail import Mail
from .messages import Look
from .refusal import CANNOT, NO_PERMISSION, Refused

KEPT: Final = ("id", "blobId", "threadId", "keywords", "receivedAt", "size")
"""What of an Email cannot be read out of its message."""


def append(mail: Mail, folder: Folder, message: AppendMessage) -> str:
    r"""The id of the Email that a message becomes; not marked ``\Deleted``, whatever its flags say."""
    permitted, account = permanent_flags(folder), folder.account
    spelled = {name: said for name, said in keywords_of(message.flag_set).items() if changeable(name, permitted)}
    now = mail.processor.clock()
    blob = mail.transaction.add_blob(account.id, mail.processor.new_id("Blob"), bytes(message.literal), mail.user, now)
    when = (message.when or datetime.fromtimestamp(now, UTC)).timestamp()
    new = {
        "blobId": blob,
        "mailboxIds": {folder.id: True},
        "keywords": dict.fromkeys(spelled, True),
        "receivedAt": utc_date(when),
    }
    mail.transaction.spell(account.id, spelled)
    return str(mail.call("Email/import", account, emails={"k": new})["created"]["k"]["id"])


def store(mail: Mail, now: Look, ids: list[str], flags: frozenset[Flag], mode: FlagOp) -> None:
    """Set or take away flags of messages; those that the user may not change stay as they are."""
    folder, permitted = now.folder, permanent_flags(now.folder)
    spelled = {name: said for name, said in keywords_of(flags).items() if changeable(name, permitted)}
    mail.transaction.spell(folder.account.id, spelled)
    if Deleted in permitted and (mode is FlagOp.DELETE) is (Deleted in flags) and mode is not FlagOp.ADD:
        for id in ids:
            if id in now.marked:
                revive(mail, folder, now.marked[id])
    alive = mail.transaction.read(folder.account.key, "Email", ids)
    new: dict[str, Record] = {}
    for id in ids:
        before = set(keywords_of(now.messages[id].permanent_flags))
        after = _applied(mode, before, set(spelled), {name for name in before if changeable(name, permitted)})
        if after != before and id in alive:
            new[id] = {"keywords": dict.fromkeys(sorted(after), True)}
        elif after != before:
            _keep(mail, folder, now.marked[id] | {"keywords": dict.fromkeys(sorted(after), True)})
    for some in _in_parts(mail, list(new)):
        mail.call("Email/set", folder.account, update={id: new[id] for id in some})
    if Deleted in flags and Deleted in permitted and mode is not FlagOp.DELETE:
        delete(mail, folder, [id for id in ids if id not in now.marked])


def _applied(mode: FlagOp, before: set[str], given: set[str], replaceable: set[str]) -> set[str]:
    match mode:
        case FlagOp.ADD:
            return before | given
        case FlagOp.DELETE:
            return before - given
    return before - replaceable | given


def see(mail: Mail, now: Look, ids: list[str]) -> None:
    r"""Set ``\Seen``, as reading a message does; where the user may not, reading is all."""
    with suppress(Refused):
        store(mail, now, ids, frozenset({Seen}), FlagOp.ADD)


def delete(mail: Mail, folder: Folder, ids: list[str]) -> None:
    r"""Mark messages ``\Deleted``: they are in the mailbox of IMAP, and not in the Mailbox of JMAP any more."""
    emails = mail.transaction.read(folder.account.key, "Email", ids)
    for email in emails.values():
        _keep(mail, folder, {name: email[name] for name in KEPT if name in email})
    _remove(mail, folder, emails)


def _keep(mail: Mail, folder: Folder, email: Record) -> None:
    mail.transaction.mark(folder.account.id, folder.id, email | {"mailboxIds": {folder.id: True}})


def _remove(mail: Mail, folder: Folder, emails: dict[str, Record]) -> None:
    """Take Emails out of a Mailbox; what is in no other is destroyed."""
    last = [id for id, email in emails.items() if set(email["mailboxIds"]) == {folder.id}]
    for some in _in_parts(mail, last):
        mail.call("Email/set", folder.account, destroy=some)
    for some in _in_parts(mail, [id for id in emails if id not in last]):
        mail.call("Email/set", folder.account, update={id: {f"mailboxIds/{folder.id}": None} for id in some})


def revive(mail: Mail, folder: Folder, kept: Record) -> None:
    """Let an Email that was marked be in a Mailbox: the same Email, with the same id."""
    records = mail.whole(folder.account)
    email = records.get("Email", kept["id"])
    if email is not None:
        records.update("Email", email, email | {"mailboxIds": email["mailboxIds"] | {folder.id: True}})
    else:
        raw = mail.transaction.blob(records.account, kept["blobId"]) or b""
        arrive(records, mail.processor.new_id, kept | {"mailboxIds": {folder.id: True}}, raw)
    records.settle()


def expunge(mail: Mail, now: Look, ids: Iterable[str]) -> None:
    """Forget those of the messages that are marked."""
    if gone := [id for id in ids if id in now.marked]:
        _permit(now.folder, "mayRemoveItems")
        mail.transaction.expunge(now.folder.account.id, now.folder.id, gone)


def copy(mail: Mail, now: Look, ids: list[str], target: Folder) -> dict[str, str]:
    """Let the messages be in another folder too: the ids of the Emails there, by those of here."""
    source = now.folder
    if target.account.id == source.account.id:
        _place(mail, now, ids, target, {f"mailboxIds/{target.id}": True})
        return {id: id for id in ids}
    if any(id in now.marked for id in ids):
        raise Refused(CANNOT, "what is marked as deleted stays in its account")
    made: dict[str, str] = {}
    for id in ids:
        copied = {"k": {"id": id, "mailboxIds": {target.id: True}}}
        said = mail.call("Email/copy", target.account, fromAccountId=source.account.id, create=copied)
        made[id] = said["created"]["k"]["id"]
    return made


def move(mail: Mail, now: Look, ids: list[str], target: Folder) -> dict[str, str]:
    """Let the messages be in another folder instead (RFC 6851): ids as with ``copy``."""
    source = now.folder
    if target.account.id == source.account.id:
        _place(mail, now, ids, target, {f"mailboxIds/{target.id}": True, f"mailboxIds/{source.id}": None})
        expunge(mail, now, ids)
        return {id: id for id in ids}
    made = copy(mail, now, ids, target)
    _remove(mail, source, mail.transaction.read(source.account.key, "Email", ids))
    return made


def _place(mail: Mail, now: Look, ids: list[str], target: Folder, patch: dict[str, Any]) -> None:
    if target.id == now.folder.id:
        raise Refused(CANNOT, "a message is in a mailbox once")
    for id in ids:
        if id in now.marked:
            _permit(target, "mayAddItems")
            revive(mail, target, now.marked[id])
    for some in _in_parts(mail, [id for id in ids if id not in now.marked]):
        mail.call("Email/set", now.folder.account, update=dict.fromkeys(some, patch))


def _permit(folder: Folder, right: str) -> None:
    if not folder.may(right):
        raise Refused(NO_PERMISSION, f"myRights of {folder.path}: no {right}")


def _in_parts(mail: Mail, ids: list[str]) -> Iterator[list[str]]:
    """No more at a time than one call of a method takes."""
    most = mail.processor.limits.maxObjectsInSet
    return (ids[start : start + most] for start in range(0, len(ids), most))
