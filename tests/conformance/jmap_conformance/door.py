"""The other door to the same mail: IMAP, as the cases of the folder ``imap`` use it.

What IMAP does not do is no fault of JMAP: it blocks the case. Names of mailboxes are the decoded ones of LIST.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from .case import Over, Point
from .client import TIME_LIMIT
from .foo import Foo
from .manifest import Manifest
from .outcome import Blocked, Broken, Unsupported
from .settings import Login, Settings, imap_address

#: Seconds until what was done at one door has to be seen at the other, before ``--patience``.
SOON = 10.0
_LISTED: Final = re.compile(rb'\((?P<flags>[^)]*)\) (?P<delimiter>NIL|"(?:\\.|[^"\\])*") ?(?P<name>.*)', re.DOTALL)


@dataclass(frozen=True)
class Listed:
    """A mailbox as LIST tells it."""

    name: str
    #: Empty where the names have no levels.
    delimiter: str
    #: In lower case: ``\\sent``.
    attributes: frozenset[str]

    @property
    def last(self) -> str:
        """The last level of the name."""
        return self.name.rpartition(self.delimiter)[2] if self.delimiter else self.name


class Door:
    """IMAP, logged in when it is first used in a case, and left at the end of it."""

    def __init__(self, settings: Settings, login: Login) -> None:
        self.scheme, self.host, self.port = imap_address(settings.imap)
        self._login, self._insecure, self.patience = login, settings.insecure, settings.patience
        self._imap: imaplib.IMAP4 | None = None

    @property
    def imap(self) -> imaplib.IMAP4:
        """The connection, made where there is none."""
        if self._imap is None:
            try:
                made = self._connected(TIME_LIMIT * self.patience)
                made.login(self._login.user, self._login.secret)
            except (imaplib.IMAP4.error, OSError) as problem:
                where, why = f"{self.host}:{self.port}", f"{type(problem).__name__} {problem}".strip()
                raise Blocked(f"no login to IMAP at {where}: {why}") from problem
            self._imap = made
        return self._imap

    def _connected(self, limit: float) -> imaplib.IMAP4:
        """A connection that may carry a password: with TLS, but for loopback."""
        tls = ssl._create_unverified_context() if self._insecure else ssl.create_default_context()
        if self.scheme == "imaps":
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=tls, timeout=limit)
        made = imaplib.IMAP4(self.host, self.port, timeout=limit)
        if self.scheme:
            made.starttls(tls)
        return made

    def leave(self) -> None:
        """Log out; whatever the server says to that."""
        if self._imap is not None:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                self._imap.logout()
            self._imap = None

    def needs(self, *capabilities: str) -> None:
        """One of these is advertised.

        Raises:
            Unsupported: none is.
        """
        if not any(map(self.has, capabilities)):
            raise Unsupported(f"the IMAP server does not advertise {' or '.join(capabilities)}")

    def has(self, capability: str) -> bool:
        """Whether it is advertised."""
        said = self.does("CAPABILITY", lambda: self.imap.capability())
        return capability in b" ".join(said).decode("ascii", "replace").upper().split()

    def cannot(self, what: str) -> NoReturn:
        raise Unsupported(f"the IMAP server does not keep {what}")

    def does(self, what: str, command: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
        """The data of a command.

        Raises:
            Blocked: the answer is not OK, or none.
        """
        try:
            status, data = command()
        except (imaplib.IMAP4.error, OSError) as problem:
            raise Blocked(f"IMAP: {what}: {problem}") from problem
        if status != "OK":
            raise Blocked(f"IMAP: {what} was answered with {status} {data}")
        return data

    # Mailboxes

    def mailboxes(self) -> list[Listed]:
        """All of them."""
        return list(_listed(self.does("LIST", lambda: self.imap.list('""', '"*"'))))

    def mailbox(self, name: str) -> Listed:
        """The one with this last level, which no other has.

        Raises:
            Broken: it is not in LIST.
        """
        found: list[Listed] = []

        def is_there() -> bool:
            found[:] = [one for one in self.mailboxes() if one.last == name]
            return bool(found)

        self.soon(is_there, "a Mailbox that JMAP shows is not in LIST", name)
        return found[0]

    def select(self, name: str) -> None:
        self.does(f"SELECT {name}", lambda: self.imap.select(quoted(name)))

    def mailbox_id(self, name: str) -> str:
        data = self.does("STATUS MAILBOXID", lambda: self.imap.status(quoted(name), "(MAILBOXID)"))
        return _inside(b"MAILBOXID", data)

    def create(self, name: str) -> None:
        self.does(f"CREATE {name}", lambda: self.imap.create(quoted(name)))

    def rename(self, name: str, new: str) -> None:
        self.does(f"RENAME {name}", lambda: self.imap.rename(quoted(name), quoted(new)))

    def delete(self, name: str) -> None:
        self.does(f"DELETE {name}", lambda: self.imap.delete(quoted(name)))

    def subscribe(self, name: str, yes: bool) -> None:
        command = self.imap.subscribe if yes else self.imap.unsubscribe
        self.does(f"SUBSCRIBE or UNSUBSCRIBE {name}", lambda: command(quoted(name)))

    def subscribed(self) -> set[str]:
        """The names of the mailboxes that are subscribed."""
        return {one.name for one in _listed(self.does("LSUB", lambda: self.imap.lsub('""', '"*"')))}

    # Messages

    def append(self, name: str, message: bytes, *flags: str) -> str:
        """Put a message there; its UID."""
        self.does("APPEND", lambda: self.imap.append(quoted(name), f"({' '.join(flags)})", "", message))
        self.select(name)
        return self.uids()[-1]

    def uids(self) -> list[str]:
        """Of all messages in the selected mailbox, ascending."""
        data = self.does("UID SEARCH", lambda: self.imap.uid("SEARCH", "ALL"))
        return sorted((data[0] or b"").decode().split(), key=int)

    def object_id(self, uid: str, item: str) -> str:
        """EMAILID or THREADID of a message in the selected mailbox; empty where it is NIL."""
        return _inside(item.encode(), self.does(f"FETCH {item}", lambda: self.imap.uid("FETCH", uid, f"({item})")))

    def copy(self, uid: str, name: str) -> None:
        self.does("COPY", lambda: self.imap.uid("COPY", uid, quoted(name)))

    def move(self, uid: str, name: str) -> None:
        self.does("MOVE", lambda: self.imap.uid("MOVE", uid, quoted(name)))

    def flags(self, uid: str) -> set[str]:
        """The flags of a message in the selected mailbox, in lower case."""
        return set(
            _inside(b"FLAGS", self.does("FETCH FLAGS", lambda: self.imap.uid("FETCH", uid, "(FLAGS)"))).lower().split()
        )

    def octets(self, uid: str) -> bytes:
        """A message of the selected mailbox, as it is."""
        data = self.does("FETCH BODY.PEEK[]", lambda: self.imap.uid("FETCH", uid, "(BODY.PEEK[])"))
        return next((row[1] for row in data if isinstance(row, tuple)), b"")

    def store(self, uid: str, change: str, *flags: str) -> None:
        """``change`` is ``+FLAGS`` or ``-FLAGS``."""
        self.does("STORE", lambda: self.imap.uid("STORE", uid, f"{change}.SILENT", f"({' '.join(flags)})"))

    def expunge(self) -> None:
        self.does("EXPUNGE", lambda: self.imap.expunge())

    # Both doors

    def soon(self, holds: Callable[[], object], message: str, expected: Any = None, **about: Any) -> None:
        """Look until it holds.

        Raises:
            Broken: it does not within the time for it.
        """
        end = time.monotonic() + SOON * self.patience
        while not holds():
            if time.monotonic() > end:
                raise Broken(f"{message}, {SOON * self.patience:.0f} s later", expected=expected, **about)
            time.sleep(0.1)  # between two looks at another server

    def made_by_jmap(self, mailboxes: Foo, **properties: Any) -> tuple[str, Listed]:
        """A new Mailbox: its id, and how IMAP calls it."""
        record = mailboxes.make(properties)[0]
        return record.id, self.mailbox(record.sent["name"])


def both_doors(type_name: str) -> Over:
    """Run it once, with ids below ``Email/imap``, where the type is known."""

    def points(manifest: Manifest) -> Iterator[Point]:
        if type_name in manifest.types:
            yield Point(f"{type_name}/imap", type=type_name)

    return points


def quoted(name: str) -> str:
    """A quoted string; the names that the suite gives have ASCII letters, digits and spaces only."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _listed(rows: Iterable[Any]) -> Iterator[Listed]:
    for row in rows:
        if row is None:
            continue
        text = row[0] if isinstance(row, tuple) else row
        if not (found := _LISTED.match(text)):
            raise Blocked(f"IMAP: a line of LIST that cannot be read: {text!r}")
        name = row[1] if isinstance(row, tuple) else _unquoted(found["name"])
        delimiter = b"" if found["delimiter"] == b"NIL" else _unquoted(found["delimiter"])
        attributes = frozenset(found["flags"].decode("ascii", "replace").lower().split())
        yield Listed(name.decode("utf-8", "replace"), delimiter.decode(), attributes)


def _unquoted(text: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", text[1:-1]) if text[:1] == b'"' else text


def _inside(item: bytes, data: list[Any]) -> str:
    """What stands in the parentheses after an item of STATUS or FETCH."""
    for row in data:
        text = row[0] if isinstance(row, tuple) else row or b""
        if found := re.search(re.escape(item) + rb" (?:NIL|\(([^)]*)\))", text, re.IGNORECASE):
            return (found[1] or b"").decode("ascii", "replace")
    raise Blocked(f"IMAP: no {item.decode()} in the answer: {data}")
