"""The report as data: what ``report.json`` holds, and what the exit status follows from."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from ..manifest import Manifest
from ..outcome import BAD, Outcome
from ..settings import Settings, WrongUse
from ..worker import Result

#: What an entry in a file of expected failures can be about.
KNOWN: Final = BAD | {Outcome.WARN}


@dataclass(frozen=True)
class Expected:
    """A failure that is known, with the reason why it is borne."""

    #: The id of a case, or a pattern with ``*``.
    case: str
    reason: str
    #: Whether it may pass too, for a reason that the reason tells.
    flaky: bool = False
    #: What the failure has to say, in its message or in what was found; empty where any failure of the case will do.
    says: str = ""

    def fits(self, row: dict[str, Any]) -> bool:
        """Whether the result of a case is the failure that is known, and not another one of the same case."""
        if row["outcome"] not in KNOWN or not fnmatchcase(row["id"], self.case):
            return False
        return self.says in row["message"] or self.says in as_text(row.get("found"))


def expected_in(path: Path) -> tuple[Expected, ...]:
    """The entries of a file of expected failures: TOML, ``[[expected]]`` with ``reason``, and ``case`` or ``cases``.

    ``flaky = true`` is for those that fail in some runs only. An entry with ``cases`` is one for each of them. ``says``
    is a part of what the failure says, so that another failure of the case is not taken for the known one; where those
    of an entry differ, it stands behind the id: ``"Mailbox/get/some-case ~ unknownMethod"``.

    Raises:
        WrongUse: the file cannot be read, an entry is not of that form, or two name the same case.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("expected", [])
    except OSError as problem:
        raise WrongUse(f"{path}: {problem.strerror}") from problem
    except ValueError as problem:
        raise WrongUse(f"{path}: {problem}") from problem
    made = []
    for number, row in enumerate(rows, 1):
        names = set(row) - {"flaky", "says"} if isinstance(row, dict) else set()
        if names not in ({"case", "reason"}, {"cases", "reason"}) or not str(row["reason"]).strip():
            raise WrongUse(f"{path}: entry {number} should have reason, and case or cases, maybe says, flaky; no more")
        cases = row.get("cases", [row.get("case")])
        if not isinstance(cases, list) or not cases or not all(one and isinstance(one, str) for one in cases):
            raise WrongUse(f"{path}: entry {number} should name its cases by their ids")
        for one in cases:
            case, _, says = one.partition(" ~ ")
            said = says or str(row.get("says", ""))
            made.append(Expected(case, str(row["reason"]).strip(), row.get("flaky") is True, said))
    if twice := [one for one, count in Counter((one.case, one.says) for one in made).items() if count > 1]:
        raise WrongUse(f"{path}: {' ~ '.join(filter(None, twice[0]))} is there twice")
    return tuple(made)


def report_of(
    results: list[Result], manifest: Manifest, settings: Settings, session: dict[str, Any], *,
    expected: tuple[Expected, ...] = (), left: list[str] | None = None, trouble: str = "", duration: float = 0.0,
    version: str, started: str,
) -> dict[str, Any]:  # fmt: skip
    """The content of ``report.json``."""
    rows = [_row(result, expected) for result in results]
    stale = [
        {"case": entry.case, "reason": entry.reason, **({"says": entry.says} if entry.says else {})}
        for entry in expected
        if not entry.flaky
        and not any(entry.fits(row) for row in rows)
        and (not is_part_of_all(settings) or any(fnmatchcase(row["id"], entry.case) for row in rows))
    ]
    return {
        "suite": {"name": "jmap-conformance", "version": version, "source": manifest.version},
        "server": {
            "url": settings.url, "session": session.get("url", ""), "software": session.get("server", ""),
            "capabilities": sorted(session.get("capabilities", {})),
        },
        "started": started,
        "summary": summary_of(rows, stale, left or [], trouble, duration),
        "requirements": {
            one: _requirement(manifest, one) for row in rows for one in (*row["requirements"], *row["broken"])
        },
        "results": rows,
    }  # fmt: skip


def summary_of(
    rows: list[dict[str, Any]], stale: list[Any], left: list[str], trouble: str, duration: float
) -> dict[str, Any]:
    counts = {outcome.value: sum(row["outcome"] == outcome for row in rows) for outcome in Outcome}
    return {
        "total": len(rows), **counts,
        "expected": sum("expected_failure" in row for row in rows),
        "stale": stale, "left_behind": left, "trouble": trouble, "duration": round(duration, 2),
    }  # fmt: skip


def exit_status(report: dict[str, Any]) -> int:
    """2 where the harness was at fault, else 1 where a case failed or was blocked unexpectedly, else 0."""
    rows = report["results"]
    if report["summary"]["trouble"] or report["summary"]["error"] or not rows:
        return 2
    return int(any(row["outcome"] in BAD and "expected_failure" not in row for row in rows))


def _row(result: Result, expected: tuple[Expected, ...]) -> dict[str, Any]:
    row = result.as_json()
    for name in ("expected", "found"):
        if row[name] is None:
            del row[name]
    if entry := next((one for one in expected if one.fits(row)), None):
        row["expected_failure"] = entry.reason
    return row


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def is_part_of_all(settings: Settings) -> bool:
    """Whether the settings select some of the cases only: the others are not there to be stale."""
    return bool(settings.select or settings.requirements or settings.level == "must")


def _requirement(manifest: Manifest, one: str) -> dict[str, str]:
    known = manifest.requirements.get(one)
    if known is None:
        return {"level": "MUST", "text": "", "section": "", "source": ""}
    return {"level": known.level, "text": known.text, "section": known.section, "source": known.source}


def stale_line(entry: dict[str, str]) -> str:
    """What is wrong with an entry of a file of expected failures."""
    how = f"with “{entry['says']}” " if "says" in entry else ""
    return f"{entry['case']} was expected to fail {how}and does not"


def left_line(left: list[str], shown: int = 6) -> str:
    """What could not be destroyed, the first of it by name; the JSON has all."""
    more = f", and {len(left) - shown} more" if len(left) > shown else ""
    return ", ".join(left[:shown]) + more
