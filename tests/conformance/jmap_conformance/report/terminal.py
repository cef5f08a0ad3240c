"""The run as the terminal shows it: progress while it goes, then what failed, MUST first, then a table by area."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ..exchange import short
from ..outcome import BAD, Outcome
from ..worker import Result
from .summary import left_line, stale_line

STYLES: Final = {
    "fail": "bold red", "error": "bold magenta", "blocked": "yellow", "warn": "yellow", "pass": "green",
    "unsupported": "dim", "disabled": "dim",
}  # fmt: skip


class ProgressBar:
    """A bar where there is a terminal; elsewhere, a line for every tenth of the way."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._told = 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True) if console.is_terminal else None

    def begin(self, total: int) -> None:
        self._total = total
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task("starting", total=total)

    def seen(self, result: Result) -> None:
        self._counts[result.outcome] += 1
        done = self._counts.total()
        bad = sum(self._counts[one] for one in (*BAD, Outcome.ERROR))
        if self._bar:
            if result.outcome in BAD or result.outcome == Outcome.ERROR:
                self._bar.console.print(f"[{STYLES[result.outcome]}]{result.outcome}[/] {escape(result.id)}")
            self._bar.update(self._task, advance=1, description=f"{bad} failed · {escape(result.area)}")
        elif self._total and done * 10 // self._total > self._told:
            self._told = done * 10 // self._total
            self._console.print(f"{done} of {self._total} cases, {bad} failed")

    def end(self) -> None:
        if self._bar:
            self._bar.stop()


def summary(report: dict[str, Any], console: Console) -> None:
    """What failed, with all that is needed to repeat it, and the counts by area."""
    rows = report["results"]
    groups: dict[tuple[str, tuple[str, ...], str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["outcome"] in ("fail", "error", "blocked", "warn") and "expected_failure" not in row:
            groups.setdefault((row["outcome"], tuple(row["broken"]), row["message"]), []).append(row)
    for outcome, color in (("fail", "red"), ("error", "magenta"), ("blocked", "yellow"), ("warn", "yellow")):
        mine = [group for (one, _, _), group in groups.items() if one == outcome]
        for area in sorted({group[0]["area"] for group in mine}):
            console.rule(f"[bold {color}]{outcome} · {escape(area)}", align="left")
            for group in mine:
                if group[0]["area"] == area:
                    _show(group, report, console)
    console.print()
    console.print(table(report))
    _tail(report, console)


def _show(group: list[dict[str, Any]], report: dict[str, Any], console: Console) -> None:
    row = group[0]
    console.print(f"\n[{STYLES[row['outcome']]}]{row['outcome'].upper()}[/] [bold]{escape(row['id'])}[/]")
    console.print(f"  {escape(row['title'])}")
    for one in row["broken"]:
        known = report["requirements"].get(one, {})
        console.print(f"  [bold]{known.get('level', '')}[/] {escape(one)} ({known.get('section', '')})")
        if known.get("text"):
            console.print(f"    “{escape(known['text'])}”", highlight=False)
    console.print(f"  {escape(row['message'].strip())}", highlight=False)
    for label in ("expected", "found"):
        if label in row:
            console.print(f"  {label}: {escape(short(row[label]))}", highlight=False)
    if row["exchanges"]:
        last = next((one for one in reversed(row["exchanges"]) if "remarks" in one), row["exchanges"][-1])
        console.print(
            f"  sent: {escape(short(last['request']['body'] or last['request']['method'], 400))}", highlight=False
        )
        answer = last["response"]
        console.print(f"  came: HTTP {answer['status']} {escape(short(answer['body'], 400))}", highlight=False)
        console.print(f"  again: {escape(short(last['curl'], 1500))}", highlight=False, soft_wrap=True)
    if len(group) > 1:
        others = ", ".join(one["id"] for one in group[1:4]) + (" …" if len(group) > 4 else "")
        console.print(f"  the same in {len(group) - 1} more: {escape(others)}", highlight=False)


def table(report: dict[str, Any]) -> Table:
    """Outcomes by area."""
    rows = report["results"]
    outcomes = [one.value for one in Outcome if any(row["outcome"] == one for row in rows)]
    made = Table(box=None, pad_edge=False)
    made.add_column("area")
    for outcome in outcomes:
        made.add_column(outcome, justify="right", style=STYLES[outcome])
    for area in sorted({row["area"] for row in rows}):
        counts = Counter(row["outcome"] for row in rows if row["area"] == area)
        made.add_row(escape(area), *(str(counts[one]) if counts[one] else "·" for one in outcomes))
    total = Counter(row["outcome"] for row in rows)
    made.add_row("[bold]all", *(str(total[one]) for one in outcomes))
    return made


def _tail(report: dict[str, Any], console: Console) -> None:
    said = report["summary"]
    for entry in said["stale"]:
        console.print(f"[yellow]stale[/]: {escape(stale_line(entry))} ({escape(entry['reason'])})", highlight=False)
    if said["expected"]:
        console.print(f"{said['expected']} failed as expected")
    if said["left_behind"]:
        console.print(f"[yellow]left behind[/]: {escape(left_line(said['left_behind']))}", highlight=False)
    if said["trouble"]:
        console.print(f"[bold magenta]the run did not get through[/]: {escape(said['trouble'])}")
    bad = Counter(row["outcome"] for row in report["results"] if "expected_failure" not in row)
    others = "".join(f", {bad[one]} {word}" for one, word in (("blocked", "blocked"), ("error", "errors")) if bad[one])
    counts = f"{bad['fail']} failed{others}, {said['warn']} warned"
    console.print(f"{said['total']} cases in {said['duration']:.1f} s: {counts}")
