"""JSON as people read it: what fits on a line stands on a line, Invocations hug their braces, short members
stand side by side.

Pure: a value in, text out. ``json.dumps`` would spread a list of three ids over five lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

#: What stands for a value that is not printed.
ELLIPSIS = "…"


#: Columns of a member in brackets that may stand beside others.
_SHORT = 36


class _Elided:
    """One value, or a run of array items, that is not printed."""


_ELIDED = _Elided()


def layout_text(text: str, width: int, elide: Iterable[str] = ()) -> str:
    """:func:`layout` of JSON text."""
    return layout(json.loads(text), width, elide)


def layout(value: Any, width: int, elide: Iterable[str] = ()) -> str:
    """``value`` in lines of at most ``width`` columns, but for strings that are longer.

    ``elide``: JSON Pointers to values that are printed as an ellipsis; neighbours in an array
    become one.
    """
    for pointer in elide:
        value = _without(value, [p.replace("~1", "/").replace("~0", "~") for p in pointer.split("/")[1:]])
    return "\n".join(_lines(_joined(value), width, 0))


def _without(value: Any, path: list[str]) -> Any:
    """A copy in which the value at ``path`` is elided."""
    if not path:
        return _ELIDED
    if isinstance(value, dict) and path[0] in value:
        return {k: _without(v, path[1:]) if k == path[0] else v for k, v in value.items()}
    if isinstance(value, list) and path[0].isdigit():
        return [_without(v, path[1:]) if i == int(path[0]) else v for i, v in enumerate(value)]
    return value


def _joined(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _joined(v) for k, v in value.items()}
    if isinstance(value, list):
        items = [_joined(v) for v in value]
        return [v for i, v in enumerate(items) if not (v is _ELIDED and i and items[i - 1] is _ELIDED)]
    return value


def _flat(value: Any) -> str:
    """On one line."""
    if value is _ELIDED:
        return ELLIPSIS
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_string(k)}: {_flat(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    return _string(value)


def _string(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(value: Any, width: int, used: int, after: int = 0) -> list[str]:
    """The lines of a value whose first line starts after ``used`` columns, and whose last leaves ``after``."""
    flat = _flat(value)
    if not isinstance(value, dict | list) or not value or (used + len(flat) + after <= width and _simple(value)):
        return [flat]
    if isinstance(value, dict):
        return _spread("{", "}", [(f"{_string(k)}: ", v) for k, v in value.items()], width)
    return _hugged(value, width, used) or _chained(value, width) or _spread("[", "]", [("", v) for v in value], width)


def _simple(value: Any) -> bool:
    """Short enough in structure to stand on one line: nothing nested in something nested."""
    inner = value.values() if isinstance(value, dict) else value
    return not any(
        isinstance(v, dict | list)
        and any(isinstance(w, dict | list) for w in (v.values() if isinstance(v, dict) else v))
        for v in inner
    )


def _hugged(value: list[Any], width: int, used: int) -> list[str]:
    """``["Foo/get", {`` … ``}, "0"]``: one container among scalars keeps to their line; else nothing."""
    inner = [i for i, v in enumerate(value) if isinstance(v, dict | list) and v]
    if len(inner) != 1:
        return []
    at = inner[0]
    before = "".join(_flat(v) + ", " for v in value[:at])
    after = "".join(", " + _flat(v) for v in value[at + 1 :])
    lines = _lines(value[at], width, used + len(before) + 1, len(after) + 2)
    lines[0] = f"[{before}{lines[0]}"
    lines[-1] += f"{after}]"
    return lines if used + len(lines[0]) <= width else []


def _chained(value: list[Any], width: int) -> list[str]:
    """``[{`` … ``}, {`` … ``}]``: objects none of which fits on a line; else nothing."""
    if not all(isinstance(v, dict) and v for v in value):
        return []
    items = [_lines(v, width, 2, 1) for v in value]
    if any(len(lines) == 1 for lines in items):
        return []
    out = ["["]
    for lines in items:
        out[-1] += lines[0] if out == ["["] else f", {lines[0]}"
        out += lines[1:]
    out[-1] += "]"
    return out


def _spread(opening: str, closing: str, members: list[tuple[str, Any]], width: int) -> list[str]:
    """Short members side by side, as many as fit; each of the others from a line of its own on."""
    out = [opening]
    filled = False  # whether the last line can take more
    for i, (key, value) in enumerate(members):
        comma = "," if i < len(members) - 1 else ""
        if _short(key, value):
            piece = f"{key}{_flat(value)}{comma}"
            if filled and len(out[-1]) + 1 + len(piece) <= width:
                out[-1] += f" {piece}"
            else:
                out.append(f"  {piece}")
            filled = True
            continue
        lines = _lines(value, width - 2, len(key), len(comma))
        lines[0] = key + lines[0]
        lines[-1] += comma
        out += ["  " + line for line in lines]
        filled = False
    return [*out, closing]


def _short(key: str, value: Any) -> bool:
    """Whether a member may share its line: a scalar, or little more. Records of a list never do."""
    if not isinstance(value, dict | list):
        return True
    return bool(key) and _simple(value) and len(key) + len(_flat(value)) <= _SHORT
