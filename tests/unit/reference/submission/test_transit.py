"""What a message gains and loses on its way."""

from __future__ import annotations

import pytest

from jmap_reference.submission.transit import traced, without_bcc


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"A: 1\r\nBcc: x@y\r\nB: 2\r\n\r\nBcc: z\r\n", b"A: 1\r\nB: 2\r\n\r\nBcc: z\r\n"),
        (b"A: 1\r\nBCC: x@y,\r\n\tz@y\r\n q@y\r\nB: 2\r\n\r\nx", b"A: 1\r\nB: 2\r\n\r\nx"),
        (b"Bcc: x@y\r\nA: 1\r\n\r\nx", b"A: 1\r\n\r\nx"),
        (b"A: 1\r\nbcc : x@y\r\n\r\nx", b"A: 1\r\n\r\nx"),
        (b"A: 1\r\nBcc:\r\nBcc: a@b\r\nResent-Bcc: c@d\r\n\r\nx", b"A: 1\r\n\r\nx"),
        (b"A: 1\nBcc: x@y\n\nx\n", b"A: 1\n\nx\n"),
        (b"A: 1\r\nBccx: x@y\r\nX-Bcc: 1\r\n Bcc: y\r\n\r\nx", b"A: 1\r\nBccx: x@y\r\nX-Bcc: 1\r\n Bcc: y\r\n\r\nx"),
        (b"A: 1\r\nBcc: x@y\r\n", b"A: 1\r\n"),
        (b"A: 1\r\n\r\n", b"A: 1\r\n\r\n"),
    ],
)
def test_bcc_is_removed(raw: bytes, expected: bytes) -> None:
    assert without_bcc(raw) == expected


def test_the_trace_stands_first() -> None:
    raw = traced(b"A: 1\r\n\r\n", "a@b", "c@d", 0.0, "by jmap.example")
    assert raw.startswith(b"Return-Path: <a@b>\r\nReceived: by ")
    assert b"for <c@d>; Thu, 01 Jan 1970 00:00:00 +0000\r\nA: 1\r\n\r\n" in raw
