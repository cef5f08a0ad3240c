"""A result to keep: what a report says, without exchanges and times, small enough for git."""

from __future__ import annotations

import json
from typing import Any, Final

#: Of the cases that look for one requirement, the first of these counts; nothing was seen in the last two.
WORST: Final = ("error", "fail", "blocked", "warn", "pass", "disabled", "unsupported")


def result_of(report: dict[str, Any], server: str, version: str) -> dict[str, Any]:
    """The content of a file of ``docs/results``. ``server`` and ``version`` are what whoever ran it calls them."""
    areas: dict[str, dict[str, str]] = {}
    requirements: dict[str, str] = {}
    for row in report["results"]:
        areas.setdefault(row["area"], {})[row["id"]] = row["outcome"]
        for one in (*row["requirements"], *row["broken"]):
            outcome = row["outcome"]
            if outcome in ("fail", "warn") and row["broken"] and one not in row["broken"]:
                continue  # the case ended before this one of its requirements was seen
            requirements[one] = min(requirements.get(one, outcome), outcome, key=WORST.index)
    return {
        "$comment": "Kept from a report of the suite by jmap-conformance keep; run the suite again to change it.",
        "server": {"name": server, "version": version},
        "suite": {"version": report["suite"]["version"], "source": report["suite"]["source"]},
        "date": report["started"][:10],
        "capabilities": report["server"]["capabilities"],
        "areas": {area: dict(sorted(cases.items())) for area, cases in sorted(areas.items())},
        "requirements": dict(sorted(requirements.items())),
    }


def text_of(result: dict[str, Any]) -> str:
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"
