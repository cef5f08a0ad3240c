"""Email/set: messages that the server writes (RFC 8621, Section 4.6), read back from their octets by other eyes."""

from __future__ import annotations

import email
import email.policy
import email.utils
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import fetched, imported, message, multipart, part
from ..outcome import Broken
from ..parts import ALL, downloaded, leaves, walk
from ..writes import not_created

SET = only("Email", "set")
ALLOWED, REFUSED = "mail/data-types/all-properties", "mail/Email/set/broken-rules-refused"


def bare(foo: Foo, **properties: Any) -> dict[str, Any]:
    """A creation with nothing but its Mailbox, and these."""
    return {"mailboxIds": foo.creation()["mailboxIds"], **properties}


def created(foo: Foo, creation: dict[str, Any]) -> str:
    """The id of the Email; a creation that is refused breaks the requirement at hand."""
    answer = foo.call("set", {"create": {"k": creation}}, deliberate=True)
    row = (answer.get("created") or {}).get("k")
    that(
        isinstance(row, dict), "a creation was refused", expected=short(creation), found=short(answer.get("notCreated"))
    )
    return str((row or {})["id"])


def written(foo: Foo, email_id: str) -> EmailMessage:
    """The message as Python's email package reads it."""
    octets = downloaded(foo, fetched(foo, email_id, ["blobId"])["blobId"]).answer
    made = email.message_from_bytes(octets, policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    return made


def texts(**values: str) -> dict[str, Any]:
    return {name: {"value": value} for name, value in values.items()}


def text_with(**more: Any) -> dict[str, Any]:
    """A body of one text, whose part has these members too."""
    return {"textBody": [{**PLAIN, **more}], "bodyValues": texts(p="text")}


PLAIN, HTML = {"partId": "p", "type": "text/plain"}, {"partId": "h", "type": "text/html"}


@case(requirements=[ALLOWED], area="create", over=SET, needs=["records"])
def bodies_can_be_given_in_each_way(foo: Foo) -> None:
    """A body can be given as text, as HTML, as both, with attachments, as a tree, or not at all.

    Purpose: To see that a client can write every message.
    Preconditions: Emails can be made, blobs uploaded.
    Procedure: Create Emails in each of these ways; read the octets with another parser, and the properties.
    Expected: The types and texts that were given, in the message and in the Email.
    Why: Servers take one of the ways and refuse another.
    """
    blob_id = foo.server.blob(foo.account_id, b"\x00\x01file", "application/x-file")
    file = {"blobId": blob_id, "type": "application/x-file", "name": "a file.bin", "disposition": "attachment"}
    values = texts(p="Plain é.\n", h="<p>HTML é.</p>\n")
    tree = {"type": "multipart/mixed", "subParts": [
        {"type": "multipart/alternative", "subParts": [PLAIN, HTML]}, {"type": "text/plain", "partId": "p", "name": "t.txt",
                                                                      "disposition": "attachment"}, file]}  # fmt: skip
    table: list[tuple[dict[str, Any], list[str]]] = [
        ({"textBody": [PLAIN], "bodyValues": texts(p="Plain é.\n")}, ["text/plain"]),
        ({"htmlBody": [HTML], "bodyValues": texts(h="<p>HTML é.</p>\n")}, ["text/html"]),
        ({"textBody": [PLAIN], "htmlBody": [HTML], "bodyValues": values}, ["text/plain", "text/html"]),
        ({"textBody": [PLAIN], "attachments": [file], "bodyValues": texts(p="Plain é.\n")},
         ["text/plain", "application/x-file"]),
        ({"attachments": [file]}, ["application/x-file"]),
        ({"bodyStructure": tree, "bodyValues": values},
         ["text/plain", "text/html", "text/plain", "application/x-file"]),
        ({"bodyStructure": PLAIN, "bodyValues": texts(p="Plain é.\n")}, ["text/plain"]),
    ]  # fmt: skip
    for creation, types in table:
        email_id = created(foo, bare(foo, subject=foo.unique("way"), **creation))
        read = [one for one in written(foo, email_id).walk() if not one.is_multipart()]
        own = leaves(fetched(foo, email_id, ["bodyStructure"], bodyProperties=ALL)["bodyStructure"])
        got = [one.get_content_type() for one in read]
        if set(creation) == {"attachments"}:  # a server may write an empty text beside it
            got, own = [one for one in got if one != "text/plain"], [one for one in own if one["type"] != "text/plain"]
        equal(got, types, f"the message of {sorted(creation)} has other parts")
        equal([one["type"] for one in own], types, f"the Email of {sorted(creation)} has other parts")
        for one in read:
            if one.get_content_type() == "text/plain" and "p" in creation.get("bodyValues", {}):
                equal(one.get_content().replace("\r\n", "\n"), "Plain é.\n", "the text is another")
            if one.get_content_type() == "application/x-file":
                equal([one.get_content(), one.get_filename()], [b"\x00\x01file", "a file.bin"], "the file is another")
    created(foo, bare(foo))


@case(requirements=[ALLOWED, "mail/Email/convenience"], area="create", over=SET, needs=["records"])
def header_fields_can_be_given_in_each_form(foo: Foo) -> None:
    """Header fields can be given under their short names, and as header:… in every form, alone and with :all.

    Purpose: To see that what a client gives is what stands in the message.
    Preconditions: Emails can be made.
    Procedure: Create an Email with all short names, in letters outside ASCII too; one with a field in each form; fetch
    the same properties, and read the octets with another parser.
    Expected: The values that were given, and a subject that the other parser reads too.
    Why: An encoded word inside a quoted string, or a long line that is not folded, shows at the other end only.
    """
    short_names: dict[str, Any] = {
        "messageId": [f"{foo.unique('m').replace(' ', '.')}@example.com"], "inReplyTo": ["a@example.com"],
        "references": ["a@example.com", "b@example.com"], "sender": [{"name": "Sender", "email": "s@example.com"}],
        "from": [{"name": "Renée, with a \"quote\"", "email": "f@example.com"}],
        "to": [{"name": None, "email": f"t{number}@example.com"} for number in range(30)],
        "cc": [{"name": "日本語の名前", "email": "c@example.com"}], "bcc": [{"name": "B", "email": "b@example.com"}],
        "replyTo": [{"name": "R", "email": "r@example.com"}], "subject": "größer " * 30 + "€",
        "sentAt": "2005-05-17T10:20:30+02:00",
    }  # fmt: skip
    email_id = created(foo, bare(foo, **short_names))
    found = fetched(foo, email_id, list(short_names))
    for name, value in short_names.items():
        equal(found.get(name), value, f"{name} is not what was given")
    read = written(foo, email_id)
    equal(str(read["Subject"]), short_names["subject"], "another parser reads another subject")
    equal([[one.display_name, one.addr_spec] for one in read["From"].addresses],
          [[short_names["from"][0]["name"], "f@example.com"]], "another parser reads another author")  # fmt: skip
    fields: dict[str, Any] = {
        "header:X-Raw": " as it is", "header:X-Text:asText": "größer", "header:X-Date:asDate": "2005-05-17T10:20:30+02:00",
        "header:X-Ids:asMessageIds": ["a@example.com", "b@example.com"], "header:X-Urls:asURLs": ["https://example.com/a"],
        "header:X-People:asAddresses": [{"name": "Renée", "email": "p@example.com"}],
        "header:X-Groups:asGroupedAddresses": [
            {"name": "Team", "addresses": [{"name": None, "email": "t@example.com"}]},
            {"name": None, "addresses": [{"name": "U", "email": "u@example.com"}]},
        ],
        "header:X-Many:asText:all": ["one", "two", "three"],
    }  # fmt: skip
    found = fetched(foo, created(foo, bare(foo, **fields)), list(fields))
    for name, value in fields.items():
        equal(found.get(name), value, f"{name} is not what was given")


@case(requirements=[REFUSED], area="create", over=SET, needs=["records"])
def creations_that_break_the_rules_are_refused(foo: Foo) -> None:
    """A creation that says one thing twice, or what the server has to say, is refused with invalidProperties.

    Purpose: To see that a client's mistake does not become a message.
    Preconditions: Emails can be made, blobs uploaded.
    Procedure: Create Emails that break one rule each: headers at the top or in a part, a field under two names, a
    Content- field at the top, a tree beside lists, a text body of two parts or of another type, a part with a text and
    a blob, without its text, with a charset or a size for a text, with a transfer encoding, and a text that says it is
    truncated.
    Expected: Each is refused with invalidProperties.
    Why: What a server makes of such a creation, the next makes otherwise.
    """
    blob_id = foo.server.blob(foo.account_id, b"blob")
    value = texts(p="text")
    table: dict[str, dict[str, Any]] = {
        "headers": {"headers": [{"name": "X-A", "value": " b"}]},
        "headers of a part": text_with(headers=[{"name": "X-A", "value": " b"}]),
        "two names": {"subject": "a", "header:Subject:asText": "a"},
        "two forms": {"header:X-A": " a", "header:x-a:asText": "a"},
        "two names, one in the tree": {"subject": "a", "bodyStructure": {**PLAIN, "header:Subject:asText": "a"},
                                       "bodyValues": value},
        "a Content- field": {"header:Content-Type:asText": "text/plain"},
        "a tree and a list": {"bodyStructure": PLAIN, "textBody": [PLAIN], "bodyValues": value},
        "two texts": {"textBody": [PLAIN, PLAIN], "bodyValues": value},
        "a text of HTML": {"textBody": [{**PLAIN, "type": "text/html"}], "bodyValues": value},
        "HTML of text": {"htmlBody": [{**PLAIN, "type": "text/plain"}], "bodyValues": value},
        "a text and a blob": text_with(blobId=blob_id),
        "no text": {"textBody": [PLAIN]},
        "no text of that name": {"textBody": [PLAIN], "bodyValues": texts(other="text")},
        "a charset": text_with(charset="utf-8"),
        "a size": text_with(size=4),
        "a transfer encoding": text_with(**{"header:Content-Transfer-Encoding": " 8bit"}),
        "a truncated text": {"textBody": [PLAIN], "bodyValues": {"p": {"value": "t", "isTruncated": True}}},
        "a broken text": {"textBody": [PLAIN], "bodyValues": {"p": {"value": "t", "isEncodingProblem": True}}},
        "a form that the field has not": {"header:From:asDate": "2005-05-17T10:20:30Z"},
    }  # fmt: skip
    for what, properties in table.items():
        try:
            not_created(foo, bare(foo, **properties), "invalidProperties")
        except Broken as broken:
            raise Broken(f"{what}: {broken.message}", expected=broken.expected, found=broken.found) from broken


@case(requirements=["mail/Email/set/message-id", "mail/Email/set/date"], area="create", over=SET, needs=["records"])
def id_and_date_are_made_where_none_is_given(foo: Foo) -> None:
    """A message without Message-ID and Date gets both: a new id each time, and the time of now.

    Purpose: To see that every message can be answered and sorted.
    Preconditions: Emails can be made.
    Procedure: Create two Emails without either; fetch messageId and sentAt, and read the octets with another parser.
    Expected: One id each, different, of the form of RFC 5322; a date within an hour of now.
    Why: Without an id no reply finds its thread.
    """
    ids: list[str] = []
    for _ in range(2):
        email_id = created(foo, bare(foo, subject=foo.unique("bare")))
        row, read = fetched(foo, email_id, ["messageId", "sentAt"]), written(foo, email_id)
        ids += row["messageId"] or []
        raw = str(read["Message-ID"]).strip()
        that(raw.startswith("<") and raw.endswith(">") and raw.count("@") == 1 and " " not in raw,
             "the Message-ID is none", found=raw, about="mail/Email/set/message-id")  # fmt: skip
        that(isinstance(row["sentAt"], str), "there is no date", found=row, about="mail/Email/set/date")
        sent = email.utils.parsedate_to_datetime(str(read["Date"]))
        sent = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
        near = abs(datetime.now(UTC) - sent) < timedelta(hours=1)
        that(near, "the date is not that of now", found=str(read["Date"]), about="mail/Email/set/date")
    that(len(ids) == len(set(ids)) == 2, "the Message-IDs are not one each, and different", found=ids,
         about="mail/Email/set/message-id")  # fmt: skip


@case(requirements=["mail/errors/set/blobNotFound/notFound/complete"], area="create", over=SET, needs=["records"])
def blobs_that_are_missing_are_named(foo: Foo) -> None:
    """A creation with parts of blobs that do not exist is refused with blobNotFound, and all of them are named.

    Purpose: To see that a client knows what to upload again.
    Preconditions: Emails can be made, blobs uploaded.
    Procedure: Create an Email with three attachments, two of which belong to no blob.
    Expected: blobNotFound, with these two in notFound, and no Email.
    Why: Uploads expire.
    """
    there, gone = foo.server.blob(foo.account_id, b"there"), [foo.unknown_id(1), foo.unknown_id(2)]
    files = [{"blobId": one, "type": "application/x"} for one in (gone[0], there, gone[1])]
    error = not_created(foo, foo.creation(attachments=files), "blobNotFound")
    same_members(error.get("notFound"), gone, "notFound does not name the blobs")


@case(requirements=["mail/EmailBodyPart/blobId/decoded"], area="create", over=SET, needs=["records"])
def parts_of_an_email_can_be_used_again(foo: Foo) -> None:
    """The blobId of a part, and of a whole Email, can be given in another Email, also after the first was destroyed.

    Purpose: To see that a client can forward without downloading.
    Preconditions: Messages can be imported, Emails made.
    Procedure: Import a message with a file; create an Email with the part and with the message attached; destroy the
    first; download both parts of the second.
    Expected: The file, and the message, octet for octet.
    Why: It is how a phone forwards ten megabytes.
    """
    file = part("Content-Type: application/x-file; name=f.bin\nContent-Transfer-Encoding: base64", "AAEC/w==")
    data = message(foo, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"',
                   body=multipart("b", part("Content-Type: text/plain", "See the file."), file))  # fmt: skip
    first = imported(foo, data)
    row = fetched(foo, first, ["blobId", "attachments"], bodyProperties=ALL)
    files = [{"blobId": row["attachments"][0]["blobId"], "type": "application/x-file", "name": "f.bin"},
             {"blobId": row["blobId"], "type": "message/rfc822"}]  # fmt: skip
    second = created(foo, foo.creation(attachments=files))
    foo.call("set", {"destroy": [first]})
    found = fetched(foo, second, ["attachments"], bodyProperties=ALL)["attachments"]
    octets = {one["type"]: downloaded(foo, one["blobId"]).answer for one in found}
    equal(octets.get("application/x-file", b"").hex(), "000102ff", "the file is another")
    equal(octets.get("message/rfc822", b"").decode(), data.decode(), "the attached message is another")


@case(requirements=["core/standard/set/valid-after"], area="create", over=SET, needs=["records"])
def draft_can_be_replaced_by_the_same_one(foo: Foo) -> None:
    """In one call a draft can be destroyed and an identical one created: exactly one is there afterwards.

    Purpose: To see that saving a draft that did not change does not lose it.
    Preconditions: Emails can be made.
    Procedure: Create a draft with a Message-ID of its own; in one call, create it again and destroy the first.
    Expected: One Email with that Message-ID, whatever the server says of the creation.
    Why: A server refused the new one as a duplicate and then destroyed the old one.
    """
    creation = foo.creation(keywords={"$draft": True}, messageId=[f"{foo.unique('m').replace(' ', '.')}@example.com"],
                            sentAt="2005-05-17T10:20:30Z")  # fmt: skip
    first = created(foo, creation)
    answer = foo.call("set", {"create": {"k": creation}, "destroy": [first]})
    second = ((answer.get("created") or {}).get("k") or {}).get("id")
    ids = [one for one in (first, second) if one]
    found = sorted(foo.get(ids))
    that(
        len(found) == 1, "there is not exactly one draft", expected="one", found={"there": found, "set": short(answer)}
    )


@case(requirements=["mail/EmailBodyPart/partId/unique"], area="create", over=SET, needs=["records"])
def parts_of_a_new_email_have_their_own_ids(foo: Foo) -> None:
    """A new Email's parts have different partIds, whatever the client called them.

    Purpose: To see that the client's names are no ids.
    Preconditions: Emails can be made.
    Procedure: Create an Email with a text given twice in its tree; fetch the tree.
    Expected: Two parts with the same text, and different partIds.
    Why: bodyValues would have one text for two parts.
    """
    tree = {"type": "multipart/mixed", "subParts": [PLAIN, {**PLAIN, "disposition": "attachment"}]}
    email_id = created(foo, bare(foo, bodyStructure=tree, bodyValues=texts(p="twice")))
    found = fetched(foo, email_id, ["bodyStructure", "bodyValues"], fetchAllBodyValues=True, bodyProperties=ALL)
    ids = [one["partId"] for one in walk(found["bodyStructure"]) if one["partId"] is not None]
    that(len(set(ids)) == 2, "the parts have not each an id", found=ids)
    equal([found["bodyValues"][one]["value"] for one in ids], ["twice", "twice"], "the texts are others")
