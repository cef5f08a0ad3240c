"""Emails: a creation needs a Mailbox, which the suite makes for the case, and most of a message cannot change."""  # noqa: N999  as the type

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..outcome import Blocked, Unsupported

if TYPE_CHECKING:
    from ..foo import Foo

#: What is written in one way and read in another: a part gets a blobId, a size, a type.
_REWRITTEN: Final = ("headers", "bodyStructure", "bodyValues", "textBody", "htmlBody", "attachments")

ADDRESSES: Final = ("alpha@example.com", "bravo@example.net", "charlie@example.org", "delta@example.com")


def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]:
    """A short text from one address to another, in a Mailbox of its own."""
    return {
        "mailboxIds": {mailbox(foo): True},
        "keywords": {"$seen": True},
        "from": [{"name": "Alpha", "email": "alpha@example.com"}],
        "to": [{"name": "Bravo", "email": "bravo@example.net"}],
        "subject": "record",
        "bodyValues": {"text": {"value": "A few words.\n"}},
        "textBody": [{"partId": "text", "type": "text/plain"}],
    }


def mailbox(foo: Foo, account_id: str = "") -> str:
    """The id of the Mailbox in which this case has its Emails; made where there is none yet, or none any more.

    Raises:
        Blocked: it cannot be made.
        Unsupported: that is so in the account of somebody else.
    """
    from ..foo import Foo as Type
    from ..ledger import Made

    account = account_id or foo.account_id
    for made in reversed(foo.server.ledger.standing):
        if made.type == "Mailbox" and made.account_id == account:
            return made.id
    target = Type(foo.server, "Mailbox")
    target.account_id = account
    try:
        made_id = target.make()[0].id
    except Blocked as problem:
        if account == foo.account_id or foo.server.session["accounts"][account].get("isPersonal"):
            raise
        raise Unsupported(f"the second account is somebody else's, and takes no Mailbox: {problem}") from problem
    assert Made("Mailbox", account, made_id) in foo.server.ledger.standing
    return made_id


def values(foo: Foo, name: str) -> list[Any] | None:
    """Addresses, message ids and past dates, none of which follow from a signature."""
    if name in ("from", "to", "cc", "bcc", "replyTo", "sender"):
        return [[{"name": None, "email": address}] for address in ADDRESSES]
    if name in ("messageId", "inReplyTo", "references"):
        return [[f"{foo.unique('m').replace(' ', '.')}@example.com"] for _ in ADDRESSES]
    if name == "receivedAt":
        return [f"200{number}-05-17T10:20:30Z" for number in range(1, 5)]
    if name == "sentAt":
        return [f"200{number}-05-17T10:20:30+02:00" for number in range(1, 5)]
    return [] if name in _REWRITTEN else None


def change(foo: Foo, word: str) -> dict[str, Any]:
    """A keyword that no Email has."""
    return {"keywords": {foo.unique(word).replace(" ", "-"): True}}


def copying(foo: Foo, account_id: str) -> dict[str, Any]:
    """A copy is in a Mailbox of its account."""
    return {"mailboxIds": {mailbox(foo, account_id): True}}


def comes_back(name: str) -> bool:
    return name not in _REWRITTEN
