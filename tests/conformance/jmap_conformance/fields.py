"""Header fields of an answer whose value is a list."""

from __future__ import annotations

from .exchange import Exchange


def words(made: Exchange, name: str) -> set[str]:
    """The members of a list, in lower case, without their parameters; empty where there is no such field."""
    said = made.answer_headers.get(name, "")
    return {word.partition(";")[0].strip().lower() for word in said.split(",") if word.strip()}


def directives(made: Exchange) -> dict[str, str]:
    """What Cache-Control says: directive to value, which is empty where it has none."""
    parts = (word.partition("=") for word in made.answer_headers.get("cache-control", "").split(","))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in parts if name.strip()}


def media_type(made: Exchange) -> str:
    """The Content-Type without its parameters, in lower case."""
    return made.answer_headers.get("content-type", "").partition(";")[0].strip().lower()
