"""Mail that is the same on every server and day: words as frequent as in a language, a third of it replies."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterable, Iterator
from typing import Any

from client import Session

SENTINEL = "zzyxquork"
"""In the last Email alone: it can be found when all of them can."""
AT_ONCE = 50


def _vocabulary() -> list[str]:
    rng = random.Random(1)
    words = []
    while len(words) < 4000:
        word = "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))
        words.append(word + rng.choice(("", "", "n", "r", "s", "l")))
    return list(dict.fromkeys(words))


WORDS = _vocabulary()


def emails(count: int, mailbox: str) -> Iterator[dict[str, Any]]:
    """What /set creates, oldest first, 53 minutes from one to the next."""
    rng = random.Random(2)
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(WORDS))))
    addresses = [
        {"name": f"{rng.choice(WORDS).title()} {number}", "email": f"{number}@example.com"} for number in range(200)
    ]
    start = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
    for number in range(count):
        sent = (start + datetime.timedelta(minutes=53 * number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        subject = " ".join(rng.choices(WORDS, cum_weights=weights, k=rng.randint(3, 8)))
        paragraphs = (
            " ".join(rng.choices(WORDS, cum_weights=weights, k=rng.randint(20, 80))) for _ in range(rng.randint(1, 5))
        )
        text = "\n\n".join(paragraphs) + (f"\n{SENTINEL}\n" if number == count - 1 else "\n")
        email = {
            "mailboxIds": {mailbox: True},
            "keywords": {"$seen": True} if rng.random() < 0.7 else {},
            "from": [rng.choice(addresses)],
            "to": rng.sample(addresses, rng.randint(1, 3)),
            "subject": subject,
            "messageId": [f"{number}.bench@example.com"],
            "sentAt": sent,
            "receivedAt": sent,
            "bodyStructure": {"type": "text/plain", "partId": "t"},
            "bodyValues": {"t": {"value": text}},
        }
        if number and rng.random() < 0.33:
            parent = rng.randrange(max(0, number - 300), number)
            email["inReplyTo"] = email["references"] = [f"{parent}.bench@example.com"]
            email["subject"] = f"Re: {subject}"
        yield email


def mbox(some: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The Emails as a mail reader keeps them in a file, each with the line before it."""

    def addresses(those: list[dict[str, str]]) -> str:
        return ", ".join(f"{each['name']} <{each['email']}>" for each in those)

    for email in some:
        at = datetime.datetime.fromisoformat(email["receivedAt"])
        yield f"From bench@example.com {at:%a %b %d %H:%M:%S %Y}\n"
        yield f"From: {addresses(email['from'])}\nTo: {addresses(email['to'])}\nSubject: {email['subject']}\n"
        yield f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000\nMessage-ID: <{email['messageId'][0]}>\n"
        if "references" in email:
            yield f"In-Reply-To: <{email['inReplyTo'][0]}>\nReferences: <{email['references'][0]}>\n"
        yield "Status: RO\n" if email["keywords"] else ""
        yield f"\n{email['bodyValues']['t']['value']}\n"


def seed(session: Session, count: int) -> str:
    """Create the Emails in a Mailbox of their own; its id, when all of them can be found by their words."""
    account = session.account
    made = session.call(("Mailbox/set", {"accountId": account, "create": {"m": {"name": "Bench", "parentId": None}}}))
    mailbox = str(made[0]["created"]["m"]["id"])
    fill(session, emails(count, mailbox))
    for _ in range(1000):
        if session.call(("Email/query", {"accountId": account, "filter": {"text": SENTINEL}}))[0]["ids"]:
            return mailbox
    raise SystemExit("the last Email cannot be found by its words")


def fill(session: Session, some: Iterator[dict[str, Any]]) -> None:
    """Create these Emails."""
    while create := {f"e{number}": email for number, email in enumerate(itertools.islice(some, AT_ONCE))}:
        done = session.call(("Email/set", {"accountId": session.account, "create": create}))[0]
        if done.get("notCreated"):
            raise SystemExit(f"Email/set: {next(iter(done['notCreated'].values()))}")
