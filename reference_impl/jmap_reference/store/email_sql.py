"""Searches for Emails as SQL: a filter becomes an expression, a sort an order, both over ``emails AS e``.

The names in a filter are those of RFC 8621, Section 4.4.1. Each search goes along a list of
Emails that has all results (see ``email_lists``), or those with the words that are looked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from ..collation import DEFAULT
from .email_lists import EVERYTHING, EmailList, Span, Sql, but, needed, whole
from .values import Filter, Phrase, Sort

TEXTS: Final = ("sender", "recipient", "cc", "bcc", "subject", "body", "attachments", "headers")
"""The columns of the index of texts."""

_COLUMNS: Final = {
    "text": ("sender", "recipient", "cc", "bcc", "subject", "body", "attachments"),
    "from": ("sender",),
    "to": ("recipient",),
    "cc": ("cc",),
    "bcc": ("bcc",),
    "subject": ("subject",),
    "body": ("body", "attachments"),
    "header": ("headers",),
}

_IN_MAILBOX: Final = (
    "EXISTS (SELECT 1 FROM email_mailboxes AS m"
    " WHERE m.account = e.account AND m.mailbox = ? AND m.received = e.received AND m.row = e.row)"
)
_IN_ANOTHER: Final = (
    "EXISTS (SELECT 1 FROM email_mailboxes AS m"
    " WHERE m.row = e.row AND m.mailbox NOT IN (SELECT value FROM json_each(?)))"
)


def _has_keyword(email: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM email_keywords AS k"
        f" WHERE k.account = {email}.account AND k.keyword = ?"
        f" AND k.received = {email}.received AND k.row = {email}.row)"
    )


_SOME: Final = (
    f"EXISTS (SELECT 1 FROM emails AS t WHERE t.account = e.account AND t.thread = e.thread AND {_has_keyword('t')})"
)
_ALL: Final = _SOME.replace("AND EXISTS", "AND NOT EXISTS").replace("EXISTS", "NOT EXISTS", 1)

_CONDITIONS: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "inMailbox": (_IN_MAILBOX, str),
    "inMailboxOtherThan": (_IN_ANOTHER, json.dumps),
    "before": ("e.received < ?", str),
    "after": ("e.received >= ?", str),
    "minSize": ("e.size >= ?", int),
    "maxSize": ("e.size < ?", int),
    "hasKeyword": (_has_keyword("e"), str),
    "notKeyword": (f"NOT {_has_keyword('e')}", str),
    "allInThreadHaveKeyword": (_ALL, str),
    "someInThreadHaveKeyword": (_SOME, str),
    "noneInThreadHaveKeyword": (f"NOT {_SOME}", str),
    "hasAttachment": ("e.has_attachment = ?", int),
}

_ORDERS: Final = {
    "receivedAt": "e.received",
    "sentAt": "e.sent",
    "size": "e.size",
    "from": "e.sender",
    "to": "e.recipient",
    "subject": "e.subject",
    # req: mail/Email/query/sort/hasKeyword/value
    #   The value MUST be true if so, and false otherwise.
    "hasKeyword": _has_keyword("e"),
    # req: mail/Email/query/sort/allInThreadHaveKeyword/value
    #   The value MUST be true if so, and false otherwise.
    "allInThreadHaveKeyword": _ALL,
    # req: mail/Email/query/sort/someInThreadHaveKeyword/value
    #   The value MUST be true if so, and false otherwise.
    "someInThreadHaveKeyword": _SOME,
}


_INDEXES: Final = {
    "from": "emails_sender",
    "to": "emails_recipient",
    "subject": "emails_subject",
    "size": "emails_size",
    "sentAt": "emails_sent",
}
"""Those that have the order of a sort."""


def has_index(sort: tuple[Sort, ...]) -> bool:
    """Whether the Emails of an account can be had in this order without sorting them."""
    return bool(sort) and sort[0].property in _INDEXES and sort[0].collation in ("", DEFAULT)


def indexed(account: str, sort: tuple[Sort, ...]) -> EmailList:
    """All Emails in the order that ``has_index`` speaks of."""
    return whole(account, index=_INDEXES[sort[0].property])


def matching(account: str, filter: Filter | None) -> EmailList | None:
    """Those with the words that all results have, in no order; None if there are no such words."""
    texts = [(name, value) for name, value in needed(filter) if name in _COLUMNS and value]
    if not texts:
        return None
    match = " AND ".join(f"({_match(name, phrases)})" for name, phrases in texts)
    return EmailList(
        "email_texts AS x CROSS JOIN emails AS e ON e.row = x.rowid", "email_texts MATCH ? AND e.account = ?",
        [match, account], tuple(texts), row="e.row", received="e.received",
    )  # fmt: skip


def asks_for_words(filter: Filter | None) -> bool:
    """Whether a text is looked for anywhere in the filter."""
    if filter is None:
        return False
    if "operator" in filter:
        return any(map(asks_for_words, filter["conditions"]))
    return not _COLUMNS.keys().isdisjoint(filter)


def is_all(source: EmailList, filter: Filter | None) -> bool:
    """Whether all in the list match."""
    return expression(but(filter, source.meets))[0] == "1"


def select(source: EmailList, filter: Filter | None, sort: tuple[Sort, ...], span: Span = EVERYTHING) -> Sql:
    """The ids and the Threads of the Emails in this part of the list that match, in order; equals by id."""
    where, parameters = source.within(span)
    matches, more = expression(but(filter, source.meets), span.rows)
    orders, keys = [], []
    for each in sort:
        order = source.received if each.property == "receivedAt" else _ORDERS[each.property]
        if each.collation == DEFAULT:
            order += "_key"
        elif each.collation:
            order = f"collated({order}, ?)"
            keys.append(each.collation)
        elif each.keyword is not None:
            keys.append(each.keyword)
        orders.append(f"{order} {'ASC' if each.is_ascending else 'DESC'}")
    by = ", ".join([*orders, "e.id"])
    statement = f"SELECT e.id, e.thread FROM {source.tables} WHERE {where} AND {matches} ORDER BY {by}"
    return statement, [*parameters, *more, *keys]


def count(source: EmailList, filter: Filter | None, threads: bool = False, most: int | None = None) -> Sql:
    """How many in the list match, or how many Threads they are of; no more than ``most``."""
    where, parameters = source.within(EVERYTHING)
    matches, more = expression(but(filter, source.meets))
    what = "DISTINCT e.thread" if threads else "e.row"
    limit = "" if most is None else f" LIMIT {most}"
    statement = f"SELECT count(*) FROM (SELECT {what} FROM {source.tables} WHERE {where} AND {matches}{limit})"
    return statement, [*parameters, *more]


def ties(source: EmailList, date: str, id: str) -> Sql:
    """Those of this date whose id comes before this one."""
    where, parameters = source.within(Span(since=date, up_to=date))
    return f"SELECT count(*) FROM {source.tables} WHERE {where} AND e.id < ?", [*parameters, id]


def among(account: str, ids: list[str], filter: Filter) -> Sql:
    """Those of the Emails with these ids that match."""
    matches, parameters = expression(filter)
    statement = (
        f"SELECT e.id FROM emails AS e WHERE e.account = ? AND e.id IN ({','.join('?' * len(ids))}) AND {matches}"
    )
    return statement, [account, *ids, *parameters]


def expression(filter: Filter | None, rows: tuple[int, int] | None = None) -> Sql:
    """Whether ``e`` matches; ``rows``: the least and the greatest of those that are asked about."""
    if filter is None:
        return "1", []
    # req: mail/Email/query/all-properties
    #   A FilterCondition MUST match the Emails that match every property that it has, and no others.
    # req: mail/Email/query/no-properties
    #   A condition without properties MUST match every Email.
    if "operator" not in filter:
        return _joined_by(" AND ", "1", [_condition(name, value, rows) for name, value in filter.items()])
    inner = [expression(each, rows) for each in filter["conditions"]]
    if filter["operator"] == "AND":
        return _joined_by(" AND ", "1", inner)
    matches, parameters = _joined_by(" OR ", "0", inner)
    return (f"NOT {matches}" if filter["operator"] == "NOT" else matches), parameters


def _joined_by(operator: str, empty: str, inner: list[Sql]) -> Sql:
    # In pairs, since SQLite takes expressions up to a depth of 1000.
    parts, parameters = [sql for sql, _ in inner], [each for _, values in inner for each in values]
    while len(parts) > 1:
        parts = [f"({operator.join(parts[at : at + 2])})" for at in range(0, len(parts), 2)]
    return (parts[0] if parts else empty), parameters


def _condition(name: str, value: Any, rows: tuple[int, int] | None) -> Sql:
    if name in _COLUMNS:
        if not value:
            return "1", []
        span = "" if rows is None else " AND rowid BETWEEN ? AND ?"
        having = f"SELECT rowid FROM email_texts WHERE email_texts MATCH ?{span}"
        return f"e.row IN ({having})", [_match(name, value), *(rows or ())]
    sql, convert = _CONDITIONS[name]
    return sql, [convert(value)]


def _match(name: str, phrases: list[Phrase]) -> str:
    """In the language of FTS5: every phrase, each in one of the columns."""
    columns = " ".join(_COLUMNS[name])
    return " AND ".join(f"{{{columns}}} : {_quoted(phrase)}" for phrase in phrases)


def _quoted(phrase: Phrase) -> str:
    # A word is of letters and digits, so there is no quotation mark in it.
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_prefix else ""}'
