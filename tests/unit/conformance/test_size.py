"""One idea a file: what is longer has more than one."""

from __future__ import annotations

from pathlib import Path

import pytest

from jmap_conformance.collect import PACKAGE

#: Lines of a module.
LONGEST = 300


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_is_long(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines: split it by what it is about; ids of cases do not change with their file"
