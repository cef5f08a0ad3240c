"""Email objects to messages (RFC 8621, Section 4.6), read back by this package and by another parser."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference.mail.message.compose import BlobsNotFound, CreationProblem, compose
from jmap_reference.mail.message.parse import content, parse
from jmap_reference.mail.message.properties import FetchOptions, email_properties
from tests.unit.reference.mail.message.composed import (
    BLOBS,
    LINE,
    NOW,
    TEXT,
    defects,
    made,
    other,
    person,
    read,
    text_body,
)
from tests.unit.reference.mail.message.helpers import FULL, NASTY, outline


def test_the_least_that_can_be_sent() -> None:
    assert made().decode() == (
        "Date: Thu, 29 Feb 2024 12:00:00 +0000\r\nMessage-ID: <made@example.com>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )


def test_a_draft() -> None:
    raw = made(**{
        "mailboxIds": {"a": True}, "keywords": {"$draft": True}, "receivedAt": "2024-02-29T11:00:00Z",
        "subject": "Lunch", "from": [person("Cleo Chen", "cleo@example.com")], "sentAt": "2024-02-29T12:00:00+01:00",
        "bodyStructure": {"header:Content-Language": "de", "partId": "only", "type": "text/plain"},
        "bodyValues": {"only": {"isTruncated": False, "value": "Um zwölf?"}},
    })  # fmt: skip
    assert raw.decode() == (
        "Subject: Lunch\r\nFrom: Cleo Chen <cleo@example.com>\r\nDate: Thu, 29 Feb 2024 12:00:00 +0100\r\n"
        "Message-ID: <made@example.com>\r\nMIME-Version: 1.0\r\nContent-Language:de\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nUm zw=C3=B6lf?"
    )


TYPE = {"type": "text/plain"}
PART = TYPE | {"partId": "t"}
VALUES = {
    "t": {"value": "x"},
    "cut": {"value": "x", "isTruncated": True},
    "bad": {"value": "x", "isEncodingProblem": True},
}
PROBLEMS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "headers": ({"headers": []}, {"headers"}),
    "headers of a part": ({"bodyStructure": PART | {"headers": []}}, {"bodyStructure"}),
    "one field twice": ({"from": None, "header:FROM": " x"}, {"header:FROM"}),
    "one field twice, in two forms": ({"header:X": "x", "header:x:asText:all": ["x"]}, {"header:x:asText:all"}),
    "one field twice on a part": ({"bodyStructure": PART | {"header:content-type": "text/plain"}}, {"bodyStructure"}),
    "the field of the name twice": (
        {"attachments": [{"blobId": "png", "name": "x", "header:Content-Disposition": "inline"}]}, {"attachments"}),
    "no header property": ({"header:X:asFoo": "x"}, {"header:X:asFoo"}),
    "a field about content on the Email": ({"header:Content-Language": "en"}, {"header:Content-Language"}),
    "a structure and lists": (
        {"bodyStructure": PART, "textBody": [PART], "attachments": []}, {"textBody", "attachments"}),
    "a field of the Email on the structure": (
        {"subject": "x", "bodyStructure": PART | {"header:Subject": "x"}}, {"bodyStructure"}),
    "no text part": ({"textBody": []}, {"textBody"}),
    "two text parts": ({"textBody": [PART, PART]}, {"textBody"}),
    "HTML as text": ({"textBody": [PART | {"type": "text/html"}]}, {"textBody"}),
    "text as HTML": ({"htmlBody": [PART]}, {"htmlBody"}),
    "two HTML parts": ({"htmlBody": [{"partId": "t"}, {"partId": "t"}]}, {"htmlBody"}),
    "part and blob": ({"bodyStructure": PART | {"blobId": "png"}}, {"bodyStructure"}),
    "neither part nor blob": ({"bodyStructure": TYPE}, {"bodyStructure"}),
    "a part without value": ({"bodyStructure": TYPE | {"partId": "other"}}, {"bodyStructure"}),
    "a charset": ({"bodyStructure": PART | {"charset": "utf-8"}}, {"bodyStructure"}),
    "a size": ({"attachments": [PART | {"size": 1}]}, {"attachments"}),
    "a transfer encoding": ({"bodyStructure": PART | {"header:content-transfer-ENCODING": "8bit"}}, {"bodyStructure"}),
    "a value that is cut": ({"bodyStructure": TYPE | {"partId": "cut"}}, {"bodyValues"}),
    "a value with problems": ({"bodyStructure": TYPE | {"partId": "bad"}}, {"bodyValues"}),
    "a multipart with content": (
        {"bodyStructure": {"type": "multipart/mixed", "partId": "t", "subParts": [PART]}}, {"bodyStructure"}),
    "a multipart without parts": ({"bodyStructure": {"type": "multipart/mixed", "subParts": []}}, {"bodyStructure"}),
    "parts of what is no multipart": ({"bodyStructure": TYPE | {"subParts": [PART]}}, {"bodyStructure"}),
    "an attachment with parts": (
        {"attachments": [{"type": "multipart/mixed", "subParts": [PART]}]}, {"attachments"}),
    "a type that is none": ({"bodyStructure": PART | {"type": "text/plain\r\nX: y"}}, {"bodyStructure"}),
    "a disposition that is none": ({"bodyStructure": PART | {"disposition": "a b"}}, {"bodyStructure"}),
    "a cid that is none": ({"bodyStructure": PART | {"cid": "<a>"}}, {"bodyStructure"}),
    "a language that is none": ({"bodyStructure": PART | {"language": ["e n"]}}, {"bodyStructure"}),
    "a location that is none": ({"bodyStructure": PART | {"location": "a\r\nb"}}, {"bodyStructure"}),
    "a charset that is none": ({"bodyStructure": TYPE | {"blobId": "utf8", "charset": "a b"}}, {"bodyStructure"}),
    "raw lines that are no folds": ({"header:X": "a\r\nBcc: evil@example.com"}, {"header:X"}),
    "raw lines that end the header": ({"header:X": "a\r\n\r\nbody"}, {"header:X"}),
    "a raw line that is too long": ({"header:X": "x" * 1000}, {"header:X"}),
    "a raw NUL on a part": ({"bodyStructure": PART | {"header:X": "\0"}}, {"bodyStructure"}),
    "a message id that is none": ({"references": ["a b"]}, {"references"}),
    "a URL that is none": ({"header:X:asURLs": ["a>b"]}, {"header:X:asURLs"}),
    "a date that is none": ({"sentAt": "0000-01-01T00:00:00Z"}, {"sentAt"}),
    "several at once": ({"header:X": "\n", "references": [">"]}, {"header:X", "references"}),
}  # fmt: skip


@pytest.mark.parametrize(("creation", "properties"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_is_contradictory_is_refused(creation: dict[str, Any], properties: set[str]) -> None:
    with pytest.raises(CreationProblem) as caught:
        made(**{"bodyValues": VALUES, **creation})
    assert set(caught.value.properties) == properties
    assert caught.value.description


def test_all_blobs_that_are_missing_are_named_once() -> None:
    ids = ["gone", "png", "lost", "gone"]
    with pytest.raises(BlobsNotFound) as caught:
        made(attachments=[{"blobId": id, "type": "image/png"} for id in ids])
    assert caught.value.ids == ["gone", "lost"]


BODIES = [
    "",
    "plain\nlines\n",
    "\n\n",
    "no line break at the end",
    "trailing space \nand tab\t\n",
    "From the beginning\n.\n..\nFrom",
    "é" * 300,
    "mostly ASCII, but for é\n" * 20,
    "x" * 2000 + "\nshort",
    "x = y = é\n" + "long " * 100,
    "日本語\n" * 100,
    "a\rb",
    "a\0b",
    "--=_boundary\n--\n",
    "\U0001f600",
]


@pytest.mark.parametrize("value", BODIES)
@pytest.mark.parametrize("attachments", [[], [{"blobId": "png"}]], ids=["alone", "with an attachment"])
def test_texts_are_read_back(value: str, attachments: list[Any]) -> None:
    raw = made(**text_body(value), attachments=attachments)
    assert raw.isascii()
    assert read(raw, "bodyValues")["1"] == {"value": value, "isEncodingProblem": False, "isTruncated": False}
    message = other(raw)
    found = message.get_body()
    assert found is not None and not defects(message)
    if "\r" not in value:
        assert found.get_content().replace("\r\n", "\n").rstrip("\n") == value.rstrip("\n")


@pytest.mark.parametrize("blob", BLOBS)
@pytest.mark.parametrize("type", ["text/plain", "application/octet-stream", "message/rfc822", "TEXT/csv"])
def test_blobs_are_read_back_octet_for_octet(blob: str, type: str) -> None:
    raw = compose({**text_body(), "attachments": [{"blobId": blob, "type": type}]}, BLOBS.get, "a@b", NOW)
    part = parse(raw).root.sub_parts[1]
    assert content(part, raw) == BLOBS[blob]
    assert part.type == type.lower()
    assert raw.isascii() or type == "message/rfc822"


def structure(raw: bytes) -> Any:
    def types(found: Any) -> Any:
        return [found[0], *map(types, found[1:])] if isinstance(found, list) else found[0].partition("/")[2]

    return types(outline(parse(raw).root, raw))


HTML = {"htmlBody": [{"partId": "h", "type": "text/html"}], "bodyValues": {"t": {"value": "t"}, "h": {"value": "<p>h"}}}
INLINE = {"blobId": "png", "type": "image/png", "cid": "a@b", "disposition": "inline"}
STRUCTURES: list[tuple[dict[str, Any], Any]] = [
    ({}, "plain"),
    (text_body(), "plain"),
    (HTML, "html"),
    (text_body() | HTML, ["alternative", "plain", "html"]),
    ({"attachments": [INLINE]}, ["mixed", "png"]),
    (text_body() | {"attachments": [INLINE]}, ["mixed", "plain", "png"]),
    (text_body() | HTML | {"attachments": [INLINE, {"blobId": "png", "type": "a/b"}]},
     ["mixed", ["alternative", "plain", ["related", "html", "png"]], "b"]),
    ({"textBody": [{"partId": "t"}]} | {"bodyValues": VALUES}, "plain"),
    ({"htmlBody": [{"partId": "t"}]} | {"bodyValues": VALUES}, "html"),
    ({"htmlBody": [{"blobId": "utf8"}]}, "html"),
    ({"attachments": [{"blobId": "utf8"}]}, ["mixed", "octet-stream"]),
    ({"attachments": None, "htmlBody": None, "bodyStructure": None}, "plain"),
]  # fmt: skip


@pytest.mark.parametrize(("creation", "expected"), STRUCTURES)
def test_structures(creation: dict[str, Any], expected: Any) -> None:
    raw = made(**creation)
    assert structure(raw) == expected
    assert not defects(other(raw))


def test_what_is_attached_is_attached_when_it_is_read() -> None:
    attachments = [INLINE, {"blobId": "mail", "type": "message/rfc822"}, {"partId": "t", "type": "text/csv"}]
    raw = made(**(text_body() | HTML | {"attachments": attachments}))
    told = email_properties(
        parse(raw), raw, ["attachments", "hasAttachment"], ["type", "disposition"], FetchOptions(), lambda _: "B"
    )
    assert told == {
        "hasAttachment": True,
        "attachments": [
            {"type": "image/png", "disposition": "inline"},
            {"type": "message/rfc822", "disposition": "attachment"},
            {"type": "text/csv", "disposition": "attachment"},
        ],
    }


NAMES = [
    "a.txt",
    "two words.txt",
    'quo"te\\.txt',
    "ä.txt",
    "日本語" * 30 + ".txt",
    "x" * 300,
    "=?utf-8?q?x?=",
    "a%20b;c=d'e",
    " a ",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("disposition", ["attachment", None])
def test_names_are_read_back(name: str, disposition: str | None) -> None:
    part = {"blobId": "png", "type": "image/png", "name": name, "disposition": disposition}
    raw = made(bodyStructure=part)
    found = parse(raw).root
    assert (found.name, found.disposition) == (name, disposition)
    assert other(raw).get_filename() == name.strip()
    assert raw.isascii()


def test_properties_of_a_part_are_read_back() -> None:
    part = {"blobId": "latin", "type": "text/plain", "charset": "iso-8859-1", "cid": "a@b", "language": ["de", "en"],
            "location": "http://example.com/é", "header:Content-Description:asText": "für uns"}  # fmt: skip
    raw = made(bodyStructure=part)
    found = parse(raw).root
    assert found.charset == "iso-8859-1" and found.cid == "a@b" and found.language == ["de", "en"]
    assert found.location == "http://example.com/%C3%A9"
    assert read(raw, "header:Content-Description:asText") == "für uns"
    assert read(raw, "bodyValues")["1"]["value"] == "café\n"


def test_a_content_type_may_be_given_as_a_header_field() -> None:
    field = {"header:Content-Type": " text/calendar; method=REQUEST; charset=x"}
    raw = made(bodyStructure={**field, "partId": "t"}, bodyValues=VALUES)
    assert other(raw)["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    field = {"header:Content-Type:asText": "multipart/report; report-type=disposition-notification; boundary=mine"}
    raw = made(bodyStructure={**field, "subParts": [PART]}, bodyValues=VALUES)
    found = other(raw)["Content-Type"].params
    assert found["report-type"] == "disposition-notification" and found["boundary"] != "mine"
    assert structure(raw) == ["report", "plain"]


def test_dates_and_ids_that_are_given_are_kept() -> None:
    raw = made(**{"header:Date": " once", "header:message-id": "<x>", "header:mime-version": "1.0 (x)"})
    assert [name.lower() for name in other(raw)].count("date") == 1
    assert raw.startswith(b"Date: once\r\nmessage-id:<x>\r\nmime-version:1.0 (x)\r\nContent-Type")


def test_the_same_creation_is_the_same_message() -> None:
    creation = text_body() | HTML | {"attachments": [INLINE]}
    assert made(**creation) == made(**creation)


def test_a_boundary_is_in_no_part() -> None:
    first = made(**(text_body() | HTML))
    boundary = parse(first).headers[-1].value.split('"')[1]
    again = made(**(text_body(f"--{boundary}\n--{boundary}--\n") | {"attachments": [INLINE]}))
    assert structure(again) == ["mixed", "plain", "png"]


def test_levels_have_an_end() -> None:
    part: dict[str, Any] = PART
    for _ in range(101):
        part = {"type": "multipart/mixed", "subParts": [part]}
    with pytest.raises(CreationProblem):
        made(bodyStructure=part, bodyValues=VALUES)
    made(bodyStructure=part["subParts"][0], bodyValues=VALUES)


@given(
    TEXT.map(lambda text: text.replace("\r\n", "\n")),
    st.binary(max_size=300),
    LINE,
    st.sampled_from(["text/plain", "a/b"]),
)
def test_any_body_is_read_back(value: str, octets: bytes, name: str, type: str) -> None:
    part = {"blobId": "x", "type": type, "name": name}
    raw = compose({**text_body(value), "attachments": [part]}, {"x": octets}.get, "a@b", NOW)
    attached = parse(raw).root.sub_parts[1]
    assert read(raw, "bodyValues")["1"]["value"] == value
    assert content(attached, raw) == octets
    assert attached.name == name


@pytest.mark.parametrize("raw", [*NASTY, FULL])
def test_what_is_read_can_be_written(raw: bytes) -> None:
    """A client that copies a draft property by property loses nothing but what no one could read."""
    told = {name: value or None for name, value in read(raw, "from", "to", "references", "inReplyTo").items()}
    assert read(made(**told), *told) == told
