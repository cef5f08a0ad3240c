"""A null in a PatchObject changes nothing.

Breaks `core/PatchObject/null-resets`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..generated import methods as tables
from ..standard import patch as patches
from ..store.interface import Record


def plant() -> None:
    right = patches.apply

    def apply(patch: Mapping[str, Any], record: Record, data_type: tables.DataType) -> Record:
        return right({path: value for path, value in patch.items() if value is not None}, record, data_type)

    patches.apply = apply
