"""A small corpus of Emails for queries, and what each of them has, for the oracle that is the case itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .foo import Foo
from .messages import imported, message
from .recipes.Email import mailbox


@dataclass(frozen=True)
class Mail:
    """An Email of the corpus."""

    id: str
    letter: str
    keywords: frozenset[str]
    received: str


#: letter: fields, body, keywords, time of arrival. Texts have words that the demo mail of no server has.
ROWS: dict[str, tuple[list[str], str, tuple[str, ...], str]] = {
    "a": (["From: Zebulon Quagga <zq@example.com>", "To: One <one@example.net>", "Subject: Xylophone for Sale",
           "Date: Tue, 05 May 2005 10:00:00 +0000"], "A used one.", ("$seen",), "2005-05-05T10:00:00Z"),
    "b": (["From: yak@example.com", "To: Quagga Two <two@example.net>", "Subject: Re: xylophone for sale",
           "Date: Tue, 03 May 2005 10:00:00 +0000"], "How much?", ("$flagged", "$seen"), "2005-05-04T10:00:00Z"),
    "c": (["From: Aardvark <ak@example.com>", "Cc: quagga@example.org", "Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe_wombat?=",
           "Date: Tue, 04 May 2005 10:00:00 +0000"], "The ocelot jumps.\nFor sale: nothing. " + "word " * 400, (),
          "2005-05-03T10:00:00Z"),
    "d": (["From: Mule <m@example.com>", "Bcc: Hidden Quagga <hq@example.org>", "Subject: sale for wombat",
           "X-Pangolin: scaly thing", "MIME-Version: 1.0", "Content-Type: text/html",
           "Date: Tue, 06 May 2005 10:00:00 +0000"],
          "<head><style>dugong</style></head><body><b>narwhal</b><img alt=manatee></body>", ("$flagged", "work"),
          "2005-05-02T10:00:00Z"),
}  # fmt: skip


def corpus(foo: Foo) -> dict[str, Mail]:
    """The Emails, by letter, all in the Mailbox of the case."""
    made = {}
    for letter, (fields, body, keywords, received) in ROWS.items():
        data = message(foo, *fields, body=body)
        email_id = imported(foo, data, keywords=dict.fromkeys(keywords, True), receivedAt=received)
        made[letter] = Mail(email_id, letter, frozenset(keywords), received)
    return made


def found(foo: Foo, mails: dict[str, Mail], condition: dict[str, Any] | None = None, **more: Any) -> str:
    """The letters of the Emails that a query finds, in its order, of those in the Mailbox of the case."""
    here: dict[str, Any] = {"inMailbox": mailbox(foo)}
    filter_ = {"operator": "AND", "conditions": [here, condition]} if condition is not None else here
    ids = foo.call("query", {"filter": filter_, **more})["ids"]
    letters = {mail.id: mail.letter for mail in mails.values()}
    return "".join(letters.get(one, "?") for one in ids)
