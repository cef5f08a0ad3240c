"""The whole: every part of the source, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import ErrorCode
from .examples import Example
from .methods import Declaration, Method, StandardMethod
from .registries import Capability, Registry
from .requirements import Requirement
from .structures import Structure
from .suite import Case, Result


@dataclass(frozen=True)
class Protocol:
    """A protocol as its source says it; every dict is in document order.

    ``methods`` and the derived registries are filled by ``derive``; what load returns has
    them empty.
    """

    capabilities: dict[str, Capability]
    #: By name: ``Id``, ``Session``, ``Mailbox``, ``MailboxRights``.
    structures: dict[str, Structure]
    standard: dict[str, StandardMethod]
    #: By name on the wire: ``Mailbox/get``.
    methods: dict[str, Method]
    #: methods.json, by type name and verb.
    declarations: dict[str, dict[str, Declaration]]
    #: In order; one code may stand on two levels.
    errors: tuple[ErrorCode, ...]
    registries: dict[str, Registry]
    examples: tuple[Example, ...]
    requirements: dict[str, Requirement]
    #: Ids that must not be used again, with the reason.
    retired: dict[str, str]
    #: Where published schemas live, and their version.
    base: str
    version: str
    #: Every file of the source, by path below the root, as parsed.
    documents: dict[str, Any]
    #: What the suite says of itself, in its order; empty where there is no suite beside the source.
    cases: tuple[Case, ...] = ()
    #: Runs of the suite that were kept, by name. They go into no schema.
    results: tuple[Result, ...] = ()

    def structures_of(self, room: str) -> tuple[Structure, ...]:
        return tuple(s for s in self.structures.values() if s.room == room)

    def methods_of(self, type_name: str) -> tuple[Method, ...]:
        return tuple(m for m in self.methods.values() if m.type == type_name)

    def examples_of(self, type_name: str) -> tuple[Example, ...]:
        return tuple(e for e in self.examples if e.type == type_name)

    def error(self, level: str, code: str) -> ErrorCode | None:
        return next((e for e in self.errors if e.level == level and e.code == code), None)

    def requirements_of(self, subject: str) -> tuple[Requirement, ...]:
        """Those about ``subject`` itself, or about a part of it."""
        return tuple(
            r for r in self.requirements.values() if r.subject == subject or r.subject.startswith(subject + "/")
        )
