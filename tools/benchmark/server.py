"""The reference server beside Cyrus IMAP: the same requests of the same mail, in turn, in one run."""

from __future__ import annotations

import pathlib
import sys
import tempfile

from client import Session, Taken, measure
from corpus import seed
from operations import NEWEST_FIRST, OPERATIONS, Target
from page import machine
from servers import ROOT, cyrus, make_store, reference

EMAILS = 2000
CONCURRENCY = (1, 8)
TURNS = 4
WARM_UP = 0.5

Figures = dict[tuple[str, int], dict[str, Taken]]
"""By operation and concurrency, then by server."""


def target_of(session: Session, count: int = EMAILS) -> Target:
    """The session with mail in it."""
    mailbox = seed(session, count)
    asked = {"accountId": session.account, "filter": {"inMailbox": mailbox}, "sort": NEWEST_FIRST, "limit": 1000}
    return Target(session, mailbox, session.call(("Email/query", asked))[0]["ids"])


def compare(targets: dict[str, Target], seconds: float) -> Figures:
    """Each operation on each server, in turn, several times: what else the machine does then disturbs both."""
    figures: Figures = {}
    for name, (requests, good) in OPERATIONS.items():
        for workers in CONCURRENCY:
            print(f"{name}, {workers} at a time", file=sys.stderr)
            taken = figures[name, workers] = {server: Taken() for server in targets}
            streams = {
                server: [requests(target, worker, workers) for worker in range(workers)]
                for server, target in targets.items()
            }
            for _ in range(TURNS):
                for server, target in targets.items():
                    some = measure(target.session, streams[server], good, seconds / TURNS, WARM_UP)
                    taken[server].add(some)
    return figures


def table(figures: Figures, seconds: float) -> str:
    """The figures as Markdown."""
    lines = [f"{EMAILS:,} Emails; {seconds:g} seconds a figure; {machine()}.", ""]
    lines += ["| requests | at a time | reference, a second | Cyrus, a second | ratio | reference, p50 and p99 |"]
    lines += ["|---|---|---|---|---|---|"]
    for (name, workers), taken in figures.items():
        ours = taken["reference"]
        latency = f"{ours.percentile(50) * 1000:.1f} and {ours.percentile(99) * 1000:.1f} ms"
        theirs, ratio = "", ""
        if "cyrus" in taken:
            theirs, ratio = f"{taken['cyrus'].rate:,.0f}", f"{ours.rate / taken['cyrus'].rate:.1f}"
        lines.append(f"| {name} | {workers} | {ours.rate:,.0f} | {theirs} | {ratio} | {latency} |")
    share = max(each.own / each.seconds for taken in figures.values() for each in taken.values())
    lines += ["", f"The client itself took {share:.0%} of one core at most."]
    return "\n".join(lines) + "\n"


def run(seconds: float, with_cyrus: bool) -> str:
    """Measure both; the table."""
    (ROOT / "build/bench").mkdir(parents=True, exist_ok=True)
    # In one file system, so that a flush to disk costs both the same.
    with (
        tempfile.TemporaryDirectory(dir=ROOT / "build/bench") as folder,
        reference(make_store(pathlib.Path(folder))) as (ours, _),
    ):
        print("making the mail", file=sys.stderr)
        targets = {"reference": target_of(ours)}
        if not with_cyrus:
            return table(compare(targets, seconds), seconds)
        with cyrus(ROOT / "build/bench/cyrus") as theirs:
            targets["cyrus"] = target_of(theirs)
            return table(compare(targets, seconds), seconds)
