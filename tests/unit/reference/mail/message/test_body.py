"""Lists of parts, their values, and the preview (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference.mail.message.body import lists_of
from jmap_reference.mail.message.content import text
from jmap_reference.mail.message.markup import cut_outside_tags, plain_text
from jmap_reference.mail.message.parse import parse
from jmap_reference.mail.message.parts import Part
from jmap_reference.mail.message.properties import FetchOptions, email_properties, has_attachment, preview
from jmap_reference.mail.message.values import truncated
from tests.unit.reference.mail.message.helpers import BODY_PROPERTIES, FULL, crlf, everything


def part(name: str, type: str, *sub_parts: Part, disposition: str | None = None, file: str | None = None) -> Part:
    """A part of a made-up message; ``cid`` is its letter."""
    part_id = None if type.startswith("multipart/") else name
    return Part(part_id, (), type, None, disposition, name, None, None, file, 0, 0, "7bit", sub_parts)


def multi(subtype: str, *sub_parts: Part) -> Part:
    return part("", f"multipart/{subtype}", *sub_parts)


def text_part(name: str, **more: Any) -> Part:
    return part(name, "text/plain", **more)


def html(name: str, **more: Any) -> Part:
    return part(name, "text/html", **more)


def image(name: str, **more: Any) -> Part:
    return part(name, "image/jpeg", **more)


LISTED = {
    "the example of the section": (
        multi("mixed",
              text_part("A", disposition="inline"),
              multi("mixed",
                    multi("alternative",
                          multi("mixed", text_part("B", disposition="inline"), image("C", disposition="inline"),
                                text_part("D", disposition="inline")),
                          multi("related", html("E"), image("F"))),
                    image("G", disposition="attachment"), part("H", "application/x"), part("J", "message/rfc822")),
              text_part("K", disposition="inline")),
        "ABCDK", "AEK", "CFGHJ"),
    "text": (text_part("A"), "A", "A", ""),
    "HTML": (html("A"), "A", "A", ""),
    "text that is an attachment": (text_part("A", disposition="attachment"), "", "", "A"),
    "no text at all": (part("A", "application/pdf"), "", "", "A"),
    "a picture": (image("A"), "A", "A", ""),
    "alternatives": (multi("alternative", text_part("A"), html("B")), "A", "B", ""),
    "alternatives of which one is neither": (
        multi("alternative", text_part("A"), html("B"), part("C", "text/calendar")), "A", "B", "C"),
    "only HTML among alternatives": (multi("alternative", html("A"), part("B", "text/calendar")), "A", "A", "B"),
    "only text among alternatives": (multi("alternative", text_part("A"), image("B")), "A", "A", "B"),
    "an attachment in an alternative": (
        multi("alternative", text_part("A"), multi("mixed", html("B"), part("C", "a/pdf"))), "A", "B", "C"),
    "text with a name comes first": (multi("mixed", text_part("A", file="a"), text_part("B", file="b")), "A", "A", "B"),
    "pictures in the body": (multi("mixed", text_part("A"), image("B", file="b"), html("C")), "ABC", "ABC", ""),
    "related": (multi("related", html("A"), image("B"), text_part("C")), "A", "A", "BC"),
    "related within alternative": (
        multi("alternative", text_part("A"), multi("related", html("B"), image("C"))), "A", "B", "C"),
    "an alternative within an alternative": (
        multi("alternative", multi("mixed", html("A"), multi("alternative", text_part("B"), html("C")))),
        "AC", "AC", "B"),
    "a multipart without parts": (multi("mixed"), "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("root", "text", "html", "attachments"), LISTED.values(), ids=LISTED.keys())
def test_lists(root: Part, text: str, html: str, attachments: str) -> None:
    lists = lists_of(root)
    assert ["".join(part.cid or "" for part in shown) for shown in (lists.text, lists.html, lists.attachments)] == [
        text, html, attachments]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Content-Disposition: attachment", True), ("Content-Type: application/pdf", True), ("Subject: none", False),
     ("Content-Type: application/pdf\nContent-Disposition: INLINE (x); filename=a", False)],
)  # fmt: skip
def test_has_attachment(header: str, expected: bool) -> None:
    assert has_attachment(parse(crlf(f"{header}\n\nx"))) is expected


TEXTS = [
    (None, b"a\r\nb\nc\rd", "a\nb\nc\rd", False),
    (None, "é".encode(), "é", False),
    (None, b"\xe9", "é", True),
    ("us-ascii", b"\xe9", "é", True),
    ("utf-8", b"\xe9t\xc3\xa9", "\ufffdté", True),
    ("iso-8859-1", b"\xe9", "é", False),
    ("ISO-2022-JP", b"\x1b$B$3\x1b(B", "こ", False),
    ("gb2312", "\u651d".encode("gb18030"), "\u651d", False),
    ("shift_jis", "é".encode(), "\uff83\uff69", False),
    ("euc-jp", b"\x80\xff", "\ufffd\ufffd", True),
    ("unknown-8bit", b"plain", "plain", True),
    ("unknown-8bit", "é".encode(), "é", True),
    ("unknown-8bit", b"\xe9", "é", True),
    ("unicode_escape", b"\\ud800", "\\ud800", True),
    ("zlib", b"x", "x", True),
    ("utf-7", b"+2AA-", "\ufffd", False),
    ("utf-16", "é".encode("utf-16"), "é", False),
    ("utf-8", b"\xef\xbf\xbf", "\ufffd", False),
]


@pytest.mark.parametrize(("charset", "octets", "expected", "is_problem"), TEXTS)
def test_charsets(charset: str | None, octets: bytes, expected: str, is_problem: bool) -> None:
    header = b"" if charset is None else b'Content-Type: text/plain; charset="' + charset.encode() + b'"\r\n'
    raw = header + b"\r\n" + octets
    found = text(parse(raw).root, raw)
    assert found == (expected, is_problem)


def test_an_unknown_transfer_encoding_is_a_problem() -> None:
    raw = b"Content-Transfer-Encoding: x-new\r\n\r\na"
    assert text(parse(raw).root, raw) == ("a", True)


TRUNCATED = [
    ("abc", 0, False, "abc"),
    ("abc", 3, False, "abc"),
    ("abc", 2, False, "ab"),
    ("aé", 2, False, "a"),
    ("é", 1, False, ""),
    ("a\U0001f600b", 4, False, "a"),
    ("a\U0001f600b", 5, False, "a\U0001f600"),
    ('a<b c="d>e">f', 11, True, "a"),
    ('a<b c="d>e">f', 12, True, 'a<b c="d>e">'),
    ('a<b c="d>e">f', 11, False, 'a<b c="d>e"'),
    ("é<b>", 3, True, "é"),
    ("a < b > c", 5, True, "a < b"),
    ("a<!-- b > -->c", 10, True, "a"),
    ("a<!-- b > -->c", 13, True, "a<!-- b > -->"),
    ("a</p>b", 3, True, "a"),
    ("<a href='x", 5, True, ""),
]


@pytest.mark.parametrize(("value", "max_bytes", "is_html", "expected"), TRUNCATED)
def test_truncation(value: str, max_bytes: int, is_html: bool, expected: str) -> None:
    assert truncated(value, max_bytes, is_html) == expected


@given(st.text(), st.integers(1, 50), st.booleans())
def test_what_is_truncated_is_a_beginning_that_fits(value: str, max_bytes: int, is_html: bool) -> None:
    cut = truncated(value, max_bytes, is_html)
    assert value.startswith(cut)
    assert len(cut.encode()) <= max_bytes
    if not is_html and cut != value:
        assert len(value[: len(cut) + 1].encode()) > max_bytes


@given(st.lists(st.sampled_from(["<", ">", "a", "<b x='", "'", '"', "=", "<!--", "-->", " ", "</p", "é"])).map("".join))
def test_no_cut_is_inside_a_tag_as_another_reading_has_it(html: str) -> None:
    for end in range(len(html) + 1):
        cut = cut_outside_tags(html, end)
        assert 0 <= cut <= end
        assert cut_outside_tags(html, cut) == cut


MARKUP = [
    ("<p>one<p>two", "one two"),
    ("o<b>n</b>e<br>two", "one two"),
    ("<style>p{}</style><SCRIPT>if (a<b) c()</SCRIPT >x", "x"),
    ("<title>not this</title>x", "x"),
    ("a &lt;b&gt; &amp; &eacute;&nbsp;&#233;&#xE9; &bogus;", "a <b> & é éé &bogus;"),
    ("a < b, c<3", "a < b, c<3"),
    ("a<!-- <p>x</p> -->b<!doctype html><?php ?><![CDATA[x]]>c", "abc"),
    ("<p title='>'>x", "x"),
    ("<p title=it's>x<p title=>y", "x y"),
    ("x<a href='unclosed", "x"),
    ("x<script>unclosed", "x"),
    ("&#xd800;&#xffff;", "\ufffd"),
]


@pytest.mark.parametrize(("html", "expected"), MARKUP)
def test_text_of_markup(html: str, expected: str) -> None:
    assert " ".join("".join(plain_text(html)).split()) == expected


PREVIEWS = [
    ("text/plain", "  Hello,\n\n  world\t!\n", "Hello, world !"),
    ("text/plain", "> quoted\n>> more\nanswer", "answer"),
    ("text/plain", "> all\n> quoted", "> all > quoted"),
    ("text/html", "<head><title>T</title></head><p>Hello &amp;</p><p>you", "Hello & you"),
    ("text/plain", "x" * 300, "x" * 255 + "…"),
    ("text/plain", "word " * 100, ("word " * 51).rstrip() + "…"),
    ("text/plain", "é" * 256, "é" * 256),
    ("text/plain", "a\0b \x1b[1m", "ab [1m"),
    ("application/pdf", "no text", ""),
]


@pytest.mark.parametrize(("type", "body", "expected"), PREVIEWS)
def test_preview(type: str, body: str, expected: str) -> None:
    raw = crlf(f"Content-Type: {type}; charset=utf-8\n\n{body}")
    assert preview(parse(raw), raw) == expected


def test_preview_of_a_long_part_that_is_cut_in_a_character() -> None:
    raw = b"\r\n " + "é".encode() * 100_000
    assert preview(parse(raw), raw) == "é" * 255 + "…"


def properties(
    raw: bytes, *wanted: str, fetch: FetchOptions | None = None, body: list[str] | None = None
) -> dict[str, Any]:
    return email_properties(
        parse(raw), raw, wanted, body or BODY_PROPERTIES, fetch or FetchOptions(), lambda part: f"B{part.part_id}"
    )


def test_properties_are_those_that_are_wanted() -> None:
    told = properties(FULL, "subject", "id", "mailboxIds", "HEADER:x", "header:MESSAGE-id:asMessageIds")
    assert told == {"subject": "Déjeuner on Thursday", "header:MESSAGE-id:asMessageIds": ["one@example.com"]}


def test_a_part_has_the_properties_that_are_wanted() -> None:
    wanted = ["partId", "blobId", "size", "header:CONTENT-type"]
    told = properties(FULL, "textBody", "bodyStructure", body=wanted)
    expected = {"partId": "1", "blobId": "B1", "size": 12, "header:CONTENT-type": " text/plain; charset=iso-8859-1"}
    assert told["textBody"] == [expected]
    structure = told["bodyStructure"]
    assert structure["subParts"][0]["subParts"][0] == expected
    assert structure.keys() == {*wanted, "subParts"} and structure["blobId"] is None


def test_everything_of_a_part() -> None:
    assert everything(FULL)["attachments"][0] == {
        "partId": "3",
        "blobId": "B3",
        "size": 5,
        "name": "€ rates.pdf",
        "type": "application/pdf",
        "charset": None,
        "disposition": "attachment",
        "cid": None,
        "language": None,
        "location": None,
        "headers": [
            {"name": "Content-Type", "value": " application/pdf"},
            {
                "name": "Content-Disposition",
                "value": " attachment; filename*0*=utf-8''%E2%82%AC%20; filename*1=\"rates.pdf\"",
            },
            {"name": "Content-Transfer-Encoding", "value": " base64"},
        ],
        "subParts": None,
        "header:Content-Type:asText": "application/pdf",
    }


@pytest.mark.parametrize(
    ("fetch", "parts"),
    [
        (FetchOptions(), ""),
        (FetchOptions(text=True), "1"),
        (FetchOptions(html=True), "2"),
        (FetchOptions(all=True), "12"),
    ],
)
def test_values_that_are_fetched(fetch: FetchOptions, parts: str) -> None:
    assert "".join(properties(FULL, "bodyValues", fetch=fetch)["bodyValues"]) == parts


def test_values_that_are_cut() -> None:
    told = properties(FULL, "bodyValues", fetch=FetchOptions(all=True, max_bytes=4))["bodyValues"]
    assert told == {
        "1": {"value": "Caf", "isEncodingProblem": False, "isTruncated": True},
        "2": {"value": "<p>C", "isEncodingProblem": False, "isTruncated": True},
    }
