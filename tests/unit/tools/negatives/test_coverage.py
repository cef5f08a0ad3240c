"""Every rule of every schema of the source has an instance that passes and one that only this rule refuses."""

from __future__ import annotations

from pathlib import Path

from jmap_spec.negatives import coverage
from jmap_spec.source import protocol


def test_every_rule_of_the_source_is_covered(root: Path) -> None:
    said = coverage(protocol(root))
    assert not said.missing, str(said)
    assert said.total > 3000
