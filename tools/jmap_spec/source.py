"""The protocol of a checkout: loaded, derived, and joined by the prose of its drafts."""

from __future__ import annotations

from pathlib import Path

from .derive import derive
from .load import load
from .load.prose import with_prose
from .model import Protocol


def protocol(root: Path) -> Protocol:
    """Everything that ``root`` says; raises :class:`~jmap_spec.problems.SourceBroken`."""
    return with_prose(derive(load(root)), root)
