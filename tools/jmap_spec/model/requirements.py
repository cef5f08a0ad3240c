"""A normative sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .members import Place


@dataclass(frozen=True)
class Requirement:
    """One sentence with BCP 14 words, its identity, and how it is seen to hold."""

    #: ``mail/Mailbox/name/unique-among-siblings``: subject, then word.
    id: str
    #: What it is about: ``mail/Mailbox/name``.
    subject: str
    word: str
    #: ``MUST``, ``MUST NOT``, ``SHOULD`` …: the strongest of its words, from the words.
    level: str
    #: The sentence, as Markdown.
    text: str
    binds: Literal["server", "client", "both", "registry", "extension"]
    #: Empty when it comes from the published text; else what ``provenance`` says.
    provenance: dict[str, Any]
    #: ``{"outcome", "reason"}``, or empty where the level decides.
    policy: dict[str, str]
    #: One of ``{"test": True}``, ``{"schema": NAME}``, ``{"excluded": WHY}``, ``{"gap": WHAT}``.
    discharge: dict[str, Any]
    section: str
    place: Place

    @property
    def anchor(self) -> str:
        """The id as an anchor of XML and HTML."""
        return self.id.replace("/", ".")
