"""What is wrong with a protocol that loads: one rule a file, all problems at once, nothing mended.

A rule is a module with a function ``problems(protocol) -> Iterator[Problem]``; the table
below is all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..load.lines import with_lines
from ..model import Protocol
from ..problems import Problem
from . import (
    arguments,
    defaults,
    descriptions,
    discharges,
    error_codes,
    examples,
    filters,
    forms,
    layers,
    names,
    patterns,
    references,
    retired,
    sections,
    without,
)

Rule = Callable[[Protocol], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    names.problems,
    layers.problems,
    descriptions.problems,
    sections.problems,
    patterns.problems,
    defaults.problems,
    arguments.problems,
    without.problems,
    filters.problems,
    forms.problems,
    references.problems,
    error_codes.problems,
    retired.problems,
    discharges.problems,
    examples.problems,
)


def problems(protocol: Protocol, root: Path | None = None) -> list[Problem]:
    """Everything that any rule finds, sorted; with lines where ``root`` tells where the files are."""
    found = sorted({problem for rule in RULES for problem in rule(protocol)})
    return found if root is None else with_lines(found, root)
