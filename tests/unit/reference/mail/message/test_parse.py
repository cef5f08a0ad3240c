"""Octets to parts: MIME as it should be, and as it is."""

from __future__ import annotations

import email
import email.message
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference import ijson
from jmap_reference.mail.message.parse import MAX_DEPTH, MAX_PARTS, content, parse, size
from jmap_reference.mail.message.search import searchable, thread_keys
from tests.unit.reference.mail.message.helpers import FULL, NASTY, crlf, everything, mutated, outline


def multipart(body: str, type: str = 'multipart/mixed; boundary="b"') -> bytes:
    return crlf(f"Content-Type: {type}\n\n{body}")


PLAIN = "text/plain"
STRUCTURES = {
    "two parts": (multipart("--b\n\none\n--b\n\ntwo\n--b--\n"), ["mixed", (PLAIN, "one"), (PLAIN, "two")]),
    "bare LF": (b"Content-Type: multipart/x; boundary=b\n\n--b\n\none\n--b--\n", ["x", (PLAIN, "one")]),
    "preamble and epilogue": (multipart("pre\n--b\n\none\n--b--\npost\n--b\n\nno"), ["mixed", (PLAIN, "one")]),
    "line breaks at the end": (multipart("--b\n\none\n\n\n--b--"), ["mixed", (PLAIN, "one\n\n")]),
    "white space after the boundary": (multipart("--b \t\n\none\n--b-- \n"), ["mixed", (PLAIN, "one")]),
    "a longer line is no boundary": (multipart("--b\n\n--bb\n--b-\n--b--"), ["mixed", (PLAIN, "--bb\n--b-")]),
    "not at the beginning of a line": (multipart("--b\n\n x--b\n--b--"), ["mixed", (PLAIN, " x--b")]),
    "no last boundary": (multipart("--b\n\none\n--b\n\ntwo\n"), ["mixed", (PLAIN, "one"), (PLAIN, "two\n")]),
    "parts without anything": (multipart("--b\n--b\n\n--b--"), ["mixed", (PLAIN, ""), (PLAIN, "")]),
    "a part without header": (multipart("--b\nno field\n--b--"), ["mixed", (PLAIN, "no field")]),
    "no boundary": (multipart("all of it", "multipart/mixed"), ["mixed", (PLAIN, "all of it")]),
    "an empty boundary": (multipart("--\n\nx", 'multipart/mixed; boundary=""'), ["mixed", (PLAIN, "--\n\nx")]),
    "a boundary that never comes": (multipart("all of it"), ["mixed", (PLAIN, "all of it")]),
    "an empty multipart": (multipart(""), ["mixed"]),
    "digest": (multipart("--b\n\nSubject: x\n\ny\n--b--", "multipart/digest; boundary=b"),
               ["digest", ("message/rfc822", b"Subject: x\r\n\r\ny")]),
    "an outer boundary ends the inner multipart": (
        multipart("--b\nContent-Type: multipart/x; boundary=i\n\n--i\n\none\n--b\n\ntwo\n--b--"),
        ["mixed", ["x", (PLAIN, "one")], (PLAIN, "two")]),
    "an inner boundary that begins with the outer": (
        multipart("--b\nContent-Type: multipart/x; boundary=bb\n\n--bb\n\none\n--bb--\n--b--"),
        ["mixed", ["x", (PLAIN, "one")]]),
    "a boundary with spaces and quotes": (
        multipart('--a "b\n\none\n--a "b--', 'multipart/mixed; boundary="a \\"b"'), ["mixed", (PLAIN, "one")]),
    "a comment in the type": (multipart("--b\n\none\n--b--", "(x) multipart/mixed (y); (z) boundary=b (;)"),
                              ["mixed", (PLAIN, "one")]),
    "no header": (b"all of it", (PLAIN, "all of it")),
    "no body": (b"Subject: x\r\n", (PLAIN, "")),
    "a line that is no field ends the header": (b"Subject: x\r\nno field\r\nTo: y\r\n", (PLAIN, "no field\nTo: y\n")),
    "a type that is none": (b"Content-Type: text\r\n\r\nx", (PLAIN, "x")),
    "a type with rubbish": (b"Content-Type: TEXT/Html charset=utf-8\r\n\r\nx", ("text/html", "x")),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), STRUCTURES.values(), ids=STRUCTURES.keys())
def test_structure(raw: bytes, expected: object) -> None:
    assert outline(parse(raw).root, raw) == expected


