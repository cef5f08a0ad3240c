"""The store that a command works on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from .config_file import Wrong, read
from .refused import Refused
from .store.sqlite import SQLiteStore

STORE: Final = "jmap-reference.sqlite"
"""The store that is served where none is named."""


def open_store(path: str | None) -> SQLiteStore:
    try:
        return SQLiteStore(path or STORE)
    except ValueError as error:
        raise Refused(str(error)) from error


def store_of(config: str | None) -> str:
    """The store that a configuration names, if it does; empty else."""
    try:
        return read(Path(config)).store.file if config else ""
    except Wrong as error:
        raise Refused(str(error)) from None


def existing_store(path: str) -> SQLiteStore:
    """A store that is there: where a name is mistyped, none is made."""
    if not os.path.exists(path):
        raise Refused(f"{path}: there is no such file; serve and user add make one")
    return open_store(path)
