"""Moments (RFC 8620, Section 1.4)."""

from __future__ import annotations

import pytest

from jmap_reference.dates import moment

IN_ORDER = [
    "2014-10-30T06:12:00Z",
    "2014-10-30T06:12:00.0625Z",
    "2014-10-30T06:12:00.5Z",
    "2014-10-30T14:12:01+08:00",
    "2014-10-30T01:12:02-05:00",
    "2014-12-31T23:59:59Z",
    "2014-12-31T23:59:60Z",
]


def test_earlier_is_less() -> None:
    assert sorted(IN_ORDER, key=moment) == IN_ORDER
    assert len({moment(date) for date in IN_ORDER}) == len(IN_ORDER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2014-10-30T06:12:00Z", "2014-10-30T14:12:00+08:00"),
        ("2014-10-30T06:12:00.50Z", "2014-10-30T06:12:00.5Z"),
        ("2014-10-30T06:12:00Z", "2014-10-30T00:42:00-05:30"),
    ],
)
def test_one_moment_has_several_spellings(one: str, other: str) -> None:
    assert moment(one) == moment(other)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="no date"):
        moment("yesterday")
