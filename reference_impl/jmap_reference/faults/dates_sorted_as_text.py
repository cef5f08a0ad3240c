"""Email/query sorts by sentAt as the date is written, whatever its offset from UTC.

Breaks `core/Comparator/property/dates`.
"""

from __future__ import annotations

from ..mail import metadata


def plant() -> None:
    def in_order(date: str) -> str:
        return date

    metadata.in_order = in_order  # type: ignore[attr-defined]
