"""What the conformance suite says of itself: its cases, and what came of runs that were kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Case:
    """One behaviour that the suite looks for, with its documentation; a template counts once."""

    #: ``Mailbox/get/…`` or, for what is run over several types, ``Foo/get/…``.
    id: str
    #: The rule, as a sentence.
    title: str
    #: ``get``, ``query-changes``: what reports group by.
    area: str
    #: Ids of the requirements that it looks for.
    requirements: tuple[str, ...]
    #: ``records``, ``second-user`` …: what a run has to have for it.
    needs: tuple[str, ...]
    purpose: str
    preconditions: str
    procedure: str
    expected: str
    why: str
    #: The file in the suite: ``standard/get.py``.
    source: str
    #: The id of each place where it is run.
    instances: tuple[str, ...]

    @property
    def room(self) -> str:
        """The folder of the suite that it stands in: ``standard``, ``mail``."""
        return self.source.partition("/")[0]

    @property
    def named(self) -> str:
        """The id by which drafts and site know it."""
        return f"case/{self.id}"

    @cached_property
    def places(self) -> dict[str, tuple[str, ...]]:
        """Where it is run: ``Mailbox/query`` to what it is repeated over there (``name``, ``role``), or to nothing.

        Empty where it is run once, under its own id.
        """
        found: dict[str, list[str]] = {}
        if self.instances == (self.id,):
            return {}
        word = self.id.rpartition("/")[2]
        for instance in self.instances:
            before, _, after = f"{instance}/".partition(f"/{word}/")
            found.setdefault(before, []).extend([after.rstrip("/")] if after else [])
        return {before: tuple(after) for before, after in found.items()}


@dataclass(frozen=True)
class Result:
    """What a run of the suite against a server came to: a file of ``docs/results``."""

    #: The file, without its ending.
    name: str
    server: str
    version: str
    #: ``YYYY-MM-DD``.
    date: str
    #: The version of the suite.
    suite: str
    #: URNs that the server advertised.
    capabilities: tuple[str, ...]
    #: Area to case (as it was run) to outcome.
    areas: dict[str, dict[str, str]]
    #: Outcome of each requirement that was looked for: the worst of its cases.
    requirements: dict[str, str]

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """Every case that was run, to its outcome."""
        return {id: outcome for cases in self.areas.values() for id, outcome in cases.items()}
