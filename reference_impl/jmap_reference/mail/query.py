"""Email/query: the ids of the Emails that match, page by page (RFC 8621, Section 4.4).

The store gives the results one after the other, and no more of them are taken than the page
needs: what a page costs does not grow with the account.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..errors import method
from ..standard.call import Call
from .search import Search, search_of


def query(call: Call) -> dict[str, Any]:
    """``{accountId, queryState, canCalculateChanges, position, ids: Id[]}``, and ``total`` if asked for.

    Raises:
        AnchorNotFound: the anchor is not in the results.
        UnsupportedSort, UnsupportedFilter, InvalidArguments: see ``search_of``.
    """
    search = search_of(call)
    start, ids = page(call, search)
    return {
        "accountId": call.account.id,
        "queryState": call.records.state("Email"),
        "canCalculateChanges": True,
        "position": start,
        "ids": ids,
        **({"total": total(call, search)} if call.arguments["calculateTotal"] else {}),
    }


def results(call: Call, search: Search) -> Iterator[str]:
    """The ids of the Emails that match, in order, one by one."""
    found = call.transaction.find_emails(call.account.key, search.filter, search.sort)
    if not search.collapse_threads:
        yield from (id for id, _ in found)
        return
    # req: mail/Email/query/collapseThreads/first-of-thread
    #   If so, when the results have been filtered and sorted, every Email MUST be taken out of them that has another
    #   Email of its Thread before it.
    seen: set[str] = set()
    for id, thread in found:
        if thread not in seen:
            seen.add(thread)
            yield id


def page(call: Call, search: Search) -> tuple[int, list[str]]:
    """Where in the results the part that is asked for begins, and its ids."""
    arguments, limit = call.arguments, call.arguments["limit"]
    anchor = arguments["anchor"]
    if anchor is None:
        start = arguments["position"]
        if start < 0:
            start = max(0, total(call, search) + start)
        return start, part(call, search, start, limit)
    place = place_of(call, search, anchor)
    if place is None:
        raise method.AnchorNotFound()
    start = max(0, place + arguments["anchorOffset"])
    return start, part(call, search, start, limit)


def part(call: Call, search: Search, start: int, limit: int | None) -> list[str]:
    """The ids from ``start`` on."""
    if search.collapse_threads:
        return list(islice(results(call, search), start, None if limit is None else start + limit))
    return call.transaction.page_of_emails(call.account.key, search.filter, search.sort, start, limit)


def place_of(call: Call, search: Search, id: str) -> int | None:
    """How many come before an Email in the results; None if it is not in them."""
    if search.collapse_threads:
        return next((place for place, each in enumerate(results(call, search)) if each == id), None)
    return call.transaction.place_of_email(call.account.key, search.filter, search.sort, id)


def total(call: Call, search: Search) -> int:
    """How many results there are; of a whole Mailbox, that is kept."""
    if search.filter and search.filter.keys() == {"inMailbox"}:
        mailbox = call.records.get("Mailbox", search.filter["inMailbox"]) or {}
        # req: mail/Mailbox/totalEmails/agrees-with-query
        #   As long as the state of Email is the same, it MUST also be the total of a query for all Emails in the
        #   Mailbox.
        return int(mailbox.get("totalThreads" if search.collapse_threads else "totalEmails", 0))
    # req: mail/Email/query/collapseThreads/counts-what-is-left
    #   The total and the position MUST then count what is left.
    return call.transaction.count_emails(call.account.key, search.filter, search.collapse_threads)
