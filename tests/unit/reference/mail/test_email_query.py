"""Email/query: conditions, sorts, windows, collapsed Threads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jmap_reference.generated import methods as tables
from jmap_reference.mail.past import Emails
from jmap_reference.mail.query_changes import texts_among
from jmap_reference.mail.search import search_of
from jmap_reference.protocol import Processor
from jmap_reference.standard.call import Call
from tests.unit.reference.helpers import ALICE, make_processor
from tests.unit.reference.mail.messages import ATTACHED, Mail, message

NEWEST = {"property": "receivedAt", "isAscending": False}


@pytest.fixture(scope="module")
def mail() -> Mail:
    return Mail(make_processor())


@pytest.fixture(scope="module")
def ids(mail: Mail) -> dict[str, str]:
    """inbox and trash, and a to f: three conversations, oldest first."""
    inbox, trash = mail.mailbox("Inbox"), mail.mailbox("Trash", role="trash")
    html = "<html><head><title>hidden</title></head><body>Gr&uuml;n &amp; <b>blue</b></body></html>"
    found = {"inbox": inbox, "trash": trash}
    add = mail.deliver
    found["a"] = add(
        message("Garden", "Sow the beans", "a"), inbox, keywords="$seen $flagged", at="2026-01-01T00:00:00Z"
    )
    found["b"] = add(message("Re: Garden", "in May", "b", ("a",)), inbox, keywords="$seen", at="2026-01-02T00:00:00Z")
    found["c"] = add(ATTACHED, inbox, trash, at="2026-01-03T00:00:00Z")
    found["d"] = add(
        message("=?utf-8?q?=C3=84pfel?=", "red", "d", Cc="Dora <dora@example.org>"), trash, at="2026-01-04T00:00:00Z"
    )
    found["e"] = add(message("[list] garden", "x" * 900, "e", sender="zed@example.com", X_Label="two words"), inbox,
                     keywords="$seen", at="2026-01-05T00:00:00.5Z")  # fmt: skip
    raw = message("Aerial", html, "f", Content_Type="text/html; charset=utf-8", Bcc="hid@example.net")
    found["f"] = add(raw, inbox, at="2026-01-05T00:00:00Z")
    return found


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ({}, "abcdef"),
        ({"inMailbox": "inbox"}, "abcef"),
        ({"inMailbox": "nobody"}, ""),
        ({"inMailboxOtherThan": ["trash"]}, "abcef"),
        ({"inMailboxOtherThan": ["trash", "inbox"]}, ""),
        ({"inMailboxOtherThan": []}, "abcdef"),
        ({"before": "2026-01-02T00:00:00Z"}, "a"),
        ({"after": "2026-01-05T00:00:00Z"}, "ef"),
        ({"after": "2026-01-05T00:00:00.2Z"}, "e"),
        ({"minSize": 900}, "e"),
        ({"maxSize": 100}, ""),
        ({"hasKeyword": "$Seen"}, "abe"),
        ({"notKeyword": "$SEEN"}, "cdf"),
        ({"allInThreadHaveKeyword": "$seen"}, "abe"),
        ({"allInThreadHaveKeyword": "$flagged"}, ""),
        ({"someInThreadHaveKeyword": "$flagged"}, "ab"),
        ({"noneInThreadHaveKeyword": "$flagged"}, "cdef"),
        ({"hasAttachment": True}, "c"),
        ({"hasAttachment": False}, "abdef"),
        ({"text": "beans"}, "a"),
        ({"text": "GARDEN may"}, "b"),
        ({"text": "apfel"}, "d"),
        ({"text": "café"}, "c"),
        ({"text": "dora"}, "d"),
        ({"text": "grün blue"}, "f"),
        ({"text": '"grun blue"'}, "f"),
        ({"text": '"blue grun"'}, ""),
        ({"text": "body"}, ""),
        ({"text": "hidden"}, ""),
        ({"text": "deep"}, "c"),
        ({"text": "two words"}, ""),
        ({"text": ""}, "abcdef"),
        ({"from": "bob"}, "abcdf"),
        ({"from": "example.net"}, "abcdf"),
        ({"to": "alice@example.com"}, "abcdef"),
        ({"cc": "example.org"}, "d"),
        ({"bcc": "hid"}, "f"),
        ({"subject": "garden"}, "abe"),
        ({"body": "garden"}, ""),
        ({"body": "sow"}, "a"),
        ({"header": ["x-label"]}, "e"),
        ({"header": ["X-Label", "words"]}, "e"),
        ({"header": ["Subject", "apfel"]}, "d"),
        ({"header": ["X-Label", "garden"]}, ""),
        ({"header": ["X-Lab"]}, ""),
        ({"hasKeyword": "$seen", "subject": "re"}, "b"),
        (
            {"operator": "AND", "conditions": [{"inMailbox": "inbox"}, {"text": "garden"}, {"hasKeyword": "$flagged"}]},
            "a",
        ),
        ({"operator": "OR", "conditions": [{"hasAttachment": True}, {"text": "beans"}]}, "ac"),
        ({"operator": "NOT", "conditions": [{"inMailbox": "trash"}, {"subject": "garden"}]}, "f"),
        ({"operator": "AND", "conditions": []}, "abcdef"),
        ({"operator": "OR", "conditions": []}, ""),
        ({"operator": "NOT", "conditions": []}, "abcdef"),
        ({"operator": "NOT", "conditions": [{"operator": "OR", "conditions": [{"text": "garden"}, {}]}]}, ""),
    ],
)
def test_a_filter_finds(mail: Mail, ids: dict[str, str], filter: Any, found: str) -> None:
    assert set(mail.query(real(filter, ids))) == {ids[name] for name in found}


def real(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: real(inner, ids) if name in ("conditions", "inMailbox", "inMailboxOtherThan") else inner
                for name, inner in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [real(inner, ids) for inner in value]
    return ids.get(value, value)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ([{"property": "receivedAt"}], "abcdfe"),
        ([NEWEST], "efdcba"),
        ([{"property": "subject"}, NEWEST], "fdebac"),
        ([{"property": "subject", "collation": "i;octet"}, NEWEST], "fbaced"),
        ([{"property": "from", "isAscending": False}, NEWEST], "efdcba"),
        ([{"property": "hasKeyword", "keyword": "$FLAGGED", "isAscending": False}, NEWEST], "aefdcb"),
        ([{"property": "someInThreadHaveKeyword", "keyword": "$flagged", "isAscending": False}, NEWEST], "baefdc"),
        ([{"property": "allInThreadHaveKeyword", "keyword": "$seen"}, NEWEST], "fdceba"),
        ([{"property": "to"}, {"property": "receivedAt"}], "abcdfe"),
    ],
)
def test_a_sort_puts_in_order(mail: Mail, ids: dict[str, str], sort: Any, order: str) -> None:
    assert mail.query(None, *sort) == [ids[name] for name in order]


def test_sorts_by_size_and_by_date_sent(mail: Mail, ids: dict[str, str]) -> None:
    sizes = [mail.email(id)["size"] for id in mail.query(None, {"property": "size"})]
    assert sizes == sorted(sizes)
    assert len(mail.query(None, {"property": "sentAt"})) == 6


def test_what_cannot_be_sorted_or_found(mail: Mail) -> None:
    assert mail.error("Email/query", sort=[{"property": "preview"}]) == "unsupportedSort"
    assert mail.error("Email/query", sort=[{"property": "subject", "collation": "i;x"}]) == "unsupportedSort"
    assert mail.error("Email/query", sort=[{"property": "hasKeyword"}]) == "invalidArguments"
    assert mail.error("Email/query", filter={"colour": "red"}) in ("unsupportedFilter", "invalidArguments")
    deep: dict[str, Any] = {}
    for _ in range(40):
        deep = {"operator": "NOT", "conditions": [deep]}
    assert mail.error("Email/query", filter=deep) == "unsupportedFilter"
    many = {"operator": "OR", "conditions": [{"text": "x"}] * 300}
    assert mail.error("Email/query", filter=many) == "unsupportedFilter"
    wide = {"operator": "OR", "conditions": [{"text": "x"}] * 190}
    assert len(mail.query(wide)) == 1


def test_collapsed_threads_come_once_and_are_counted_so(mail: Mail, ids: dict[str, str]) -> None:
    said = mail.call("Email/query", sort=[NEWEST], collapseThreads=True, calculateTotal=True)
    assert said["ids"] == [ids[name] for name in "efdcb"]
    assert (said["total"], said["position"], said["canCalculateChanges"]) == (5, 0, True)
    for collapse, total in ((True, 4), (False, 5)):
        inbox = {"inMailbox": ids["inbox"]}
        assert mail.call("Email/query", filter=inbox, collapseThreads=collapse, calculateTotal=True)["total"] == total
        again = {"operator": "AND", "conditions": [inbox]}
        assert mail.call("Email/query", filter=again, collapseThreads=collapse, calculateTotal=True)["total"] == total
    assert mail.query({"hasKeyword": "$seen"}, {"property": "receivedAt"}, collapseThreads=True) == [ids["a"], ids["e"]]


@given(
    position=st.integers(-9, 9), limit=st.none() | st.integers(0, 9), anchor=st.none() | st.integers(0, 5),
    offset=st.integers(-9, 9), collapse=st.booleans(),
)  # fmt: skip
@settings(deadline=None)
def test_every_window_is_a_slice(
    mail: Mail, ids: dict[str, str], position: int, limit: int | None, anchor: int | None, offset: int, collapse: bool
) -> None:
    everything = mail.query(None, NEWEST, collapseThreads=collapse)
    named = None if anchor is None else everything[anchor % len(everything)]
    window = {"position": position, "limit": limit, "anchor": named, "anchorOffset": offset}
    said = mail.call("Email/query", sort=[NEWEST], collapseThreads=collapse, **window)
    start = everything.index(named) + offset if named else position if position >= 0 else len(everything) + position
    start = max(0, start)
    assert said["ids"] == everything[start : None if limit is None else start + limit]
    assert said["position"] == start


def test_an_anchor_must_be_in_the_results(mail: Mail, ids: dict[str, str]) -> None:
    assert mail.error("Email/query", anchor=ids["d"], filter={"inMailbox": ids["inbox"]}) == "anchorNotFound"


CONDITIONS = st.sampled_from(
    [
        {"inMailbox": "inbox"}, {"inMailboxOtherThan": ["trash"]}, {"hasKeyword": "$seen"}, {"notKeyword": "$flagged"},
        {"someInThreadHaveKeyword": "$flagged"}, {"allInThreadHaveKeyword": "$seen"},
        {"noneInThreadHaveKeyword": "$seen"}, {"text": "garden"}, {"body": "beans"}, {"minSize": 900}, {"maxSize": 300},
        {"hasAttachment": True},
        {"after": "2026-01-03T00:00:00Z"}, {"before": "2026-01-05T00:00:00.2Z"}, {"header": ["x-label"]},
    ]
)  # fmt: skip
FILTERS = st.recursive(
    CONDITIONS,
    lambda inner: st.builds(
        lambda operator, conditions: {"operator": operator, "conditions": conditions},
        st.sampled_from(["AND", "OR", "NOT"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
SORTS = st.lists(
    st.builds(
        lambda property, ascending: {"property": property, "isAscending": ascending, "keyword": "$seen"},
        st.sampled_from(list(tables.TYPES["Email"].sort)),
        st.booleans(),
    ),
    max_size=3,
)


@given(filter=st.none() | FILTERS, sort=SORTS, collapse=st.booleans())
@settings(deadline=None, max_examples=300)
def test_the_store_finds_what_the_rules_say(
    mail: Mail, ids: dict[str, str], filter: Any, sort: Any, collapse: bool
) -> None:
    """SQL and Python are two ways to the same results; /queryChanges needs both."""
    arguments = {"filter": real(filter, ids), "sort": sort, "collapseThreads": collapse}
    processor: Processor = mail.processor
    with processor.store.transaction() as transaction:
        accounts = {account.id: account for account in transaction.accounts_of(ALICE)}
        call = Call(
            tables.METHODS["Email/query"], {"accountId": "A1"} | arguments, ALICE, accounts, transaction,
            processor.specials, processor.limits, {}, 0.0, processor.new_id,
        )  # fmt: skip
        search = search_of(call)
        records = transaction.read_all("A1", "Email")
        everyone = [record["id"] for record in records]
        expected = list(Emails(records, texts_among(call, search, everyone), everyone).found(search))
    said = mail.call("Email/query", calculateTotal=True, **arguments)
    assert said["ids"] == expected
    assert said["total"] == len(expected)
