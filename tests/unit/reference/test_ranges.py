"""Which octets a Range header asks for (RFC 9110, Section 14)."""

from __future__ import annotations

import pytest

from jmap_reference.ranges import range_of


@pytest.mark.parametrize(
    ("header", "octets"),
    [
        ("bytes=0-0", "a"),
        ("bytes=2-4", "cde"),
        ("Bytes=2-", "cdefghij"),
        ("bytes=-3", "hij"),
        ("bytes=-99", "abcdefghij"),
        ("bytes=8-99999999", "ij"),
        ("bytes=9-9", "j"),
        ("bytes=10-", ""),
        ("bytes=99-100", ""),
        ("bytes=-0", ""),
    ],
)
def test_a_range_is_some_of_the_octets(header: str, octets: str) -> None:
    found = range_of(header, 10)
    assert found is not None
    assert "abcdefghij"[found.start : found.stop] == octets


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=0-" + "9" * 99]
)
def test_what_is_no_single_range_is_ignored(header: str) -> None:
    assert range_of(header, 10) is None


def test_nothing_has_no_ranges() -> None:
    found = range_of("bytes=0-0", 0)
    assert found is not None
    assert not found
