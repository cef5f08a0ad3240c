"""Filters: which records a FilterOperator or a FilterCondition matches (RFC 8620, Section 5.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from ..dates import moment
from ..errors import method
from ..ijson import same
from .call import Call
from .special import Predicate

MAX_DEPTH: Final = 32
"""Operators inside one another; a person who searches writes three."""

MAX_CONDITIONS: Final = 200
"""Operators and conditions in all of a filter: each is looked at for each record."""

Match = Callable[[Any, Any], bool]
"""From the value of a record's property and the value in the condition."""


def _contains(value: Any, wanted: str) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and wanted.casefold() in text.casefold() for text in texts)


def _elements(value: Any) -> Iterable[Any]:
    """What a property holds: the keys of a map, the items of an array, or itself."""
    return value if isinstance(value, (dict, list)) else [] if value is None else [value]


MATCHES: Final[dict[str, Match]] = {
    "equals": same,
    "contains": _contains,
    "before": lambda value, wanted: value is not None and moment(value) < moment(wanted),
    "after": lambda value, wanted: value is not None and moment(value) >= moment(wanted),
    "atLeast": lambda value, wanted: value is not None and value >= wanted,
    "below": lambda value, wanted: value is not None and value < wanted,
    "has": lambda value, wanted: bool(value) is wanted,
    "hasKey": lambda value, wanted: wanted in (value or ()),
    "lacksKey": lambda value, wanted: wanted not in (value or ()),
    "in": lambda value, wanted: any(element in wanted for element in _elements(value)),
    "notIn": lambda value, wanted: any(element not in wanted for element in _elements(value)),
}
"""Each match of the vocabulary; ``x-jmap.json`` says what it means."""


def predicate(call: Call, filter: dict[str, Any] | None, depth: int = 0) -> Predicate:
    """Whether a record matches ``filter``; null matches every record.

    Raises:
        UnsupportedFilter: it is nested too deeply, has too many conditions, or one that cannot be computed.
    """
    if filter is None:
        # req: core/standard/query/filter/null-is-all
        #   With null, every Foo in the account MUST be in them.
        return lambda record: True
    if depth > MAX_DEPTH:
        raise method.UnsupportedFilter(f"operators nested more than {MAX_DEPTH} deep")
    if not depth and size_of(filter, MAX_CONDITIONS) > MAX_CONDITIONS:
        raise method.UnsupportedFilter(f"more than {MAX_CONDITIONS} operators and conditions")
    if "operator" not in filter:
        return _all([_condition(call, name, value) for name, value in filter.items()])
    inner = [predicate(call, condition, depth + 1) for condition in filter["conditions"]]
    match filter["operator"]:
        # req: core/FilterOperator/operator/and
        #   AND MUST match a record that all of the conditions match.
        case "AND":
            return _all(inner)
        # req: core/FilterOperator/operator/or
        #   OR MUST match one that at least one of them matches.
        case "OR":
            return lambda record: any(matches(record) for matches in inner)
        # req: core/FilterOperator/operator/not
        #   NOT MUST match one that none of them matches.
        case _:
            return lambda record: not any(matches(record) for matches in inner)


def size_of(filter: dict[str, Any], enough: int) -> int:
    """How many operators and conditions are in a filter; when there are more than ``enough``, no more are counted."""
    waiting, size = [filter], 0
    while waiting and size <= enough:
        each = waiting.pop()
        inner = each.get("conditions", ())
        size += 1 if "operator" in each else max(1, len(each))
        waiting.extend(inner)
    return size


def filter_properties(call: Call, filter: dict[str, Any] | None) -> set[str]:
    """The properties of a record that decide whether it matches."""
    if filter is None:
        return set()
    if "operator" in filter:
        return {name for inner in filter["conditions"] for name in filter_properties(call, inner)}
    return {call.type.filter[name].property for name in filter}


def _all(inner: list[Predicate]) -> Predicate:
    if len(inner) == 1:
        return inner[0]
    return lambda record: all(matches(record) for matches in inner)


def _condition(call: Call, name: str, value: Any) -> Predicate:
    condition = call.type.filter[name]
    if condition.match == "special":
        return call.special.condition(call, name, value)
    matches = MATCHES[condition.match]
    return lambda record: matches(record.get(condition.property), value)
