"""Email/query says as its total how many Emails match, also where Threads are collapsed.

Breaks `mail/Mailbox/totalThreads/agrees-with-query`.
"""

from __future__ import annotations

from dataclasses import replace

from ..mail import query
from ..mail.search import Search
from ..standard.call import Call


def plant() -> None:
    right = query.total

    def total(call: Call, search: Search) -> int:
        return right(call, replace(search, collapse_threads=False))

    query.total = total
