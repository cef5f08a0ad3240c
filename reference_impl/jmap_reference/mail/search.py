"""What an Email/query asks for, checked, and in the form in which the store takes it (RFC 8621, Section 4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ..collation import COLLATIONS, DEFAULT
from ..dates import in_order
from ..errors import method
from ..generated import methods as tables
from ..standard.call import Call
from ..store.values import Filter, Sort
from .words import header_phrases, phrases

MAX_DEPTH: Final = 32
"""Operators inside one another."""
MAX_CONDITIONS: Final = 200
"""In all of a filter; and phrases in a condition."""

TEXT_CONDITIONS: Final = frozenset({"text", "from", "to", "cc", "bcc", "subject", "body", "header"})
KEYWORD_CONDITIONS: Final = frozenset({"hasKeyword", "notKeyword"})
THREAD_CONDITIONS: Final = frozenset({f"{which}InThreadHaveKeyword" for which in ("all", "some", "none")})
MAILBOX_CONDITIONS: Final = frozenset({"inMailbox", "inMailboxOtherThan"})
NEWEST_FIRST: Final = (Sort("receivedAt", is_ascending=False),)
"""Where no order is asked for."""
_KEYWORD_SORTS: Final = frozenset({"hasKeyword", "allInThreadHaveKeyword", "someInThreadHaveKeyword"})
_TEXT_SORTS: Final = frozenset({"from", "to", "subject"})


@dataclass(frozen=True)
class Search:
    """Which Emails, in which order, one for each Thread or all."""

    filter: Filter | None
    sort: tuple[Sort, ...]
    collapse_threads: bool

    def depends_on(self, names: frozenset[str]) -> bool:
        """Whether one of these conditions or sorts is in it."""
        return any(name in names for name, _ in conditions(self.filter)) or any(
            each.property in names for each in self.sort
        )

    @property
    def of_threads(self) -> bool:
        """Whether one Email in the results depends on the others of its Thread."""
        return self.collapse_threads or self.depends_on(THREAD_CONDITIONS)

    @property
    def is_immutable(self) -> bool:
        """Whether an Email that exists can neither come into the results nor leave them nor move in them."""
        return not self.depends_on(KEYWORD_CONDITIONS | THREAD_CONDITIONS | MAILBOX_CONDITIONS)


def search_of(call: Call) -> Search:
    """What the arguments of the call say.

    Raises:
        UnsupportedFilter, UnsupportedSort, InvalidArguments
    """
    filter = normal(call.arguments["filter"])
    if sum(1 for _ in conditions(filter)) > MAX_CONDITIONS:
        raise method.UnsupportedFilter(f"more than {MAX_CONDITIONS} conditions")
    sort = tuple(_sort(each) for each in call.arguments["sort"] or ()) or NEWEST_FIRST
    return Search(filter, sort, call.arguments["collapseThreads"])


def conditions(filter: Filter | None) -> Iterator[tuple[str, Any]]:
    """Every condition that is somewhere in the filter."""
    if filter is None:
        return
    if "operator" not in filter:
        yield from filter.items()
    else:
        for inner in filter["conditions"]:
            yield from conditions(inner)


def normal(filter: Filter | None, depth: int = 0) -> Filter | None:
    """The filter with each value as the store takes it.

    Raises:
        UnsupportedFilter: it is nested too deeply, or asks for too much.
    """
    if filter is None:
        return None
    if depth > MAX_DEPTH:
        raise method.UnsupportedFilter(f"operators nested more than {MAX_DEPTH} deep")
    if "operator" in filter:
        inner = [normal(each, depth + 1) for each in filter["conditions"]]
        return {"operator": filter["operator"], "conditions": inner}
    return {name: _value(name, value) for name, value in filter.items()}


def _value(name: str, value: Any) -> Any:
    if name in ("before", "after"):
        return in_order(value)
    if name in KEYWORD_CONDITIONS | THREAD_CONDITIONS:
        return value.lower()
    if name not in TEXT_CONDITIONS:
        return value
    found = header_phrases(value[0], *value[1:]) if name == "header" else phrases(value)
    if len(found) > MAX_CONDITIONS:
        raise method.UnsupportedFilter(f"more than {MAX_CONDITIONS} words or phrases")
    return found


def _sort(comparator: dict[str, Any]) -> Sort:
    name = comparator["property"]
    if name not in tables.TYPES["Email"].sort:
        raise method.UnsupportedSort(f"Emails cannot be sorted by {name!r}")
    collation = comparator.get("collation", DEFAULT)
    if name in _TEXT_SORTS and collation not in COLLATIONS:
        raise method.UnsupportedSort(f"no collation {collation!r}")
    keyword: str | None = comparator.get("keyword")
    # req: mail/Email/query/sort/hasKeyword/needs-keyword
    #   A Comparator of this kind MUST have a keyword.
    if name in _KEYWORD_SORTS and keyword is None:
        raise method.InvalidArguments(f"a sort by {name} needs a keyword")
    return Sort(
        name,
        comparator.get("isAscending", True),
        collation if name in _TEXT_SORTS else "",
        keyword.lower() if keyword is not None and name in _KEYWORD_SORTS else None,
    )
