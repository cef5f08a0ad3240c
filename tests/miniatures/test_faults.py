"""Each planted fault of the reference server is caught by the requirements that it breaks, and each case catches one.

What a fault breaks, it says itself; what is caught, ``matrix.py`` says. Here it is seen to hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from jmap_conformance.manifest import Manifest
from jmap_reference import faults

from .matrix import FELL_OVER, Row, addresses
from .servers import conformance, reference

#: Those that break a requirement.
FAULTS = [name for name in faults.names() if not faults.for_clients(name)]

#: Seconds for the faults of one run, each of which is well below one; and for all of them against all cases.
LONGEST, LONGEST_OF_ALL = 1800, 4 * 3600


def run(names: list[str], report: Path, *more: str) -> dict[str, Row]:
    """The rows of these faults, by a process of its own that can fork."""
    command = [sys.executable, "-m", "tests.miniatures", *more, "--json", str(report), *names]
    longest = LONGEST_OF_ALL if more else LONGEST
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=longest)
    assert report.exists(), done.stdout + done.stderr
    rows = map(json.loads, report.read_text("utf-8").splitlines())
    return {row["fault"]: Row(**row) for row in rows}


@pytest.fixture(scope="module")
def rows(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """A row for each fault that the selected tests are about; for all, where the test about all is among them."""
    mine = [item for item in request.session.items if item.path == request.path]
    every = any(item.name == test_every_case_is_failed_by_a_fault.__name__ for item in mine)
    chosen = {item.callspec.params["fault"] for item in mine if hasattr(item, "callspec")}
    return run(FAULTS if every else sorted(chosen), tmp_path_factory.mktemp("matrix") / "rows.json")


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_says_what_it_is(fault: str) -> None:
    """A sentence, and requirements that there are: a fault that breaks none proves nothing."""
    known = Manifest.load().requirements
    assert faults.summary(fault).endswith(".")
    assert faults.breaks(fault)
    assert [one for one in faults.breaks(fault) if one not in known] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_caught_by_the_requirements_that_it_breaks(rows: dict[str, Row], fault: str) -> None:
    """For each of them a case that names it fails against a server with that fault, for that reason."""
    row = rows[fault]
    missed = [one for one in faults.breaks(fault) if not row.seen.get(one)]
    assert missed == [], f"{fault} is not seen: {row.unseen}"
    assert row.trouble == []


@pytest.mark.parametrize("fault", [name for name in FAULTS if faults.all_faults()[name].seen_by])
def test_fault_is_caught_by_the_cases_that_it_names(rows: dict[str, Row], fault: str) -> None:
    """Where a fault says by which cases it is seen, each of them sees it."""
    names = {case.partition(":")[2] for case in rows[fault].cases}
    assert set(faults.all_faults()[fault].seen_by) - names == set(), rows[fault].unseen


def test_every_case_is_failed_by_a_fault(rows: dict[str, Row]) -> None:
    """A case that nothing fails proves nothing; those for which a fault is still wanted are listed, with the reason."""
    listed = tomllib.loads((Path(__file__).parent / "unproved.toml").read_text("utf-8"))
    proved = {case for row in rows.values() for case in row.cases}
    assert {case: reason for case, reason in listed.items() if case in proved} == {}, "proved by now: take them out"
    assert [case for case in addresses() if case not in proved | listed.keys()] == []
    assert [case for case in listed if case not in addresses()] == [], "there are no such cases"


def test_server_without_fault_passes_everything(tmp_path: Path) -> None:
    """Against the reference server as it is, nothing fails or is blocked, and nothing warns."""
    with reference(tmp_path) as url:
        status, report = conformance(url, tmp_path)
    bad = [
        f"{row['id']}: {row['outcome']}: {row['message']}"
        for row in report["results"]
        if row["outcome"] not in ("pass", "unsupported", "disabled")
    ]
    assert bad == []
    assert status == 0
    assert report["summary"]["left_behind"] == []


@pytest.fixture(scope="module")
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """The whole matrix: every selected fault against all cases."""
    mine = [item for item in request.session.items if "whole" in getattr(item, "fixturenames", ())]
    chosen = {item.callspec.params["fault"] for item in mine if hasattr(item, "callspec")}
    return run(sorted(chosen), tmp_path_factory.mktemp("whole") / "rows.json", "--everything")


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_disturbs_no_other_case_by_error(whole: dict[str, Row], fault: str) -> None:
    """All cases against every fault: whatever the server does wrong, the suite is not at fault, and the server does
    just that and does not fall over elsewhere.
    """
    row = whole[fault]
    assert row.trouble == []
    assert [one for one in row.disturbed if FELL_OVER in one] == []
    assert row.seen
