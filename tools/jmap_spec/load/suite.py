"""What the suite says of itself: the list of its cases, and the results that were kept.

Both are text that crosses from the suite: ``data/cases.json``, which ``jmap-conformance cases --json`` writes,
and ``docs/results/*.json``, which ``jmap-conformance keep`` writes.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs

from ..json_text import escape
from ..model import Case, Place, Protocol, Result
from ..problems import Problem, SourceBroken

DATA = "tests/conformance/jmap_conformance/data"
CASES = f"{DATA}/cases.json"
RESULTS = "docs/results"
_AGAIN = "run jmap-spec generate"


def with_suite(protocol: Protocol, root: Path) -> Protocol:
    """The protocol with the cases of the suite beside it, and the results; without either where there is none.

    Raises :class:`~jmap_spec.problems.SourceBroken` for files that are not of their form, and for cases that
    look for requirements that there are not.
    """
    found: list[Problem] = []
    cases = _cases(root, protocol, found)
    results = _results(root, found)
    if found:
        raise SourceBroken(found)
    return replace(protocol, cases=cases, results=results)


def _cases(root: Path, protocol: Protocol, found: list[Problem]) -> tuple[Case, ...]:
    path = root / CASES
    if not path.is_file():
        return ()
    content = _json(path, Place(CASES), _AGAIN, found)
    made = []
    try:
        for row in content["cases"] if content else ():
            told = row["documentation"]
            made.append(
                Case(
                    id=row["id"],
                    title=row["title"],
                    area=row["area"],
                    requirements=tuple(row["requirements"]),
                    needs=tuple(row["needs"]),
                    purpose=told["purpose"],
                    preconditions=told["preconditions"],
                    procedure=told["procedure"],
                    expected=told["expected"],
                    why=told["why"],
                    source=row["source"],
                    instances=tuple(row["instances"]),
                )
            )
    except (KeyError, TypeError) as error:
        found.append(Problem(Place(CASES), "cases/form", f"it is no list of cases: {error!r}", _AGAIN))
    for number, case in enumerate(made):
        for id in case.requirements:
            if id not in protocol.requirements:
                said = f"{case.id} looks for the requirement {id}, which there is not"
                hint = f"correct the case in {case.source}, and {_AGAIN}"
                found.append(Problem(Place(CASES, f"/cases/{number}"), "cases/requirement", said, hint))
    return tuple(made)


def _results(root: Path, found: list[Problem]) -> tuple[Result, ...]:
    files = sorted((root / RESULTS).glob("*.json"))
    if not files:
        return ()
    schema = json.loads((root / DATA / "result.schema.json").read_text("utf-8"))
    validator = jsonschema_rs.Draft202012Validator(schema)
    hint = "keep the report of a run anew: jmap-conformance keep"
    made = []
    for path in files:
        place = Place(f"{RESULTS}/{path.name}")
        said = _json(path, place, hint, found)
        breaches = list(validator.iter_errors(said)) if said is not None else []
        for breach in breaches:
            pointer = "".join(f"/{escape(str(step))}" for step in breach.instance_path)
            found.append(Problem(Place(place.file, pointer), "results/form", breach.message, hint))
        if said is not None and not breaches:
            made.append(
                Result(
                    path.stem,
                    said["server"]["name"],
                    said["server"]["version"],
                    said["date"],
                    said["suite"]["version"],
                    tuple(said["capabilities"]),
                    said["areas"],
                    said["requirements"],
                )
            )
    return tuple(made)


def _json(path: Path, place: Place, hint: str, found: list[Problem]) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        found.append(Problem(place, "json/syntax", str(error), hint))
        return None
