"""A client that writes all the time, and knows what the server has acknowledged."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from jmap_reference.generated import methods as tables

SINK = "sink@example.com"
URNS = [urn for urn in tables.CAPABILITIES if "vapid" not in urn]


@dataclass(frozen=True)
class View:
    """All that an account has, by names that the client chose: so it does not matter which ids were given."""

    mailboxes: frozenset[str] = frozenset()
    #: By subject: keywords, and names of Mailboxes.
    emails: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    #: By mark in the address of the recipient: undoStatus.
    submissions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A call, and what the account has if it was carried out."""

    name: str
    arguments: dict[str, Any]
    after: View


class Connection:
    """A client of a server, as one user."""

    def __init__(self, url: str, token: str) -> None:
        self.http = httpx.Client(headers={"Authorization": f"Bearer {token}"}, follow_redirects=True, timeout=30)
        self.session = self.http.get(url).raise_for_status().json()
        self.account = self.session["primaryAccounts"]["urn:ietf:params:jmap:mail"]

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        sent = {"using": URNS, "methodCalls": [[name, {"accountId": self.account} | arguments, "c"]]}
        said = self.http.post(self.session["apiUrl"], json=sent).raise_for_status().json()["methodResponses"]
        assert all(response != "error" for response, _, _ in said), said
        answers = [answer for _, answer, _ in said]
        assert not any(answer.get(key) for answer in answers for key in REFUSALS), answers
        return answers[0]

    def upload(self, octets: bytes) -> str:
        url = self.session["uploadUrl"].replace("{accountId}", self.account)
        said = self.http.post(url, content=octets, headers={"Content-Type": "message/rfc822"}).raise_for_status()
        return str(said.json()["blobId"])

    def download(self, blob_id: str) -> bytes:
        url = self.session["downloadUrl"].replace("{accountId}", self.account).replace("{blobId}", blob_id)
        return self.http.get(url.replace("{name}", "x").replace("{type}", "message/rfc822")).raise_for_status().content


REFUSALS = ("notCreated", "notUpdated", "notDestroyed")


