"""``data/manifest.json``, ``data/schemas.json`` and ``data/negatives.json``: all that the suite knows of the protocol.

They are generated from the source. ``--data DIR`` puts others in their place, for a protocol with more types.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

HERE: Final = Path(__file__).parent / "data"

CORE: Final = "urn:ietf:params:jmap:core"

#: What a BCP 14 word makes of a breach. A breach of a MAY is a refusal of what is permitted, and so a failure.
LEVELS: Final[dict[str, Literal["must", "should", "may"]]] = {
    "MUST": "must", "MUST NOT": "must", "REQUIRED": "must", "SHALL": "must", "SHALL NOT": "must",
    "SHOULD": "should", "SHOULD NOT": "should", "RECOMMENDED": "should", "NOT RECOMMENDED": "should",
    "MAY": "may", "OPTIONAL": "may",
}  # fmt: skip


Breach = Literal["fail", "warn", "note"]
BREACHES: Final[dict[str, Breach]] = {"fail": "fail", "warn": "warn", "note": "note"}


@dataclass(frozen=True)
class Requirement:
    """A normative sentence, as the manifest has it."""

    id: str
    #: A BCP 14 word: ``MUST NOT``.
    level: str
    binds: str
    #: ``{"outcome": "fail"|"warn"|"note", "reason"}``, or empty where the level decides.
    policy: dict[str, str]
    #: ``{"test": true}``, ``{"schema": "Id#pattern"}``, ``{"excluded": why}`` or ``{"gap": what}``.
    discharge: dict[str, Any]
    text: str
    source: str
    section: str

    @property
    def breach(self) -> Breach:
        """What a breach of it comes to: the policy says it, else the level."""
        if said := BREACHES.get(self.policy.get("outcome", "")):
            return said
        return "warn" if LEVELS.get(self.level) == "should" else "fail"

    @property
    def rank(self) -> Literal["must", "should"]:
        """``must`` where a breach fails, else ``should``: what ``--level`` selects by."""
        return "must" if self.breach == "fail" else "should"

    @property
    def needs_case(self) -> bool:
        return "test" in self.discharge


@dataclass(frozen=True)
class Manifest:
    """The manifest and the schemas, with the look-ups that cases need."""

    content: dict[str, Any]
    #: Name of a definition to its schema; every ``$ref`` is ``#/$defs/NAME``.
    definitions: dict[str, Any]
    #: What can be sent by mistake, as ``data/negatives.json`` has it; empty where there is none.
    negatives: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, directory: Path | None = None) -> Manifest:
        """Those of ``directory``, or of the package.

        Raises:
            FileNotFoundError: a file is missing there.
        """
        where = directory or HERE
        content = json.loads((where / "manifest.json").read_text("utf-8"))
        schemas = json.loads((where / "schemas.json").read_text("utf-8"))
        negatives = where / "negatives.json"
        found = json.loads(negatives.read_text("utf-8")) if negatives.is_file() else {}
        return cls(content, schemas["$defs"], found)

    def mistakes_in(self, method: str) -> list[dict[str, Any]]:
        """What can be wrong with the arguments of a method, ``Mailbox/get``."""
        return list(self.negatives.get("arguments", {}).get(method, ()))

    def mistakes_of(self, shape: str) -> list[dict[str, Any]]:
        """What can be wrong with a record that a call brings, ``Mailbox.creation``."""
        return list(self.negatives.get("records", {}).get(shape, ()))

    @property
    def version(self) -> str:
        return str(self.content["version"])

    @cached_property
    def types(self) -> dict[str, Any]:
        """What each type is, with its ``name``, and whether its methods have an account and states (``hasAccount``,
        ``hasState``): those of PushSubscription do without.
        """
        made: dict[str, Any] = {}
        for name, spec in self.content["types"].items():
            get = self.content["methods"].get(f"{name}/get", {})
            made[name] = {
                **spec,
                "name": name,
                "hasAccount": "accountId" in get.get("arguments", ()),
                "hasState": "state" in get.get("responses", ()),
            }
        return made

    @property
    def methods(self) -> dict[str, Any]:
        """By name on the wire: ``Mailbox/get``."""
        return dict(self.content["methods"])

    @property
    def capabilities(self) -> dict[str, Any]:
        return dict(self.content["capabilities"])

    @cached_property
    def requirements(self) -> dict[str, Requirement]:
        return {row["id"]: _requirement(row) for row in self.content["requirements"]}

    def errors(self, level: str) -> dict[str, Any]:
        return dict(self.content["errors"].get(level, {}))


def _requirement(row: dict[str, Any]) -> Requirement:
    discharge = row.get("discharge") or {"test": True}
    if isinstance(discharge, str):
        discharge = {discharge: True}
    return Requirement(
        row["id"], row["level"], row.get("binds", "server"), row.get("policy") or {}, discharge,
        row.get("text", ""), row.get("source", ""), row.get("section", ""),
    )  # fmt: skip
