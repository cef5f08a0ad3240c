"""The forms of header fields (RFC 8621, Section 4.1.2)."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.mail.message.headers import (
    CONVENIENCE,
    FORMS,
    HeaderProperty,
    NotAHeaderProperty,
    header_value,
    parse_property,
    property_value,
)
from jmap_reference.mail.message.parse import parse
from tests.unit.reference.mail.message.helpers import FULL, crlf

RAWS = [
    (b"X: y", " y"),
    (b"X:y", "y"),
    (b"X \t:y ", "y "),
    (b"X:", ""),
    (b"X: a\r\n\t b\r\n  \r\n", " a\r\n\t b\r\n  "),
    (b"X: a\n b\n", " a\n b"),
    (b"X: \xc3\xa9\xff\0!", " é\ufffd!"),
    (b"X: \xef\xbf\xbf\xed\xa0\x80", " \ufffd\ufffd\ufffd\ufffd"),
    (b"X: =?utf-8?q?a?=", " =?utf-8?q?a?="),
]


@pytest.mark.parametrize(("raw", "expected"), RAWS)
def test_raw(raw: bytes, expected: str) -> None:
    assert header_value(parse(raw + b"\r\n\r\n").headers, "X") == expected


TEXTS = [
    ("  plain", "plain"),
    ("\ttab", "\ttab"),
    ("a\r\n b\r\n\tc", "a b\tc"),
    ("trailing  ", "trailing  "),
    ("=?utf-8?q?caf=C3=A9_au?= lait", "café au lait"),
    ("=?UTF-8?B?Y2Fmw6k=?=", "café"),
    ("=?iso-8859-1*fr?Q?caf=E9?=", "café"),
    ("=?us-ascii?q?a?= =?us-ascii?q?b?=", "ab"),
    ("=?us-ascii?q?a?=\r\n  =?us-ascii?q?b?= c", "ab c"),
    ("=?us-ascii?q?a_?= b", "a  b"),
    ("=?utf-8?b?8J+Y?= =?utf-8?b?gA==?=", "\U0001f600"),
    ("=?utf-8?b?8J+Y?= =?us-ascii?q?a?=", "\ufffda"),
    ("=?utf-8?q?a=00=0D=0A=1F=7Fb?=", "ab"),
    ("=?utf-8?q?=C3?=", "\ufffd"),
    ("=?utf-8?b?Y2Fmw6?=", "caf\ufffd"),
    ("=?utf-8?q?e=CC=81?=", "é"),
    ("e\u0301", "é"),
    ("=?x-unknown?q?a?= =?utf-8?q?b?=", "=?x-unknown?q?a?= b"),
    ("=?unicode_escape?q?=5Cud800?=", "=?unicode_escape?q?=5Cud800?="),
    ("=?utf-7?q?+2AA-?=", "\ufffd"),
    ("a=?utf-8?q?b?=", "a=?utf-8?q?b?="),
    ("=?utf-8?q?b?=a", "=?utf-8?q?b?=a"),
    ("=?utf-8?q?b?==?utf-8?q?c?=", "=?utf-8?q?b?==?utf-8?q?c?="),
    ("=?utf-8?q?b c?=", "=?utf-8?q?b c?="),
    ("=?utf-8?x?b?=", "=?utf-8?x?b?="),
    ("=?utf-8?b?b!?=", "=?utf-8?b?b!?="),
    ("=?utf-8?q??=", ""),
    ("=?iso-2022-jp?b?GyRCJDMbKEI=?=", "こ"),
    ("=?gb2312?b?uf68?=", "\u54c8\ufffd"),
]


@pytest.mark.parametrize(("value", "expected"), TEXTS)
def test_text(value: str, expected: str) -> None:
    assert FORMS["Text"](value) == expected


def person(name: str | None, email: str) -> dict[str, str | None]:
    return {"name": name, "email": email}


ADDRESSES: list[tuple[str, list[dict[str, str | None]]]] = [
    ('"  Cleo Chen" <cleo@example.com>, Team:\r\n  ann@example.com, =?UTF-8?Q?Bj=C3=B6rn?=\r\n <bjorn@example.com>;',
     [person("Cleo Chen", "cleo@example.com"), person(None, "ann@example.com"), person("Björn", "bjorn@example.com")]),
    ("", []),
    ("  ,, ", []),
    ("(nobody)", []),
    ("<>", [person(None, "")]),
    ("fred", [person(None, "fred")]),
    ("a@example.com (Ann (B.) \\(C\\))", [person("Ann (B.) (C)", "a@example.com")]),
    ("<a@example.com> (=?utf-8?q?=C3=84nn?=)", [person("Änn", "a@example.com")]),
    ("Ann <a@example.com> (not this)", [person("Ann", "a@example.com")]),
    ("(not this) a@example.com", [person(None, "a@example.com")]),
    ("J. (x) Q.  Public <j . q @ example.com>", [person("J. Q. Public", "j.q@example.com")]),
    ('"a, \\"b\\" <c>" <d@example.com>', [person('a, "b" <c>', "d@example.com")]),
    ('"two\r\n  lines" <d@example.com>', [person("two  lines", "d@example.com")]),
    ('"=?utf-8?q?never?=" <d@example.com>', [person("=?utf-8?q?never?=", "d@example.com")]),
    ("=?utf-8?q?a,_b?= <d@example.com>", [person("a, b", "d@example.com")]),
    ("=?utf-8?q?a?= =?utf-8?q?b?= c <d@example.com>", [person("ab c", "d@example.com")]),
    ('"very odd"@example.com', [person(None, '"very odd"@example.com')]),
    ('"a . b  c" @ example . com', [person(None, '"a . b  c"@example.com')]),
    ("a@[192.0.2.1]", [person(None, "a@[192.0.2.1]")]),
    ("a@[IPv6:2001:db8::1]", [person(None, "a@[IPv6:2001:db8::1]")]),
    ("<@relay.example,@b:d@example.com>", [person(None, "d@example.com")]),
    ("Ann <a@example.com, b@example.com", [person("Ann", "a@example.com"), person(None, "b@example.com")]),
    ("Ann Lee a@example.com", [person("Ann Lee", "a@example.com")]),
    ("Jörg <jörg@exämple.com>", [person("Jörg", "jörg@exämple.com")]),
    ("undisclosed-recipients:;", []),
    ("a: b@example.com, c: d@example.com;", [person(None, "b@example.com"), person("c:", "d@example.com")]),
    ('"" <a@example.com>', [person("", "a@example.com")]),
    ('"unclosed <a@example.com>', [person(None, '"unclosed <a@example.com>"')]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), ADDRESSES)
def test_addresses(value: str, expected: list[Any]) -> None:
    found = FORMS["Addresses"](value)
    assert found == expected
    assert [person for group in FORMS["GroupedAddresses"](value) for person in group["addresses"]] == expected


def test_groups() -> None:
    value = "a@example.com, b@example.com, =?utf-8?q?Fr=C3=ADends?=: c@example.com;, Empty:;, d@example.com"
    assert FORMS["GroupedAddresses"](value) == [
        {"name": None, "addresses": [person(None, "a@example.com"), person(None, "b@example.com")]},
        {"name": "Fríends", "addresses": [person(None, "c@example.com")]},
        {"name": "Empty", "addresses": []},
        {"name": None, "addresses": [person(None, "d@example.com")]},
    ]


OTHERS: list[tuple[str, str, Any]] = [
    ("MessageIds", " <a@b> (c <d>)\r\n <e@f>", ["a@b", "e@f"]),
    ("MessageIds", "<a@b><c@d>, <e\r\n f@g>", ["a@b", "c@d", "ef@g"]),
    ("MessageIds", 'Your mail of "Monday" <a@b>', ["a@b"]),
    ("MessageIds", "a@b", None),
    ("MessageIds", "", None),
    ("Date", " Tue, 10 Jul 2018 11:03:11 +1000", "2018-07-10T11:03:11+10:00"),
    ("Date", "10 Jul 2018 11:03 GMT (x)", "2018-07-10T11:03:00Z"),
    ("Date", "Tue, 10 (ten) Jul 18 11:03:11 EST", "2018-07-10T11:03:11-05:00"),
    ("Date", "30 Jun 2012 23:59:60 -0000", "2012-06-30T23:59:59Z"),
    ("Date", "31 Feb 2018 11:03:11 +0000", None),
    ("Date", "10 Jul 2018 11:03:11 +9999", None),
    ("Date", "tomorrow", None),
    ("Date", "", None),
    ("URLs", " <mailto:a@example.com?x=(y)> (comment <no>),\r\n <http://example.com/ a>",
     ["mailto:a@example.com?x=(y)", "http://example.com/a"]),
    ("URLs", "NO (posting not allowed)", None),
    ("URLs", "<a:b>, then text, <c:d>", ["a:b"]),
    ("URLs", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("form", "value", "expected"), OTHERS)
def test_other_forms(form: str, value: str, expected: Any) -> None:
    assert FORMS[form](value) == expected


PROPERTIES = {
    "header:X": HeaderProperty("X", "Raw", False),
    "header:x:all": HeaderProperty("x", "Raw", True),
    "header:Resent-To:asAddresses:all": HeaderProperty("Resent-To", "Addresses", True),
    "header:asText": HeaderProperty("asText", "Raw", False),
    "replyTo": HeaderProperty("Reply-To", "Addresses", False),
}


@pytest.mark.parametrize("property", PROPERTIES)
def test_properties_are_understood(property: str) -> None:
    assert parse_property(property) == PROPERTIES[property]


@pytest.mark.parametrize(
    "property",
    ["header:", "header:X:all:asText", "header:X:astext", "header:X:asFoo", "header:a b", "header:é", "subject2"],
)
def test_malformed_properties_are_refused(property: str) -> None:
    with pytest.raises(NotAHeaderProperty):
        parse_property(property)


def test_the_last_field_counts_unless_all_are_asked_for() -> None:
    headers = parse(crlf("X: one\nx: two\nY: no\n\n")).headers
    assert property_value(headers, "header:x") == " two"
    assert property_value(headers, "header:X:asText:all") == ["one", "two"]
    assert property_value(headers, "header:Z") is None
    assert property_value(headers, "header:Z:asDate:all") == []


def test_convenience_properties() -> None:
    headers = parse(FULL).headers
    told = {name: property_value(headers, name) for name in CONVENIENCE}
    assert told == dict.fromkeys(("inReplyTo", "sender", "cc", "bcc", "replyTo")) | {
        "messageId": ["one@example.com"],
        "references": ["zero@example.com", "half@example.com"],
        "from": [person("Bloggs, Joe", "joe@example.com")],
        "to": [person(None, "ann@example.com"), person("Björn Berg", "bjorn@example.com")],
        "subject": "Déjeuner on Thursday",
        "sentAt": "2018-07-10T11:03:11+10:00",
    }
