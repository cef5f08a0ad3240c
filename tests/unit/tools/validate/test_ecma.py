"""Patterns are read by Python as ECMA 262 reads them."""

from __future__ import annotations

import pytest

from jmap_spec.validate.ecma import compiled


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("^[a-z]+$", "abc", True),
        ("^[a-z]+$", "abc\n", False),  # Python's own $ would match before the newline
        ("^[$]$", "$", True),
        ("^\\$$", "$", True),
        ("^.$", "\u2028", False),  # a line terminator
        ("^.$", "\r", False),
        ("^\\u{1F600}$", "😀", True),
        ("^(?<year>[0-9]{4})$", "2026", True),
        ("^[[]$", "[", True),
        ("^\\/$", "/", True),
    ],
)
def test_a_pattern_finds_what_ecma_262_finds(pattern: str, text: str, matches: bool) -> None:
    assert bool(compiled(pattern).search(text)) is matches
