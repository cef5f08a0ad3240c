"""Faults about Mailbox/query, and the order of Threads (RFC 8621, Sections 2.3 and 3)."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from ..errors import method
from ..mail import mailbox
from ..standard import filter as filters
from ..standard.call import Call
from . import fault
from .planting import after, before, before_check, instead

QUERY = "mail/Mailbox/query"


@fault(f"{QUERY}/all-properties", "submission/EmailSubmission/query/all-properties")
def first_condition_only() -> None:
    """Of a FilterCondition, only the first property counts."""

    def first(filter: dict[str, Any]) -> dict[str, Any]:
        return filter if "operator" in filter else dict(list(filter.items())[:1])

    instead(
        filters,
        "predicate",
        lambda right, call, filter, depth=0: right(call, filter and first(filter), depth),
    )


@fault(f"{QUERY}/sort/sortOrder/supported", f"{QUERY}/sort/name/supported")
def mailboxes_not_sorted() -> None:
    """Mailboxes can be sorted by nothing."""

    def refuse(call: Call) -> None:
        if call.arguments["sort"]:
            raise method.UnsupportedSort("nothing is supported")

    before("Mailbox/query", refuse)


@fault(f"{QUERY}/sortAsTree/ancestors-first")
def children_first() -> None:
    """With sortAsTree, a Mailbox comes after what is below it."""
    instead(mailbox, "as_tree", lambda right, records: right(records)[::-1])


@fault(f"{QUERY}/sortAsTree/compares-ancestors")
def tree_by_id() -> None:
    """With sortAsTree, siblings are in the order of their ids, whatever the sort."""
    instead(mailbox, "as_tree", lambda right, records: right(sorted(records, key=lambda record: record["id"])))


@fault(f"{QUERY}/filterAsTree/needs-ancestors")
def filter_as_tree_ignored() -> None:
    """Mailbox/query ignores filterAsTree."""
    before("Mailbox/query", lambda call: call.arguments.update(filterAsTree=False))


@fault("core/errors/method/invalidArguments/answered", seen_by="query-changes-follow-the-plain-query")
def tree_arguments_of_changes_ignored() -> None:
    """Mailbox/queryChanges ignores sortAsTree and filterAsTree."""

    def ignore(called: Any, arguments: dict[str, Any], accounts: Any) -> None:
        arguments.pop("sortAsTree", None)
        arguments.pop("filterAsTree", None)

    before_check("Mailbox/queryChanges", ignore)


@fault("mail/Thread/emailIds/stable-order", seen_by="emails-stay-in-their-order")
def thread_turns() -> None:
    """The Emails of a Thread come in the opposite order every other time."""
    ways = cycle((1, -1))

    def turn(call: Call, said: dict[str, Any]) -> None:
        way = next(ways)
        said["list"] = [
            row | {"emailIds": row["emailIds"][::way]} if "emailIds" in row else row for row in said["list"]
        ]

    after("Thread/get", turn)
