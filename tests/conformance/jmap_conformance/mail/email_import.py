"""Email/import: messages from blobs (RFC 8621, Section 4.8)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..exchange import short
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import fetched, imported, importing, message

IMPORT = only("Email", "import")
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
