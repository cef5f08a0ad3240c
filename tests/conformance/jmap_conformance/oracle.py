"""What a query should find, worked out from records that the case made itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from .expect import same
from .foo import Record


def _contains(value: Any, wanted: Any) -> bool:
    return isinstance(value, str) and str(wanted).casefold() in value.casefold()


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(str(value).replace("Z", "+00:00"))


def _is_set(value: Any) -> bool:
    return value not in (None, False, 0, "", [], {})


#: How a condition of each kind compares the value of a record with its own.
MATCH: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "equals": same,
    "contains": _contains,
    "before": lambda value, wanted: value is not None and _moment(value) < _moment(wanted),
    "after": lambda value, wanted: value is not None and _moment(value) >= _moment(wanted),
    "atLeast": lambda value, wanted: value is not None and value >= wanted,
    "below": lambda value, wanted: value is not None and value < wanted,
    "has": lambda value, wanted: _is_set(value) is wanted,
    "hasKey": lambda value, wanted: wanted in (value or {}),
    "lacksKey": lambda value, wanted: wanted not in (value or {}),
    "in": lambda value, wanted: value in wanted,
    "notIn": lambda value, wanted: value not in wanted,
}


def matches(record: Record, condition: dict[str, Any], conditions: dict[str, Any]) -> bool:
    """Whether a record matches a FilterCondition; ``conditions`` is what the manifest says of each of its members."""
    return all(
        MATCH[conditions[name]["match"]](record.known.get(conditions[name]["property"]), wanted)
        for name, wanted in condition.items()
    )


def probes(match: str, values: list[Any]) -> list[Any]:
    """Values for a condition of this kind that some of the records with these ``values`` match, and some do not."""
    if match == "has":
        return [True, False]
    if match == "contains":
        return [str(value) for value in values if isinstance(value, str)]
    if match in ("hasKey", "lacksKey"):
        return [key for value in values for key in value][:2]
    if match in ("in", "notIn"):
        return [values[:1], values[1:]]
    return list(values)
