"""Email/import and Email/parse: messages from blobs (RFC 8621, Sections 4.8 and 4.9)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import fetched, imported, importing, message, message_id, multipart, part
from ..recipes.Email import mailbox
from .email_body import ALL, leaves

IMPORT, PARSE = only("Email", "import"), only("Email", "parse")
RULE, READ = "mail/Email/import", "mail/Email/parse"


def importable(foo: Foo, **emails: dict[str, Any]) -> dict[str, Any]:
    return foo.call("import", {"emails": emails}, deliberate=True)


def refusal(answer: dict[str, Any], key: str) -> Any:
    return ((answer.get("notCreated") or {}).get(key) or {}).get("type")


@case(requirements=[f"{RULE}/atomic", f"{RULE}/response/newState/as-get"], area="import", over=IMPORT)
def message_becomes_an_email(foo: Foo) -> None:
    """An imported message is an Email with the Mailboxes, keywords and date that were given.

    Purpose: To see that mail can be brought into the store.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: Import a message with keywords and a receivedAt, and another without; fetch both and the state.
    Expected: What was given; no keywords for the other; newState is the state of /get.
    Why: It is how mail moves from one server to another.
    """
    given = {"keywords": {"$seen": True, "work": True}, "receivedAt": "2001-02-03T04:05:06Z"}
    one, other = importing(foo, message(foo), **given), importing(foo, message(foo))
    answer = foo.call("import", {"emails": {"a": one, "b": other}})
    created = answer.get("created") or {}
    same_members(created.keys(), ["a", "b"], "not both messages were imported", about=f"{RULE}/atomic")
    row = fetched(foo, created["a"]["id"], ["mailboxIds", "keywords", "receivedAt"])
    wanted = {**given, "mailboxIds": one["mailboxIds"]}
    equal({name: row[name] for name in wanted}, wanted, "the Email is another", about=f"{RULE}/atomic")
    equal(fetched(foo, created["b"]["id"], ["keywords"])["keywords"], {}, "keywords came unasked",
          about=f"{RULE}/atomic")  # fmt: skip
    equal(answer["newState"], foo.state(), "newState is not that of /get", about=f"{RULE}/response/newState/as-get")


@case(
    requirements=[f"{RULE}/errors/invalidProperties/refused", f"{RULE}/response/notCreated/complete", f"{RULE}/atomic"],
    area="import",
    over=IMPORT,
)
def bad_imports_are_refused_one_by_one(foo: Foo) -> None:
    """Imports of no blob, into no Mailbox, or with keywords that are none, are refused; the others are made.

    Purpose: To see that each message stands for itself.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: In one call, import a good message and ones with an unknown blob, an unknown Mailbox, without any, and
    with a keyword that is not allowed.
    Expected: The good one in created; invalidProperties for each of the others, blobNotFound being put up with for
    the first.
    Why: One broken message of a thousand must not stop the rest.
    """
    good = importing(foo, message(foo))
    bad: dict[str, dict[str, Any]] = {
        "blob": {**good, "blobId": foo.unknown_id()},
        "mailbox": {**good, "mailboxIds": {foo.unknown_id(): True}},
        "none": {**good, "mailboxIds": {}},
        "keyword": {**good, "keywords": {"not allowed": True}},
    }
    answer = importable(foo, good=good, **bad)
    that("good" in (answer.get("created") or {}), "the good message was not imported", found=short(answer),
         about=f"{RULE}/atomic")  # fmt: skip
    same_members((answer.get("notCreated") or {}).keys(), bad, "notCreated is not complete",
                 about=f"{RULE}/response/notCreated/complete")  # fmt: skip
    for key in bad:
        allowed = ("invalidProperties", "blobNotFound") if key == "blob" else ("invalidProperties",)
        that(refusal(answer, key) in allowed, f"a bad import ({key}) is refused with another error",
             expected="invalidProperties", found=answer["notCreated"][key],
             about=f"{RULE}/errors/invalidProperties/refused")  # fmt: skip


@case(requirements=[f"{RULE}/ifInState/mismatch"], area="import", over=IMPORT)
def other_state_stops_the_import(foo: Foo) -> None:
    """With an ifInState that is not the current state, nothing is imported: stateMismatch.

    Purpose: To see that a client can make the import depend on what it knows.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: Import with a state that never was; then with the current one.
    Expected: stateMismatch, and the state is as before; then the message is imported.
    Why: It is the only guard against importing twice.
    """
    one, before = importing(foo, message(foo)), foo.state()
    foo.refuses("import", {"ifInState": "never-was-a-state", "emails": {"a": one}}, "stateMismatch")
    equal(foo.state(), before, "a refused import changed the state")
    answer = foo.call("import", {"ifInState": before, "emails": {"a": one}})
    that("a" in (answer.get("created") or {}), "nothing was imported in the current state", found=short(answer))


@case(requirements=[f"{RULE}/errors/alreadyExists/duplicate", f"{RULE}/duplicates-apart"], area="import", over=IMPORT)
def same_message_twice_is_two_emails_or_refused(foo: Foo) -> None:
    """A message that is imported again is another Email, or refused with alreadyExists.

    Purpose: To see that a server that has no duplicates says so, and one that has them keeps them apart.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: Import a message twice, the second time with another keyword.
    Expected: alreadyExists with the id of the first as existingId; or another id, and keywords of its own.
    Why: A client that is told "created" and finds the first changed has lost its flags.
    """
    data = message(foo)
    first = imported(foo, data, keywords={"first": True})
    answer = importable(foo, again=importing(foo, data, keywords={"second": True}))
    made = (answer.get("created") or {}).get("again")
    if made is None:
        error = (answer.get("notCreated") or {}).get("again") or {}
        wanted = {"type": "alreadyExists", "existingId": first}
        equal({name: error.get(name) for name in wanted}, wanted, "a duplicate is refused in another way",
              about=f"{RULE}/errors/alreadyExists/duplicate")  # fmt: skip
        return
    rows = foo.get([first, made["id"]], ["keywords"])
    equal({one: row["keywords"] for one, row in rows.items()}, {first: {"first": True}, made["id"]: {"second": True}},
          "two imports are one Email", about=f"{RULE}/duplicates-apart")  # fmt: skip


@case(requirements=[f"{RULE}/eai", f"{READ}/eai"], area="import", over=IMPORT)
def header_may_be_in_utf8(foo: Foo) -> None:
    """A message whose header is in UTF-8 is imported and parsed, with subject and addresses as they are.

    Purpose: To see that mail of people with addresses outside ASCII is no second-class mail.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: Import a message with UTF-8 in subject, name and address; parse its blob.
    Expected: Subject, name and address, both times.
    Why: It has been a standard since 2012.
    """
    data = message(foo, "From: Übung <übung@example.com>", "Subject: größer", "MIME-Version: 1.0")
    one = importing(foo, data)
    answer = importable(foo, a=one)
    made = (answer.get("created") or {}).get("a")
    that(made, "a message with a header in UTF-8 was not imported", found=short(answer), about=f"{RULE}/eai")
    wanted = {"subject": "größer", "from": [{"name": "Übung", "email": "übung@example.com"}]}
    row = fetched(foo, (made or {})["id"], list(wanted))
    equal({name: row[name] for name in wanted}, wanted, "the Email is another", about=f"{RULE}/eai")
    parsed = foo.call("parse", {"blobIds": [one["blobId"]], "properties": list(wanted)}).get("parsed") or {}
    equal(parsed.get(one["blobId"]), wanted, "what was parsed is another", about=f"{READ}/eai")


@case(requirements=[f"{RULE}/mended-blob", "mail/Email/size/octets-of-blob"], area="import", over=IMPORT)
def mended_message_has_a_blob_of_its_own(foo: Foo) -> None:
    """What is no clean message is refused with invalidEmail, or imported; if mended, its blob is not the upload.

    Purpose: To see that a blob never stands for two contents.
    Preconditions: Mailboxes can be made, blobs uploaded.
    Procedure: Import messages with NUL octets, a line that is no field, bare LF, and no header at all; download what
    they became.
    Expected: invalidEmail; or an Email whose blob is the upload with its very octets, or another blob of the size that
    is told.
    Why: A client that has the upload cached would show something else.
    """
    table = {
        "NUL": message(foo, "Subject: nul", body=b"a\x00b"), "line": message(foo, "Subject: line", "no field here"),
        "LF": message(foo, body="a\nb\n").replace(b"\r\n", b"\n"), "header": b"Just some text.\r\n", "empty": b"",
    }  # fmt: skip
    for key, data in table.items():
        one = importing(foo, data)
        answer = importable(foo, k=one)
        made = (answer.get("created") or {}).get("k")
        if made is None:
            that(refusal(answer, "k") == "invalidEmail", f"{key}: refused with another error", expected="invalidEmail",
                 found=short(answer), about=f"{RULE}/mended-blob")  # fmt: skip
            continue
        got = foo.server.download(foo.account_id, made["blobId"]).answer
        equal(made["size"], len(got), f"{key}: the size is another", about="mail/Email/size/octets-of-blob")
        same = made["blobId"] == one["blobId"]
        that(same == (got == data), f"{key}: the blobId does not tell whether it was mended",
             expected="another blobId just where the octets are others",
             found={"blobId as uploaded": same, "octets as uploaded": got == data}, about=f"{RULE}/mended-blob")  # fmt: skip


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
