"""What each request takes as an account grows: only what counts all matches may take longer in a larger one."""

from __future__ import annotations

import itertools
import pathlib
import sys
import tempfile
from typing import Any

from client import Call, Session, measure
from corpus import AT_ONCE, SENTINEL, WORDS, emails, fill
from operations import NEWEST_FIRST, PAGE
from page import machine
from servers import ROOT, reference

SIZES = (1_000, 10_000, 100_000)
SECONDS = 1.5
Figures = dict[str, list[float]]
"""By request, for each size: milliseconds."""


def requests(session: Session, mailbox: str) -> dict[str, list[Call]]:
    """What is measured, by name; each costs the server the same each time."""
    account = session.account

    def query(filter: dict[str, Any] | None, by: str = "receivedAt", **more: Any) -> list[Call]:
        sort = [{"property": by, "isAscending": False}]
        return [("Email/query", {"accountId": account, "filter": filter, "sort": sort, "limit": PAGE, **more})]

    here = {"inMailbox": mailbox}
    newest = session.call(*query(here))[0]["ids"]
    got = session.call(("Email/get", {"accountId": account, "ids": newest, "properties": ["threadId"]}))[0]
    threads = list(dict.fromkeys(email["threadId"] for email in got["list"]))
    since = str(int(got["state"]) - AT_ONCE)
    page = [
        ("Email/get", {"accountId": account, "ids": newest, "properties": ["subject", "from", "preview", "keywords"]})
    ]
    draft = next(emails(1, mailbox))
    return {
        "Mailbox/get, all": [("Mailbox/get", {"accountId": account, "ids": None})],
        f"Email/get of {PAGE}": page,
        f"Thread/get of {len(threads)}": [("Thread/get", {"accountId": account, "ids": threads})],
        "Email/changes, the last": [("Email/changes", {"accountId": account, "sinceState": since})],
        "Email/queryChanges, the last": [
            ("Email/queryChanges", {"accountId": account, "filter": here, "sort": NEWEST_FIRST,
                                    "sinceQueryState": since})
        ],
        "Email/query: a Mailbox, newest first": query(here),
        "the same, one of each Thread": query(here, collapseThreads=True),
        "the same, with total": query(here, calculateTotal=True),
        "a Mailbox, by subject": query(here, "subject"),
        "a Mailbox, by from": query(here, "from"),
        "a Mailbox, by size": query(here, "size"),
        "all, by subject": query(None, "subject"),
        "unread in a Mailbox": query({**here, "notKeyword": "$seen"}),
        "a word that is in one Email": query({"text": SENTINEL}),
        "a word that is rare": query({"text": WORDS[3000]}),
        "a word that is in most Emails": query({"text": WORDS[0]}),
        "a word that is in most Emails, with total": query({"text": WORDS[0]}, calculateTotal=True),
        "Email/set, create and destroy": [
            ("Email/set", {"accountId": account, "create": {"e": draft}}),
            ("Email/set", {"accountId": account, "destroy": ["#e"]}),
        ],
    }  # fmt: skip


def resident(pid: int) -> float:
    """Memory of a process that is not shared with files, in MB."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def run() -> str:
    """Measure; the table."""
    figures: Figures = {}
    memory = []
    (ROOT / "build/bench").mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=ROOT / "build/bench") as folder,
        reference(pathlib.Path(folder)) as (session, pid),
    ):
        create = {"m": {"name": "Bench", "parentId": None}}
        made = session.call(("Mailbox/set", {"accountId": session.account, "create": create}))
        mailbox = str(made[0]["created"]["m"]["id"])
        rest, there = emails(SIZES[-1], mailbox), 0
        for size in SIZES:
            print(f"making {size:,} Emails", file=sys.stderr)
            fill(session, itertools.islice(rest, size - there))
            there = size
            for name, calls in requests(session, mailbox).items():
                sent = session.request(*calls)
                taken = measure(session, [itertools.repeat(sent)], lambda body: b'["error"' not in body, SECONDS, 0.2)
                figures.setdefault(name, []).append(taken.percentile(50) * 1000)
            memory.append(resident(pid))
    return table(figures, memory)


def table(figures: Figures, memory: list[float]) -> str:
    """The figures as Markdown."""
    lines = [f"Median in milliseconds, one request at a time; {machine()}.", ""]
    lines += ["| request | " + " | ".join(f"{size:,} Emails" for size in SIZES) + " |", "|---|" + "---|" * len(SIZES)]
    lines += [f"| {name} | " + " | ".join(f"{each:.2f}" for each in taken) + " |" for name, taken in figures.items()]
    lines += ["| resident memory, MB | " + " | ".join(f"{each:.0f}" for each in memory) + " |"]
    return "\n".join(lines) + "\n"
