"""The requests that are measured, the same for every server."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from client import Good, Session
from corpus import WORDS

LIST_PROPERTIES = (
    "id", "threadId", "mailboxIds", "keywords", "from", "to", "subject", "receivedAt", "size", "preview",
    "hasAttachment",
)  # fmt: skip
PAGE = 50
NEWEST_FIRST = [{"property": "receivedAt", "isAscending": False}]


@dataclass(frozen=True)
class Target:
    """Where requests go: an account with mail."""

    session: Session
    mailbox: str
    #: Of the Emails whose flag is changed.
    ids: list[str]


def echo(target: Target, worker: int, workers: int) -> Iterator[bytes]:
    return itertools.repeat(target.session.request(("Core/echo", {"hello": True, "n": [1, 2, 3], "s": "x" * 64})))


def mailboxes(target: Target, worker: int, workers: int) -> Iterator[bytes]:
    return itertools.repeat(target.session.request(("Mailbox/get", {"accountId": target.session.account, "ids": None})))


def page(target: Target, worker: int, workers: int) -> Iterator[bytes]:
    account = target.session.account
    asked = {"accountId": account, "filter": {"inMailbox": target.mailbox}, "sort": NEWEST_FIRST, "limit": PAGE}
    reference = {"resultOf": "0", "name": "Email/query", "path": "/ids"}
    shown = {"accountId": account, "#ids": reference, "properties": LIST_PROPERTIES}
    return itertools.repeat(target.session.request(("Email/query", asked), ("Email/get", shown)))


def flag(target: Target, worker: int, workers: int) -> Iterator[bytes]:
    """Flags its share of the Emails, one a request, then takes the flags away again, and so on."""
    mine = target.ids[worker::workers]
    for number in itertools.count():
        value = None if number // len(mine) % 2 else True
        patch = {"keywords/$flagged": value}
        yield target.session.request(
            ("Email/set", {"accountId": target.session.account, "update": {mine[number % len(mine)]: patch}})
        )


def search(target: Target, worker: int, workers: int) -> Iterator[bytes]:
    """Words from frequent to rare."""
    rng = random.Random(100 + worker)
    while True:
        word = WORDS[min(int(rng.paretovariate(0.7) * 5), 1500)]
        asked = {"accountId": target.session.account, "filter": {"text": word}, "sort": NEWEST_FIRST, "limit": PAGE}
        yield target.session.request(("Email/query", asked))


def _is_page(body: bytes) -> bool:
    return body.count(b'"threadId"') == PAGE


Requests = Callable[[Target, int, int], Iterator[bytes]]
"""What one worker of several sends, one after the other."""

OPERATIONS: dict[str, tuple[Requests, Good]] = {
    "Core/echo": (echo, lambda body: b'"Core/echo"' in body),
    "Mailbox/get, all": (mailboxes, lambda body: b'"totalEmails"' in body),
    f"Email/query, and Email/get of {PAGE}": (page, _is_page),
    "Email/set, a flag": (flag, lambda body: b'"updated":{' in body and b'"notUpdated":{' not in body),
    "Email/query, a word": (search, lambda body: b'"ids":[' in body),
}
"""By name: the requests, and whether an answer is what it should be."""
