"""What the protocol knows about a place in a definition: section, requirement, who else has that name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..derive.definitions import ERROR_OBJECT
from ..derive.origin import members_of, method_of, section_of, structure_of
from ..json_text import escape
from ..model import Member, Protocol, Requirement

#: A range is one sentence and two keywords; the source names one of them.
_OTHER_END = {
    one: other
    for pair in (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))
    for one, other in (pair, pair[::-1])
}


class Facts:
    """Lookups for :mod:`.explain`; ``address`` gives the absolute URI of a definition."""

    def __init__(self, protocol: Protocol, address: Callable[[str], str]) -> None:
        self.protocol = protocol
        self.address = address
        self._discharged: dict[str, list[tuple[list[str], Requirement]]] = {}
        for requirement in protocol.requirements.values():
            name, _, rule = requirement.discharge.get("schema", "").partition("#")
            self._discharged.setdefault(name, []).append((rule.split("/"), requirement))
        self._known: dict[str, list[str]] | None = None

    def rule(self, name: str, pointer: str, keyword: str) -> str:
        """The absolute location of a keyword."""
        return f"{self.address(name)}#{pointer}/{escape(keyword)}"

    def member(self, name: str, pointer: str) -> Member | None:
        """The property or argument that a place in a definition belongs to."""
        tokens = pointer.split("/")
        # The outermost "properties": what lies deeper has no member of its own in the source.
        at = tokens.index("properties") + 1 if "properties" in tokens else len(tokens)
        if at >= len(tokens):
            return None
        wanted = tokens[at].replace("~1", "/").replace("~0", "~").removeprefix("#").partition("/")[0]
        return self.member_named(name, wanted)

    def member_named(self, name: str, wanted: str) -> Member | None:
        """The member of that name in a definition, or in the record that it is a shape of."""
        return next((member for member in members_of(self.protocol, name) if member.name == wanted), None)

    def signature(self, name: str, wanted: str) -> str:
        """The signature of a member of a definition; empty where there is none."""
        member = self.member_named(name, wanted)
        return member.signature if member else ""

    def section(self, name: str, pointer: str) -> str:
        """The section of the published text that says what this place says."""
        member = self.member(name, pointer)
        return member.section if member else section_of(self.protocol, name)

    def requirement(self, name: str, pointer: str, keyword: str, missing: str = "") -> str:
        """The id of the requirement that is discharged by this keyword here; empty if none is.

        ``discharge.schema`` says the rule as ``Id#pattern`` or ``Mailbox#name/minLength``: a definition, then
        what the way to the keyword has in it. A rule of a record is one of its shapes too. ``missing`` is
        the name that ``required`` asked for.
        """
        structure = structure_of(self.protocol, name)
        known = self._discharged.get(name, []) + (self._discharged.get(structure.name, []) if structure else [])
        member = self.member_named(name, missing) if missing else self.member(name, pointer)
        found = [
            (word == keyword, len(way), requirement.id)
            for (*way, word), requirement in known
            if word in (keyword, _OTHER_END.get(keyword))
            and _is_within(way, pointer.split("/"))
            and self._is_about(requirement, name, member)
        ]
        return max(found)[-1] if found else ""

    def _is_about(self, requirement: Requirement, name: str, member: Member | None) -> bool:
        """Whether a requirement is about the definition as a whole or about this member of it."""
        about = [m.id for m in members_of(self.protocol, name) if f"{requirement.subject}/".startswith(f"{m.id}/")]
        return not about or (member is not None and member.id in about)

    def elsewhere(self, word: str) -> str:
        """Who has a property or argument of that name, as a hint; empty if nobody has."""
        if self._known is None:
            self._known = {}
            for owner, member in self._everybody():
                self._known.setdefault(member.name, []).append(owner)
        owners = list(dict.fromkeys(self._known.get(word.removeprefix("#"), [])))
        if not owners:
            return ""
        rest = f" and {len(owners) - 3} more" if len(owners) > 3 else ""
        return f'"{word}" belongs to {", ".join(owners[:3])}{rest}'

    def members_by_type(self, name: str, value: Any) -> set[str]:
        """The members that an error object has because of its ``type``: ``existingId`` of alreadyExists."""
        level = next((level for level, error in ERROR_OBJECT.items() if error == name), None)
        said = [error for error in self.protocol.errors if error.level == level and error.type == value.get("type")]
        return {member.name for error in said for member in error.members}

    def word(self, name: str) -> str:
        """What the RFCs call a member of such an object: an argument of a method, else a property."""
        return "argument" if method_of(self.protocol, name) else "property"

    def _everybody(self) -> Iterator[tuple[str, Member]]:
        for method in self.protocol.methods.values():
            for member in method.arguments:
                yield f"the request of {method.name}", member
            for member in method.filter:
                yield f"the filter of {method.name}", member
        for structure in self.protocol.structures.values():
            for member in structure.properties:
                yield structure.name, member
        for method in self.protocol.methods.values():
            for member in method.responses:
                yield f"the response of {method.name}", member


def _is_within(way: list[str], tokens: list[str]) -> bool:
    """Whether ``tokens`` has the steps of ``way``, in that order."""
    rest = iter(tokens)
    return all(step in rest for step in way)
