"""Drives jmapc, as a program that uses it would: ``python with_jmapc.py https://127.0.0.1:8620 USER PASSWORD TOKEN``.

jmapc asks for https, and verifies the certificate: REQUESTS_CA_BUNDLE names the one to trust.
"""

from __future__ import annotations

import base64
import pathlib
import sys
import tempfile
from typing import Any
from urllib.parse import urlsplit

from jmapc import (
    Address,
    Client,
    Comparator,
    Email,
    EmailAddress,
    EmailBodyPart,
    EmailBodyValue,
    EmailHeader,
    EmailQueryFilterCondition,
    EmailSubmission,
    Envelope,
    EventSourceConfig,
    Mailbox,
    Ref,
)  # fmt: skip
from jmapc.methods import (
    CoreEcho,
    EmailChanges,
    EmailGet,
    EmailQuery,
    EmailQueryChanges,
    EmailSet,
    EmailSubmissionGet,
    EmailSubmissionSet,
    IdentityGet,
    MailboxGet,
    MailboxSet,
    SearchSnippetGet,
    ThreadGet,
)  # fmt: skip
from lines import serve


class Driver:
    def __init__(self, origin: str, user: str, password: str, token: str) -> None:
        self._host, self._login = urlsplit(origin).netloc, (user, password)
        self._client = Client.create_with_password(self._host, user, password)
        self._with_token = Client.create_with_api_token(self._host, token)

    def session(self) -> Any:
        session = self._client.jmap_session
        return {"username": session.username, "account": self._client.account_id, "state": session.state}

    def by_token(self) -> Any:
        return self._with_token.jmap_session.username

    def echo(self, said: Any) -> Any:
        return self._do(CoreEcho(data=said)).data

    def mailboxes(self) -> Any:
        found = self._do(MailboxGet(ids=None)).data
        return [{"id": each.id, "name": each.name, "role": each.role, "parentId": each.parent_id} for each in found]

    def new_mailbox(self, name: str) -> Any:
        return self._do(MailboxSet(create={"k": Mailbox(name=name)})).created["k"].id

    def newest(self, mailbox: str, limit: int) -> Any:
        """Email/query, and Email/get by a result reference."""
        order = [Comparator(property="receivedAt", is_ascending=False)]
        query = EmailQuery(filter=EmailQueryFilterCondition(in_mailbox=mailbox), sort=order, limit=limit)
        said = self._client.request([query, EmailGet(ids=Ref("/ids"))], raise_errors=True)
        return [_email(each) for each in said[1].response.data]

    def search(self, text: str) -> Any:
        """Email/query without a sort, SearchSnippet/get."""
        condition = EmailQueryFilterCondition(text=text)
        query = EmailQuery(filter=condition)
        said = self._client.request([query, SearchSnippetGet(ids=Ref("/ids"), filter=condition)], True)
        return [[each.email_id, each.subject, each.preview] for each in said[1].response.data]

    def read(self, email: str) -> Any:
        [found] = self._do(EmailGet(ids=[email], fetch_all_body_values=True)).data
        return {
            **_email(found),
            "text": [value.value for value in found.body_values.values()],
            "attachments": [[part.blob_id, part.name, part.type] for part in found.attachments],
        }

    def thread(self, thread: str) -> Any:
        return self._do(ThreadGet(ids=[thread])).data[0].email_ids

    def draft(
        self, mailbox: str, sender: str, to: str, subject: str, text: str, attachment: dict[str, str] | None = None
    ) -> Any:
        draft = Email(
            mailbox_ids={mailbox: True},
            keywords={"$draft": True, "$seen": True},
            mail_from=[EmailAddress(name="Alice", email=sender)],
            to=[EmailAddress(email=to)],
            subject=subject,
            body_values={"t": EmailBodyValue(value=text)},
            text_body=[EmailBodyPart(part_id="t", type="text/plain")],
            headers=[EmailHeader(name="X-Driver", value=" jmapc")],
        )
        if attachment:
            part = EmailBodyPart(blob_id=attachment["blobId"], name=attachment["name"], type=attachment["type"])
            part.disposition = "attachment"
            draft.attachments = [part]
        return self._do(EmailSet(create={"d": draft})).created["d"].id

    def flag(self, email: str) -> Any:
        return list(self._do(EmailSet(update={email: {"keywords/$flagged": True}})).updated)

    def move(self, email: str, source: str, target: str) -> Any:
        patch = {f"mailboxIds/{source}": None, f"mailboxIds/{target}": True}
        return list(self._do(EmailSet(update={email: patch})).updated)

    def destroy(self, email: str) -> Any:
        return self._do(EmailSet(destroy=[email])).destroyed

    def not_destroyed(self, email: str) -> Any:
        return self._do(EmailSet(destroy=[email])).not_destroyed[email].type

    def identities(self) -> Any:
        return [{"id": each.id, "email": each.email} for each in self._do(IdentityGet()).data]

    def send(self, email: str, identity: str, sender: str, to: str, drafts: str, sent: str) -> Any:
        envelope = Envelope(mail_from=Address(email=sender), rcpt_to=[Address(email=to)])
        patch = {f"mailboxIds/{drafts}": None, f"mailboxIds/{sent}": True, "keywords/$draft": None}
        submission = EmailSubmission(identity_id=identity, email_id=email, envelope=envelope)
        said = self._client.request(
            EmailSubmissionSet(create={"s": submission}, on_success_update_email={"#s": patch}), raise_errors=True
        )
        return said[0].created["s"].id  # type: ignore[index]

    def draft_and_send(self, identity: str, sender: str, to: str, subject: str, text: str, drafts: str) -> Any:
        """In one request: the EmailSubmission names the Email by its creation id."""
        draft = Email(
            mailbox_ids={drafts: True},
            mail_from=[EmailAddress(email=sender)],
            to=[EmailAddress(email=to)],
            subject=subject,
            body_values={"t": EmailBodyValue(value=text)},
            text_body=[EmailBodyPart(part_id="t", type="text/plain")],
        )
        submission = EmailSubmission(identity_id=identity, email_id="#d")
        calls = [EmailSet(create={"d": draft}), EmailSubmissionSet(create={"s": submission})]
        made, done = self._client.request(calls, raise_errors=True)
        return [made.response.created["d"].id, done.response.created["s"].id]

    def submission(self, submission: str) -> Any:
        [found] = self._do(EmailSubmissionGet(ids=[submission])).data
        return {
            "emailId": found.email_id,
            "undoStatus": found.undo_status.value,
            "delivered": {to: status.delivered.value for to, status in (found.delivery_status or {}).items()},
        }

    def upload(self, content: str, name: str) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / name
            file.write_bytes(base64.b64decode(content))
            blob = self._client.upload_blob(file)
        return {"blobId": blob.id, "type": blob.type, "size": blob.size}

    def download(self, blob: str, name: str, type: str) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "downloaded"
            self._client.download_attachment(EmailBodyPart(blob_id=blob, name=name, type=type), file)
            return base64.b64encode(file.read_bytes()).decode()

    def changes(self, since: str) -> Any:
        said = self._do(EmailChanges(since_state=since))
        return {"created": said.created, "updated": said.updated, "destroyed": said.destroyed, "state": said.new_state}

    def query_changes(self, mailbox: str, since: str) -> Any:
        condition = EmailQueryFilterCondition(in_mailbox=mailbox)
        said = self._do(EmailQueryChanges(filter=condition, since_query_state=since))
        return {"removed": said.removed, "added": [[each.id, each.index] for each in said.added]}

    def refused(self) -> Any:
        """The type of a method error, as the client tells it."""
        return self._client.request(EmailChanges(since_state="no such state")).type  # type: ignore[union-attr]

    def event(self, after: str) -> Any:
        """The first event of a stream that goes on after an id: its own id, and the states it tells."""
        config = EventSourceConfig(types="Email,Mailbox", closeafter="state", ping=30)
        client = Client.create_with_password(self._host, *self._login, last_event_id=after, event_source_config=config)
        event = next(iter(client.events))
        changed = {
            account: {"Email": states.email, "Mailbox": states.mailbox}
            for account, states in event.data.changed.items()
        }
        return {"id": event.id, "changed": changed}

    def _do(self, method: Any) -> Any:
        return self._client.request(method, raise_errors=True, single_response=True)


def _email(email: Email) -> dict[str, Any]:
    senders = [each.email for each in email.mail_from or []]
    return {"id": email.id, "threadId": email.thread_id, "subject": email.subject, "from": senders}


serve(Driver(*sys.argv[1:]))