def test_a_real_message() -> None:
    inner = crlf(
        "Subject: inside\nContent-Type: multipart/mixed; boundary=outer-inside\n\n"
        "--outer-inside\n\ndeep\n--outer-inside--"
    )
    assert outline(parse(FULL).root, FULL) == [
        "mixed",
        ["alternative", (PLAIN, "Café au lait"), ("text/html", '<p>Café <img src="cid:pic@example.com"></p>')],
        ("application/pdf", b"%PDF-"),
        ("message/rfc822", inner),
    ]
    assert [part.part_id for part in parse(FULL).root.walk()] == [None, None, "1", "2", "3", "4"]
    assert parse(FULL).root.sub_parts[1].name == "€ rates.pdf"


PART_FIELDS = [
    ("Content-Type: text/plain; charset=\"ISO-8859-1\"", "charset", "ISO-8859-1"),
    ("Content-Type: text/plain", "charset", "us-ascii"),
    ("Subject: no type", "charset", "us-ascii"),
    ("Content-Type: application/pdf", "charset", None),
    ("Content-Type: application/xml; charset=utf-8", "charset", "utf-8"),
    ("Content-Type: image/png; name=\"a.png\"", "name", "a.png"),
    ("Content-Type: image/png; name=\"=?utf-8?q?=C3=A4=2Epng?=\"", "name", "ä.png"),
    ("Content-Type: image/png; name=a\nContent-Disposition: inline; filename=b", "name", "b"),
    ("Content-Disposition: attachment; filename=\"a\\\"b;c.txt\"", "name", "a\"b;c.txt"),
    ("Content-Disposition: attachment; filename=scan(1).pdf", "name", "scan(1).pdf"),
    ("Content-Disposition: attachment; filename=two words.pdf; size=1", "name", "two words.pdf"),
    ("Content-Disposition: attachment; filename*=utf-8''%c3%a4.txt; filename=a.txt", "name", "ä.txt"),
    ("Content-Disposition: x;\n filename*0*=latin1'de'%e4;\n filename*2=c;\n filename*1=\"b b\"", "name", "äb bc"),
    ("Content-Disposition: attachment; filename*1=lost", "name", None),
    ("Content-Disposition: ATTACHMENT (x); a=b", "disposition", "attachment"),
    ("Content-Disposition:", "disposition", ""),
    ("Subject: none", "disposition", None),
    ("Content-ID: (x) <a@b>", "cid", "a@b"),
    ("Content-ID: a@b", "cid", "a@b"),
    ("Content-Language: de-AT, (English) en", "language", ["de-AT", "en"]),
    ("Content-Location: http://example.com/\n a/b", "location", "http://example.com/a/b"),
    ("Content-Transfer-Encoding: BASE64 (x)", "encoding", "base64"),
    ("Content-Transfer-Encoding:", "encoding", "7bit"),
    ("Content-Type: text/plain\nContent-type: text/html", "type", "text/html"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "name", "expected"), PART_FIELDS)
def test_properties_of_a_part(header: str, name: str, expected: object) -> None:
    assert getattr(parse(crlf(f"{header}\n\n")).root, name) == expected


CONTENTS = [
    ("base64", b"aGVs\r\nbG8=\r\n", b"hello"),
    ("base64", b"aGVsbG8", b"hello"),
    ("base64", b"aGVsbG8=rubbish", b"hello"),
    ("base64", b"a-G_V!sbG8=", b"hello"),
    ("base64", b"aGVsb", b"hel"),
    ("base64", b"=", b""),
    ("quoted-printable", b"a=3Db=\r\n c  \r\nd=E9\t\n=", b"a=b c\r\nd\xe9\n"),
    ("quoted-printable", b"=4=zz=", b"=4=zz"),
    ("8bit", b"\xe9\0", b"\xe9\0"),
    ("x-unknown", b"=41", b"=41"),
]


@pytest.mark.parametrize(("encoding", "raw", "expected"), CONTENTS)
def test_contents(encoding: str, raw: bytes, expected: bytes) -> None:
    whole = b"Content-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + raw
    part = parse(whole).root
    assert content(part, whole) == expected
    assert size(part, whole) == len(expected)


@pytest.mark.parametrize("raw", NASTY)
def test_nasty_messages_are_read(raw: bytes) -> None:
    check(raw)


@given(st.one_of(mutated(), st.binary(max_size=200)))
def test_nothing_raises(raw: bytes) -> None:
    check(raw)


