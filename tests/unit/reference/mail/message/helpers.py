"""Messages for the tests of this folder."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from jmap_reference.mail.message.parse import Part, content, parse, text
from jmap_reference.mail.message.properties import FetchOptions, email_properties

BODY_PROPERTIES = ["partId", "blobId", "size", "name", "type", "charset", "disposition", "cid", "language", "location"]


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def outline(part: Part, raw: bytes) -> Any:
    """A multipart as a list of its subtype and parts; any other part as its type and text or octets."""
    if part.is_multipart:
        return [part.type.partition("/")[2], *(outline(inner, raw) for inner in part.sub_parts)]
    return part.type, text(part, raw)[0] if part.is_text else content(part, raw)


def everything(raw: bytes, max_bytes: int = 0) -> dict[str, Any]:
    """All that an Email tells of the message."""
    wanted = (
        "headers messageId inReplyTo references sender from to cc bcc replyTo subject sentAt bodyStructure bodyValues "
        "textBody htmlBody attachments hasAttachment preview header:X header:X:all header:X:asText:all "
        "header:X:asAddresses header:X:asGroupedAddresses:all header:X:asMessageIds:all header:X:asDate:all "
        "header:X:asURLs:all"
    )
    fetch = FetchOptions(all=True, text=True, html=True, max_bytes=max_bytes)
    body = [*BODY_PROPERTIES, "headers", "subParts", "header:Content-Type:asText"]
    return email_properties(parse(raw), raw, wanted.split(), body, fetch, lambda part: f"B{part.part_id}")


NASTY = [
    b"",
    b"\r\n",
    b"\n\n\n",
    b"no header at all",
    b"no header at all\r\n\r\nand: a second paragraph",
    b" folded: first line\r\nSubject: x\r\n\r\nbody",
    b"Subject: x",
    b"Subject: x\r\n",
    b"Subject\r\n\r\nbody",
    b"From nobody Mon Jan  1 00:00:00 2024\nSubject: mbox\n\nbody\n",
    b": no name\r\n\r\nbody",
    b"Subject: \xe9t\xe9\r\nFrom: J\xf6rg <joerg@example.com>\r\n\r\n\xe9t\xe9",
    b"Subject: a\0b\r\nX: \xff\xfe\x80\r\n\r\n\0",
    b"Subject: =?utf-8?b?8J+?=\r\n\r\n",
    b"Subject: =?unknown-9?q?x?= =?utf-8?q?=C3?= =?utf-7?q?+2AA-?=\r\n\r\n",
    b"X: =?unicode_escape?q?=5Cud800?= =?idna?q?xn--a?= =?hex?q?00?= =?a=00b?q?x?=\r\n\r\n",
    b'X: <<>>,;:@["(\\\r\nX: a:b:c:;;<\r\nX: (((\r\nX: "\\\r\nX: <a@b\r\n\r\n',
    b"Date: Mon, 99 Foo 20199 99:99:99 +99999\r\nX: 1 Jan 2024 00:00:00 +9999\r\nX: 0 0 0 0:0:0 0\r\n\r\n",
    b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx\r\n----',
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\nnever used",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n--b--\r\n--b\r\n\r\nafter the end",
    b"Content-Type: multipart/x; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/x; boundary=b\r\n\r\n--b\r\n\r\nx",
    b"Content-Type: multipart/mixed; boundary=\xff\r\n\r\n--\xff\r\n\r\nx\r\n--\xff--",
    b'Content-Type: ;;;="\r\nContent-Disposition: ; filename*=x\'y; filename*0*=%; filename*1="\r\n\r\nx',
    b"Content-Type: text/plain; name*=utf-16'en'%00; name*0*=''%ff; charset*99999999=x\r\n\r\nx",
    b"Content-Type: text/html; charset=hz\r\nContent-Transfer-Encoding: base64\r\n\r\nPCFbZm9vWzwhLS08YSAi===",
    b"Content-Type: text/html\r\n\r\n<![foo[<!x<?y</z<a b='>\"&#99999999999;&#" + b"9" * 5000 + b";&bogus;",
    b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA- +3/8-",
    b"Content-Type: text/plain; charset=utf-16\r\n\r\na",
    b"Content-Type: text/plain; charset=unknown-8bit\r\nContent-Transfer-Encoding: uuencode\r\n\r\n\xff",
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=Z=4 = \t\r\n=",
]
"""What mail looks like in the wild, and worse."""

FULL = crlf(
    """Received: from a by b; Tue, 10 Jul 2018 01:03:11 +0000
Message-ID: <one@example.com>
References: <zero@example.com>
 (a comment) <half@example.com>
From: "Bloggs, Joe" <joe@example.com>
To: Team: ann@example.com, =?UTF-8?Q?Bj=C3=B6rn_Berg?= <bjorn@example.com>;
Subject: =?utf-8?q?D=C3=A9jeuner?= on Thursday
Date: Tue, 10 Jul 2018 11:03:11 +1000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

This is for programs without MIME.
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Caf=E9 =
au lait
--inner
Content-Type: text/html; charset=utf-8

<p>Café <img src="cid:pic@example.com"></p>
--inner--
--outer
Content-Type: application/pdf
Content-Disposition: attachment; filename*0*=utf-8''%E2%82%AC%20; filename*1="rates.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--outer
Content-Type: message/rfc822

Subject: inside
Content-Type: multipart/mixed; boundary=outer-inside

--outer-inside

deep
--outer-inside--
--outer--
"""
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A message of the table with octets removed, doubled or replaced."""
    raw = bytearray(draw(st.sampled_from([FULL, FULL, *NASTY])))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 40)))
        raw[start:end] = draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"\r\n", b"--outer", b"--", b"=?utf-8?q?", b"?=", b'"', b"\0", b"(", b"<", b";", b"\r\n\r\n"]
                ),
                st.just(bytes(raw[start:end]) * 2),
            )
        )
    return bytes(raw)
