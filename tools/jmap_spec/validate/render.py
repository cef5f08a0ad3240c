"""Findings for people (plain, or in colour on a terminal) and for programs (JSON)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, TextIO

from .findings import Finding
from .words import count

#: (label of the instance, what it was held against, findings).
Result = tuple[str, str, Sequence[Finding]]

_COLOUR = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_DETAILS = ("allowed", "hint", "requirement", "rule", "section")


def as_json(results: Sequence[Result]) -> str:
    """A list of ``{file, as, valid, findings}``."""
    return json.dumps(
        [
            {"file": label, "as": name, "valid": is_valid(said), "findings": [finding.as_json() for finding in said]}
            for label, name, said in results
        ],
        indent=2, ensure_ascii=False,
    )


def is_valid(said: Sequence[Finding]) -> bool:
    return not any(finding.level == "error" for finding in said)


def render(results: Sequence[Result], out: TextIO) -> None:
    """Write the results: in colour where ``out`` is a terminal."""
    styled = out.isatty()
    for label, name, said in results:
        for line in (*(row for finding in said for row in _rows(label, finding)), _summary(label, name, said)):
            _write(line, out, styled)


def lines(results: Sequence[Result]) -> list[str]:
    """The text of the results, line by line."""
    return [
        "".join(visible(text) for text, _ in row)
        for label, name, said in results
        for row in (*(row for finding in said for row in _rows(label, finding)), _summary(label, name, said))
    ]


#: A line as (text, style) parts.
Row = list[tuple[str, str]]


def _rows(label: str, finding: Finding) -> list[Row]:
    place = f"{label}:{finding.line}:{finding.column}" if finding.line else label
    rows: list[Row] = [
        [(f"{place}: ", "bold"), (finding.level, _COLOUR[finding.level]), (f": {finding.message}", "bold")],
        [("    at:          ", "dim"), (finding.pointer or "(the whole)", "")],
    ]
    for detail in _DETAILS:
        if text := getattr(finding, detail):
            rows.append([(f"    {detail + ':':13}", "dim"), (text, "green" if detail == "hint" else "")])
    return rows


def _summary(label: str, name: str, said: Sequence[Finding]) -> Row:
    levels = Counter(finding.level for finding in said)
    counts = ", ".join(count(levels[level], level) for level in ("error", "warning", "note") if levels[level])
    verdict = ("valid", "green") if is_valid(said) else ("not valid", "bold red")
    what = f" as {name}" if name else ""
    return [(f"{label}: ", "bold"), verdict, (what + (f" ({counts})" if counts else ""), "")]


def _write(row: Row, out: TextIO, styled: bool) -> None:
    if not styled:
        out.write("".join(visible(text) for text, _ in row) + "\n")
        return
    from rich.console import Console  # only a terminal needs it
    from rich.text import Text

    console: Any = Console(file=out, highlight=False, soft_wrap=True)
    console.print(Text.assemble(*((visible(text), style) for text, style in row)))


def visible(text: str) -> str:
    """``text`` on one line: what is no character to look at is written as in JSON."""
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
