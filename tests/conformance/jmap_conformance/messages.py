"""Messages of RFC 5322, written by hand, and the Emails that come of them."""

from __future__ import annotations

from typing import Any

from . import expect
from .foo import Foo
from .outcome import Broken
from .recipes.Email import mailbox

CRLF = "\r\n"


def message_id(foo: Foo) -> str:
    """A Message-ID that no other message has, without its brackets."""
    return f"{foo.unique('m').replace(' ', '.')}@example.com"


def message(foo: Foo, *fields: str | bytes, body: str | bytes = "", bare: bool = False) -> bytes:
    """The octets of a message with these fields, a line each, and this body; lines may have LF or CRLF.

    From, Date, Subject and Message-ID are there without being given, unless it is ``bare`` or a field of the name is.
    """
    rows = [octets(one) for one in fields]
    given = {row.partition(b":")[0].strip().lower() for row in rows}
    usual = {
        "From": "Alpha <alpha@example.com>", "Date": "Tue, 17 May 2005 10:20:30 +0200",
        "Subject": foo.unique("message"), "Message-ID": f"<{message_id(foo)}>",
    }  # fmt: skip
    if not bare:
        rows += [octets(f"{name}: {value}") for name, value in usual.items() if name.lower().encode() not in given]
    return b"\r\n".join([*rows, b"", octets(body)])


def octets(text: str | bytes) -> bytes:
    """UTF-8 with CRLF; octets are taken as they are."""
    return text if isinstance(text, bytes) else text.replace(CRLF, "\n").replace("\n", CRLF).encode()


def part(headers: str, body: str = "") -> str:
    """A body part: its fields, an empty line, its body."""
    return f"{headers.strip()}\n\n{body}" if headers else f"\n{body}"


def multipart(boundary: str, *parts: str) -> str:
    """The body of a multipart/* with this boundary."""
    return "".join(f"--{boundary}\n{one}\n" for one in parts) + f"--{boundary}--\n"


def importing(foo: Foo, data: bytes, **properties: Any) -> dict[str, Any]:
    """An EmailImport of a message, uploaded just now, into the Mailbox of the case.

    Raises:
        Blocked: the upload is refused.
    """
    with expect.setting_up("a message for this case"):
        blob_id = foo.server.blob(foo.account_id, data, "message/rfc822")
    return {"blobId": blob_id, "mailboxIds": {mailbox(foo): True}, **properties}


def imported(foo: Foo, data: bytes, **properties: Any) -> str:
    """The id of the Email that a message becomes.

    Raises:
        Blocked: it is not imported.
    """
    with expect.setting_up("a message for this case"):
        answer = foo.call("import", {"emails": {"k": importing(foo, data, **properties)}})
        row = (answer.get("created") or {}).get("k")
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise Broken("a message was not imported", expected="created, with an id", found=answer.get("notCreated"))
    return str(row["id"])


def fetched(foo: Foo, email_id: str, properties: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """These properties of an Email; the default ones where none are named.

    Raises:
        Broken: /get does not give it.
    """
    arguments: dict[str, Any] = {"ids": [email_id], **more}
    if properties is not None:
        arguments["properties"] = properties
    rows = foo.call("get", arguments)["list"]
    if len(rows) != 1:
        raise Broken("an Email was asked for and did not come", expected=email_id, found=rows)
    return dict(rows[0])


def header(foo: Foo, fields: list[str | bytes], *wanted: str) -> dict[str, Any]:
    """What Email/get makes of header fields: a message that has them, and these ``header:…`` properties of it."""
    found = fetched(foo, imported(foo, message(foo, *fields)), list(wanted))
    found.pop("id", None)
    return found
