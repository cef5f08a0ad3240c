"""The same tasks over IMAP, and submission over SMTP: the best client of it, which sends together what it can.

Commands of which none needs the answer to another go out at once, as one trip; a client that waits for each answer
has as many trips as there are commands. What extensions a server has for a task is used.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from typing import Any

from operations import PAGE
from wire_link import PASSWORD, USER, Cost, Link

LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")
STATUS = re.compile(r'^\* STATUS "?([^"(]+?)"? \((.*)\)', re.MULTILINE)
FIRST = 1001
"""Number of the first message that is changed elsewhere."""
AT_ONCE = 50
"""Messages that are put in before it is seen whether they arrived."""


class Client:
    """A connection that nobody has logged in to yet; its greeting is read."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.link = Link(address)
        self.link.line()
        self.can: set[str] = set()

    def batch(self, *commands: str | bytes) -> str:
        """Send them together, and wait until each is answered with OK; what was said to all of them."""
        sent = b"".join(
            b"%d %s\r\n" % (number, command.encode() if isinstance(command, str) else command)
            for number, command in enumerate(commands)
        )
        self.link.send(sent, len(commands))
        waiting, said = {str(number) for number in range(len(commands))}, []
        while waiting:
            line = self._response()
            said.append(line)
            tag, _, rest = line.partition(" ")
            if tag in waiting:
                waiting.discard(tag)
                if not rest.startswith("OK"):
                    raise SystemExit(f"IMAP: {commands[int(tag)][:200]!r}: {rest}")
        return "".join(said)

    def _response(self) -> str:
        """One response, its literals included."""
        whole = line = self.link.line()
        while literal := LITERAL.search(line):
            whole += self.link.octets(int(literal[1]))
            line = self.link.line()
            whole += line
        return whole.decode("utf-8", "surrogateescape")

    def login(self, compressed: bool) -> None:
        """And what it can do; then COMPRESS, which has to be answered before anything else is sent."""
        said = self.batch(f'LOGIN {USER} "{PASSWORD}"')
        told = re.search(r"\[CAPABILITY ([^]]*)\]", said) or re.search(r"CAPABILITY (.*)", self.batch("CAPABILITY"))
        self.can = set(told[1].split()) if told else set()
        if compressed:
            self.batch("COMPRESS DEFLATE")
            self.link.compress()

    def items(self) -> str:
        """What FETCH is asked for, to draw a line of a list: as near to the eleven properties as the server comes."""
        preview = "PREVIEW" if "PREVIEW" in self.can else "BODY.PEEK[TEXT]<0.256>"
        thread = "EMAILID THREADID " if "OBJECTID" in self.can else ""
        return f"(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE {thread}{preview})"


def append(mailbox: str, flags: str, message: bytes) -> bytes:
    """The command, with a literal for which nobody waits (RFC 7888)."""
    return f'APPEND "{mailbox}" ({flags}) {{{len(message)}+}}\r\n'.encode() + message


