"""Every block of JSON that a published text prints: where it stands, and its value; no sentence of the text.

    python -m tests.published.blocks rfc8620.txt > tests/published/rfc8620.json

A block begins on a line of its own, with a bracket or with ``name =`` before it, and ends where its
brackets are closed. Two habits of the texts are undone (RFC 8620, Section 1.1): a string that is
``folded`` over lines, and what is ``elided`` as three periods. What is no JSON even then is ``broken``,
with what a parser says of it; its value is then the one with the misprints of reviewed.toml mended,
if there are any. This is an outside measure: it never reads ``schemas/``.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

#: Footer and header of a page.
_FURNITURE = re.compile(r"\f|[A-Z].*\[Page [0-9]+\]$|RFC [0-9]+ {3,}.* [0-9]{4}$")
_HEADING = re.compile(r"([0-9]+(?:\.[0-9]+)*)\.  +\S")
#: A bracket and what may follow it in JSON, which tells it from a citation; or a value that is given a name.
_OPENS = re.compile(
    r' *(?:(?P<name>\w+) =>? +(?=[\[{])|(?=\[ *(?:[\[\]{"0-9.-]|true\b|false\b|null\b|$))|(?=\{ *(?:["}.]|$)))'
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\.\.\.|[\[\]{}]', re.S)
_ELIDED = re.compile(r"\s*,\s*\.\.\.(?=\s*[\]}])|\.\.\.\s*,?")

#: ``{line, printed, meant}``: what a line prints, and what it should have printed.
Misprint = dict[str, Any]


def blocks(text: str, misprints: Iterable[Misprint] = ()) -> Iterator[dict[str, Any]]:
    """``{line, section, how, broken?, json?}`` in the order of the text; ``line`` counts from 1."""
    printed = [(number, line) for number, line in enumerate(text.split("\n"), 1) if not _FURNITURE.match(line)]
    meant = [(number, _mended(line, [one for one in misprints if one["line"] == number])) for number, line in printed]
    section, at = "", 0
    while at < len(printed):
        number, line = printed[at]
        if heading := _HEADING.match(line):
            section = heading[1]
        if opens := _OPENS.match(line):
            block, length = _block(printed[at:], opens.end())
            if "broken" in block:
                mended, _ = _block(meant[at:], opens.end())
                block = {**mended, **block}
            named = ["named"] if opens["name"] else []
            yield {"line": number, "section": section, **block, "how": [*named, *block["how"]]}
            at += length
        at += 1


def _mended(line: str, misprints: list[Misprint]) -> str:
    for one in misprints:
        if one["printed"] not in line:
            raise ValueError(f"line {one['line']} does not print {one['printed']}")
        line = line.replace(one["printed"], one["meant"])
    return line


def _block(lines: list[tuple[int, str]], start: int) -> tuple[dict[str, Any], int]:
    """What ``_value`` makes of the block that opens at ``start`` of the first line; how many lines more it takes."""
    rest = "\n".join(line for _, line in takewhile(lambda one: not _HEADING.match(one[1]), lines))
    end = _end(rest, start)
    return _value(rest[start:end]), rest[:end].count("\n")


def _end(text: str, start: int) -> int:
    """Where the bracket that opens at ``start`` is closed; the end of the section if it never is."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if not depth:
            return token.end()
    return len(text)


def _value(printed: str) -> dict[str, Any]:
    """``{how, json}`` or ``{how, broken}``."""
    unfolded = _TOKEN.sub(lambda token: re.sub(r"\s*\n\s*", " ", token[0]), printed)
    kept = _without_periods(unfolded)
    how = [word for word, holds in (("folded", unfolded != printed), ("elided", kept != unfolded)) if holds]
    try:
        return {"how": how, "json": json.loads(kept, object_pairs_hook=_once)}
    except ValueError as error:
        return {"how": how, "broken": str(error).partition(":")[0]}


def _without_periods(text: str) -> str:
    """``text`` without the three periods that stand outside of strings, and the comma that goes with them."""
    strings: list[str] = []

    def keep(token: re.Match[str]) -> str:
        if token[0][0] != '"':
            return token[0]
        strings.append(token[0])
        return f'"{len(strings) - 1}"'

    bare = _ELIDED.sub("", _TOKEN.sub(keep, text))
    return re.sub(r'"([0-9]+)"', lambda found: strings[int(found[1])], bare)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def misprints(name: str) -> list[Misprint]:
    """Those of a document, such as ``rfc8620``, that somebody has looked at."""
    reviewed = tomllib.loads((Path(__file__).parent / "reviewed.toml").read_text("utf-8"))
    return [one for one in reviewed["misprint"] if one["document"].replace(" ", "").lower() == name]


if __name__ == "__main__":
    file = Path(sys.argv[1])
    found = list(blocks(file.read_text("utf-8"), misprints(file.stem)))
    print("[\n" + ",\n".join("  " + json.dumps(block) for block in found) + "\n]")
