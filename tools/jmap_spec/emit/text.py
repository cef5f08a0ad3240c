"""What emitters share: JSON as it is committed, and prose folded for a docstring."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from ..spans import without_marks


def json_text(value: Any) -> str:
    """JSON for people and for diffs: two spaces, in the order given, one newline at the end."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def compact_lines(value: dict[str, Any]) -> str:
    """A JSON object with one line a member of the second level, so that a diff shows what changed."""
    lines = []
    for key, item in value.items():
        if isinstance(item, dict) and item:
            inner = ",\n".join(f"    {_short(name)}: {_short(member)}" for name, member in item.items())
            lines.append(f"  {_short(key)}: {{\n{inner}\n  }}")
        else:
            lines.append(f"  {_short(key)}: {_short(item)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


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