class Writer:
    """Writes in a thread, until the server is gone."""

    def __init__(self, user: str, token: str, seed: int) -> None:
        self.user, self.token, self.random = user, token, random.Random(seed)
        self.numbers = itertools.count(1)
        #: What is acknowledged, and what may have been done besides when the server went.
        self.view, self.pending = View(), View()
        #: Earlier states of Emails: what there was, by id.
        self.states: list[tuple[str, dict[str, Any]]] = []
        self.blobs: dict[str, bytes] = {}
        self.error: BaseException | None = None

    def run(self, acknowledged: Callable[[], None]) -> None:
        try:
            while True:
                step = self.step()
                self.pending = step.after
                answer = self.connection.call(step.name, **step.arguments)
                self.view = step.after
                self.remember(step, answer)
                acknowledged()
        except httpx.TransportError:
            pass
        except BaseException as error:
            self.error = error
            acknowledged()

    def start(self, url: str, acknowledged: Callable[[], None]) -> threading.Thread:
        self.connection = Connection(url, self.token)
        self.look()
        thread = threading.Thread(target=self.run, args=[acknowledged])
        thread.start()
        return thread

    # What is there

    def look(self) -> None:
        """Read everything: it has to be what was acknowledged, or that and all of the last call."""
        call = self.connection.call
        self.mailbox_ids = {each["name"]: each["id"] for each in call("Mailbox/get", ids=None)["list"]}
        names = {id: name for name, id in self.mailbox_ids.items()}
        wanted = ["subject", "keywords", "mailboxIds"]
        got = call("Email/get", ids=None, properties=wanted)
        emails = got["list"]
        self.email_ids = {each["subject"]: each["id"] for each in emails}
        submissions = call("EmailSubmission/get", ids=None)["list"]
        self.submission_ids = {mark_of(each): each["id"] for each in submissions}
        found = View(
            frozenset(names.values()),
            {
                each["subject"]: (frozenset(each["keywords"]), frozenset(names[id] for id in each["mailboxIds"]))
                for each in emails
            },
            {mark_of(each): each["undoStatus"] for each in submissions},
        )
        assert len(emails) == len(found.emails)
        assert found in (self.view, self.pending), f"{found}\nis neither {self.view}\nnor {self.pending}"
        self.view = self.pending = found
        for state, then in self.states:
            self.replay(state, then, {each["id"]: each for each in emails})
        self.states = [*self.states[-4:], (got["state"], {each["id"]: each for each in emails})]
        self.identity = call("Identity/get", ids=None)["list"][0]["id"]
        for blob_id, octets in self.blobs.items():
            assert self.connection.download(blob_id) == octets

    def replay(self, state: str, then: dict[str, Any], now: dict[str, Any]) -> None:
        """What /changes tells leads from what there was to what there is."""
        told = {name: set[str]() for name in ("created", "updated", "destroyed")}
        more = True
        while more:
            said = self.connection.call("Email/changes", sinceState=state, maxChanges=20)
            for name, ids in told.items():
                ids |= set(said[name])
            state, more = said["newState"], said["hasMoreChanges"]
        assert (set(then) | told["created"]) - told["destroyed"] == set(now)
        assert all(then[id] == now[id] for id in then.keys() & now.keys() - told["updated"])

    def remember(self, step: Step, answer: dict[str, Any]) -> None:
        """The ids that the server has given."""
        for id in (answer.get("created") or {}).items():
            ids = {"Mailbox": self.mailbox_ids, "EmailSubmission": self.submission_ids}
            ids.get(step.name.partition("/")[0], self.email_ids)[id[0]] = id[1]["id"]

    # What to do

    def step(self) -> Step:
        """Something that can be done now."""
        steps = [self.create, self.create, self.change, self.imported, self.sent, self.mailbox]
        if "pending" in self.view.submissions.values():
            steps.append(self.canceled)
        if len(self.view.mailboxes) > 6:
            steps += [self.remove_mailbox] * 3
        return self.random.choice(steps)()

    def mark(self) -> str:
        return f"{self.user.partition('@')[0]}-{next(self.numbers)}"

    def draft(self, mark: str, mailbox: str) -> dict[str, Any]:
        return {
            "mailboxIds": {self.mailbox_ids[mailbox]: True},
            "from": [{"email": self.user}],
            "subject": mark,
            "textBody": [{"partId": "1", "type": "text/plain"}],
            "bodyValues": {"1": {"value": f"This is {mark}. " * self.random.randint(1, 200)}},
        }

    def create(self) -> Step:
        if not self.view.mailboxes:
            return self.mailbox()
        mailbox, marks = self.random.choice(sorted(self.view.mailboxes)), [self.mark() for _ in range(3)]
        new = {mark: (frozenset[str](), frozenset({mailbox})) for mark in marks}
        created = {mark: self.draft(mark, mailbox) for mark in marks}
        return Step("Email/set", {"create": created}, replace(self.view, emails=self.view.emails | new))

    def change(self) -> Step:
        """One created, one changed and one destroyed, or several when there are many."""
        emails = dict(self.view.emails)
        if len(emails) < 2:
            return self.create()
        changed, *doomed = self.random.sample(sorted(emails), max(2, len(emails) - 20))
        keyword = self.random.choice(["$seen", "$flagged", "boats"])
        is_new = keyword not in emails[changed][0]
        emails[changed] = (emails[changed][0] ^ {keyword}, emails[changed][1])
        for mark in doomed:
            del emails[mark]
        arguments = {
            "update": {self.email_ids[changed]: {f"keywords/{keyword}": True if is_new else None}},
            "destroy": [self.email_ids[mark] for mark in doomed],
        }
        return Step("Email/set", arguments, replace(self.view, emails=emails))

    def imported(self) -> Step:
        if not self.view.mailboxes:
            return self.mailbox()
        mark, mailbox = self.mark(), self.random.choice(sorted(self.view.mailboxes))
        octets = f"From: {self.user}\r\nSubject: {mark}\r\n\r\n{mark * 500}\r\n".encode()
        blob_id = self.connection.upload(octets)
        self.blobs = dict([*self.blobs.items(), (blob_id, octets)][-3:])
        given = {"blobId": blob_id, "mailboxIds": {self.mailbox_ids[mailbox]: True}, "keywords": {"$seen": True}}
        emails = self.view.emails | {mark: (frozenset({"$seen"}), frozenset({mailbox}))}
        return Step("Email/import", {"emails": {mark: given}}, replace(self.view, emails=emails))

    def sent(self) -> Step:
        """An EmailSubmission, held or not, and what it does to its Email."""
        if not self.view.emails:
            return self.create()
        subject = self.random.choice(sorted(self.view.emails))
        mark, is_held = self.mark(), self.random.random() < 0.4
        local, _, domain = SINK.partition("@")
        hold = {"HOLDFOR": "86400"} if is_held else None
        envelope = {
            "mailFrom": {"email": self.user, "parameters": hold},
            "rcptTo": [{"email": f"{local}+{mark}@{domain}", "parameters": None}],
        }
        created = {"emailId": self.email_ids[subject], "identityId": self.identity, "envelope": envelope}
        arguments = {"create": {mark: created}, "onSuccessUpdateEmail": {f"#{mark}": {"keywords/sent": True}}}
        keywords, mailboxes = self.view.emails[subject]
        after = replace(
            self.view,
            emails=self.view.emails | {subject: (keywords | {"sent"}, mailboxes)},
            submissions=self.view.submissions | {mark: "pending" if is_held else "final"},
        )
        return Step("EmailSubmission/set", arguments, after)

    def canceled(self) -> Step:
        pending = sorted(mark for mark, status in self.view.submissions.items() if status == "pending")
        mark = self.random.choice(pending)
        update = {self.submission_ids[mark]: {"undoStatus": "canceled"}}
        submissions = self.view.submissions | {mark: "canceled"}
        return Step("EmailSubmission/set", {"update": update}, replace(self.view, submissions=submissions))

    def mailbox(self) -> Step:
        mark = self.mark()
        arguments: dict[str, Any] = {"create": {mark: {"name": mark}}}
        return Step("Mailbox/set", arguments, replace(self.view, mailboxes=self.view.mailboxes | {mark}))

    def remove_mailbox(self) -> Step:
        """Each Email is in one Mailbox, and goes with it."""
        mailbox = self.random.choice(sorted(self.view.mailboxes))
        emails = {mark: each for mark, each in self.view.emails.items() if mailbox not in each[1]}
        arguments = {"destroy": [self.mailbox_ids[mailbox]], "onDestroyRemoveEmails": True}
        return Step(
            "Mailbox/set", arguments, replace(self.view, mailboxes=self.view.mailboxes - {mailbox}, emails=emails)
        )


def mark_of(submission: dict[str, Any]) -> str:
    email: str = submission["envelope"]["rcptTo"][0]["email"]
    return email.partition("+")[2].partition("@")[0]
