"""Email/set, /copy, /import, /parse and /get: what a client writes and what it then reads."""

from __future__ import annotations

import email
import email.policy
from typing import Any

import pytest

from jmap_reference import check
from jmap_reference.mail.email import MAX_KEYWORDS
from jmap_reference.protocol import Processor
from tests.unit.reference.helpers import Client, make_processor
from tests.unit.reference.mail.messages import ATTACHED, Mail, message


@pytest.fixture
def mail(processor: Processor) -> Mail:
    return Mail(processor)


@pytest.fixture
def inbox(mail: Mail) -> str:
    return mail.mailbox("Inbox", role="inbox")


@pytest.fixture(autouse=True)
def in_order(processor: Processor) -> Any:
    yield
    assert list(check.problems(processor.store, processor.specials)) == []


def draft(inbox: str, **more: Any) -> dict[str, Any]:
    return {
        "mailboxIds": {inbox: True},
        "from": [{"name": "Alice Ärcher", "email": "alice@example.com"}],
        "subject": "Grüße",
        "textBody": [{"partId": "1", "type": "text/plain"}],
        "bodyValues": {"1": {"value": "Bis bald!"}},
    } | more


def refused(mail: Mail, **creation: Any) -> dict[str, Any]:
    said = mail.set("Email", create={"k": creation})
    assert said["created"] is None and said["oldState"] == said["newState"]
    error: dict[str, Any] = said["notCreated"]["k"]
    return error


# Creation


def test_another_parser_reads_what_was_created(mail: Mail, inbox: str) -> None:
    said = mail.set("Email", create={"k": draft(inbox, keywords={"$Draft": True})})["created"]["k"]
    assert said.keys() == {"id", "blobId", "threadId", "size"}
    raw = mail.octets(said["blobId"])
    assert raw and len(raw) == said["size"]
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert (read["subject"], read["from"].addresses[0].display_name) == ("Grüße", "Alice Ärcher")
    assert read.get_content().strip() == "Bis bald!"
    found = mail.email(said["id"])
    assert found["keywords"] == {"$draft": True} and found["receivedAt"] == "2023-11-14T22:13:20Z"
    assert found["messageId"] == [read["message-id"].strip("<>")] and found["sentAt"]
    assert found["preview"] == "Bis bald!"


def test_a_part_is_attached_by_its_blob_even_when_its_email_is_gone(mail: Mail, inbox: str) -> None:
    source = mail.deliver(ATTACHED, inbox)
    [picture, inside] = mail.email(source, "attachments")["attachments"]
    assert mail.octets(picture["blobId"]) == b"\x89PNG\r\n\x1a\n" and picture["size"] == 8
    mail.set("Email", destroy=[source])
    parts = [
        {"blobId": picture["blobId"], "type": "image/png", "name": "dot.png"},
        {"blobId": inside["blobId"], "type": "message/rfc822"},
    ]
    id = mail.create("Email", **draft(inbox, attachments=parts))
    [again, letter] = mail.email(id, "attachments")["attachments"]
    assert mail.octets(again["blobId"]) == mail.octets(picture["blobId"])
    assert mail.octets(letter["blobId"]) == mail.octets(inside["blobId"])
    assert (again["name"], again["type"]) == ("dot.png", "image/png")
    assert mail.email(id, "hasAttachment")["hasAttachment"]


def test_parts_that_were_given_as_blobs_are_told_with_their_new_ids(mail: Mail, inbox: str) -> None:
    [picture, _] = mail.email(mail.deliver(ATTACHED, inbox), "attachments")["attachments"]
    file = {"blobId": picture["blobId"], "type": "image/png", "name": "dot.png"}
    text = {"partId": "t", "type": "text/plain"}
    values = {"t": {"value": "See the picture."}}
    tree = {"type": "multipart/mixed", "subParts": [text, file]}
    creations = {
        "flat": {"attachments": [file]},
        "tree": {"bodyStructure": tree, "bodyValues": values},
        "none": {"textBody": [text], "bodyValues": values},
    }
    create = {name: {"mailboxIds": {inbox: True}, **creation} for name, creation in creations.items()}
    made = mail.set("Email", create=create)["created"]
    known = {"id", "blobId", "threadId", "size"}
    assert set(made["flat"]) == known | {"attachments"} and set(made["tree"]) == known | {"bodyStructure"}
    assert set(made["none"]) == known
    for told in (made["flat"]["attachments"][0], made["tree"]["bodyStructure"]["subParts"][1]):
        assert told["blobId"] != picture["blobId"]
        assert mail.octets(told["blobId"]) == mail.octets(picture["blobId"])


