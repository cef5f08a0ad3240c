"""Drives jmaplib, which is imported as ``jmap``: ``python with_jmaplib.py https://127.0.0.1:8620 USER PASSWORD TOKEN``.

SSL_CERT_FILE names the certificate to trust.
"""

from __future__ import annotations

import base64
import sys
from typing import Any

from jmap import CreationRef, MethodError
from jmap.auth import BasicAuth, BearerAuth
from jmap.client import JMAPClient
from jmap.core.patch import keyword_patch, mailbox_patch
from jmap.models.mail.create import validate_email_create
from jmap.push import EventSourceClient, Ping
from jmap.sync import ChangeStream
from lines import serve


class Driver:
    def __init__(self, origin: str, user: str, password: str, token: str) -> None:
        self._url, self._token = f"{origin}/.well-known/jmap", token
        self._client = JMAPClient.connect(self._url, auth=BasicAuth(user, password))

    def session(self) -> Any:
        session = self._client.session
        account = session.primary_accounts["urn:ietf:params:jmap:mail"]
        return {"username": session.username, "account": account, "state": session.state}

    def by_token(self) -> Any:
        with JMAPClient.connect(self._url, auth=BearerAuth(self._token)) as client:
            return client.session.username

    def echo(self, said: Any) -> Any:
        return self._client.echo(**said)

    def mailboxes(self) -> Any:
        with self._client.batch() as batch:
            got = batch.mail.mailbox.get(ids=None)
        found = got.result.items
        return [{"id": each.id, "name": each.name, "role": each.role, "parentId": each.parent_id} for each in found]

    def new_mailbox(self, name: str) -> Any:
        with self._client.batch() as batch:
            done = batch.mail.mailbox.set(create={"k": {"name": name}})
        return done.result.created_id("k")

    def newest(self, mailbox: str, limit: int) -> Any:
        with self._client.batch() as batch:
            found = batch.mail.email.query(
                filter={"inMailbox": mailbox},
                sort=[{"property": "receivedAt", "isAscending": False}],
                limit=limit,
            )
            got = batch.mail.email.get(ids=found.ref_ids())
        return [_email(each) for each in got.result.items]

    def search(self, text: str) -> Any:
        with self._client.batch() as batch:
            found = batch.mail.email.query(filter={"text": text})
            got = batch.mail.search_snippet.get(filter={"text": text}, email_ids=found.ref_ids())
        return [[each.email_id, each.subject, each.preview] for each in got.result.items]

    def read(self, email: str) -> Any:
        with self._client.batch() as batch:
            got = batch.mail.email.get(ids=[email], fetchAllBodyValues=True)
        [found] = got.result.items
        return {
            **_email(found),
            "text": [value.value for value in (found.body_values or {}).values()],
            "attachments": [[part.blob_id, part.name, part.type] for part in found.attachments or []],
        }

    def thread(self, thread: str) -> Any:
        with self._client.batch() as batch:
            got = batch.mail.thread.get(ids=[thread])
        return got.result.items[0].email_ids

    def draft(
        self, mailbox: str, sender: str, to: str, subject: str, text: str, attachment: dict[str, str] | None = None
    ) -> Any:
        draft: dict[str, Any] = {
            "mailboxIds": {mailbox: True},
            "keywords": {"$draft": True, "$seen": True},
            "from": [{"name": "Alice", "email": sender}],
            "to": [{"email": to}],
            "subject": subject,
            "bodyValues": {"t": {"value": text}},
            "textBody": [{"partId": "t", "type": "text/plain"}],
            "header:X-Driver:asText": "jmaplib",
        }
        if attachment:
            draft["attachments"] = [{**attachment, "disposition": "attachment"}]
        validate_email_create(draft)
        with self._client.batch() as batch:
            done = batch.mail.email.set(create={"d": draft})
        return done.result.created_id("d")

    def flag(self, email: str) -> Any:
        return list(self._update(email, keyword_patch(add=["$flagged"])))

    def move(self, email: str, source: str, target: str) -> Any:
        return list(self._update(email, mailbox_patch(add=[target], remove=[source])))

    def destroy(self, email: str) -> Any:
        with self._client.batch() as batch:
            done = batch.mail.email.set(destroy=[email])
        return done.result.destroyed

    def not_destroyed(self, email: str) -> Any:
        with self._client.batch() as batch:
            done = batch.mail.email.set(destroy=[email])
        return done.result.destroy_errors[email].type

    def identities(self) -> Any:
        with self._client.batch() as batch:
            got = batch.submission.identity.get(ids=None)
        return [{"id": each.id, "email": each.email} for each in got.result.items]

    def send(self, email: str, identity: str, sender: str, to: str, drafts: str, sent: str) -> Any:
        envelope = {"mailFrom": {"email": sender}, "rcptTo": [{"email": to}]}
        patch = mailbox_patch(add=[sent], remove=[drafts]) | keyword_patch(remove=["$draft"])
        with self._client.batch() as batch:
            done = batch.submission.email_submission.set(
                create={"s": {"identityId": identity, "emailId": email, "envelope": envelope}},
                onSuccessUpdateEmail={"#s": patch},
            )
        return done.result.created_id("s")

    def draft_and_send(self, identity: str, sender: str, to: str, subject: str, text: str, drafts: str) -> Any:
        """In one request: the EmailSubmission names the Email by its creation id."""
        with self._client.batch() as batch:
            draft = {
                "mailboxIds": {drafts: True},
                "from": [{"email": sender}],
                "to": [{"email": to}],
                "subject": subject,
                "bodyValues": {"t": {"value": text}},
                "textBody": [{"partId": "t", "type": "text/plain"}],
            }
            made = batch.mail.email.set(create={"d": draft})
            done = batch.submission.email_submission.set(
                create={"s": {"identityId": identity, "emailId": CreationRef("d")}}
            )
        return [made.result.created_id("d"), done.result.created_id("s")]

    def submission(self, submission: str) -> Any:
        with self._client.batch() as batch:
            got = batch.submission.email_submission.get(ids=[submission])
        wire = got.result.items[0].to_wire()
        delivered = {to: status["delivered"] for to, status in (wire["deliveryStatus"] or {}).items()}
        return {"emailId": wire["emailId"], "undoStatus": wire["undoStatus"], "delivered": delivered}

    def upload(self, content: str, name: str) -> Any:
        done = self._client.upload(base64.b64decode(content), content_type="text/plain")
        return {"blobId": done.blob_id, "type": done.type, "size": done.size}

    def download(self, blob: str, name: str, type: str) -> Any:
        return base64.b64encode(self._client.download(blob, name=name, content_type=type)).decode()

    def changes(self, since: str) -> Any:
        stream = ChangeStream(self._client, "Email")
        stream.seed(since)
        said = stream.catch_up()
        return {"created": said.created, "updated": said.updated, "destroyed": said.destroyed, "state": said.new_state}

    def query_changes(self, mailbox: str, since: str) -> Any:
        with self._client.batch() as batch:
            said = batch.mail.email.query_changes(filter={"inMailbox": mailbox}, since_query_state=since)
        return {"removed": said.result.removed, "added": [[each.id, each.index] for each in said.result.added]}

    def refused(self) -> Any:
        with self._client.batch() as batch:
            said = batch.mail.email.changes(since_state="no such state")
        try:
            said.result  # noqa: B018
        except MethodError as error:
            return error.type

    def event(self, after: str) -> Any:
        source = EventSourceClient(self._client, types=("Email", "Mailbox"), ping=30)
        # A client that was started anew has kept the id of the last event.
        source._listener._last_event_id = after
        events = source.events()
        event = next(each for each in events if not isinstance(each, Ping))
        events.close()
        return {"id": source.last_event_id, "changed": event.changed}

    def _update(self, email: str, patch: dict[str, Any]) -> Any:
        with self._client.batch() as batch:
            done = batch.mail.email.set(update={email: patch})
        return done.result.updated


def _email(email: Any) -> dict[str, Any]:
    senders = [each.email for each in email.from_ or []]
    return {"id": email.id, "threadId": email.thread_id, "subject": email.subject, "from": senders}


serve(Driver(*sys.argv[1:]))
