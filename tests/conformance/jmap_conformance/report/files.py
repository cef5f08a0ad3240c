"""The files of a report directory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .html import page
from .junit import junit


def write(report: dict[str, Any], directory: Path) -> list[Path]:
    """``report.json``, ``report.html`` and ``junit.xml``, and where they lie.

    Raises:
        OSError: the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    texts = {
        "report.json": json.dumps(report, indent=1, ensure_ascii=False) + "\n",
        "report.html": page(report),
        "junit.xml": junit(report),
    }
    for name, text in texts.items():
        (directory / name).write_text(text, "utf-8")
    return [directory / name for name in texts]
