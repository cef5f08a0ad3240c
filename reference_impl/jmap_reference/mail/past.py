"""Some Emails as they are, or as they were at an earlier state, and whether they match a search.

Only /queryChanges needs this, for the few Emails that changed: what is, the store can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ..collation import COLLATIONS
from ..dates import in_order
from ..store.values import Filter, Phrase, Record, Sort
from .message.search import base_subject
from .metadata import person
from .search import TEXT_CONDITIONS, Search

Texts = Mapping[tuple[str, tuple[Phrase, ...]], set[str]]
"""For a condition on a text: the ids of the Emails that match, among those that exist still."""


class Emails:
    """All that matter of one state: with each Email, if the search is about Threads, all of its Thread."""

    def __init__(self, records: Iterable[Record], texts: Texts, alive: Iterable[str]) -> None:
        self.records = {record["id"]: record for record in records}
        self.threads: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self.records.values():
            self.threads[record["threadId"]].append(record)
        self._texts, self._alive = texts, frozenset(alive)

    def matches(self, filter: Filter | None, email: Record) -> bool | None:
        """None if it cannot be known: the words of an Email are gone when it is destroyed."""
        if filter is None:
            return True
        if "operator" not in filter:
            return _and(self._meets(name, value, email) for name, value in filter.items())
        inner = [self.matches(each, email) for each in filter["conditions"]]
        match filter["operator"]:
            case "AND":
                return _and(inner)
            case "OR":
                return _not(_and(map(_not, inner)))
            case _:
                return _and(map(_not, inner))

    def _meets(self, name: str, value: Any, email: Record) -> bool | None:
        if name in TEXT_CONDITIONS:
            return email["id"] in self._texts[name, tuple(value)] if email["id"] in self._alive else None
        match name:
            case "inMailbox":
                return value in email["mailboxIds"]
            case "inMailboxOtherThan":
                return any(id not in value for id in email["mailboxIds"])
            case "before":
                return in_order(email["receivedAt"]) < value
            case "after":
                return in_order(email["receivedAt"]) >= value
            case "minSize":
                return bool(email.get("size", 0) >= value)
            case "maxSize":
                return bool(email.get("size", 0) < value)
            case "hasKeyword":
                return value in email["keywords"]
            case "notKeyword":
                return value not in email["keywords"]
            case "hasAttachment":
                return email.get("hasAttachment", False) is value
            case "noneInThreadHaveKeyword":
                return not self._thread("someInThreadHaveKeyword", value, email)
        return self._thread(name, value, email)

    def _thread(self, name: str, keyword: str, email: Record) -> bool:
        having = (keyword in each["keywords"] for each in self.threads[email["threadId"]])
        return all(having) if name == "allInThreadHaveKeyword" else any(having)

    def key(self, sort: Sort, email: Record) -> Any:
        match sort.property:
            case "receivedAt":
                return in_order(email["receivedAt"])
            case "sentAt":
                sent = email.get("sentAt")
                return (0, "") if sent is None else (1, in_order(sent))
            case "size":
                return email.get("size", 0)
            case "from" | "to":
                return COLLATIONS[sort.collation](person(email.get(sort.property)))
            case "subject":
                return COLLATIONS[sort.collation](base_subject(email.get("subject") or ""))
            case "hasKeyword":
                return sort.keyword in email["keywords"]
        return self._thread(sort.property, sort.keyword or "", email)

    def keys(self, search: Search, id: str) -> list[Any]:
        """What decides where the Email is in the results."""
        return [self.key(sort, self.records[id]) for sort in search.sort]

    def found(self, search: Search) -> dict[str, bool]:
        """Those that are in the results, or may have been (false), in order."""
        ordered = sorted(self.records.values(), key=lambda email: email["id"])
        for sort in reversed(search.sort):
            ordered.sort(key=lambda email: self.key(sort, email), reverse=not sort.is_ascending)
        seen: set[str] = set()
        results: dict[str, bool] = {}
        for email in ordered:
            matches = self.matches(search.filter, email)
            if matches is not False and not (search.collapse_threads and email["threadId"] in seen):
                results[email["id"]] = bool(matches)
                if matches:
                    seen.add(email["threadId"])
        return results


def _and(values: Iterable[bool | None]) -> bool | None:
    found = set(values)
    return False if False in found else None if None in found else True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value
