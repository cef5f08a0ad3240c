"""Values of header properties to fields and back (RFC 8621, Section 4.1.2)."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference.mail.message.parse import parse
from tests.unit.reference.mail.message.composed import LINE, TEXT, defects, made, other, person, read, text_body

LONG_NAME = "Ä" * 120
HEADERS: list[tuple[str, Any]] = [
    ("subject", "plain"),
    ("subject", ""),
    ("subject", "two  spaces and one at the end "),
    ("subject", "a\ttab"),
    ("subject", "=?utf-8?q?not_decoded?="),
    ("subject", "Re: Grüße aus Köln, wie üblich"),
    ("subject", "日本語" * 40),
    ("subject", "\U0001f600" * 50),
    ("subject", "many words " * 60 + "end"),
    ("subject", "x" * 3000),
    ("subject", "x" * 190 + " " + "y" * 190),
    ("header:X-Text:asText", "é =?x? é"),
    ("header:X-Text:asText:all", ["one", "zwei ü"]),
    ("from", [person("Joe Bloggs", "joe@example.com")]),
    ("from", [person("Bloggs, Joe \"the\" \\ <Man>", "joe@example.com"), person(None, "a@example.com")]),
    ("to", [person("Jörg Müller (Chef)", "joerg@example.com")]),
    ("to", [person(LONG_NAME, "a@example.com"), person("J. Q. Public", "b@example.com")]),
    ("to", [person("=?utf-8?q?not_decoded?=", "a@example.com")]),
    ("to", [person(f"Number {number}", f"n{number}@example.com") for number in range(50)]),
    ("to", [person("two  spaces", "a@example.com")]),
    ("to", [person("x" * 2000, "a@example.com")]),
    ("cc", [person(None, '"very odd"@example.com'), person(None, "a@[192.0.2.1]")]),
    ("cc", [person("Jörg", "jörg@exämple.com")]),
    ("bcc", [person(None, "unfinished"), person("Name", "two words"), person("No address", "")]),
    ("replyTo", [person(None, "a,b"), person(None, "a;b:c")]),
    ("sender", [person(None, "a@example.com")]),
    ("header:To:asGroupedAddresses", [
        {"name": None, "addresses": [person(None, "a@example.com")]},
        {"name": "Friends, äh", "addresses": [person("Bo", "b@example.com"), person(None, "c@example.com")]},
        {"name": "None", "addresses": []},
        {"name": None, "addresses": [person(None, "d@example.com")]}]),
    ("header:X-Who:asAddresses:all", [[person(None, "a@example.com")], [person("B", "b@example.com")]]),
    ("messageId", ["mine@example.com"]),
    ("inReplyTo", ["a@example.com"]),
    ("references", [f"{number}.{'x' * 40}@example.com" for number in range(30)]),
    ("sentAt", "2018-07-10T11:03:11+10:00"),
    ("sentAt", "2018-07-10T11:03:11Z"),
    ("header:Resent-Date:asDate", "1999-12-31T23:59:59-09:30"),
    ("header:List-Post:asURLs", ["mailto:a@example.com", "http://example.com/?a=(b),c"]),
    ("header:X-Raw", " as it is"),
    ("header:X-Raw", "no space"),
    ("header:X-Raw", " folded\r\n  here é"),
    ("header:X-Raw:all", [" one", " two"]),
    ("header:X-Raw:asText", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("property", "value"), HEADERS)
def test_headers_are_read_back(property: str, value: Any) -> None:
    assert read(made(**{property: value}), property) == value


@pytest.mark.parametrize(("property", "value"), [row for row in HEADERS if "Raw" not in row[0] and row[0] != "cc"])
def test_headers_are_ascii(property: str, value: Any) -> None:
    raw = made(**{property: value})
    assert raw.isascii()
    # What cannot be folded may be longer.
    words = (line.removeprefix(b"Subject: ").strip() for line in raw.split(b"\r\n") if len(line) > 84)
    assert all(b" " not in word for word in words)


@pytest.mark.parametrize(
    "subject", [value for name, value in HEADERS if name == "subject" and "  " not in value and "?" not in value]
)
def test_another_parser_reads_the_same_subject(subject: str) -> None:
    assert other(made(subject=subject))["Subject"] == subject


def test_another_parser_reads_the_same_addresses() -> None:
    people = [
        person('Bloggs, Joe "the"', "joe@example.com"),
        person("Jörg Müller (Chef)", "j@example.com"),
        person("J. Q. Public", "b@example.com"),
    ]
    found = other(made(**{"from": people}))["From"]
    assert [person(address.display_name, address.addr_spec) for address in found.addresses] == people
    assert not found.defects


MENDED: list[tuple[str, Any, Any]] = [
    ("subject", "two\r\nlines: x\n\ny", "two lines: x y"),
    ("subject", "a\0b\x1bc", "abc"),
    ("subject", "é\tü", "é ü"),
    ("subject", "e\u0301", "é"),
    ("from", [person("a\r\nBcc: x@example.com", "b@example.com\r\nX: y")],
     [person("a Bcc: x@example.com", "b@example.com X: y")]),
    ("from", [person(" a ", " b@example.com ")], [person("a", "b@example.com")]),
    ("to", [{"email": "a@example.com"}], [person(None, "a@example.com")]),
    ("to", [person("", "a@example.com")], [person(None, "a@example.com")]),
    ("to", [person(None, "John <john@")], [person(None, '"John <john@"')]),
    ("to", [], None),
    ("to", None, None),
    ("references", [], None),
    ("sentAt", "2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59Z"),
    ("header:X:asURLs", ["http://example.com/é"], ["http://example.com/%C3%A9"]),
    ("header:X:asText", None, None),
    ("header:X:asText:all", [], []),
    ("header:X", "a\n b", "a\r\n b"),
]  # fmt: skip


@pytest.mark.parametrize(("property", "value", "expected"), MENDED)
def test_what_no_field_can_have_is_mended(property: str, value: Any, expected: Any) -> None:
    raw = made(**{property: value})
    assert read(raw, property) == expected
    assert not defects(other(raw))


ADDRESS = st.from_regex(r"[a-z0-9]+(\.[a-z]+)?@[a-z0-9-]+(\.[a-z]+)?", fullmatch=True)
PERSON = st.builds(person, st.none() | LINE, ADDRESS)


def normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@given(LINE)
def test_any_subject_is_read_back(subject: str) -> None:
    raw = made(subject=subject)
    assert read(raw, "subject") == normal(subject)
    assert raw.isascii()


@given(st.lists(PERSON, max_size=5))
def test_any_people_are_read_back(people: list[dict[str, str | None]]) -> None:
    raw = made(to=people)
    expected = [person(normal(who["name"] or "").strip() or None, who["email"] or "") for who in people]
    assert read(raw, "to") == (expected or None)
    assert raw.isascii()


@given(st.lists(st.builds(person, st.none() | TEXT, TEXT), max_size=4), TEXT)
def test_no_people_break_a_message(people: list[dict[str, str | None]], subject: str) -> None:
    raw = made(to=people, subject=subject, **text_body())
    assert [header.name for header in parse(raw).headers if header.name not in ("To",)] == [
        "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]  # fmt: skip
    assert read(raw, "bodyValues")["1"]["value"] == "hello"
    assert len(read(raw, "to") or []) == len(people)
