"""Moments in time, as Date and UTCDate write them (RFC 8620, Section 1.4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_DATE: Final = re.compile(r"(.{17})(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))")


def moment(date: str) -> tuple[datetime, str]:
    """What to compare to find the earlier of two dates: the second in UTC, and the digits of its fraction.

    As strings, ``12:00:00.5Z`` would come before ``12:00:00Z``, and a zone would count for nothing.
    """
    found = _DATE.fullmatch(date)
    if found is None:
        raise ValueError(f"{date!r} is no date")
    minute, second, fraction, sign, hours, minutes = found.groups()
    # A leap second is the first of the next minute, which the calendar of Python can count.
    at = datetime.fromisoformat(f"{minute}00") + timedelta(seconds=int(second))
    if sign:
        at -= timedelta(hours=int(sign + hours), minutes=int(sign + minutes))
    return at, (fraction or "").rstrip("0")


def utc_date(at: float) -> str:
    """Seconds since 1970 as a UTCDate."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def in_order(date: str) -> str:
    """A date such that, as a string, it comes before every later one."""
    at, fraction = moment(date)
    return f"{at:%Y-%m-%dT%H:%M:%S}" + (f".{fraction}" if fraction else "")
