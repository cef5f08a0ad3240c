"""A search takes in Emails that the user may not see.

Breaks `mail/partial-access/emails`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..mail import query
from ..mail.search import Search
from ..standard.call import Call


def plant() -> None:
    def page(call: Call, search: Search) -> tuple[int, list[str]]:
        found: Iterator[Any] = call.transaction.find_emails(call.account.id, search.filter, search.sort)
        return 0, [id for id, _ in found]

    query.page = page
