"""What is wrong with a value, said to the developer who sent it: the validator knows schemas, its reader need not."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import Any, Final

_SHORT: Final = 60
"""Characters: a longer pattern explains nothing."""


def said(error: Any, known: Iterable[str]) -> str:
    """One fault, with its place; ``known``: the names that the outermost object may have."""
    place = "".join(f"/{step}" for step in error.instance_path)
    text = _text(error, () if place else known)
    return f"{place}: {text}" if place else text


def _text(error: Any, known: Iterable[str]) -> str:
    kind = error.kind
    match kind.name:
        case "required":
            return f"{_quoted(kind.property)} is missing"
        case "additionalProperties" | "unevaluatedProperties":
            return ", ".join(f"there is no {_quoted(name)} here{_near(name, known)}" for name in kind.unexpected)
        case "propertyNames":
            return f"{_quoted(kind.error.instance)} may not stand here"
        case "falseSchema":
            return "may not stand here"
        case "const":
            return f"can only be {json.dumps(kind.expected_value)}"
        case "pattern" if len(kind.pattern) > _SHORT or "[Aa]" in kind.pattern:
            return "is not of the form that it has to have"
        case "not" if isinstance(error.instance, str):
            return f"{_quoted(error.instance)} may not stand here"
        case "not":
            return "is not as it has to be"
        case "enum" if isinstance(error.instance, str):
            return error.message + _near(error.instance, map(str, kind.options))
    return error.message


def _near(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name, list(known), 1, 0.7)
    return f"; did you mean {_quoted(found[0])}?" if found else ""


def _quoted(name: Any) -> str:
    return json.dumps(name, ensure_ascii=False)
