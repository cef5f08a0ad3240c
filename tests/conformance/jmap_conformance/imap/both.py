"""What cases on both doors do: put a message in by IMAP, and see it by JMAP."""

from __future__ import annotations

from typing import Any

from ..door import Door, Listed
from ..foo import Foo
from ..outcome import Broken


def mailboxes_of(foo: Foo) -> Foo:
    """The Mailboxes of the account in which the Emails are."""
    made = Foo(foo.server, "Mailbox")
    made.account_id = foo.account_id
    return made


def in_mailbox(foo: Foo, mailbox_id: str) -> list[str]:
    """The ids of the Emails in a Mailbox, as Email/query finds them."""
    return [str(one) for one in foo.call("query", {"filter": {"inMailbox": mailbox_id}})["ids"]]


def appended(foo: Foo, imap: Door, listed: Listed, data: bytes, *flags: str) -> tuple[str, str]:
    """A message that APPEND puts into a mailbox which JMAP made and which is empty: id of the Email, and UID.

    Raises:
        Broken: JMAP does not show it.
    """
    rows = mailboxes_of(foo).call("get", {"ids": None, "properties": ["id", "name"]})["list"]
    here = next((str(row["id"]) for row in rows if row["name"] == listed.last), None)
    if here is None:
        raise Broken("a Mailbox that was made is not there", expected=listed.last, found=rows)
    uid = imap.append(listed.name, data, *flags)
    found: list[str] = []

    def is_seen() -> bool:
        found[:] = in_mailbox(foo, here)
        return bool(found)

    imap.soon(is_seen, "Email/query does not find a message that IMAP put into the Mailbox")
    return found[0], uid


def since(foo: Foo, state: str) -> dict[str, list[str]]:
    """All that changed since a state, over as many calls as it takes: the lists of /changes, added up."""
    told: dict[str, list[str]] = {"created": [], "updated": [], "destroyed": []}
    for _ in range(100):
        answer: dict[str, Any] = foo.call("changes", {"sinceState": state})
        for name, ids in told.items():
            ids += answer[name]
        if not answer["hasMoreChanges"]:
            return told
        state = answer["newState"]
    raise Broken("/changes does not come to an end", expected="hasMoreChanges false", found="100 responses with true")
