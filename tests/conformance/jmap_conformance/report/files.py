"""The files of a report directory."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ..settings import WrongUse
from .html import page
from .junit import junit


def prepare(directory: Path) -> None:
    """Make the directory, before a run of which nothing could be kept.

    Raises:
        WrongUse: it cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise WrongUse(f"the report cannot be written to {directory}: {problem.strerror}") from problem
    if not os.access(directory, os.W_OK):
        raise WrongUse(f"the report cannot be written to {directory}")


def write(report: dict[str, Any], directory: Path) -> list[Path]:
    """``report.json``, ``report.html`` and ``junit.xml``, and where they lie.

    Raises:
        OSError: the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    texts = {
        "report.json": json_text(report),
        "report.html": page(report),
        "junit.xml": junit(report),
    }
    for name, text in texts.items():
        (directory / name).write_text(text, "utf-8")
    return [directory / name for name in texts]


def json_text(report: dict[str, Any]) -> str:
    """The report as JSON, a line for each result: laid out further, a large one takes seconds to write."""
    about = {name: value for name, value in report.items() if name != "results"}
    head = json.dumps(about, indent=1, ensure_ascii=False).removesuffix("\n}")
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in report["results"])
    return f'{head},\n "results": [\n{rows}\n ]\n}}\n'
