"""Email/queryChanges: how the results differ from those at an earlier state (RFC 8621, Section 4.5).

An Email that did not change since, and whose Thread did not if that matters, is where it was
among its like. So only the others are looked at: as they were, from the log, and as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    then, now = before_and_after(call, search, list(log))
    removed, added = differences(search, then, now)
    removed, placed = in_place(call, search, then, now, removed, added)
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


def before_and_after(call: Call, search: Search, log: list[Change]) -> tuple[Emails, Emails]:
    """The Emails that changed, and those that what changed can matter to: as they were, and as they are."""
    records = call.records
    touched = {change.id for change in log}
    now = records.read("Email", touched)
    if search.of_threads:
        gone = [change.before["threadId"] for change in log if change.kind == "destroyed"]
        threads = dict.fromkeys([email["threadId"] for email in now.values()] + gone)
        touched |= {id for thread in threads for id in records.find("Email", "threadId", thread)}
        now = records.read("Email", touched)
    texts = texts_among(call, search, now)
    then: dict[str, Record] = rewind(now, log)
    return Emails(then.values(), texts, now), Emails(now.values(), texts, now)


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
    call: Call, search: Search, then: Emails, now: Emails, removed: list[str], added: list[str]
) -> tuple[list[str], list[dict[str, Any]]]:
    """``removed`` and ``added``, with where each is in the results; up to ``upToId`` if that can be told."""
    missing, placed = set(added), []
    up_to = call.arguments["upToId"] if search.is_immutable else None
    behind_up_to = False
    if missing or up_to is not None:
        for place, id in enumerate(results(call, search)):
            if id in missing:
                placed.append({"id": id, "index": place})
                missing.discard(id)
            behind_up_to = id == up_to and id not in added
            if behind_up_to or not (missing or up_to is not None):
                break
    if behind_up_to and up_to is not None:
        # Where nothing can move, what was behind it then has a place behind it now.
        removed = [id for id in removed if not _behind(call, search, then, now, id, up_to)]
    return removed, placed


def _behind(call: Call, search: Search, then: Emails, now: Emails, id: str, up_to: str) -> bool:
    """Whether ``id`` came after ``up_to`` in the old results."""
    limit = now.records.get(up_to) or call.records.get("Email", up_to)
    assert limit is not None
    pair = Emails([then.records[id], limit], {}, ())
    ordered = list(pair.found(Search(None, search.sort, collapse_threads=False)))
    return ordered.index(id) > ordered.index(up_to)
