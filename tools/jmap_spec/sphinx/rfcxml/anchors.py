"""Anchors: one namespace a draft, where Sphinx has one a file."""

from __future__ import annotations

import re

#: What xml2rfc gives out itself.
_RESERVED = ("figure-", "iref-", "section-", "table-", "u-")
_NOT_NAME = re.compile(r"[^A-Za-z0-9_.-]+")


def as_name(identifier: str) -> str:
    """``identifier`` as an XML name: no ``@`` or ``/``, no digit or dot in front."""
    name = _NOT_NAME.sub("-", identifier).strip("-") or "_"
    good = (name[0].isalpha() or name[0] == "_") and not name.startswith(_RESERVED)
    return name if good else f"_{name}"


class Anchors:
    """The anchors of one draft, by the file and the id that Sphinx knows them by."""

    def __init__(self) -> None:
        self._anchors: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        #: Anchors that an xref points to.
        self.used: set[str] = set()

    def add(self, docname: str, ids: list[str]) -> str:
        """The anchor of an element with these ids; ``""`` where there are none, or another element has them.

        A block has one anchor in RFCXML: the first id gives it, the others lead to it.
        """
        ids = [i for i in ids if (docname, i) not in self._anchors]
        if not ids:
            return ""
        anchor = self._free(as_name(ids[0]), docname)
        for identifier in ids:
            self._anchors.setdefault((docname, identifier), anchor)
        return anchor

    def reserve(self, name: str) -> None:
        """A name that something else has: the key of a reference."""
        self._taken.add(name)

    def find(self, docname: str, identifier: str) -> str:
        """The anchor, or ``""``."""
        return self._anchors.get((docname, identifier), "")

    def _free(self, name: str, docname: str) -> str:
        candidates = [name, f"{docname.rpartition('/')[2]}-{name}", *(f"{name}-{n}" for n in range(2, 1000))]
        anchor = next(c for c in candidates if c not in self._taken)
        self._taken.add(anchor)
        return anchor

    def mapping(self) -> dict[str, str]:
        """Id to anchor where they differ: what ``anchors.json`` says."""
        return {identifier: anchor for (_, identifier), anchor in self._anchors.items() if identifier != anchor}
