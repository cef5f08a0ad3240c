"""The list of cases that the suite gives of itself: only text crosses, so its command is run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .suite import CASES


class NoList(Exception):
    """The suite did not say which cases it has; the message is what it said instead."""


def listed(root: Path) -> dict[str, str]:
    """``data/cases.json`` as the suite of the checkout would write it now, by path; nothing where there is no suite.

    Raises:
        NoList: the suite is broken, or names requirements that are not in its manifest.
    """
    suite = root / CASES.partition("/jmap_conformance/")[0]
    if not (root / CASES).is_file():
        return {}
    # the suite of this checkout, whichever is installed
    environment = {**os.environ, "PYTHONPATH": str(suite)}
    asked = subprocess.run(
        [sys.executable, "-m", "jmap_conformance", "cases", "--json"],
        capture_output=True, text=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip
    if asked.returncode:
        raise NoList(asked.stderr.strip() or f"jmap-conformance cases ended with {asked.returncode}")
    return {CASES: asked.stdout}
