"""The nano protocol: two toy types and as much of a core as they need, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def lay_out(folder: Path) -> Path:
    """A checkout with the nano protocol as its source; returns its root."""
    shutil.copytree(HERE / "schemas", folder / "schemas", dirs_exist_ok=True)
    shutil.copytree(ROOT / "schemas" / "vocabulary", folder / "schemas" / "vocabulary", dirs_exist_ok=True)
    return folder
