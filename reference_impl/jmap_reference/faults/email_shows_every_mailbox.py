"""Whoever sees an Email is told of all Mailboxes that it is in.

Breaks `mail/partial-access/mailboxes`.
"""

from __future__ import annotations

from ..mail import shared
from ..store.values import Record, Share


def plant() -> None:
    right = shared.part_of

    def part_of(share: Share, email: Record) -> Record | None:
        return email if right(share, email) else None

    shared.part_of = part_of
