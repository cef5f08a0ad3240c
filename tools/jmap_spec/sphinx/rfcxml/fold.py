"""Long lines of code, folded as RFC 8792 says, so that they can be unfolded again."""

from __future__ import annotations

#: Columns of code at the top level of a draft; three fewer for each list around it.
WIDTH = 69
_NOTE = " NOTE: '{}' line wrapping per RFC 8792 "
#: Where a line is rather broken than elsewhere: after one of these.
_AFTER = " ,:;/=&?([{"


def fold(text: str, width: int) -> str:
    """``text`` with no line over ``width`` columns; unchanged where none is longer.

    The single-backslash strategy; where a line already ends in a backslash, the other one.
    """
    lines = text.split("\n")
    if all(len(line) <= width for line in lines):
        return text
    double = any(line.endswith("\\") for line in lines)
    strategy = "\\\\" if double else "\\"
    words = _NOTE.format(strategy)
    note = ("=" * ((width - len(words)) // 2) + words).ljust(width, "=")
    return "\n".join([note, "", *(part for line in lines for part in _parts(line, width, double))])


def _parts(line: str, width: int, double: bool) -> list[str]:
    if len(line) <= width:
        return [line]
    indent = " " * min(len(line) - len(line.lstrip()) + 2, width // 2)
    parts: list[str] = []
    while len(line) > width:
        at = _break(line, width - 1, len((parts and indent) or ""))
        parts.append(line[:at] + "\\")
        line = indent + ("\\" if double else "") + line[at:]
    return [*parts, line]


def _break(line: str, most: int, least: int) -> int:
    """Where to cut: at most ``most`` columns, after a sign that allows it, else in the middle.

    What follows the cut is no space: a reader who unfolds cannot tell it from the indent.
    """
    start = max(least + 1, len(line) - len(line.lstrip()) + 1)
    for at in range(most, max(start, most // 2), -1):
        if line[at - 1] in _AFTER and line[at] != " ":
            return at
    at = most
    while at > start and line[at] == " ":
        at -= 1
    return at


def unfold(text: str) -> str:
    """What :func:`fold` was given."""
    first, _, rest = text.partition("\n")
    if "line wrapping per RFC 8792" not in first:
        return text
    double = "'\\\\'" in first
    lines: list[str] = []
    going = False
    for line in rest.removeprefix("\n").split("\n"):
        if going:
            line = lines.pop() + (line.lstrip(" ").removeprefix("\\") if double else line.lstrip(" "))
        going = line.endswith("\\") and (not double or True)
        lines.append(line[:-1] if going else line)
    return "\n".join(lines)
