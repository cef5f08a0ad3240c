"""What an author may name, and which id it has. Pure: no Sphinx.

The anchor of an id is the id with ``.`` for ``/``; an id is the address everywhere.
"""

from __future__ import annotations

import difflib
from typing import NamedTuple

from ..model import Protocol

#: What the domain has, in the order of the index: object type to what a reader calls it.
TYPES = {
    "type": "type",
    "prop": "property",
    "method": "method",
    "arg": "argument",
    "error": "error",
    "capability": "capability",
    "registry": "registry",
    "req": "requirement",
    "case": "case",
}


class Named(NamedTuple):
    """Something with an id."""

    objtype: str
    #: ``mail/Mailbox/name``
    id: str
    #: The shortest name that is unambiguous: ``Mailbox/name``.
    name: str


def anchor_of(id: str) -> str:
    return id.replace("/", ".")


class Names:
    """Every name of a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self._by_name: dict[str, dict[str, Named]] = {objtype: {} for objtype in TYPES}
        self._by_id: dict[tuple[str, str], Named] = {}
        for structure in protocol.structures.values():
            self._add("type", structure.id, structure.name)
            for member in structure.properties:
                self._add("prop", member.id, f"{structure.name}/{member.name}")
        for capability in protocol.capabilities.values():
            self._add("capability", capability.id, capability.room, capability.urn)
            for member in (*capability.session, *capability.account):
                self._add("prop", member.id, f"{capability.room}/{member.name}")
        for template in protocol.standard.values():
            self._add("method", template.id, f"/{template.verb}")
            for member in template.arguments:
                self._add("arg", member.id, f"/{template.verb}/{member.name}")
            for member in template.responses:
                self._add("arg", member.id, f"/{template.verb}/response/{member.name}")
        for method in protocol.methods.values():
            self._add("method", method.id, method.name)
            for member in method.arguments:
                self._add("arg", f"{method.id}/{member.name}", f"{method.name}/{member.name}")
            for member in method.responses:
                self._add("arg", f"{method.id}/response/{member.name}", f"{method.name}/response/{member.name}")
        for error in protocol.errors:
            twice = sum(e.code == error.code for e in protocol.errors) > 1
            name = f"{error.level}/{error.code}"
            self._add("error", error.id, name if twice else error.code, name)
        for registry in protocol.registries.values():
            self._add("registry", registry.id, registry.name)
        for requirement in protocol.requirements.values():
            self._add("req", requirement.id, requirement.id)
        for case in protocol.cases:
            self._add("case", case.named, case.id)

    def _add(self, objtype: str, id: str, name: str, *others: str) -> None:
        named = Named(objtype, id, name)
        self._by_id[objtype, id] = named
        for known in (name, id, *others):
            self._by_name[objtype].setdefault(known, named)

    def find(self, objtype: str, name: str) -> Named | None:
        """By name or by id."""
        return self._by_name.get(objtype, {}).get(name)

    def by_id(self, objtype: str, id: str) -> Named | None:
        return self._by_id.get((objtype, id))

    def near(self, objtype: str, name: str) -> list[str]:
        """Names that may have been meant."""
        return difflib.get_close_matches(name, self._by_name.get(objtype, {}), 2, 0.75)


class Holder:
    """A protocol and its names, made once."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self._names: Names | None = None

    @property
    def names(self) -> Names:
        if self._names is None:
            self._names = Names(self.protocol)
        return self._names
