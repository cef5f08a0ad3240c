"""docs/benchmarks.md: what stands between two markers is written by a run, the rest by hand."""

from __future__ import annotations

import os
import pathlib
import platform
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/benchmarks.md"
LOAD = os.getloadavg()[0]
"""Programs that ran before the benchmark began: with more than a few tenths, believe the ratios only."""


def write(part: str, figures: str) -> None:
    """Put ``figures`` in the place of those of an earlier run."""
    begin, end = f"<!-- begin: {part} -->\n", f"<!-- end: {part} -->\n"
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.partition(begin)[0], page.partition(end)[2]
    PAGE.write_text(before + begin + figures + end + after, encoding="utf-8")


def machine() -> str:
    """Where and when this is measured."""
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{where}; {time.strftime('%Y-%m-%d')}; load {LOAD:.1f} before"
