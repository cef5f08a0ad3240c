"""Invalid messages that answer the preparations of a case, where they are not what the case is about.

A case that needs a Mailbox calls Mailbox/set to get one. If every answer of Mailbox/set is invalid, that is one fault,
and not one of each case that needs a Mailbox. So what answers a step of preparation (``foo.make``, ``setting_up``)
counts against the case only where it answers the method that the case is about, the one in its id. What else is wrong
is set aside, and fails the case ``TYPE/set/preparations-get-valid-answers`` of the type that was called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .manifest import Manifest
    from .wire import Finding


def has_its_own_case(spec: dict[str, Any]) -> bool:
    """Whether a type, as the manifest has it, has a case in which it is told what was set aside of its methods."""
    return "set" in spec["methods"] and not spec.get("singleton")


class Aside:
    """What was set aside, in one account."""

    def __init__(self, manifest: Manifest) -> None:
        #: The types that have the case in which it is told.
        self._types = {name for name, spec in manifest.types.items() if has_its_own_case(spec)}
        self._about = ""
        self._kept: dict[str, dict[tuple[str, str], Finding]] = {}
        #: What the running case has added.
        self.of_the_case: list[Finding] = []

    def begin(self, about: str) -> None:
        """A case begins; ``about`` is how its id begins: ``Mailbox/set``."""
        self._about = about
        self.of_the_case = []

    def takes(self, finding: Finding) -> bool:
        """Whether a finding, seen in a step of preparation, is set aside; it is kept where it is."""
        type_name = finding.method.partition("/")[0]
        if type_name not in self._types or finding.method == self._about:
            return False
        self.of_the_case.append(finding)
        # One of each kind: how often it came says nothing more.
        self._kept.setdefault(type_name, {}).setdefault((finding.method, rule_of(finding)), finding)
        return True

    def of(self, type_name: str) -> list[Finding]:
        """What was set aside of the methods of a type, by method."""
        return [one for _, one in sorted(self._kept.get(type_name, {}).items())]

    def forget(self) -> None:
        """As if nothing had been seen."""
        self._kept.clear()
        self.of_the_case = []


def rule_of(finding: Finding) -> str:
    """The text about a finding from the rule of the schema on, which the values that broke it do not change."""
    return finding.message.rpartition(" (")[2] + " ".join(finding.requirements)
