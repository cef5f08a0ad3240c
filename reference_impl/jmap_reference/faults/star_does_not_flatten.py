"""A result reference with * over arrays gives an array of arrays.

Breaks `core/ResultReference/path/flattened`.
"""

from __future__ import annotations

from typing import Any

from .. import references


def plant() -> None:
    def flatten(found: Any) -> list[Any]:
        return [found]

    references.flatten = flatten
