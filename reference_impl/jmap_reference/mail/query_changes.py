"""Email/queryChanges: how the results differ from those at an earlier state (RFC 8621, Section 4.5).

An Email that did not change since, and whose Thread did not if that matters, is where it was
among its like. So only the others are looked at: as they were, from the log, and as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ..errors import method
from ..ijson import same
from ..standard.call import Call
from ..standard.query_changes import rewind
from ..store.values import Change, Record
from .past import Emails, Texts
from .query import results, total
from .search import (
    KEYWORD_CONDITIONS,
    MAILBOX_CONDITIONS,
    TEXT_CONDITIONS,
    THREAD_CONDITIONS,
    Search,
    conditions,
    search_of,
)

_AT_ONCE: Final = 500
"""Emails in memory at a time, but for a Thread that has more."""
_LOOKED_AT: Final = frozenset({"id", "threadId", "mailboxIds", "keywords", "receivedAt", "size", "hasAttachment"})
"""The properties by which an Email that is no more can have been among the results, besides those in the sort."""


def query_changes(call: Call) -> dict[str, Any]:
    """``{accountId, oldQueryState, newQueryState, removed: Id[], added: AddedItem[]}``, and ``total`` if asked for.

    Raises:
        CannotCalculateChanges: ``sinceQueryState`` was never a state here, or the log has been cut since.
        TooManyChanges: more are removed and added than ``maxChanges``.
    """
    arguments, search = call.arguments, search_of(call)
    since = arguments["sinceQueryState"]
    log = call.records.changes("Email", since)
    if log is None:
        raise method.CannotCalculateChanges(f"the changes since {since!r} are not known")
    removed, added = [], []
    # Those that are gone, where it matters what they were.
    gone: dict[str, Record] = {}
    up_to = arguments["upToId"] if search.is_immutable else None
    for then, now in before_and_after(call, search, [slim(search, change) for change in log]):
        out, in_ = differences(search, then, now)
        removed += out
        added += in_
        gone |= {} if up_to is None else {id: then.records[id] for id in out}
    removed, placed = in_place(call, search, gone, removed, added, up_to)
    most = arguments["maxChanges"]
    if most is not None and len(removed) + len(placed) > most:
        raise method.TooManyChanges(f"{len(removed) + len(placed)} changes")
    return {
        "accountId": call.account.id,
        "oldQueryState": since,
        "newQueryState": call.records.state("Email"),
        **({"total": total(call, search)} if arguments["calculateTotal"] else {}),
        "removed": removed,
        "added": placed,
    }


def slim(search: Search, change: Change) -> Change:
    """A change with no more of what was than this search can ask for: after years, there may be many."""
    wanted = _LOOKED_AT | {each.property for each in search.sort}
    return replace(change, before={name: value for name, value in change.before.items() if name in wanted})


def before_and_after(call: Call, search: Search, log: list[Change]) -> Iterator[tuple[Emails, Emails]]:
    """The Emails that changed, and those that what changed can matter to: as they were, and as they are.

    Some at a time, but all of a Thread at once if Threads matter: what becomes of one has nothing to do with others.
    """
    records = call.records
    by_id: defaultdict[str, list[Change]] = defaultdict(list)
    for change in log:
        by_id[change.id].append(change)
    for ids in some_together(call, search, by_id):
        now = records.read("Email", ids)
        then: dict[str, Record] = rewind(now, sorted((each for id in ids for each in by_id.get(id, ())), key=_state))
        texts = texts_among(call, search, now)
        yield Emails(then.values(), texts, now), Emails(now.values(), texts, now)


def some_together(call: Call, search: Search, by_id: Mapping[str, list[Change]]) -> Iterator[list[str]]:
    """The ids of those that changed, with the others of their Threads if those matter."""
    together: Iterator[list[str]] = ([id] for id in by_id)
    if search.of_threads:
        threads = {email["threadId"]: None for email in call.records.each("Email", by_id)}
        gone: defaultdict[str, list[str]] = defaultdict(list)
        for id, changes in by_id.items():
            if changes[-1].kind == "destroyed":
                gone[changes[-1].before["threadId"]].append(id)
        find = call.records.find
        together = ([*find("Email", "threadId", each), *gone[each]] for each in threads | dict.fromkeys([*gone]))
    some: list[str] = []
    for ids in together:
        some += ids
        if len(some) >= _AT_ONCE:
            yield some
            some = []
    yield some


def _state(change: Change) -> int:
    return change.state


def texts_among(call: Call, search: Search, ids: Iterable[str]) -> Texts:
    """For each condition on a text in the search, those of the Emails that meet it."""
    wanted = {(name, tuple(value)) for name, value in conditions(search.filter) if name in TEXT_CONDITIONS}
    return {
        (name, phrases): call.transaction.matching_emails(call.account.key, ids, {name: list(phrases)})
        for name, phrases in wanted
    }


def differences(search: Search, then: Emails, now: Emails) -> tuple[list[str], list[str]]:
    """Which to take out of the old results, and which to put into what is left."""
    old, new = then.found(search), now.found(search)
    relevant = [
        *(["mailboxIds"] if search.depends_on(MAILBOX_CONDITIONS) else []),
        *(["keywords"] if search.depends_on(KEYWORD_CONDITIONS | THREAD_CONDITIONS) else []),
    ]

    def stays(id: str) -> bool:
        # req: core/standard/queryChanges/response/removed/extra-ids
        was, is_ = then.records[id], now.records[id]
        return all(same(was[name], is_[name]) for name in relevant) and then.keys(search, id) == now.keys(search, id)

    staying = {id for id in old if old[id] and id in new and stays(id)}
    if search.collapse_threads:
        # Perhaps one that is gone stood for the Thread before.
        doubtful = {then.records[id]["threadId"] for id in old if not old[id]}
        staying = {id for id in staying if then.records[id]["threadId"] not in doubtful}
    return [id for id in old if id not in staying], [id for id in new if id not in staying]


def in_place(
    call: Call, search: Search, gone: Mapping[str, Record], removed: list[str], added: list[str], up_to: str | None
) -> tuple[list[str], list[dict[str, Any]]]:
    """``removed`` and ``added``, with where each is in the results; up to ``up_to`` if that can be told."""
    missing, new, placed = set(added), frozenset(added), []
    behind_up_to = False
    if missing or up_to is not None:
        for place, id in enumerate(results(call, search)):
            if id in missing:
                placed.append({"id": id, "index": place})
                missing.discard(id)
            behind_up_to = id == up_to and id not in new
            if behind_up_to or not (missing or up_to is not None):
                break
    if behind_up_to and up_to is not None:
        # Where nothing can move, what was behind it then has a place behind it now.
        limit = call.records.get("Email", up_to)
        assert limit is not None, "it is in the results"
        removed = [id for id in removed if not _behind(search, gone[id], limit)]
    return removed, placed


def _behind(search: Search, one: Record, limit: Record) -> bool:
    """Whether ``one`` came after ``limit`` in the old results."""
    pair = Emails([one, limit], {}, ())
    ordered = list(pair.found(Search(None, search.sort, collapse_threads=False)))
    return ordered.index(one["id"]) > ordered.index(limit["id"])
