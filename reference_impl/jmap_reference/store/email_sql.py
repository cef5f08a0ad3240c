"""Searches for Emails as SQL: a filter becomes an expression, a sort an order, both over ``emails AS e``.

The names in a filter are those of RFC 8621, Section 4.4.1. One condition that every result
must meet is chosen to begin with, so that a page of a large account is found without looking
at the rest of it: words by their index, a Mailbox or a keyword by its list, which is in the
order of dates already.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from ..collation import DEFAULT
from .values import Filter, Phrase, Sort

Sql = tuple[str, list[Any]]

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
    "hasKeyword": _has_keyword("e"),
    # req: mail/Email/query/sort/allInThreadHaveKeyword/value
    "allInThreadHaveKeyword": _ALL,
    # req: mail/Email/query/sort/someInThreadHaveKeyword/value
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


def count_up_to(most: int, account: str, filter: Filter | None) -> Sql:
    """How many match, but no more than ``most``."""
    tables, (where, parameters), _ = _start(account, filter)
    return f"SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {where} LIMIT {most})", parameters


def select(account: str, filter: Filter | None, sort: tuple[Sort, ...], by_index: bool = False) -> Sql:
    """The ids and the Threads of the Emails that match, in order; equals by id.

    ``by_index``: go through all that ``has_index`` speaks of, and leave out what does not match.
    """
    if by_index:
        index = _INDEXES[sort[0].property]
        matches, parameters = expression(filter)
        tables, where = f"emails AS e INDEXED BY {index}", (f"e.account = ? AND {matches}", [account, *parameters])
        received = "e.received"
    else:
        tables, where, received = _start(account, filter)
    orders, parameters = [], []
    for each in sort:
        order = received if each.property == "receivedAt" else _ORDERS[each.property]
        if each.collation == DEFAULT:
            order += "_key"
        elif each.collation:
            order = f"collated({order}, ?)"
            parameters.append(each.collation)
        elif each.keyword is not None:
            parameters.append(each.keyword)
        orders.append(f"{order} {'ASC' if each.is_ascending else 'DESC'}")
    statement = f"SELECT e.id, e.thread FROM {tables} WHERE {where[0]} ORDER BY {', '.join([*orders, 'e.id'])}"
    return statement, where[1] + parameters


def count(account: str, filter: Filter | None, threads: bool) -> Sql:
    tables, (where, parameters), _ = _start(account, filter)
    return f"SELECT count({'DISTINCT e.thread' if threads else '*'}) FROM {tables} WHERE {where}", parameters


def among(account: str, ids: list[str], filter: Filter) -> Sql:
    """Those of the Emails with these ids that match."""
    matches, parameters = expression(filter)
    statement = (
        f"SELECT e.id FROM emails AS e WHERE e.account = ? AND e.id IN ({','.join('?' * len(ids))}) AND {matches}"
    )
    return statement, [account, *ids, *parameters]


def _start(account: str, filter: Filter | None) -> tuple[str, Sql, str]:
    """What to select from, the condition, and which column has the date in the order of an index."""
    needed = list(_needed(filter))
    texts = [(name, value) for name, value in needed if name in _COLUMNS and value]
    if texts:
        match = " AND ".join(f"({_match(name, phrases)})" for name, phrases in texts)
        rest = _but(filter, {name for name, _ in texts})
        return _joined("email_texts AS x", "x.rowid", "email_texts MATCH ? AND e.account = ?", [match, account], rest)
    for name, table, column in (
        ("inMailbox", "email_mailboxes", "mailbox"),
        ("hasKeyword", "email_keywords", "keyword"),
    ):
        value = next((value for each, value in needed if each == name), None)
        if value is not None:
            tables, sql, _ = _joined(
                f"{table} AS x", "x.row", f"x.account = ? AND x.{column} = ?", [account, value], filter
            )
            return tables, sql, "x.received"
    matches, parameters = expression(filter)
    return "emails AS e", (f"e.account = ? AND {matches}", [account, *parameters]), "e.received"


def _joined(table: str, row: str, first: str, parameters: list[Any], rest: Filter | None) -> tuple[str, Sql, str]:
    matches, more = expression(rest)
    # CROSS: in this order, whatever the planner thinks of it.
    return (
        f"{table} CROSS JOIN emails AS e ON e.row = {row}",
        (f"{first} AND {matches}", parameters + more),
        "e.received",
    )


def _needed(filter: Filter | None) -> Iterable[tuple[str, Any]]:
    """The conditions that every result meets."""
    if filter is None:
        return
    if "operator" not in filter:
        yield from filter.items()
    elif filter["operator"] == "AND":
        for inner in filter["conditions"]:
            yield from _needed(inner)


def _but(filter: Filter | None, names: set[str]) -> Filter | None:
    """The filter without those conditions that ``_needed`` gives under these names."""
    if filter is None:
        return None
    if "operator" not in filter:
        return {name: value for name, value in filter.items() if name not in names}
    if filter["operator"] != "AND":
        return filter
    return {"operator": "AND", "conditions": [_but(inner, names) for inner in filter["conditions"]]}


def expression(filter: Filter | None) -> Sql:
    """Whether ``e`` matches."""
    if filter is None:
        return "1", []
    # req: mail/Email/query/all-properties, mail/Email/query/no-properties
    if "operator" not in filter:
        return _joined_by(" AND ", "1", [_condition(name, value) for name, value in filter.items()])
    inner = [expression(each) for each in filter["conditions"]]
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


def _condition(name: str, value: Any) -> Sql:
    if name in _COLUMNS:
        if not value:
            return "1", []
        return "e.row IN (SELECT rowid FROM email_texts WHERE email_texts MATCH ?)", [_match(name, value)]
    sql, convert = _CONDITIONS[name]
    return sql, [convert(value)]


def _match(name: str, phrases: list[Phrase]) -> str:
    """In the language of FTS5: every phrase, each in one of the columns."""
    columns = " ".join(_COLUMNS[name])
    return " AND ".join(f"{{{columns}}} : {_quoted(phrase)}" for phrase in phrases)


def _quoted(phrase: Phrase) -> str:
    # A word is of letters and digits, so there is no quotation mark in it.
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_prefix else ""}'
