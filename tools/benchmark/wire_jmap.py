"""The tasks of a mail program over JMAP: each as few requests as the answers allow, as HTTP/1.1 with all its fields."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from client import Call, Session
from corpus import emails, fill
from operations import LIST_PROPERTIES, NEWEST_FIRST, PAGE
from wire_link import Cost, Link

SKIPPED = 100
"""How many newer messages there are than those that are changed elsewhere."""
SMALLEST = 1000
"""Octets: a shorter body is sent as it is."""
USING = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail", "urn:ietf:params:jmap:submission"]
CHANGED = ["/created", "/updated"]


class Client:
    """A mail program that starts: one connection, nothing asked yet."""

    def __init__(self, session: Session, compressed: bool) -> None:
        self.link = Link(session.address)
        self._session, self._compressed = session, compressed

    def call(self, *calls: Call) -> list[dict[str, Any]]:
        """One request; the arguments of its responses, none of which may be an error."""
        invocations = [[name, arguments, str(number)] for number, (name, arguments) in enumerate(calls)]
        body = json.dumps({"using": USING, "methodCalls": invocations}, separators=(",", ":")).encode()
        said = json.loads(self.http("POST", self._session.path, body, "application/json"))["methodResponses"]
        if wrong := [each for each in said if each[0] == "error" or _refused(each[1])]:
            raise SystemExit(f"{calls[0][0]}: {json.dumps(wrong)[:500]}")
        return [arguments for _, arguments, _ in said]

    def http(self, method: str, target: str, body: bytes = b"", type: str = "") -> bytes:
        """The body of the answer, which has to be there; a redirect is followed."""
        host, port = self._session.address
        fields = {"Host": f"{host}:{port}", "Authorization": self._session.authorization, "Accept": "application/json"}
        if self._compressed:
            fields["Accept-Encoding"] = "gzip"
        if type:
            fields["Content-Type"] = type
            if self._compressed and type == "application/json" and len(body) > SMALLEST:
                fields["Content-Encoding"], body = "gzip", gzip.compress(body)
            fields["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.link.send(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body)
        status, answer, came = self._answer()
        if 300 <= status < 400:
            return self.http(method, urlsplit(urljoin(target, answer["location"])).path, body, type)
        if status not in (200, 201):
            raise SystemExit(f"{method} {target}: HTTP {status} {came[:500].decode('utf-8', 'replace')}")
        return gzip.decompress(came) if answer.get("content-encoding") == "gzip" else came

    def _answer(self) -> tuple[int, dict[str, str], bytes]:
        status = int(self.link.line().split()[1])
        fields = {}
        while (line := self.link.line()) != b"\r\n":
            name, _, value = line.decode("latin-1").partition(":")
            fields[name.lower()] = value.strip()
        if fields.get("transfer-encoding") != "chunked":
            return status, fields, self.link.octets(int(fields.get("content-length", 0)))
        parts = []
        while size := int(self.link.line().split(b";")[0], 16):
            parts.append(self.link.octets(size))
            self.link.line()
        self.link.line()
        return status, fields, b"".join(parts)


def _refused(arguments: dict[str, Any]) -> bool:
    return any(arguments.get(name) for name in ("notCreated", "notUpdated", "notDestroyed"))


class Tasks:
    """What is measured, over one account; each is done anew with every ``turn``, on other mail."""

    def __init__(self, session: Session, mailbox: str, boxes: list[str]) -> None:
        self.session, self.account = session, session.account
        self.mailbox, self.boxes = mailbox, boxes
        self.turn = 0

    def first_time(self, client: Client) -> None:
        """The Session, the Mailboxes, a page of one of them: each has to be there before the next is asked for."""
        client.http("GET", "/.well-known/jmap")
        client.call(("Mailbox/get", self._args(ids=None)))
        client.call(*self._page())

    def next_time(self, client: Client) -> None:
        """What the Session and the ids of the Mailboxes are, it knows."""
        client.call(*self._page())

    def coming_back(self, client: Client) -> None:
        """All that changed, with what is shown of it."""
        got: dict[str, Any] = {"properties": LIST_PROPERTIES}
        changed = {"properties": ["keywords", "mailboxIds"]}
        client.call(
            ("Mailbox/changes", self._args(sinceState=self._since["Mailbox"])),
            *(("Mailbox/get", self._args(**_ref("Mailbox/changes", "0", path))) for path in CHANGED),
            ("Email/changes", self._args(sinceState=self._since["Email"])),
            *(
                ("Email/get", self._args(**_ref("Email/changes", "3", path), **more))
                for path, more in zip(CHANGED, (got, changed), strict=True)
            ),
        )

    def before_coming_back(self) -> None:
        """Elsewhere ten messages come, ten are read, and ten are moved."""
        some = self._ids(self.mailbox, 20, SKIPPED + 20 * self.turn)
        self._since = self._states()
        fill(self.session, emails(10, self.mailbox))
        read: dict[str, Any] = {id: {"keywords/$seen": True, "keywords/$flagged": True} for id in some[:10]}
        moved: dict[str, Any] = {id: {"mailboxIds": {self.boxes[0]: True}} for id in some[10:]}
        self.session.call(("Email/set", self._args(update=read | moved)))

    def flags(self, client: Client) -> None:
        update = {id: {"keywords/$flagged": True} for id in self._fifty(0)}
        client.call(("Email/set", self._args(update=update)))

    def moves(self, client: Client) -> None:
        update = {id: {"mailboxIds": {self.mailbox: True}} for id in self._fifty(10)}
        client.call(("Email/set", self._args(update=update)))

    def send(self, client: Client, photograph: bytes, identity: str) -> None:
        """Upload, save as a draft three times, and send; what is sent gets out of the drafts by itself."""
        upload = self.upload_path
        blob = json.loads(client.http("POST", upload, photograph, "image/jpeg"))["blobId"]
        last = None
        for words in ("Look.", "Look at this.", "Look at this picture."):
            more = {"destroy": [last]} if last else {}
            made = client.call(("Email/set", self._args(create={"d": self._draft(words, blob)}, **more)))
            last = made[0]["created"]["d"]["id"]
        filed = {"keywords/$draft": None, f"mailboxIds/{self.boxes[0]}": None, f"mailboxIds/{self.boxes[1]}": True}
        sent = {"create": {"s": {"emailId": last, "identityId": identity}}, "onSuccessUpdateEmail": {"#s": filed}}
        client.call(("EmailSubmission/set", self._args(**sent)))

    def _draft(self, words: str, blob: str) -> dict[str, Any]:
        photograph = {"type": "image/jpeg", "blobId": blob, "name": "tree.jpg", "disposition": "attachment"}
        text = {"type": "text/plain", "partId": "t"}
        return {
            "mailboxIds": {self.boxes[0]: True}, "keywords": {"$draft": True, "$seen": True},
            "from": [{"email": "alice@example.com"}], "to": [{"email": "bob@example.com"}], "subject": "A tree",
            "bodyStructure": {"type": "multipart/mixed", "subParts": [text, photograph]},
            "bodyValues": {"t": {"value": words}},
        }  # fmt: skip

    def renamed(self, client: Client) -> None:
        client.call(
            ("Mailbox/changes", self._args(sinceState=self._since["Mailbox"])),
            ("Mailbox/get", self._args(**_ref("Mailbox/changes", "0", "/updated"))),
        )

    def before_renamed(self) -> None:
        self._since = self._states()
        self.session.call(("Mailbox/set", self._args(update={self.mailbox: {"name": f"Renamed {self.turn}"}})))

    def measure(self, task: Callable[..., None], compressed: bool, *more: Any) -> Cost:
        """What a task costs a program that has just connected."""
        client = Client(self.session, compressed)
        task(client, *more)
        client.link.close()
        return client.link.cost

    def _page(self) -> list[Call]:
        asked = self._args(filter={"inMailbox": self.mailbox}, sort=NEWEST_FIRST, limit=PAGE)
        shown = self._args(properties=LIST_PROPERTIES, **_ref("Email/query", "0", "/ids"))
        return [("Email/query", asked), ("Email/get", shown)]

    def _ids(self, mailbox: str, limit: int, position: int) -> list[str]:
        asked = self._args(filter={"inMailbox": mailbox}, sort=NEWEST_FIRST, limit=limit, position=position)
        ids = [str(id) for id in self.session.call(("Email/query", asked))[0]["ids"]]
        assert len(ids) == limit, "the account is too small for this task"
        return ids

    def _fifty(self, offset: int) -> list[str]:
        """Ten from each of five Mailboxes."""
        return [id for box in self.boxes[5:10] for id in self._ids(box, 10, 20 * self.turn + offset)]

    def _states(self) -> dict[str, str]:
        types = ("Mailbox", "Email")
        got = self.session.call(*((f"{name}/get", self._args(ids=[])) for name in types))
        return {name: str(each["state"]) for name, each in zip(types, got, strict=True)}

    def _args(self, **more: Any) -> dict[str, Any]:
        return {"accountId": self.account, **more}

    @property
    def upload_path(self) -> str:
        client = Client(self.session, False)
        url = json.loads(client.http("GET", "/.well-known/jmap"))["uploadUrl"]
        client.link.close()
        return urlsplit(url.replace("{accountId}", self.account)).path


def _ref(method: str, of: str, path: str) -> dict[str, Any]:
    return {"#ids": {"resultOf": of, "name": method, "path": path}}
