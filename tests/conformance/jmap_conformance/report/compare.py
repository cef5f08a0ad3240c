"""Two or more runs side by side."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape as markup
from rich.table import Table

from ..settings import WrongUse
from .terminal import STYLES


def read(path: Path) -> dict[str, Any]:
    """A ``report.json``.

    Raises:
        WrongUse: it cannot be read, or is none.
    """
    try:
        report = json.loads(path.read_text("utf-8"))
        {row["id"]: row["outcome"] for row in report["results"]}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise WrongUse(f"{path}: no report of the suite: {problem}") from problem
    return dict(report)


def matrix(reports: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Id to the outcome in each report, ``-`` where it has none."""
    outcomes = [{row["id"]: row["outcome"] for row in report["results"]} for report in reports]
    return {one: [row.get(one, "-") for row in outcomes] for one in sorted(set().union(*outcomes))}


def show(names: list[str], reports: list[dict[str, Any]], console: Console) -> bool:
    """Print the cases in which the reports differ; whether there were any."""
    rows = matrix(reports)
    differing = {one: outcomes for one, outcomes in rows.items() if len(set(outcomes)) > 1}
    table = Table(box=None, pad_edge=False)
    table.add_column("case", overflow="fold")
    for name in names:
        table.add_column(markup(name))
    for one, outcomes in differing.items():
        table.add_row(markup(one), *(f"[{STYLES.get(outcome, 'dim')}]{outcome}[/]" for outcome in outcomes))
    if differing:
        console.print(table)
    console.print(f"{len(differing)} of {len(rows)} cases differ")
    return bool(differing)


def page(names: list[str], reports: list[dict[str, Any]]) -> str:
    """The same as one HTML page, with every case."""
    head = "".join(f"<th>{escape(name)}" for name in names)
    body = "".join(
        f"<tr{' class=differs' if len(set(outcomes)) > 1 else ''}><td>{escape(one)}"
        + "".join(f'<td class="{escape(outcome)}">{escape(outcome)}' for outcome in outcomes)
        for one, outcomes in matrix(reports).items()
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Conformance, side by side</title><style>"
        "body{font:15px/1.4 system-ui,sans-serif;margin:2rem;color-scheme:light dark}"
        "td,th{padding:.15rem .8rem;text-align:left}"
        "thead th{position:sticky;top:0;background:Canvas}.differs{background:#8882}"
        ".fail{color:#c62828}.pass{color:#2e7d32}"
        ".warn,.blocked{color:#b26a00}.error{color:#8e24aa}</style><h1>Conformance, side by side</h1>"
        f"<table><thead><tr><th>case{head}</thead><tbody>{body}</tbody></table></html>\n"
    )
