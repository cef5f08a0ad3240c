"""Changes as text for the terminal, and as JSON for programs."""

from __future__ import annotations

import difflib
import json
import textwrap
from dataclasses import asdict

from ..change import Change
from .groups import concerns, groups, summary

_WIDTH = 110
#: Values that are longer are shown by the words that differ.
_SHORT = 90


def as_text(old: str, new: str, changes: list[Change], breaking_only: bool = False) -> str:
    """Groups of changes, each with why and where."""
    lines = [summary(old, new, changes, breaking_only)]
    for group in groups(changes):
        lines += ["", f"{group.title} ({len(group.changes)})", ""]
        for change in group.changes:
            lines += _change(change)
    return "\n".join(lines)


def as_json(old: str, new: str, changes: list[Change]) -> str:
    """``{old, new, breaking, changes}``; each change with all that is known of it."""
    told = [{**asdict(change), "place": str(change.place)} for change in changes]
    value = {"old": old, "new": new, "breaking": sum(c.breaking for c in changes), "changes": told}
    return json.dumps(value, indent=2, ensure_ascii=False)


def _change(change: Change) -> list[str]:
    who = concerns(change)
    lines = [f"  {change.subject} {change.what}{f' (for {who})' if who else ''} [{change.code}]"]
    before, after = _shortened(change.before, change.after)
    if before and after:
        inline = f"{before} → {after}"
        lines += _wrapped(inline) if len(inline) <= _SHORT else [*_wrapped(f"- {before}"), *_wrapped(f"+ {after}")]
    elif before or after:
        lines += _wrapped(before or after)
    return [*lines, *_wrapped(change.why), f"      {change.place}"]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="      ", subsequent_indent="        ", break_on_hyphens=False)


def _shortened(before: str, after: str) -> tuple[str, str]:
    """Two long texts without most of what they have in common."""
    if not (before and after) or max(len(before), len(after)) <= _SHORT:
        return before, after
    one, other = before.split(" "), after.split(" ")
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    told: tuple[list[str], list[str]] = ([], [])
    for number, (kind, a, b, c, d) in enumerate(blocks):
        for side, words in ((0, one[a:b]), (1, other[c:d])):
            if kind == "equal" and len(words) > 8:
                head = words[:4] if number else []
                tail = words[-4:] if number < len(blocks) - 1 else []
                words = [*head, "…", *tail]
            told[side].extend(words)
    return " ".join(told[0]), " ".join(told[1])
