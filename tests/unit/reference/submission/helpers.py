"""Alice and Bob with an Identity each, and an agent that delivers when it is told to."""

from __future__ import annotations

from typing import Any

from jmap_reference.protocol import Processor
from jmap_reference.standard.records import Records
from jmap_reference.store.values import Record
from jmap_reference.submission.deliver import Agent
from jmap_reference.submission.identity import provide
from jmap_reference.submission.relay import Relay
from tests.unit.reference.helpers import ALICE, BOB, Client, make_processor

NOW = 1_700_000_000.0
RFC822 = "message/rfc822"


class World:
    """A server whose clock stands still until it is set."""

    def __init__(self, relay: Relay | None = None, **limits: Any) -> None:
        self.now = NOW
        made = make_processor(**limits)
        self.processor = Processor(made.store, made.limits, clock=lambda: self.now, new_id=made.new_id)
        self.alice, self.bob = Client(self.processor), Client(self.processor, BOB, "B1")
        self.agent = Agent(self.processor, relay, jitter=lambda: 1)
        with self.processor.store.transaction(write=True) as transaction:
            for user, id in ((ALICE, "A1"), (BOB, "B1")):
                [account] = [each for each in transaction.accounts_of(user) if each.id == id]
                records = Records(transaction, id, self.processor.specials, self.now)
                provide(records, account, user, self.processor.new_id)
        [self.identity] = self.alice.get("Identity")
        self.drafts = self.alice.create(name="Drafts", role="drafts")

    def address(self, user: str, address: str) -> None:
        with self.processor.store.transaction(write=True) as transaction:
            transaction.put_address(user, address)

    def draft(self, to: str = BOB, text: str = "Hello", **more: Any) -> str:
        """The id of a new Email from alice; ``to``: addresses with spaces between."""
        given = {
            "mailboxIds": {self.drafts: True},
            "from": [{"name": "Alice", "email": ALICE}],
            "to": [{"email": each} for each in to.split()] or None,
            "subject": "Lunch",
            "textBody": [{"partId": "1", "type": "text/plain"}],
            "bodyValues": {"1": {"value": text}},
        }
        return self.alice.create("Email", **(given | more))

    def message(self, raw: bytes) -> str:
        """The id of an Email with these octets."""
        with self.processor.store.transaction(write=True) as transaction:
            blob = transaction.add_blob("A1", self.processor.new_id("Blob"), raw, ALICE, self.now)
        given = {"blobId": blob, "mailboxIds": {self.drafts: True}}
        said = self.alice.call("Email/import", emails={"k": given})
        assert said["created"], said
        return str(said["created"]["k"]["id"])

    def create(self, email: str, **more: Any) -> dict[str, Any]:
        """The response of an EmailSubmission/set that creates one, as ``k``."""
        sent = {"identityId": self.identity, "emailId": email} | more
        return self.alice.set("EmailSubmission", create={"k": sent})

    def send(self, email: str, **more: Any) -> str:
        """The id of a new EmailSubmission."""
        said = self.create(email, **more)
        assert said["created"], said["notCreated"]
        return str(said["created"]["k"]["id"])

    def refused(self, email: str, **more: Any) -> dict[str, Any]:
        """The SetError of an EmailSubmission that is not created."""
        error = dict(self.create(email, **more)["notCreated"]["k"])
        error.pop("description", None)
        return error

    def submission(self, id: str) -> Record:
        return self.alice.get("EmailSubmission", [id])[id]

    def status(self, id: str) -> dict[str, tuple[str, str]]:
        """By recipient: what is known of the delivery, and the reply."""
        told = self.submission(id)["deliveryStatus"] or {}
        return {email: (each["delivered"], each["smtpReply"]) for email, each in told.items()}

    def received(self, client: Client) -> list[bytes]:
        """The messages in the Inbox of a user, in the order in which they came."""
        inboxes = [id for id, mailbox in client.get().items() if mailbox["role"] == "inbox"]
        ids = client.call("Email/query", filter={"inMailbox": inboxes[0]})["ids"] if inboxes else []
        emails = client.get("Email", ids, properties=["blobId"]) if ids else {}
        with self.processor.store.transaction() as transaction:
            found = [transaction.blob(client.account, emails[id]["blobId"]) or b"" for id in reversed(ids)]
        return found


def envelope(*recipients: str, mail_from: str = ALICE, **parameters: str | None) -> Record:
    """An Envelope; the parameters are those of its sender."""
    return {
        "mailFrom": {"email": mail_from, "parameters": parameters or None},
        "rcptTo": [{"email": each, "parameters": None} for each in recipients],
    }
