"""The table of README.md: which client can do what."""

from __future__ import annotations

import pathlib
import re
from typing import Final

import pytest

_ROW: Final = re.compile(r"^\| (.*?) \| (\w+) \| (\w+) \| (\w+) \|$", re.M)
CLIENTS: Final = ("jmapc", "jmaplib", "jam")
TABLE: Final[dict[str, dict[str, str]]] = {
    row[0]: dict(zip(CLIENTS, row[1:], strict=True))
    for row in _ROW.findall((pathlib.Path(__file__).parent / "README.md").read_text())
}
"""By operation and client: ``yes``, ``lacks`` or ``wrong``."""

TESTED: Final[set[tuple[str, str]]] = set()
"""The cells for which there is a test."""


def can(operation: str) -> pytest.MarkDecorator:
    """The test is of this operation, and runs with each client that can do it."""
    able = [name for name, word in TABLE[operation].items() if word == "yes"]
    TESTED.update((operation, name) for name in able)
    return pytest.mark.parametrize("client", able, indirect=True)


def cannot(operation: str, *names: str, also: str = "") -> pytest.MarkDecorator:
    """The test shows that these clients cannot do this, nor what is ``also`` named, and why."""
    for each in filter(None, (operation, also)):
        assert all(TABLE[each][name] != "yes" for name in names), f"{each}: {names} can, by README.md"
        TESTED.update((each, name) for name in names)
    return pytest.mark.parametrize("client", names, indirect=True)