def test_every_blob_that_is_missing_is_named(mail: Mail, inbox: str) -> None:
    parts = [{"blobId": id, "type": "text/plain"} for id in ("no1", mail.blob(b"yes"), "no2", "no1")]
    error = refused(mail, **draft(inbox, attachments=parts))
    assert (error["type"], sorted(error["notFound"])) == ("blobNotFound", ["no1", "no2"])


@pytest.mark.parametrize(
    ("more", "properties"),
    [
        ({"mailboxIds": {}}, {"mailboxIds"}),
        ({"mailboxIds": {"nobody": True}}, {"mailboxIds"}),
        ({"keywords": {"two words": True}}, {"keywords"}),
        ({"keywords": {"$seen": False}}, {"keywords"}),
        ({"header:From": "x"}, {"header:From"}),
        ({"header:Subject:asAddresses": []}, {"header:Subject:asAddresses"}),
        ({"header:Content-Type": "text/plain"}, {"header:Content-Type"}),
        ({"headers": []}, {"headers"}),
        ({"bodyStructure": {"type": "text/plain", "partId": "1"}}, {"textBody"}),
        ({"textBody": [{"partId": "2", "type": "text/plain"}]}, {"textBody"}),
        ({"textBody": [{"partId": "1", "type": "text/html"}]}, {"textBody"}),
        ({"textBody": []}, {"textBody"}),
        ({"blobId": "b", "size": 3}, {"blobId", "size"}),
        ({"preview": "x"}, {"preview"}),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name(
    mail: Mail, inbox: str, more: dict[str, Any], properties: set[str]
) -> None:
    error = refused(mail, **draft(inbox, **more))
    assert (error["type"], set(error["properties"])) == ("invalidProperties", properties)


def test_limits(mail: Mail, inbox: str) -> None:
    many = {f"k{number}": True for number in range(MAX_KEYWORDS + 1)}
    assert refused(mail, **draft(inbox, keywords=many))["type"] == "tooManyKeywords"
    id = mail.create("Email", **draft(inbox))
    assert mail.set("Email", update={id: {"keywords": many}})["notUpdated"][id]["type"] == "tooManyKeywords"
    small = Mail(make_processor(maxMailboxesPerEmail=1, maxSizeAttachmentsPerEmail=10))
    one, two = small.mailbox("one"), small.mailbox("two")
    assert refused(small, **draft(one, mailboxIds={one: True, two: True}))["type"] == "tooManyMailboxes"
    parts = [{"blobId": small.blob(b"123456"), "type": "text/plain"}]
    id = small.create("Email", **draft(one, attachments=parts))
    assert small.set("Email", update={id: {f"mailboxIds/{two}": True}})["notUpdated"][id]["type"] == "tooManyMailboxes"
    assert refused(small, **draft(one, attachments=parts * 2))["type"] == "tooLarge"


def test_mailboxes_can_be_named_by_creation_id(mail: Mail) -> None:
    said = mail.request(
        ("Mailbox/set", {"create": {"box": {"name": "Drafts"}}}),
        ("Email/set", {"create": {"k": draft("#box")}}),
        ("Email/set", {"update": {"#k": {"keywords/$seen": True}}}),
        createdIds={},
    )
    box, id = said["createdIds"]["box"], said["createdIds"]["k"]
    assert mail.email(id, "mailboxIds", "keywords") == {
        "id": id,
        "mailboxIds": {box: True},
        "keywords": {"$seen": True},
    }


# Update and destruction


def test_keywords_are_patched_without_regard_to_case(mail: Mail, inbox: str) -> None:
    id = mail.deliver(message(), inbox, keywords="$seen old")
    said = mail.set("Email", update={id: {"keywords/$SEEN": None, "keywords/New": True}})
    assert said["updated"] == {id: None}
    assert mail.email(id, "keywords")["keywords"] == {"old": True, "new": True}
    said = mail.set("Email", update={id: {"keywords": {"UPPER": True}}})
    assert said["updated"] == {id: {"keywords": {"upper": True}}}, "what is not as was asked is told"


@pytest.mark.parametrize(
    ("patch", "error"),
    [
        ({"mailboxIds": {}}, "invalidProperties"),
        ({"mailboxIds": None}, "invalidProperties"),
        ({"mailboxIds/nobody": True}, "invalidProperties"),
        ({"subject": "other"}, "invalidProperties"),
        ({"attachments": [{"type": "x/y"}]}, "invalidProperties"),
        ({"receivedAt": "2020-01-01T00:00:00Z"}, "invalidProperties"),
        ({"header:X": "other"}, "invalidProperties"),
        ({"keywords/a/b": True}, "invalidPatch"),
        ({"keywords": {}, "keywords/$seen": True}, "invalidPatch"),
    ],
)
def test_an_update_is_refused(mail: Mail, inbox: str, patch: dict[str, Any], error: str) -> None:
    id = mail.deliver(message(), inbox)
    said = mail.set("Email", update={id: patch})
    assert said["notUpdated"][id]["type"] == error
    assert said["oldState"] == said["newState"]


def test_a_whole_email_is_a_patch(mail: Mail, inbox: str) -> None:
    id = mail.deliver(ATTACHED, inbox)
    whole = mail.email(id) | {"keywords": {"$seen": True}}
    assert mail.set("Email", update={id: whole})["updated"] == {id: None}
    assert mail.email(id, "keywords")["keywords"] == {"$seen": True}


def test_an_email_leaves_its_last_mailbox_only_for_another(mail: Mail, inbox: str) -> None:
    id, other = mail.deliver(message(), inbox), mail.mailbox("Other")
    assert mail.set("Email", update={id: {f"mailboxIds/{inbox}": None}})["notUpdated"]
    assert mail.set("Email", update={id: {f"mailboxIds/{inbox}": None, f"mailboxIds/{other}": True}})["updated"]
    assert mail.get("Mailbox", [inbox])[inbox]["totalEmails"] == 0
    assert mail.get("Mailbox", [other])[other]["totalThreads"] == 1


def test_a_draft_is_replaced_in_one_call(mail: Mail, inbox: str) -> None:
    """The final state counts, and the message is there once in it."""
    first = mail.create("Email", **draft(inbox))
    said = mail.set("Email", create={"k": draft(inbox)}, destroy=[first])
    assert said["destroyed"] == [first] and said["created"]
    assert mail.query() == [said["created"]["k"]["id"]]


def test_what_is_destroyed_is_found_no_more(mail: Mail, inbox: str) -> None:
    id = mail.deliver(message(body="unicorn"), inbox)
    assert mail.found(text="unicorn") == {id}
    assert mail.set("Email", destroy=[id, "nobody"])["notDestroyed"] == {"nobody": {"type": "notFound"}}
    assert mail.found(text="unicorn") == set()
    assert mail.get("Thread", None) == {}


# Import, copy, parse


def test_an_import_is_as_good_as_each_message(mail: Mail, inbox: str) -> None:
    here = {"mailboxIds": {inbox: True}}
    emails = {
        "good": here | {"blobId": mail.blob(message(Received="from a by b; Fri, 2 Jan 2026 10:00:00 +0100"))},
        "plain": here
        | {"blobId": mail.blob(message("Other")), "keywords": {"$Seen": True}, "receivedAt": "2025-01-01T00:00:00Z"},
        "utf8": here | {"blobId": mail.blob("Subject: Grüße\n\nbare line ends\n".encode())},
        "missing": here | {"blobId": "nobody"},
        "nowhere": {"blobId": mail.blob(message()), "mailboxIds": {}},
        "bad": here | {"blobId": mail.blob(message()), "keywords": {"a b": True}},
        "no message": here | {"blobId": mail.blob(b"\x89PNG\r\n\x1a\n")},
    }
    emails = {name.replace(" ", "-"): sent for name, sent in emails.items()}
    said = mail.call("Email/import", emails=emails)
    errors = {name: (error["type"], error.get("properties")) for name, error in said["notCreated"].items()}
    assert errors == {
        "missing": ("invalidProperties", ["blobId"]),
        "nowhere": ("invalidProperties", ["mailboxIds"]),
        "bad": ("invalidProperties", ["keywords"]),
        "no-message": ("invalidEmail", None),
    }
    found = {name: mail.email(created["id"]) for name, created in said["created"].items()}
    assert found["good"]["receivedAt"] == "2026-01-02T09:00:00Z"
    assert found["plain"]["receivedAt"] == "2025-01-01T00:00:00Z" and found["plain"]["keywords"] == {"$seen": True}
    assert found["utf8"]["subject"] == "Grüße" and found["utf8"]["blobId"] == emails["utf8"]["blobId"]
    assert mail.error("Email/import", emails={}, ifInState=said["oldState"]) == "stateMismatch"


def test_the_same_message_twice_makes_two_emails(mail: Mail, inbox: str) -> None:
    one, two = mail.deliver(message(id="m"), inbox), mail.deliver(message(id="m"), inbox)
    assert one != two and mail.email(one, "blobId", "threadId") == mail.email(two, "blobId", "threadId") | {"id": one}
    mail.set("Email", update={one: {"keywords/$seen": True}})
    assert mail.email(two, "keywords")["keywords"] == {}


def test_a_copy_has_the_message_and_its_own_mailbox(mail: Mail, inbox: str) -> None:
    id = mail.deliver(ATTACHED, inbox, keywords="$seen", at="2026-01-01T00:00:00Z")
    there = Mail(mail.processor, account="A2")
    box = there.mailbox("Archive")
    to_there = {"fromAccountId": "A1", "accountId": "A2"}
    for changed, error in (({"id": id}, "invalidProperties"), ({"id": "nobody"}, "notFound"),
                           ({"id": id, "mailboxIds": {box: True}, "subject": "x"}, "invalidProperties"),
                           ({"id": id, "mailboxIds": {inbox: True}}, "invalidProperties")):  # fmt: skip
        assert mail.call("Email/copy", create={"k": changed}, **to_there)["notCreated"]["k"]["type"] == error
    create = {"k": {"id": id, "mailboxIds": {box: True}, "keywords": {"A": True}}}
    [[_, copied, _], [name, said, _]] = mail.responses(
        ("Email/copy", to_there | {"create": create, "onSuccessDestroyOriginal": True})
    )
    assert (name, said["destroyed"]) == ("Email/set", [id])
    new = copied["created"]["k"]
    assert new.keys() == {"id", "blobId", "threadId", "size"}
    found = there.email(new["id"])
    assert there.octets(found["blobId"]) == ATTACHED
    assert (found["keywords"], found["receivedAt"]) == ({"a": True}, "2026-01-01T00:00:00Z")
    assert there.found(text="café") == {new["id"]}


def test_an_attached_message_is_parsed_by_its_blob(mail: Mail, inbox: str) -> None:
    [_, inside] = mail.email(mail.deliver(ATTACHED, inbox), "attachments")["attachments"]
    wanted = ["id", "threadId", "mailboxIds", "subject", "from", "textBody", "bodyValues", "header:from"]
    said = mail.call(
        "Email/parse",
        blobIds=[inside["blobId"], "nobody", mail.blob(b"no header\n")],
        properties=wanted,
        fetchTextBodyValues=True,
    )
    [parsed] = said["parsed"].values()
    assert parsed["id"] is parsed["threadId"] is parsed["mailboxIds"] is None
    assert (parsed["subject"], parsed["header:from"]) == ("Inside", " carol@example.org")
    [part] = parsed["textBody"]
    assert mail.octets(part["blobId"]) == b"deep" == parsed["bodyValues"][part["partId"]]["value"].encode()
    assert said["notFound"] == ["nobody"] and len(said["notParsable"]) == 1
    assert mail.error("Email/parse", blobIds=[], properties=["header:From:asDate"]) == "invalidArguments"


def test_get_returns_what_was_asked_for(mail: Mail, inbox: str) -> None:
    id = mail.deliver(ATTACHED, inbox)
    assert mail.email(id).keys() == mail.email(id, *mail.email(id)).keys()
    assert mail.email(id, "header:SUBJECT:asText", "header:X:all", "header:x") == {
        "id": id, "header:SUBJECT:asText": "Photos", "header:X:all": [], "header:x": None,
    }  # fmt: skip
    fetch = {"bodyProperties": ["partId", "header:Content-Type"], "fetchHTMLBodyValues": True, "maxBodyValueBytes": 9}
    found = mail.email(id, "htmlBody", "bodyValues", **fetch)
    assert found["htmlBody"] == [{"partId": "2", "header:Content-Type": " text/html; charset=utf-8"}]
    assert found["bodyValues"] == {"2": {"value": "<p>caf", "isEncodingProblem": False, "isTruncated": True}} or (
        found["bodyValues"]["2"]["isTruncated"] and len(found["bodyValues"]["2"]["value"].encode()) <= 9
    )
    for arguments in (
        {"properties": ["colour"]},
        {"properties": ["header:From:asDate"]},
        {"bodyProperties": ["colour"]},
    ):
        assert mail.error("Email/get", ids=[id], **arguments) == "invalidArguments"
    assert mail.call("Email/get", ids=[id], properties=None)["list"][0].keys() >= {"textBody", "from"}


def test_nobody_reads_by_a_blob_id_of_another(mail: Mail, inbox: str, bob: Client) -> None:
    [picture, _] = mail.email(mail.deliver(ATTACHED, inbox), "attachments")["attachments"]
    theirs = Mail(bob.processor, bob.user, bob.account)
    assert theirs.octets(picture["blobId"]) is None
    assert mail.octets(picture["blobId"].replace("-b", "-x")) is None
    assert mail.octets(picture["blobId"] + "fffff") is None


def test_delivery_has_a_state_of_its_own(mail: Mail, inbox: str) -> None:
    def state() -> int:
        with mail.processor.store.transaction() as transaction:
            return transaction.state("A1", "EmailDelivery")

    before = state()
    id = mail.deliver(message(), inbox)
    assert (after := state()) > before
    mail.set("Email", update={id: {"keywords/$seen": True}})
    mail.set("Email", destroy=[id])
    assert state() == after


def test_snippets_are_of_the_emails_asked_for(mail: Mail, inbox: str) -> None:
    one = mail.deliver(message("Beans & peas", "Sow the beans <now>"), inbox)
    two = mail.deliver(message("Tools", "A spade"), inbox)
    said = mail.call("SearchSnippet/get", filter={"text": "beans"}, emailIds=[one, two, "nobody"])
    assert said["notFound"] == ["nobody"]
    assert {found["emailId"]: (found["subject"], found["preview"]) for found in said["list"]} == {
        one: ("<mark>Beans</mark> &amp; peas", "Sow the <mark>beans</mark> &lt;now&gt;"),
        two: (None, None),
    }
    neither = {"operator": "NOT", "conditions": [{"text": "beans"}]}
    for filter in (None, {}, neither, {"from": "bob"}):
        said = mail.call("SearchSnippet/get", filter=filter, emailIds=[one])
        assert said == {
            "accountId": "A1",
            "list": [{"emailId": one, "subject": None, "preview": None}],
            "notFound": None,
        }
