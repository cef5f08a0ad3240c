"""Each planted fault of the reference server is caught, by the requirement that it breaks.

The matrix is what the faults say of themselves (``Breaks `ID```); here it is seen to hold. Caught means that a case
failed, of that very requirement, by what the server answered: a 5xx, ``blocked`` or ``error`` does not count.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jmap_conformance.manifest import Manifest
from jmap_reference import faults

from .servers import conformance, reference


def caught(report: dict[str, Any], requirement: str) -> list[str]:
    """The cases that failed, or warned, of this requirement by what they saw."""
    return [
        row["id"]
        for row in report["results"]
        if row["outcome"] in ("fail", "warn") and requirement in row["broken"] and not server_errors(row)
    ]


def server_errors(row: dict[str, Any]) -> list[int]:
    return [one["response"]["status"] for one in row["exchanges"] if one["response"]["status"] >= 500]


def test_every_fault_names_what_it_breaks() -> None:
    """A fault that breaks no requirement proves nothing."""
    known = Manifest.load().requirements
    assert faults.names()
    for name in faults.names():
        assert bool(faults.breaks(name)) != faults.for_clients(name), f"{name} names no requirement"
        assert not [one for one in faults.breaks(name) if one not in known], f"{name} names an unknown requirement"


@pytest.mark.parametrize("fault", [name for name in faults.names() if not faults.for_clients(name)])
def test_fault_is_caught_by_the_requirement_that_it_breaks(fault: str, tmp_path: Path) -> None:
    """The cases that name what a fault breaks fail against a server with that fault, for that reason."""
    broken = faults.breaks(fault)
    selection = [word for one in broken for word in ("--requirement", one)]
    with reference(tmp_path, fault) as url:
        status, report = conformance(url, tmp_path, *selection)
    for requirement in broken:
        rows = [(row["id"], row["outcome"], row["broken"], row["message"]) for row in report["results"]]
        assert caught(report, requirement), f"{fault} is not caught by {requirement}: {rows}"
    assert not [row["id"] for row in report["results"] if row["outcome"] == "error"]
    assert status == 1


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


@pytest.mark.long
@pytest.mark.parametrize("fault", [name for name in faults.names() if not faults.for_clients(name)])
def test_fault_disturbs_no_other_case_by_error(fault: str, tmp_path: Path) -> None:
    """All cases against every fault: whatever the server does wrong, the harness is not at fault, and nothing stays."""
    with reference(tmp_path, fault) as url:
        _, report = conformance(url, tmp_path)
    assert [row["id"] for row in report["results"] if row["outcome"] == "error"] == []
    assert any(row["outcome"] in ("fail", "warn") for row in report["results"])
