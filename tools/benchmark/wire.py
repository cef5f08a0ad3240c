"""What everyday tasks of a mail program cost on the wire: waits and octets, over JMAP and over IMAP with submission.

Both stores have the same mail, octet for octet. Nothing here is a time: the figures are the same on any machine.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import pathlib
import random
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import wire_imap
import wire_jmap
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult
from client import Session
from corpus import emails, fill
from servers import ROOT, cyrus_imap, make_store, reference
from wire_link import Cost

MAIN, BOXES, EACH = 2000, 30, 50
"""Messages of the mailbox that is opened; how many others there are; messages of each of them."""
PHOTOGRAPH = 2_000_000
"""Octets of what is sent, which do not compress."""
FOLDER = ROOT / "docs/measured"
TABLES = {
    "wire-reading": ("Waits, and Thousands of Octets", ["first opening", "later opening", "coming back"]),
    "wire-changing": ("The Same of Changes", ["50 flags", "50 moves", "sending", "renamed"]),
}
"""File → the title of its table, and the tasks in it."""
Row = tuple[str, str, Cost, Cost]
"""The task, over what, and what it cost as it is and compressed."""


@contextlib.contextmanager
def submission() -> Iterator[tuple[str, int]]:
    """An SMTP server that takes everything; where it listens."""

    def anybody(*_: Any) -> AuthResult:
        return AuthResult(success=True)

    with socket.create_server(("127.0.0.1", 0)) as free:
        address = "127.0.0.1", free.getsockname()[1]
    handed = {"auth_require_tls": False, "authenticator": anybody, "data_size_limit": None}
    controller = Controller(Sink(), *address, **handed)
    controller.start()
    try:
        yield address
    finally:
        controller.stop()


def seed(session: Session) -> wire_jmap.Tasks:
    """The mail: a large mailbox, and many small ones."""
    names = ["Bench", *(f"Box {number:02}" for number in range(BOXES))]
    create = {f"m{number}": {"name": name, "parentId": None} for number, name in enumerate(names)}
    made = session.call(("Mailbox/set", {"accountId": session.account, "create": create}))[0]["created"]
    ids = [str(made[f"m{number}"]["id"]) for number in range(len(names))]
    rest = emails(MAIN + BOXES * EACH, ids[0])
    for id, count in zip(ids, [MAIN, *[EACH] * BOXES], strict=True):
        fill(session, ({**email, "mailboxIds": {id: True}} for email in itertools.islice(rest, count)))
    return wire_jmap.Tasks(session, ids[0], ids[1:])


def mail_of(session: Session) -> Iterator[tuple[str, bool, bytes]]:
    """Every message as it is stored, oldest first: its mailbox, whether it was read, its octets."""
    account = {"accountId": session.account}
    names = {m["id"]: m["name"] for m in session.call(("Mailbox/get", {**account, "ids": None}))[0]["list"]}
    sort = [{"property": "receivedAt", "isAscending": True}]
    client = wire_jmap.Client(session, compressed=False)
    url = json.loads(client.http("GET", "/.well-known/jmap"))["downloadUrl"]
    path = "/" + url.split("/", 3)[3]
    for position in range(0, MAIN + BOXES * EACH, 500):
        page = {**account, "sort": sort, "limit": 500, "position": position}
        ids = session.call(("Email/query", page))[0]["ids"]
        get = {**account, "ids": ids, "properties": ["blobId", "mailboxIds", "keywords"]}
        for email in session.call(("Email/get", get))[0]["list"]:
            target = path.replace("{accountId}", session.account).replace("{blobId}", email["blobId"])
            target = target.replace("{name}", "m").replace("{type}", "message/rfc822")
            message = client.http("GET", target)
            yield names[next(iter(email["mailboxIds"]))], "$seen" in email["keywords"], message
    client.link.close()


def over_jmap(tasks: wire_jmap.Tasks, photograph: bytes) -> list[Row]:
    """Each task twice, as it is and compressed."""
    asking = wire_jmap.Client(tasks.session, compressed=False)
    identity = asking.call(("Identity/get", {"accountId": tasks.account, "ids": None}))[0]["list"][0]["id"]
    asking.link.close()
    todo: list[tuple[str, Callable[..., None], Callable[[], None] | None, tuple[Any, ...]]] = [
        ("first opening", tasks.first_time, None, ()),
        ("later opening", tasks.next_time, None, ()),
        ("coming back", tasks.coming_back, tasks.before_coming_back, ()),
        ("50 flags", tasks.flags, None, ()),
        ("50 moves", tasks.moves, None, ()),
        ("sending", tasks.send, None, (photograph, identity)),
        ("renamed", tasks.renamed, tasks.before_renamed, ()),
    ]
    return [(name, "JMAP", *_twice(tasks, task, before, *more)) for name, task, before, more in todo]


def over_imap(tasks: wire_imap.Tasks, photograph: bytes, smtp: tuple[str, int]) -> list[Row]:
    """The same, where the server has what it takes."""
    todo: list[tuple[str, str, str, Callable[..., None], Callable[[], None] | None, tuple[Any, ...]]] = [
        ("first opening", "IMAP", "", tasks.first_time, None, ()),
        ("later opening", "IMAP", "", tasks.next_time, None, ()),
        ("coming back", "QRESYNC", "QRESYNC", tasks.coming_back, tasks.before_coming_back, ()),
        ("coming back", "IMAP", "", tasks.coming_back_comparing, tasks.before_coming_back, ()),
        ("50 flags", "IMAP", "", tasks.flags, None, ()),
        ("50 moves", "IMAP", "MOVE", tasks.moves, None, ()),
        ("sending", "IMAP, SMTP", "UIDPLUS", tasks.send, None, (photograph, smtp)),
        ("renamed", "MAILBOXID", "OBJECTID", tasks.renamed, tasks.before_renamed, ()),
        ("renamed", "IMAP", "", tasks.renamed_anew, tasks.before_renamed, ()),
    ]
    return [
        (name, by, *_twice(tasks, task, before, *more))
        for name, by, needed, task, before, more in todo
        if not needed or needed in tasks.can
    ]


def _twice(tasks: Any, task: Callable[..., None], before: Callable[[], None] | None, *more: Any) -> tuple[Cost, Cost]:
    print(f"{task.__qualname__}, {type(tasks).__module__}", file=sys.stderr)
    costs = []
    for compressed in (False, True):
        tasks.turn = int(compressed)
        if before:
            before()
        costs.append(tasks.measure(task, compressed, *more))
    return costs[0], costs[1]


def cells(row: Row) -> list[str]:
    """What a row of the table says; octets in thousands."""
    name, by, plain, compressed = row
    waits = str(plain.trips) if plain.asked == plain.trips else f"{plain.trips} ({plain.asked})"
    return [name, by, waits, *(_thousands(n) for n in (plain.up, plain.down, compressed.up, compressed.down))]


def _thousands(octets: int) -> str:
    return f"{octets / 1000:,.1f}" if octets < 100_000 else f"{octets / 1000:,.0f}"


COLUMNS = ["Task", "Over", "Trips", "Up", "Down", "Up, small", "Down, small"]


def told(rows: list[Row], imap: str) -> dict[str, dict[str, Any]]:
    """By file what is kept, as ``{jmap:measured}`` shows it: the rows of one task together."""
    how = (
        f"{MAIN:,} messages in the mailbox that is opened, {EACH} in each of {BOXES} others; a photograph of "
        f"{PHOTOGRAPH / 1e6:g} million octets. JMAP: the reference server, over HTTP/1.1, with all header fields. "
    )
    if imap:
        how += f"IMAP: {imap}, with the same mail. "
    how += "Connections and TLS are not counted, logging in is."
    return {
        file: {
            "$comment": "Written by: make bench ARGS=wire",
            "title": title,
            "how": how if file == next(iter(TABLES)) else "",
            "columns": COLUMNS,
            "rows": [cells(row) for task in tasks for row in rows if row[0] == task],
        }
        for file, (title, tasks) in TABLES.items()
    }


def table(said: dict[str, Any]) -> str:
    """The same as Markdown."""
    rows = [said["columns"], ["---"] * len(said["columns"]), *said["rows"]]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([said["how"] or said["title"], "", *lines]) + "\n"


def run(with_cyrus: bool, imap: str, write: bool) -> str:
    """Measure; the table. ``imap`` (HOST:PORT) is a server of which alice@example.com has an account with no mail."""
    photograph = random.Random(3).randbytes(PHOTOGRAPH)
    (ROOT / "build/bench").mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        smtp = stack.enter_context(submission())
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=ROOT / "build/bench")))
        ours, _ = stack.enter_context(reference(make_store(folder), "--relay", f"{smtp[0]}:{smtp[1]}"))
        print("making the mail", file=sys.stderr)
        tasks = seed(ours)
        if with_cyrus and not imap:
            imap = stack.enter_context(cyrus_imap(ROOT / "build/bench/cyrus"))
        rows, name = [], ""
        if imap:
            host, _, port = imap.rpartition(":")
            theirs = wire_imap.Tasks((host, int(port)), "Bench", [f"Box {number:02}" for number in range(BOXES)])
            print("giving it to the IMAP server", file=sys.stderr)
            theirs.fill(mail_of(ours))
            rows, name = over_imap(theirs, photograph, smtp), theirs.name()
        said = told(over_jmap(tasks, photograph) + rows, name)
    for file, each in said.items() if write else ():
        FOLDER.mkdir(exist_ok=True)
        text = json.dumps(each, indent=2, ensure_ascii=False)
        (FOLDER / f"{file}.json").write_text(text + "\n", encoding="utf-8")
    return "\n".join(table(each) for each in said.values())
