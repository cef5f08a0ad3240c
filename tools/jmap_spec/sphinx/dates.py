"""The date and the revision of a draft: the same on every machine and every day.

The date is SOURCE_DATE_EPOCH, else that of the last commit; where there is neither, a fixed one.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from pathlib import Path

#: A tree without history and without SOURCE_DATE_EPOCH, such as an unpacked archive.
FALLBACK = datetime.date(2025, 1, 1)
NOTHING = "nothing"


def of_build(root: Path) -> datetime.date:
    """The date, in UTC."""
    return said(root)[0]


def said(root: Path) -> tuple[datetime.date, str]:
    """The date, and what it was taken from."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", "").strip():
        return _day(int(epoch)), "SOURCE_DATE_EPOCH"
    if seconds := _last_commit(root):
        return _day(seconds), "the last commit"
    return FALLBACK, NOTHING


def _last_commit(root: Path) -> int:
    try:
        asked = subprocess.run(
            ["git", "-C", str(root), "log", "-1", "--format=%ct"],
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    return int(asked.stdout.strip() or 0)


def _day(seconds: int) -> datetime.date:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()


def revision(folder: Path) -> str:
    """``00``, or one more than the highest revision in ``folder/published``."""
    numbers = [int(m[1]) for p in (folder / "published").glob("*.xml") if (m := re.search(r"-(\d\d)\.xml$", p.name))]
    return f"{max(numbers) + 1:02}" if numbers else "00"
