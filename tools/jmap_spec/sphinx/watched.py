"""What pages show that no single file says, and whether it is still the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..model import Protocol
from ..prose import Directive, directives_in
from . import splices
from .directives import content, directives_elsewhere, error_codes
from .listed import facts
from .suite import case_ids, coverage

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class digests:  # noqa: N801 it reads as the question that it answers
    """Digests of today, made when somebody asks."""

    def __init__(self, protocol: Protocol, env: BuildEnvironment) -> None:
        self.protocol, self.env = protocol, env
        self._directives: dict[Path, list[Directive]] = {}

    def differ(self, docname: str, whats: dict[str, str]) -> bool:
        """Whether any of these shows something else now."""
        return any(self._now(docname, what) != digest for what, digest in whats.items())

    def _now(self, docname: str, what: str) -> str:
        kind, _, name = what.partition(" ")
        p = self.protocol
        if kind == "errors":
            return error_codes(p)
        if kind == "methods":
            return content(sorted(p.methods))
        if kind == "examples":
            return content(sorted(e.id for e in p.examples))
        if kind == "requirements":
            return content(p.requirements_of(name))
        if kind == "listed":
            return content(facts(p.requirements.values()))
        if kind == "cases":
            return content([c for c in p.cases if c.room == name])
        if kind == "area":
            return content([c for c in p.cases if c.area == name])
        if kind == "all-cases":
            return content((len(p.cases), sum(len(c.instances) for c in p.cases)))
        if kind == "cases-of-requirements":
            return content(case_ids(p))
        if kind == "coverage":
            return content(coverage(p))
        if kind == "results":
            return content((p.results, p.cases))
        if kind == "rooms":
            return content(sorted(self._rooms(docname)))
        if kind == "rest":
            return content(splices.rest(p, name, self._every(docname), directives_elsewhere(self.env, docname)))
        if kind == "registry" and name in p.registries:
            chosen = [e for e in p.registries[name].entries if not e.cells.get("unregistered")]
            rooms = self._rooms(docname)
            if name in splices.DERIVED and rooms:
                chosen = [e for e in chosen if e.cells["room"] in rooms]
            return content(chosen)
        if kind == "unregistered" and name in p.registries:
            return content([e for e in p.registries[name].entries if e.cells.get("unregistered")])
        return ""

    def _rooms(self, docname: str) -> set[str]:
        return splices.rooms_of(self.protocol, self._every(docname))

    def _every(self, docname: str) -> list[Directive]:
        """The directives of the draft that a page is in."""
        if not docname.startswith("drafts/"):
            return []
        folder = Path(self.env.doc2path(docname)).parent
        if folder not in self._directives:
            files = [p for p in sorted(folder.glob("**/*.md")) if "published" not in p.parts]
            self._directives[folder] = [d for p in files for d in directives_in(p.read_text("utf-8"))]
        return self._directives[folder]
