"""The IETF's own checker finds no error in the drafts."""

from __future__ import annotations

import pathlib
import subprocess
import sys
from collections.abc import Callable


def idnits(root: pathlib.Path, *files: pathlib.Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "tools/idnits"), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_drafts_have_no_nits_that_stop_a_submission(
    root: pathlib.Path, build: pathlib.Path, needs: Callable[[str], str]
) -> None:
    needs("idnits")
    drafts = [p for p in sorted((build / "drafts").glob("draft-*-[0-9][0-9].*")) if p.suffix in (".txt", ".xml")]
    assert len(drafts) >= 4
    said = idnits(root, *drafts)
    assert said.returncode == 0, said.stdout + said.stderr


def test_an_error_is_seen_although_idnits_exits_0(
    root: pathlib.Path, build: pathlib.Path, needs: Callable[[str], str], tmp_path: pathlib.Path
) -> None:
    needs("idnits")
    good = next((build / "drafts").glob("draft-ietf-jmap-protocol-[0-9][0-9].xml"))
    bad = tmp_path / good.name
    bad.write_text(good.read_text().replace(' ipr="trust200902"', ""))
    said = idnits(root, bad)
    assert said.returncode == 1, said.stdout
    assert "error: MISSING_IPR_ATTRIBUTE" in said.stdout
