"""Messages to try things on, and a client who has mail."""

from __future__ import annotations

from typing import Any

from tests.unit.reference.helpers import Client


def message(
    subject: str | None = "Garden",
    body: str = "Sow the beans in May.",
    id: str | None = None,
    refs: tuple[str, ...] = (),
    sender: str = "Bob <bob@example.net>",
    **fields: str,
) -> bytes:
    """A message; ``fields``: further header fields, with ``_`` for ``-``."""
    lines = [f"From: {sender}", "To: alice@example.com"]
    lines += [f"Subject: {subject}"] if subject is not None else []
    lines += [f"Message-ID: <{id}@example.com>"] if id else []
    lines += ["References: " + " ".join(f"<{ref}@example.com>" for ref in refs)] if refs else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    if "Content_Type" not in fields:
        lines.append("Content-Type: text/plain; charset=utf-8")
    return "\r\n".join([*lines, "", body]).encode()


ATTACHED = b"""\
From: Bob <bob@example.net>
To: alice@example.com
Subject: Photos
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=iso-8859-1

caf\xe9
--c
Content-Type: text/html; charset=utf-8

<p>caf&eacute; <a href="https://example.com/">link</a></p>
--c--
--b
Content-Type: image/png; name=dot.png
Content-Disposition: attachment; filename=dot.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b
Content-Type: message/rfc822

From: carol@example.org
Subject: Inside
Content-Type: text/plain

deep
--b--
""".replace(b"\n", b"\r\n")


class Mail(Client):
    """A client with mailboxes and messages."""

    def blob(self, octets: bytes) -> str:
        """Upload."""
        with self.processor.store.transaction(write=True) as transaction:
            return transaction.add_blob(self.account, self.processor.new_id("Blob"), octets, self.user, 0)

    def octets(self, blob_id: str) -> bytes | None:
        """Download."""
        with self.processor.store.transaction() as transaction:
            return transaction.blob(self.account, blob_id)

    def mailbox(self, name: str, **more: Any) -> str:
        return self.create("Mailbox", name=name, **more)

    def deliver(self, raw: bytes, *mailboxes: str, keywords: str = "", at: str | None = None) -> str:
        """Import a message; the id of the Email."""
        email = {
            "blobId": self.blob(raw),
            "mailboxIds": dict.fromkeys(mailboxes, True),
            "keywords": dict.fromkeys(keywords.split(), True),
        }
        said = self.call("Email/import", emails={"k": email | ({"receivedAt": at} if at else {})})
        assert said["created"], said["notCreated"]
        return str(said["created"]["k"]["id"])

    def email(self, id: str, *properties: str, **more: Any) -> dict[str, Any]:
        [found] = self.call("Email/get", ids=[id], **({"properties": list(properties)} if properties else {}), **more)[
            "list"
        ]
        return found

    def query(self, filter: dict[str, Any] | None = None, *sort: dict[str, Any], **more: Any) -> list[str]:
        ids: list[str] = self.call("Email/query", filter=filter, sort=list(sort) or None, **more)["ids"]
        return ids

    def found(self, **condition: Any) -> set[str]:
        return set(self.query(condition))
