"""schemas/ → model. The only room that opens the source.

Four steps, each stopping with all of its problems at once: read the files, hold each
against its vocabulary, resolve every reference to the name of a definition, build the
values.
"""

from __future__ import annotations

from pathlib import Path

from ..model import Protocol
from ..problems import SourceBroken
from .build import build
from .files import read
from .refs import resolve
from .vocabulary import breaches

__all__ = ["load"]


def load(root: Path) -> Protocol:
    """The protocol that ``root/schemas`` says; methods and derived registries are still empty.

    Raises :class:`~jmap_spec.problems.SourceBroken` with every problem of the first step
    that has any: a later step could not say anything true about such files.
    """
    sources, problems = read(root)
    problems += breaches(sources)
    if problems:
        raise SourceBroken(problems)
    names, problems = resolve(sources)
    if problems:
        raise SourceBroken(problems)
    protocol, problems = build(sources, names)
    if problems:
        raise SourceBroken(problems)
    return protocol
