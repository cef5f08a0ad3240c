"""The protocol of a checkout: loaded, derived, joined by the prose of its drafts, and by what the suite says."""

from __future__ import annotations

from pathlib import Path

from .derive import derive
from .load import load
from .load.prose import with_prose
from .load.suite import with_suite
from .model import Protocol


def protocol(root: Path, suite: bool = True) -> Protocol:
    """Everything that ``root`` says, with or without what the suite says of itself.

    Raises :class:`~jmap_spec.problems.SourceBroken`.
    """
    whole = with_prose(derive(load(root)), root)
    return with_suite(whole, root) if suite else whole
