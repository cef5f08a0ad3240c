"""Faults about result references (RFC 8620, Section 3.7)."""

from __future__ import annotations

from typing import Any

from .. import protocol, references
from ..errors import method
from . import fault
from .planting import instead


@fault("core/ResultReference/looked-for-first", seen_by="path-is-a-json-pointer")
def path_escapes_kept() -> None:
    """In the path of a reference, ~0 and ~1 stand for themselves."""
    instead(references, "unescape", lambda right, token: token)


@fault("core/ResultReference/looked-for-first", seen_by="references-below-the-arguments-are-values")
def nested_references_resolved() -> None:
    """A name with # is taken for a reference, however deep it stands in a value."""

    def resolve(right: Any, arguments: dict[str, Any], responses: Any) -> dict[str, Any]:
        found = right(arguments, responses)
        return {
            name: resolve(right, value, responses) if isinstance(value, dict) else value
            for name, value in found.items()
        }

    instead(protocol, "resolve", resolve)


@fault("core/ResultReference/path/star")
def star_needs_items() -> None:
    """A * on an empty array leads nowhere."""

    def evaluate(right: Any, value: Any, tokens: list[str]) -> Any:
        found = right(value, tokens)
        if "*" in tokens and found == []:
            raise LookupError("*")
        return found

    instead(references, "evaluate", evaluate)


@fault("core/ResultReference/unresolved")
def unresolved_is_null() -> None:
    """A reference that leads nowhere gives null."""

    def look_up(right: Any, *given: Any) -> Any:
        try:
            return right(*given)
        except method.InvalidResultReference:
            return None

    instead(references, "look_up", look_up)


@fault("core/ResultReference/name/same-name")
def reference_name_ignored() -> None:
    """A reference leads to the response of any name."""

    def look_up(right: Any, name: str, reference: Any, responses: Any) -> Any:
        said = next((one[0] for one in responses if one[2] == reference["resultOf"]), reference["name"])
        return right(name, reference | {"name": said}, responses)

    instead(references, "look_up", look_up)


@fault("core/ResultReference/resultOf/first")
def last_response_counts() -> None:
    """A reference leads to the last response of its method call id."""
    instead(
        references, "look_up", lambda right, name, reference, responses: right(name, reference, list(responses)[::-1])
    )


@fault("core/ResultReference/both-forms")
def reference_before_value() -> None:
    """An argument that comes plainly and as a reference is taken from the reference."""
    instead(
        protocol,
        "resolve",
        lambda right, arguments, responses: right(
            {name: value for name, value in arguments.items() if f"#{name}" not in arguments}, responses
        ),
    )


@fault("core/ResultReference/path/flattened")
def star_does_not_flatten() -> None:
    """A result reference with * over arrays gives an array of arrays."""
    instead(references, "flatten", lambda right, found: [found])
