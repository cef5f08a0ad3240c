"""An Email as it is created: what the rules of RFC 8621, Section 4.6 refuse, and the nearest that they allow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from jmap_spec.derive.definitions import closure, definitions
from jmap_spec.source import protocol

ROOT = Path(__file__).resolve().parents[3]
INBOX: dict[str, Any] = {"mailboxIds": {"mb1": True}}
TEXT = {"type": "text/plain", "partId": "1"}
HTML = {"type": "text/html", "partId": "2"}
VALUES = {"1": {"value": "Hello"}, "2": {"value": "<p>Hello</p>"}}
ANN = [{"name": "Ann", "email": "ann@example.com"}]


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return definitions(protocol(ROOT))


def accepts(table: dict[str, Any], name: str, value: Any) -> bool:
    schema = {"$ref": f"#/$defs/{name}"}
    return jsonschema_rs.Draft202012Validator({**schema, "$defs": closure(table, schema)}).is_valid(value)


def email(**properties: Any) -> dict[str, Any]:
    return {**INBOX, **properties}


ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("nothing but a Mailbox", email()),
    ("a Mailbox that the same request creates", {"mailboxIds": {"#k1": True}}),
    ("keywords in upper case", email(keywords={"$Draft": True})),
    ("odd characters that keywords can have", email(keywords={"[a}|~^": True})),
    ("a plain text", email(subject="Hi", to=ANN, textBody=[TEXT], bodyValues=VALUES)),
    (
        "both alternatives and a file",
        email(textBody=[TEXT], htmlBody=[HTML], attachments=[{"blobId": "B1", "type": "image/png"}], bodyValues=VALUES),
    ),
    (
        "an attachment with a size, which counts for nothing",
        email(attachments=[{"blobId": "B1", "size": 5, "charset": "utf-8"}]),
    ),
    (
        "an attachment with everything",
        email(
            attachments=[
                {
                    "blobId": "B1",
                    "type": "image/png",
                    "name": "a.png",
                    "disposition": "inline",
                    "cid": "x@example.com",
                    "language": ["en"],
                    "location": "a.png",
                }
            ]
        ),
    ),
    (
        "a tree",
        email(
            bodyStructure={"type": "multipart/mixed", "subParts": [TEXT, {"blobId": "B1", "type": "image/png"}]},
            bodyValues=VALUES,
        ),
    ),
    ("no file rather than both", email(bodyStructure={**TEXT, "blobId": None}, bodyValues=VALUES)),
    ("a blob rather than both", email(attachments=[{"partId": None, "blobId": "B1", "type": "image/png"}])),
    ("a media type in another case", email(textBody=[{**TEXT, "type": "Text/Plain"}], bodyValues=VALUES)),
    ("a raw field", email(**{"header:X-Label": " garden"})),
    ("all fields of a name", email(**{"header:X-Label:asText:all": ["a", "b"]})),
    ("addresses of a field that has them", email(**{"header:Resent-To:asAddresses": ANN})),
    ("groups", email(**{"header:To:asGroupedAddresses": [{"name": "Friends", "addresses": ANN}]})),
    ("any form of a field that nobody defines", email(**{"header:X-Due:asDate": "2026-03-01T09:30:00+01:00"})),
    (
        "URLs of a list field, the name in another case",
        email(**{"header:LIST-POST:asURLs": ["mailto:list@example.com"]}),
    ),
    ("a raw trace field", email(**{"header:Received": " by example.com"})),
    ("a List-Id, which neither document defines", email(**{"header:List-Id:asAddresses": ANN})),
    ("a field on a part", email(textBody=[{**TEXT, "header:Content-Language": " en"}], bodyValues=VALUES)),
    ("fields whose names begin alike", email(subject="Hi", **{"header:Subject-Tag:asText": "x"})),
    (
        "a field of the Email on a part in a list",
        email(subject="Hi", textBody=[{**TEXT, "header:Subject": " x"}], bodyValues=VALUES),
    ),
    ("flags that are false", email(bodyValues={"1": {"value": "x", "isTruncated": False, "isEncodingProblem": False}})),
    ("dates", email(receivedAt="2026-03-01T08:30:00Z", sentAt="2026-03-01T09:30:00+01:00")),
]

REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("no Mailboxes", {"subject": "Hi"}),
    ("an empty set of Mailboxes", {"mailboxIds": {}}),
    ("a Mailbox with false", {"mailboxIds": {"mb1": False}}),
    ("a keyword with a space", email(keywords={"to do": True})),
    ("a keyword with a bracket", email(keywords={"a]": True})),
    ("a keyword with an asterisk", email(keywords={"*": True})),
    ("a keyword without characters", email(keywords={"": True})),
    ("an id", email(id="em1")),
    ("a size", email(size=4)),
    ("a preview", email(preview="Hello")),
    ("headers", email(headers=[{"name": "Subject", "value": " Hi"}])),
    ("headers on a part", email(textBody=[{**TEXT, "headers": []}])),
    ("a field twice", email(subject="Hi", **{"header:Subject": " Hi"})),
    ("a field twice, the name in another case, and a form", email(**{"from": ANN, "header:FROM:asAddresses": ANN})),
    ("a field twice, all of the name", email(sentAt="2026-03-01T09:30:00Z", **{"header:date:all": [" x"]})),
    ("a field twice on a part", email(textBody=[{**TEXT, "header:content-type": " text/plain"}])),
    ("a field of the Email on its structure", email(to=ANN, bodyStructure={**TEXT, "header:to": " ann@example.com"})),
    ("a form that the field does not have", email(**{"header:From:asDate": "2026-03-01T09:30:00Z"})),
    ("text of addresses", email(**{"header:reply-to:asText": "x"})),
    ("a form of a trace field", email(**{"header:Return-Path:asAddresses": ANN})),
    ("a form that there is not", email(**{"header:Subject:asWords": "x"})),
    ("suffixes in the wrong order", email(**{"header:X-A:all:asText": ["x"]})),
    ("a value of another form", email(**{"header:To:asAddresses": "ann@example.com"})),
    ("one value for all fields", email(**{"header:X-A:all": " x"})),
    ("an unknown member of an address", email(**{"header:To:asAddresses": [{"email": "a@example.com", "mail": "x"}]})),
    ("an address without an address", email(to=[{"name": "Ann"}])),
    ("a content field on the Email", email(**{"header:Content-Language": " en"})),
    ("a structure and a list", email(bodyStructure=TEXT, textBody=[TEXT])),
    ("a structure and attachments", email(bodyStructure=TEXT, attachments=[])),
    ("two parts in textBody", email(textBody=[TEXT, TEXT])),
    ("no part in htmlBody", email(htmlBody=[])),
    ("HTML in textBody", email(textBody=[HTML])),
    ("text in htmlBody", email(htmlBody=[TEXT])),
    ("a text and a blob", email(bodyStructure={**TEXT, "blobId": "B1"})),
    ("a charset for a text", email(textBody=[{**TEXT, "charset": "utf-8"}])),
    ("a size for a text", email(textBody=[{**TEXT, "size": 5}])),
    (
        "an encoding, deep in the tree",
        email(
            bodyStructure={
                "type": "multipart/mixed",
                "subParts": [{**TEXT, "header:Content-Transfer-Encoding": " base64"}],
            }
        ),
    ),
    ("a text that is cut", email(bodyValues={"1": {"value": "x", "isTruncated": True}})),
    ("a text with a problem", email(bodyValues={"1": {"value": "x", "isEncodingProblem": True}})),
    ("an unknown property", email(flags={})),
    ("an unknown property of a part", email(textBody=[{**TEXT, "filename": "x"}])),
    ("a NUL in a raw field", email(**{"header:X-A": " a\u0000"})),
]

PATCHES: list[tuple[str, dict[str, Any], bool]] = [
    ("a keyword", {"keywords/$seen": True}, True),
    ("a keyword taken away", {"keywords/$seen": None}, True),
    ("a move", {"mailboxIds": {"mb2": True}}, True),
    (
        "a part as it was fetched",
        {"textBody": [{"partId": "1", "blobId": "B1", "size": 4, "type": "text/plain"}]},
        True,
    ),
    ("a field as it was fetched", {"header:Subject": " Hi", "header:X-None": None}, True),
    ("a keyword set to false", {"keywords/$seen": False}, False),
    ("a path that no Email has", {"flags/seen": True}, False),
]

OTHERS: list[tuple[str, str, Any, bool]] = [
    ("names of fields", "Email.property", "header:Subject:asText", True),
    ("names of properties", "Email.property", "preview", True),
    ("forms that a field does not have", "Email.property", "header:From:asDate", False),
    ("names that are none", "Email.property", "headers:From", False),
    ("parts of a file", "EmailBodyPart.property", "header:Content-Type", True),
    ("no properties of an Email", "EmailBodyPart.property", "keywords", False),
    ("copies", "Email.copy", {"id": "em1", "mailboxIds": {"mb2": True}, "keywords": {}}, True),
    ("no other subject for a copy", "Email.copy", {"id": "em1", "mailboxIds": {"mb2": True}, "subject": "x"}, False),
    ("what was created", "Email.created", {"id": "em1", "blobId": "B1", "threadId": "th1", "size": 3}, True),
    ("not less of what was created", "Email.created", {"id": "em1", "blobId": "B1", "threadId": "th1"}, False),
    ("messages without an id", "Email.parsed", {"id": None, "keywords": None, "subject": "Hi"}, True),
    ("no keyword in upper case", "Email.partial", {"id": "em1", "keywords": {"Work": True}}, False),
    ("no partId for a multipart", "EmailBodyPart", {"type": "multipart/mixed", "partId": "1"}, False),
    ("no part without a partId", "EmailBodyPart", {"type": "image/png", "partId": None}, False),
    ("imports", "EmailImport.creation", {"blobId": "B1", "mailboxIds": {"mb1": True}}, True),
    ("no import into nothing", "EmailImport.creation", {"blobId": "B1", "mailboxIds": {}}, False),
    ("any import, before each is looked at", "Email.import.arguments", {"accountId": "A1", "emails": {"k1": {}}}, True),
    ("no empty header condition", "Email.FilterCondition", {"header": []}, False),
    ("no sort by a keyword without it", "Email.Comparator", {"property": "hasKeyword"}, False),
    ("sorts by a keyword", "Email.Comparator", {"property": "hasKeyword", "keyword": "$seen"}, True),
    (
        "no form that a field does not have",
        "Email.get.arguments",
        {"accountId": "A1", "properties": ["header:To:asURLs"]},
        False,
    ),
]


@pytest.mark.parametrize("value", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_a_creation_may_have(table: dict[str, Any], value: Any) -> None:
    assert accepts(table, "Email.creation", value)


@pytest.mark.parametrize("value", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_creation_may_not_have(table: dict[str, Any], value: Any) -> None:
    assert not accepts(table, "Email.creation", value)


@pytest.mark.parametrize(("value", "good"), [row[1:] for row in PATCHES], ids=[row[0] for row in PATCHES])
def test_a_patch_of(table: dict[str, Any], value: Any, good: bool) -> None:
    assert accepts(table, "Email.patch", value) == good


@pytest.mark.parametrize(("name", "value", "good"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_other_forms_take(table: dict[str, Any], name: str, value: Any, good: bool) -> None:
    assert accepts(table, name, value) == good
