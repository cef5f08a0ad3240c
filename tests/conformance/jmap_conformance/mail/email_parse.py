"""Email/parse: messages read without being kept (RFC 8621, Section 4.9)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import fetched, imported, importing, message, message_id, multipart, part
from ..parts import ALL, leaves
from ..recipes.Email import mailbox
from .email_import import READ, importable

PARSE = only("Email", "parse")


@case(requirements=[f"{READ}/no-metadata", f"{READ}/or-null", f"{READ}/properties/nothing-else"],
      area="parse", over=PARSE)  # fmt: skip
def parsed_message_is_no_email(foo: Foo) -> None:
    """A parsed message has what is asked for and nothing else; what only the store knows is null.

    Purpose: To see that a message can be looked into without being taken in.
    Preconditions: Blobs can be uploaded.
    Procedure: Upload a message; parse it with every property of Email, and with two of them.
    Expected: Null for id, mailboxIds, keywords and receivedAt; threadId null or an Id; only what was asked for; the
    state is as before.
    Why: A client may take a parsed message for one that it can flag.
    """
    blob_id, before = foo.server.blob(foo.account_id, message(foo, "Subject: parsed"), "message/rfc822"), foo.state()
    row = parsed(foo, blob_id, list(foo.properties))
    null = ("id", "mailboxIds", "keywords", "receivedAt")
    equal({name: row.get(name) for name in null}, dict.fromkeys(null), "a parsed message has metadata",
          about=f"{READ}/no-metadata")  # fmt: skip
    that(row.get("threadId") is None or isinstance(row["threadId"], str), "threadId is neither null nor an Id",
         found=row.get("threadId"), about=f"{READ}/or-null")  # fmt: skip
    some = ["subject", "header:Subject"]
    equal(parsed(foo, blob_id, some), {"subject": "parsed", "header:Subject": " parsed"}, "other properties came",
          about=f"{READ}/properties/nothing-else")  # fmt: skip
    equal(foo.state(), before, "parsing changed the state", about=f"{READ}/no-metadata")


def parsed(foo: Foo, blob_id: str, properties: list[str] | None = None, **more: Any) -> dict[str, Any]:
    arguments = {"blobIds": [blob_id], **more, **({} if properties is None else {"properties": properties})}
    answer = foo.call("parse", arguments)
    row = (answer.get("parsed") or {}).get(blob_id)
    that(isinstance(row, dict), "a message was not parsed", expected="an entry in parsed", found=short(answer))
    return dict(row or {})


@case(
    requirements=[f"{READ}/response/notFound/complete", f"{READ}/response/notParsable/complete"],
    area="parse",
    over=PARSE,
)
def blobs_that_cannot_be_parsed_are_listed(foo: Foo) -> None:
    """Blobs that do not exist are in notFound, those that are no message in parsed or notParsable, each once.

    Purpose: To see that every blob of the request is answered.
    Preconditions: Blobs can be uploaded.
    Procedure: Parse a message, two ids that no blob has, and a blob of noise.
    Expected: The message in parsed, the two in notFound; the noise in notParsable, or in parsed if the server reads it
    all the same.
    Why: A client that waits for an answer about a blob waits for ever.
    """
    good = foo.server.blob(foo.account_id, message(foo), "message/rfc822")
    noise = foo.server.blob(foo.account_id, bytes(range(256)) * 4)
    gone = [foo.unknown_id(1), foo.unknown_id(2)]
    answer = foo.call("parse", {"blobIds": [good, *gone, noise]})
    same_members(answer.get("notFound"), gone, "notFound is not complete", about=f"{READ}/response/notFound/complete")
    listed = [*(answer.get("parsed") or {}), *(answer.get("notParsable") or [])]
    same_members(listed, [good, noise], "a blob is in no list, or in two",
                 about=f"{READ}/response/notParsable/complete")  # fmt: skip


@case(
    requirements=[f"{READ}/name-as-asked", f"{READ}/errors/invalidArguments/forbidden-form"], area="parse", over=PARSE
)
def parsed_headers_are_named_as_asked(foo: Foo) -> None:
    """A header property comes under the very name of the request; one in a form that it does not have is refused.

    Purpose: To see that Email/parse and Email/get are asked in the same way.
    Preconditions: Blobs can be uploaded.
    Procedure: Parse a message for two spellings of one field; for a form that the field does not have, in properties
    and in bodyProperties.
    Expected: Both names; invalidArguments.
    Why: Clients use one code for both.
    """
    blob_id = foo.server.blob(foo.account_id, message(foo, "Subject: spelt"), "message/rfc822")
    names = ["header:SUBJECT:asText", "header:subject:asText"]
    equal(parsed(foo, blob_id, names), dict.fromkeys(names, "spelt"), "the names are others",
          about=f"{READ}/name-as-asked")  # fmt: skip
    for wrong in ({"properties": ["header:From:asDate"]}, {"bodyProperties": ["header:From:asDate"]}):
        foo.refuses("parse", {"blobIds": [], **wrong}, "invalidArguments")


@case(
    requirements=[
        *(f"{READ}/fetch{which}BodyValues/included" for which in ("Text", "HTML", "All")),
        *(f"{READ}/maxBodyValueBytes/{word}" for word in ("cut", "whole-characters", "whole-tags", "zero-is-all")),
    ],
    area="parse",
    over=PARSE,
)
def parsed_is_what_get_tells(foo: Foo) -> None:
    """Of one message, Email/parse tells what Email/get tells: properties, bodies, texts, cut or whole.

    Purpose: To see that a message is read in one way.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: Import a message with alternatives and a file; fetch and parse it with each of the three arguments for
    texts, and with several bounds.
    Expected: The same, each time, and the texts that the argument asks for.
    Why: A client shows an attached message with the code that shows any other.
    """
    body = multipart("b", part("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit", "aé€ text"),
                     part("Content-Type: text/html", "<p>One <b>two</b></p>"))  # fmt: skip
    one = importing(
        foo, message(foo, "MIME-Version: 1.0", 'Content-Type: multipart/alternative; boundary="b"', body=body)
    )
    email_id = (importable(foo, k=one).get("created") or {}).get("k", {}).get("id")
    blob_id = fetched(foo, email_id, ["blobId"])["blobId"]
    properties = ["subject", "from", "bodyStructure", "bodyValues", "textBody", "htmlBody", "attachments", "preview"]
    for which in ("Text", "HTML", "All"):
        for most in (0, 1, 2, 4, 5, 9):
            more: dict[str, Any] = {f"fetch{which}BodyValues": True, "maxBodyValueBytes": most, "bodyProperties": ALL}
            got, read = fetched(foo, email_id, properties, **more), parsed(foo, blob_id, properties, **more)
            got.pop("id")
            equal(read, got, f"fetch{which}BodyValues with {most}: parsed is not what /get tells")
            texts = {value["value"] for value in read["bodyValues"].values()}
            if most == 0 and which == "All":
                equal(texts, {"aé€ text", "<p>One <b>two</b></p>"}, "not all texts are there")
            wanted = 2 if which == "All" else 1
            equal(len(texts), wanted, f"fetch{which}BodyValues gives another number of texts")
            equal(len(leaves(read["bodyStructure"])), 2, "the tree has other parts")


@case(requirements=["mail/Email/textBody/types", "mail/EmailBodyPart/blobId/decoded"], area="parse", over=PARSE)
def attached_message_can_be_parsed(foo: Foo) -> None:
    """A message that is attached to another is parsed by the blobId of its part, and imported by it.

    Purpose: To see that a client can open what was forwarded as an attachment.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: Import a message with another attached; parse the part's blob, and import it.
    Expected: The attached message's subject, both times.
    Why: It is how people forward what they find suspicious.
    """
    inner = f"From: b@example.com\nSubject: the inner one\nMessage-ID: <{message_id(foo)}>\n\nInner text.\n"
    body = multipart("b", part("Content-Type: text/plain", "See below."), part("Content-Type: message/rfc822", inner))
    outer = message(foo, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', body=body)
    row = fetched(foo, imported(foo, outer), ["attachments"], bodyProperties=ALL)["attachments"]
    equal([one["type"] for one in row], ["message/rfc822"], "the attached message is no attachment")
    blob_id = row[0]["blobId"]
    equal(parsed(foo, blob_id, ["subject"]), {"subject": "the inner one"}, "the attached message is another")
    answer = importable(foo, k={"blobId": blob_id, "mailboxIds": {mailbox(foo): True}})
    made = (answer.get("created") or {}).get("k")
    that(made, "an attached message cannot be imported", found=short(answer))
    equal(fetched(foo, (made or {})["id"], ["subject"])["subject"], "the inner one", "the imported message is another")