def check(raw: bytes) -> None:
    """All can be told of the message, in I-JSON, and its parts lie where they say."""
    told = everything(raw)
    assert ijson.parse(ijson.dump(told)) == told
    assert len(told["preview"]) <= 256
    message = parse(raw)
    leaves = [part for part in message.root.walk() if not part.is_multipart]
    assert [part.part_id for part in leaves] == [str(number) for number in range(1, len(leaves) + 1)]
    assert all(0 <= part.start <= part.end <= len(raw) for part in message.root.walk())
    assert all(one.end <= other.start for one, other in pairwise(leaves))
    assert all("\0" not in text for text in searchable(message, raw).values())
    thread_keys(message)


@given(mutated())
def test_no_part_of_a_body_is_in_no_list(raw: bytes) -> None:
    told = everything(raw)
    listed = {part["partId"] for name in ("textBody", "htmlBody", "attachments") for part in told[name]}
    assert listed == {part.part_id for part in parse(raw).root.walk() if part.part_id}


@given(mutated())
def test_another_parser_sees_the_same_header(raw: bytes) -> None:
    message = parse(raw)
    if raw.startswith((b"From ", b">From ", b" ", b"\t", b":")) or b"\r" in raw.replace(b"\r\n", b"") or b"\0" in raw:
        return  # where the other one has its own idea of a line, or of what to do with the first
    other = email.message_from_bytes(raw)
    names = [name for name, _ in other.raw_items()]
    assert [header.name for header in message.headers][: len(names)] == [name.rstrip() for name in names]


def test_another_parser_sees_the_same_parts() -> None:
    def other(part: email.message.Message) -> object:
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            return [part.get_content_subtype(), *(other(inner) for inner in part.get_payload())]  # type: ignore[arg-type]
        return part.get_content_type()

    def ours(part: object) -> object:
        return [part[0], *(ours(inner) for inner in part[1:])] if isinstance(part, list) else part[0]  # type: ignore[index]

    assert ours(outline(parse(FULL).root, FULL)) == other(email.message_from_bytes(FULL))


HUGE = {
    "levels": b"".join(b"Content-Type: multipart/x; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(20_000)),
    "parts": b"Content-Type: multipart/x; boundary=b\r\n\r\n" + b"--b\r\n" * 200_000,
    "delimiters that are none": b"Content-Type: multipart/x; boundary=b\r\n\r\n" + b"--bx" * 200_000,
    "spaces": b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b" " * 1_000_000 + b"x \n",
    "tags": b"Content-Type: text/html\r\n\r\n" + b"<a<!--<b ='" * 100_000,
    "script": b"Content-Type: text/html\r\n\r\n" + b"<script>" * 100_000,
    "comments": b"X: " + b"(" * 500_000 + b"\r\nTo: " + b"(\\" * 100_000 + b"\r\n\r\n",
    "words": b"Subject: " + b"=?utf-8?q?x" * 100_000 + b"\r\nX: " + b"=?utf-8?q?x?= " * 50_000 + b"\r\n\r\n",
    "addresses": b"To: " + b"a:<b,\"" * 50_000 + b"\r\nX: " + b"[" * 200_000 + b"\r\nCc: " + b"<" * 20_000,
    "prefixes": b"Subject: " + b"Re:[x]" * 100_000 + b"(fwd)" * 100_000 + b"\r\n\r\n",
    "quoted pairs": b"Content-Type: text/plain" + b'"\\' * 100_000 + b"\r\n\r\n",
    "parameters": b"Content-Type: text/plain" + b";a=\"" * 100_000,
    "parameters in pieces": b"Content-Disposition: x" + b";a*1*=\\" * 50_000,
    "urls": b"X: " + b"<a>(" * 50_000 + b"\r\nX: " + b"<a>,(x)" * 20_000 + b"\r\n\r\n",
    "open brackets": b"X: " + b"<b," * 20_000 + b"\r\nTo: " + b"(a) " * 50_000 + b"x" + b"(a) " * 20_000 + b"\r\n\r\n",
    "fields": b"X:\n" * 150_000,
}  # fmt: skip


@pytest.mark.parametrize("raw", HUGE.values(), ids=HUGE.keys())
def test_what_is_huge_takes_no_more_than_linear_time(raw: bytes) -> None:
    began = time.process_time()
    message = parse(raw)
    everything(raw, max_bytes=len(raw) // 2)
    searchable(message, raw)
    thread_keys(message)
    assert time.process_time() - began < 5
    parts = list(message.root.walk())
    assert len(parts) <= MAX_PARTS + MAX_DEPTH + 2
