"""Octets to text, where the charset says less than it should."""

from __future__ import annotations

import base64

import pytest

from jmap_reference.mail.message.parse import parse, text


@pytest.mark.parametrize("name", ["utf-16", "UTF-16", "utf-32"])
@pytest.mark.parametrize("order", ["be", "le"])
@pytest.mark.parametrize("said", ["Grüße aus Kiel", "abc", "привет, мир", "x"])
def test_an_order_of_octets_that_is_not_told(name: str, order: str, said: str) -> None:
    assert read(name, said.encode(f"{name}-{order}")) == (said, False)


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
def test_an_order_of_octets_that_is_told(name: str) -> None:
    assert read(name, "漢字".encode(name)) == ("漢字", False)


def test_half_a_character_is_a_problem() -> None:
    assert read("utf-16", "Grüße".encode("utf-16-le")[:-1]) == ("Grüß\ufffd", True)
    assert read("utf-16", b"plain text") == (b"plain text".decode("utf-16-be"), False)


def test_what_is_no_utf_16_at_all() -> None:
    assert read("utf-16", b"plain ascii") == ("plain ascii", True)


def read(charset: str, octets: bytes) -> tuple[str, bool]:
    """The value, and isEncodingProblem."""
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw = head.encode() + base64.b64encode(octets)
    return text(parse(raw).root, raw)