class Tasks:
    """What is measured, over one account whose mail is that of the other protocol."""

    def __init__(self, address: tuple[str, int], mailbox: str, boxes: list[str]) -> None:
        self.address, self.mailbox, self.boxes = address, mailbox, boxes
        self.turn = 0
        self._other = Client(address)
        self._other.login(compressed=False)

    @property
    def can(self) -> set[str]:
        return self._other.can

    def name(self) -> str:
        """Of the server, by ID (RFC 2971)."""
        said = self._other.batch('ID ("name" "benchmark")') if "ID" in self.can else ""
        told = dict(re.findall(r'"(name|version)" "([^"]*)"', said))
        return " ".join(told.get(each, "") for each in ("name", "version")).strip() or "an IMAP server"

    def fill(self, mails: Iterable[tuple[str, bool, bytes]]) -> None:
        """Make the mailboxes, and put in the mail: its mailbox, whether it was read, its octets."""
        self._other.batch(*(f'CREATE "{name}"' for name in (self.mailbox, *self.boxes)))
        mails = [*mails]
        self._news = [message for _, _, message in mails[:10]]
        some = [append(box, "\\Seen" if seen else "", message) for box, seen, message in mails]
        for first in range(0, len(some), AT_ONCE):
            self._other.batch(*some[first : first + AT_ONCE])

    def first_time(self, client: Client) -> None:
        """The mailboxes, and how many messages are in the one that is opened; then its last fifty."""
        said = client.batch('LIST "" "*" RETURN (STATUS (MESSAGES UNSEEN))', f'SELECT "{self.mailbox}"')
        client.batch(self._page(client, said))

    def next_time(self, client: Client) -> None:
        client.batch(self._page(client, client.batch(f'SELECT "{self.mailbox}"')))

    def _page(self, client: Client, said: str) -> str:
        found = re.search(r"^\* (\d+) EXISTS", said, re.MULTILINE)
        assert found
        return f"FETCH {int(found[1]) - PAGE + 1}:* {client.items()}"

    def before_coming_back(self) -> None:
        """Elsewhere ten messages come, ten are read, and ten are moved."""
        self._known = self._status(self._other)
        self._other.batch(*(append(self.mailbox, "", message) for message in self._news))
        first = FIRST + 20 * self.turn
        self._other.batch(
            f'SELECT "{self.mailbox}"',
            f"STORE {first}:{first + 9} +FLAGS.SILENT (\\Seen \\Flagged)",
            f'MOVE {first + 10}:{first + 19} "{self.boxes[0]}"',
            "CLOSE",
        )

    def coming_back(self, client: Client) -> None:
        """With QRESYNC: which mailboxes changed, then what changed in each, and what is new."""
        commands: list[str] = []
        for name, status in self._status(client, "ENABLE QRESYNC").items():
            old = self._known[name]
            if status["HIGHESTMODSEQ"] != old["HIGHESTMODSEQ"]:
                commands += [f'SELECT "{name}" (QRESYNC ({old["UIDVALIDITY"]} {old["HIGHESTMODSEQ"]}))']
                commands += self._new_ones(client, old, status)
        client.batch(*commands)

    def coming_back_comparing(self, client: Client) -> None:
        """Without: the flags of every message in every mailbox."""
        commands: list[str] = []
        for name, status in self._status(client).items():
            old = self._known[name]
            if int(status["UIDNEXT"]) > 1:
                compare = [f"UID FETCH 1:{int(old['UIDNEXT']) - 1} (FLAGS)"] if int(old["UIDNEXT"]) > 1 else []
                commands += [f'SELECT "{name}"', *compare, *self._new_ones(client, old, status)]
        client.batch(*commands)

    def _new_ones(self, client: Client, old: dict[str, str], status: dict[str, str]) -> list[str]:
        new = int(status["UIDNEXT"]) > int(old["UIDNEXT"])
        return [f"UID FETCH {old['UIDNEXT']}:* {client.items()}"] if new else []

    def flags(self, client: Client) -> None:
        """Fifty messages, ten in each of five mailboxes."""
        client.batch(*self._in_each("STORE {} +FLAGS.SILENT (\\Flagged)"))

    def moves(self, client: Client) -> None:
        client.batch(*self._in_each(f'MOVE {{}} "{self.mailbox}"'))

    def _in_each(self, command: str) -> list[str]:
        # after the ten of an earlier turn are moved away, others have their numbers
        some = "1:10" if "MOVE" in command else f"{11 + 10 * self.turn}:{20 + 10 * self.turn}"
        return [said for box in self.boxes[5:10] for said in (f'SELECT "{box}"', command.format(some))]

    def send(self, client: Client, photograph: bytes, submission: tuple[str, int]) -> None:
        """Save it three times, each time instead of the last, submit it, and save it once more as sent."""
        drafts, sent = self.boxes[0], self.boxes[1]
        client.batch(f'SELECT "{drafts}"')
        gone: list[str] = []
        for words in ("Look.", "Look at this.", "Look at this picture."):
            message = _message(words, photograph)
            said = client.batch(*gone, append(drafts, "\\Draft \\Seen", message))
            uid = re.search(r"\[APPENDUID \d+ (\d+)\]", said)
            assert uid, "a server with UIDPLUS says which UID a message got"
            gone = [f"UID STORE {uid[1]} +FLAGS.SILENT (\\Deleted)", f"UID EXPUNGE {uid[1]}"]
        client.link.cost += submit(submission, message)
        client.batch(*gone, append(sent, "\\Seen", message))

    def before_renamed(self) -> None:
        old, self.mailbox = self.mailbox, f"Renamed {self.turn}"
        self._other.batch(f'RENAME "{old}" "{self.mailbox}"')

    def renamed(self, client: Client) -> None:
        """With MAILBOXID: the list says it."""
        client.batch('LIST "" "*" RETURN (STATUS (MAILBOXID))')

    def renamed_anew(self, client: Client) -> None:
        """Without: a name that was not there, with messages that nobody knows."""
        client.batch('LIST "" "*"')
        client.batch(f'SELECT "{self.mailbox}"', f"FETCH 1:* {client.items()}")

    def _status(self, client: Client, *before: str) -> dict[str, dict[str, str]]:
        """Of each mailbox, what it can be told by whether anything changed; after other commands, in one go."""
        every = 'LIST "" "*" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ))'
        found = STATUS.findall(client.batch(*before, every))
        return {name: dict(zip(*[iter(items.split())] * 2, strict=True)) for name, items in found}

    def measure(self, task: Callable[..., None], compressed: bool, *more: Any) -> Cost:
        """What a task costs a program that has just connected."""
        client = Client(self.address)
        client.login(compressed)
        task(client, *more)
        client.link.close()
        return client.link.cost


def submit(address: tuple[str, int], message: bytes) -> Cost:
    """Submission (RFC 6409) with a login, envelope and DATA in one go (RFC 2920), then the message."""
    link = Link(address)
    _reply(link)
    link.forget()
    link.send(b"EHLO localhost\r\n")
    _reply(link)
    link.send(b"AUTH PLAIN " + base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()) + b"\r\n")
    _reply(link)
    link.send(f"MAIL FROM:<{USER}>\r\nRCPT TO:<bob@example.com>\r\nDATA\r\n".encode(), 3)
    for _ in range(3):
        _reply(link)
    link.send(message.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    _reply(link)
    link.close()
    return link.cost


def _reply(link: Link) -> None:
    """A whole reply, which may have several lines, and is no refusal."""
    while True:
        line = link.line()
        if line[:1] not in (b"2", b"3"):
            raise SystemExit(f"SMTP: {line!r}")
        if line[3:4] != b"-":
            return


def _message(words: str, photograph: bytes) -> bytes:
    encoded = base64.encodebytes(photograph).replace(b"\n", b"\r\n").decode()
    head = f"From: {USER}\r\nTo: bob@example.com\r\nSubject: A tree\r\nDate: Thu, 01 Jan 2026 10:00:00 +0000\r\n"
    head += "Message-ID: <tree.bench@example.com>\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/mixed; boundary="next"\r\n\r\n'
    text = f"--next\r\nContent-Type: text/plain\r\n\r\n{words}\r\n"
    part = 'Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename="tree.jpg"\r\n'
    part += "Content-Transfer-Encoding: base64\r\n\r\n"
    return f"{head}{text}--next\r\n{part}{encoded}--next--\r\n".encode()

