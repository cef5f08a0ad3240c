"""What each request takes as an account grows: only what counts all matches may take longer in a larger one."""

from __future__ import annotations

import itertools
import pathlib
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from typing import Any

import plot
from client import Call, Session, Taken, measure
from corpus import WORDS, emails, mbox
from operations import NEWEST_FIRST, PAGE
from page import machine
from servers import ROOT, USER, make_store, ours, reference

SIZES = (1_000, 10_000, 100_000)
SECONDS = 0.8
MAILBOX = "Bench"
Figures = dict[str, list[float]]
"""By what was measured, for each size."""


def requests(session: Session, mailbox: str, size: int) -> dict[str, list[Call]]:
    """What is measured, by name; each costs the server the same each time."""
    account = session.account

    def query(filter: dict[str, Any] | None, by: str = "receivedAt", **more: Any) -> list[Call]:
        sort = [{"property": by, "isAscending": False}]
        return [("Email/query", {"accountId": account, "filter": filter, "sort": sort, "limit": PAGE, **more})]

    here = {"inMailbox": mailbox}
    newest = session.call(*query(here))[0]["ids"]
    middle = session.call(*query(here, position=size // 2))[0]["ids"][0]
    got = session.call(("Email/get", {"accountId": account, "ids": newest, "properties": ["threadId"]}))[0]
    threads = list(dict.fromkeys(email["threadId"] for email in got["list"]))
    since = str(int(got["state"]) - PAGE)
    page = [
        ("Email/get", {"accountId": account, "ids": newest, "properties": ["subject", "from", "preview", "keywords"]})
    ]
    draft = next(emails(1, mailbox))
    often = {"text": WORDS[0]}
    flag = {"keywords/$flagged": True}
    return {
        "Mailbox/get, all": [("Mailbox/get", {"accountId": account, "ids": None})],
        f"Email/get of {PAGE}": page,
        f"Thread/get of {len(threads)}": [("Thread/get", {"accountId": account, "ids": threads})],
        "Email/changes, the last": [("Email/changes", {"accountId": account, "sinceState": since})],
        "Email/changes, the first": [("Email/changes", {"accountId": account, "sinceState": "0"})],
        "Email/queryChanges, the last": [
            ("Email/queryChanges", {"accountId": account, "filter": here, "sort": NEWEST_FIRST,
                                    "sinceQueryState": since})
        ],
        "a Mailbox, newest first": query(here),
        "a Mailbox, in no order": query(here, sort=None),
        "a Mailbox, one of each Thread": query(here, collapseThreads=True),
        "a Mailbox, with total": query(here, calculateTotal=True),
        "a Mailbox, from the middle on": query(here, position=size // 2),
        "a Mailbox, around an Email in the middle": query(here, anchor=middle, anchorOffset=-10),
        "a Mailbox, one of each Thread, from the middle on": query(here, position=size // 3, collapseThreads=True),
        "a Mailbox, by subject": query(here, "subject"),
        "a Mailbox, by from": query(here, "from"),
        "a Mailbox, by size": query(here, "size"),
        "all, by subject": query(None, "subject"),
        "a Mailbox, flagged first": query(here, sort=[
            {"property": "hasKeyword", "keyword": "$flagged", "isAscending": False}, *NEWEST_FIRST]),
        "unread in a Mailbox": query({**here, "notKeyword": "$seen"}),
        "flagged in a Mailbox, of which nothing is": query({**here, "hasKeyword": "$flagged"}),
        "the oldest in a Mailbox": query({**here, "before": "2015-02-01T00:00:00Z"}),
        "a Message-ID": query({"header": ["Message-ID", "7.bench@example.com"]}),
        "a rare word": query({"text": WORDS[3000]}),
        "a word that most Emails have": query(often),
        "a word that most Emails have, in a Mailbox": query({**here, **often}),
        "a word that most Emails have, with total": query(often, calculateTotal=True),
        "Email/set, a flag": [
            ("Email/set", {"accountId": account, "update": {middle: flag}}),
            ("Email/set", {"accountId": account, "update": {middle: dict.fromkeys(flag)}}),
        ],
        "Email/set, create and destroy": [
            ("Email/set", {"accountId": account, "create": {"e": draft}}),
            ("Email/set", {"accountId": account, "destroy": ["#e"]}),
        ],
    }  # fmt: skip


def memory(pid: int, name: str) -> float:
    """Of a process in MB: ``VmRSS``, what it has, or ``VmHWM``, the most that it had."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0]) / 1000


def run(with_picture: bool) -> str:
    """Measure; the table. The picture beside it is written here."""
    figures: Figures = {}
    once: Figures = {}
    rest = emails(SIZES[-1], "")
    (ROOT / "build/bench").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build/bench") as name:
        folder = pathlib.Path(name)
        store = make_store(folder)
        for before, size in itertools.pairwise((0, *SIZES)):
            file = folder / f"{MAILBOX}.mbox"
            with file.open("w") as written:
                written.writelines(mbox(itertools.islice(rest, size - before)))
            print(f"importing {size - before:,} Emails", file=sys.stderr)
            begun = time.perf_counter()
            most = ours("import", USER, str(file), "--store", store)
            once.setdefault("`import`, Emails a second", []).append((size - before) / (time.perf_counter() - begun))
            once.setdefault("`import`, most memory, MB", []).append(most)
            ask(store, size, figures, once)
            check(store, once)
            destroy(store, folder / f"{size}.sqlite", once)
    if with_picture:
        plot.write("growth", "milliseconds", SIZES, figures)
    return table(figures, once)


def ask(store: str, size: int, figures: Figures, once: Figures) -> None:
    """What can be asked again and again."""
    begun = time.perf_counter()
    with reference(store) as (session, pid):
        once.setdefault("from the start to the first Session, s", []).append(time.perf_counter() - begun)
        for name, calls in requests(session, mailbox_of(session), size).items():
            print(f"{size:,} Emails: {name}", file=sys.stderr)
            sent = session.request(*calls)
            taken = Taken()
            while not taken.times:
                stream = itertools.repeat(sent)
                taken.add(measure(session, [stream], lambda body: b'["error"' not in body, SECONDS, 0.2))
            figures.setdefault(name, []).append(taken.percentile(50) * 1000)
        once.setdefault("resident memory after all this, MB", []).append(memory(pid, "VmRSS"))
        once.setdefault("the most meanwhile, MB", []).append(memory(pid, "VmHWM"))


def check(store: str, once: Figures) -> None:
    begun = time.perf_counter()
    most = ours("check", store)
    once.setdefault("`check`, s", []).append(time.perf_counter() - begun)
    once.setdefault("`check`, most memory, MB", []).append(most)


def destroy(store: str, copy: pathlib.Path, once: Figures) -> None:
    """What is done to a copy, since the store is still needed."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    with reference(str(copy)) as (session, pid):
        since = {"accountId": session.account, "sinceQueryState": "0", "sort": NEWEST_FIRST}
        gone = {"accountId": session.account, "destroy": [mailbox_of(session)], "onDestroyRemoveEmails": True}
        for name, call in {
            "Email/queryChanges of all that ever was": ("Email/queryChanges", since),
            "Mailbox/set, destroy with all Emails": ("Mailbox/set", gone),
        }.items():
            begun = time.perf_counter()
            session.call(call)
            once.setdefault(f"{name}, s", []).append(time.perf_counter() - begun)
            once.setdefault(f"{name}, most memory, MB", []).append(memory(pid, "VmHWM"))


def mailbox_of(session: Session) -> str:
    found = session.call(("Mailbox/get", {"accountId": session.account, "ids": None}))[0]["list"]
    return str(next(each["id"] for each in found if each["name"] == MAILBOX))


def table(figures: Figures, once: Figures) -> str:
    """The figures as Markdown."""
    picture = "![Milliseconds by the number of Emails; what grows with it is named.](images/growth.svg)"
    heads = "".join(f" {size:,} Emails |" for size in SIZES) + "\n|---|" + "---|" * len(SIZES)
    lines = [f"Median in milliseconds, one request at a time; {machine()}.", "", picture, ""]
    lines += [f"| request; without the name of a method, it is Email/query |{heads}"]
    lines += [f"| {name} | " + " | ".join(f"{each:.2f}" for each in taken) + " |" for name, taken in figures.items()]
    lines += ["", f"| once |{heads}"]
    lines += [f"| {name} | " + " | ".join(_short(each) for each in taken) + " |" for name, taken in once.items()]
    return "\n".join(lines) + "\n"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2f}"
