"""Strings that match a pattern, made from the pattern: deterministic, short first."""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from typing import Any

from ..validate.ecma import compiled

#: Tried first where a class allows many characters.
_NICE = "aA0b1-_x2Z/:. "


@cache
def matching(pattern: str, most: int = 12) -> tuple[str, ...]:
    """Some strings that ``pattern`` (ECMA 262) matches; none where it is beyond this generator."""
    whole = compiled(pattern)
    try:
        made = list(islice(_sequence(parser.parse(whole.pattern)), 200))
    except (NotImplementedError, re.error):
        return ()
    return tuple([text for text in dict.fromkeys(made) if whole.search(text)][:most])


def _sequence(items: Any) -> Iterator[str]:
    parts = [list(islice(_item(kind, value), 4)) or [""] for kind, value in items]
    # The simplest first, then one part at a time made another: a product would drown in its last parts.
    yield "".join(part[0] for part in parts)
    for index, part in enumerate(parts):
        for other in part[1:]:
            yield "".join(other if index == n else inner[0] for n, inner in enumerate(parts))
    yield from ("".join(choice) for choice in islice(product(*parts), 64))


def _item(kind: Any, value: Any) -> Iterator[str]:
    if kind is op.LITERAL:
        yield chr(value)
    elif kind is op.NOT_LITERAL:
        yield from (char for char in _NICE if ord(char) != value)
    elif kind is op.ANY:
        yield from _NICE
    elif kind is op.IN:
        yield from _class(value)
    elif kind is op.AT:
        yield ""
    elif kind is op.SUBPATTERN:
        yield from _sequence(value[-1])
    elif kind is op.BRANCH:
        alternatives = [list(islice(_sequence(branch), 3)) for branch in value[1]]
        for turn in range(3):
            yield from (alternative[turn] for alternative in alternatives if turn < len(alternative))
    elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = value
        for times in dict.fromkeys((max(low, 1) if high else 0, low, low + 1)):
            if low <= times <= high:
                yield from (text * times for text in islice(_sequence(inner), 4))
    elif kind in (op.ASSERT, op.ASSERT_NOT):
        yield ""  # a look ahead is left to the check at the end
    else:
        raise NotImplementedError(str(kind))


def _class(members: list[tuple[Any, Any]]) -> Iterator[str]:
    negated = bool(members) and members[0][0] is op.NEGATE
    ranges = []
    for kind, value in members[negated:]:
        if kind is op.LITERAL:
            ranges.append((value, value))
        elif kind is op.RANGE:
            ranges.append(value)
        else:
            raise NotImplementedError(str(kind))
    inside = [char for char in _NICE if any(low <= ord(char) <= high for low, high in ranges) != negated]
    yield from inside
    if not negated:
        yield from (chr(low) for low, _ in ranges)
    elif not inside:
        yield "é"
