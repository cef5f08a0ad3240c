"""What emitters share: JSON as it is committed, and prose folded for a docstring."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from ..spans import without_marks


def json_text(value: Any) -> str:
    """JSON for people and for diffs: two spaces, in the order given, one newline at the end."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def compact_lines(value: dict[str, Any], levels: int = 2) -> str:
    """A JSON object with one line a member of the second level, or another, so that a diff shows what changed."""
    return _lines(value, levels, "") + "\n"


def _lines(value: Any, levels: int, indent: str) -> str:
    if not levels or not value or not isinstance(value, dict | list):
        return _short(value)
    deeper = f"{indent}  "
    if isinstance(value, list):
        inner = [_lines(item, levels - 1, deeper) for item in value]
    else:
        inner = [f"{_short(name)}: {_lines(item, levels - 1, deeper)}" for name, item in value.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n{deeper}" + f",\n{deeper}".join(inner) + f"\n{indent}{closing}"


def docstring(markdown: str, indent: str = "", *, tail: str = "") -> str:
    """A description as the text of a docstring; ``tail`` is a last line of its own."""
    paragraphs = [" ".join(part.split()) for part in without_marks(markdown).split("\n\n")]
    folded = [
        textwrap.fill(part, 112 - len(indent), break_long_words=False, break_on_hyphens=False)
        for part in paragraphs
        if part
    ]
    if tail:
        folded.append(tail)
    text = "\n\n".join(folded).replace("\\", "\\\\").replace('"""', "'''")
    closing = f"\n{indent}" if "\n" in text or len(text) > 100 - len(indent) else ""
    return '"""' + textwrap.indent(text, indent).lstrip() + closing + '"""'


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
