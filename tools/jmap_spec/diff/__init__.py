"""What changed between two protocols: one rule a file, each change breaking or not, why, and for whom.

Breaking means: whoever keeps to the old protocol, and is right by it, can fail against someone who keeps to
the new one, without having asked for anything new. What is only added breaks nobody: who does not
know it goes on as before.

A rule is a module with a function ``changes(old, new) -> Iterator[Change]``; the table below is all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model import Protocol
from . import (
    attributes,
    capabilities,
    defaults,
    error_codes,
    error_uses,
    examples,
    filters,
    members,
    methods,
    registries,
    required,
    requirements,
    signatures,
    structures,
    texts,
)
from .change import Change, Whom

__all__ = ["RULES", "Change", "Whom", "changes"]

Rule = Callable[[Protocol, Protocol], Iterator[Change]]

RULES: tuple[Rule, ...] = (
    capabilities.changes,
    structures.changes,
    members.changes,
    signatures.changes,
    required.changes,
    defaults.changes,
    attributes.changes,
    filters.changes,
    methods.changes,
    error_codes.changes,
    error_uses.changes,
    registries.changes,
    requirements.changes,
    examples.changes,
    texts.changes,
)


def changes(old: Protocol, new: Protocol) -> list[Change]:
    """Everything that any rule sees: what breaks first, then by subject. Both protocols are derived."""
    found = {change for rule in RULES for change in rule(old, new)}
    return sorted(found, key=lambda c: (not c.breaking, c.whom == "readers", c.subject, c.code, c.what))
