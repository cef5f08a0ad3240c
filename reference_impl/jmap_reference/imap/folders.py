"""Mailboxes by the names that they have in IMAP: paths, whose levels are the names of JMAP."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..mail.mailbox import as_tree
from ..mail.shared import READ
from ..store.values import Account, Record

DELIMITER: Final = "/"
INBOX: Final = "INBOX"
INBOX_ROLE: Final = "inbox"
SHARED: Final = "Shared"
"""Below this level are the accounts of others."""

_SLASH: Final = "∕"
"""U+2215 stands in IMAP for the slash, which is an ordinary character of a name in JMAP."""


@dataclass(frozen=True)
class Folder:
    """A Mailbox, and where it is in IMAP."""

    path: str
    account: Account
    #: As the user sees it, with ``myRights``.
    record: Record
    #: It is of the account that is at the top, not below ``Shared``.
    is_own: bool

    @property
    def id(self) -> str:
        return str(self.record["id"])

    def may(self, right: str) -> bool:
        return bool(self.record["myRights"][right])


def attributes_of(folder: Folder) -> list[bytes]:
    r"""Those of LIST that are of this mailbox alone: ``\Sent`` (RFC 6154), or that it cannot be selected."""
    found = [] if folder.may(READ) else [b"Noselect"]
    # Below Shared, a client would not know which of two is meant.
    if folder.is_own and folder.record["role"] not in (None, INBOX_ROLE):
        found.append(folder.record["role"].capitalize().encode())
    return found


def level(name: str) -> str:
    """How a name is written within a path."""
    return name.replace(DELIMITER, _SLASH)


def name_of(level: str) -> str:
    """The name that a level of a path stands for."""
    return level.replace(_SLASH, DELIMITER)


def normal(path: str) -> str:
    """A path as ``folders_in`` has it: INBOX in capitals, no slash at the end, characters as in JMAP."""
    first, slash, rest = unicodedata.normalize("NFC", path.rstrip(DELIMITER)).partition(DELIMITER)
    return f"{INBOX if first.upper() == INBOX else first}{slash}{rest}"


def below(parent: str, level: str) -> str:
    return f"{parent}{DELIMITER}{level}" if parent else level


def free(path: str, taken: Iterable[str]) -> str:
    """The path, or with a number where it is another's: two names can look the same in IMAP."""
    number, found = 1, path
    while found in taken or found.upper() == INBOX:
        number += 1
        found = f"{path} {number}"
    return found


def folders_in(account: Account, root: str, mailboxes: list[Record]) -> Iterator[Folder]:
    """The folders of an account whose top is at the path ``root``, each after those above it."""
    paths: dict[str | None, str] = {None: root}
    taken: set[str] = set()
    for record in as_tree(sorted(mailboxes, key=lambda each: each["id"])):
        if not root and record["role"] == INBOX_ROLE:
            path = INBOX
        else:
            path = free(below(paths[record["parentId"]], level(record["name"])), taken)
        taken.add(path)
        paths[record["id"]] = path
        yield Folder(path, account, record, not root)
