"""Where a search for Emails begins: lists of them that are in the order of dates already.

A Mailbox, those in it that are unread, a keyword, and the account as a whole have such lists. A page is found by
going along one of them, whatever else the filter says; the one that is short is better.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from .values import Filter

Sql = tuple[str, list[Any]]

UNREAD: Final = "$seen"
"""The keyword of which each Mailbox also has a list of those that do not have it."""


@dataclass(frozen=True)
class Span:
    """Some of a list."""

    #: The last date before it, the first date, the first date after it, the last date.
    above: str | None = None
    since: str | None = None
    until: str | None = None
    up_to: str | None = None
    #: The least and the greatest row of those in it.
    rows: tuple[int, int] | None = None


EVERYTHING: Final = Span()


@dataclass(frozen=True)
class EmailList:
    """Emails to look at: ``x`` are the rows of the list, and ``e`` those of the Emails."""

    table: str
    where: str
    parameters: list[Any]
    #: Parts of a filter that all of them meet.
    meets: tuple[tuple[str, Any], ...] = ()
    #: Dates between which the results are, as conditions of a filter.
    dates: tuple[tuple[str, str], ...] = ()
    is_by_date: bool = True
    #: Of the Email, in a row of the list.
    row: str = "x.row"
    received: str = "x.received"

    @property
    def tables(self) -> str:
        # CROSS: in this order, whatever the planner thinks of it.
        return self.table if self.row == "e.row" else f"{self.table} CROSS JOIN emails AS e ON e.row = {self.row}"

    def within(self, span: Span) -> Sql:
        """The condition that a row is in this part of the list."""
        bounds = [(">=" if name == "after" else "<", value) for name, value in self.dates]
        bounds += [(">", span.above), (">=", span.since), ("<", span.until), ("<=", span.up_to)]  # type: ignore[list-item]
        bounds = [(sign, value) for sign, value in bounds if value is not None]
        where = "".join(f" AND {self.received} {sign} ?" for sign, _ in bounds)
        return self.where + where, self.parameters + [value for _, value in bounds]

    def count(self, span: Span = EVERYTHING) -> Sql:
        where, parameters = self.within(span)
        return f"SELECT count(*) FROM {self.table} WHERE {where}", parameters

    def count_up_to(self, most: int) -> Sql:
        """How many there are, but no more than ``most``."""
        where, parameters = self.within(EVERYTHING)
        return f"SELECT count(*) FROM (SELECT 1 FROM {self.table} WHERE {where} LIMIT {most})", parameters

    def date_at(self, place: int, is_ascending: bool, span: Span = EVERYTHING) -> Sql:
        """The date of the one that has so many before it in the span."""
        where, parameters = self.within(span)
        order = f"ORDER BY {self.received} {'ASC' if is_ascending else 'DESC'}"
        return f"SELECT {self.received} FROM {self.table} WHERE {where} {order} LIMIT 1 OFFSET {place}", parameters

    def rows(self, span: Span) -> Sql:
        """The least and the greatest."""
        where, parameters = self.within(span)
        return f"SELECT min({self.row}), max({self.row}) FROM {self.table} WHERE {where}", parameters


def whole(account: str, dates: tuple[tuple[str, str], ...] = (), index: str = "") -> EmailList:
    """All Emails of an account; with ``index``, in its order."""
    table = f"emails AS e INDEXED BY {index}" if index else "emails AS e"
    return EmailList(table, "e.account = ?", [account], dates, dates, row="e.row", received="e.received")


def lists(account: str, filter: Filter | None) -> list[EmailList]:
    """Those that have all results, the first of them by date."""
    conditions = list(needed(filter))
    dates = tuple((name, value) for name, value in conditions if name in ("before", "after"))
    found, unread = [], ("notKeyword", UNREAD)
    for name, value in conditions:
        if name == "inMailbox":
            parameters, meets = [account, value], ((name, value), *dates)
            if unread in conditions:
                table = "email_mailboxes AS x INDEXED BY email_mailboxes_unread"
                where = "x.account = ? AND x.mailbox = ? AND x.is_unread"
                found.append(EmailList(table, where, parameters, (*meets, unread), dates))
            else:
                where = "x.account = ? AND x.mailbox = ?"
                found.append(EmailList("email_mailboxes AS x", where, parameters, meets, dates))
        elif name == "hasKeyword":
            where = "x.account = ? AND x.keyword = ?"
            found.append(EmailList("email_keywords AS x", where, [account, value], ((name, value), *dates), dates))
        elif name == "hasAttachment" and value:
            found.append(
                replace(whole(account, dates, "emails_attachment"), where="e.account = ? AND e.has_attachment")
            )
    if not found:
        found.append(whole(account, dates))
    sizes = [
        replace(whole(account, dates, "emails_size"), where="e.account = ? AND e.size >= ?",
                parameters=[account, value], is_by_date=False)
        for name, value in conditions if name == "minSize"
    ]  # fmt: skip
    return found + sizes


def needed(filter: Filter | None) -> Iterable[tuple[str, Any]]:
    """The conditions that every result meets."""
    if filter is None:
        return
    if "operator" not in filter:
        yield from filter.items()
    elif filter["operator"] == "AND":
        for inner in filter["conditions"]:
            yield from needed(inner)


def but(filter: Filter | None, met: Iterable[tuple[str, Any]]) -> Filter | None:
    """The filter without these conditions, which ``needed`` gives and all that are looked at meet."""
    if filter is None:
        return None
    if "operator" not in filter:
        return {name: value for name, value in filter.items() if (name, value) not in met}
    if filter["operator"] != "AND":
        return filter
    return {"operator": "AND", "conditions": [but(inner, met) for inner in filter["conditions"]]}
