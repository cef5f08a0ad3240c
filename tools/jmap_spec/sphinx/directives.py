"""The splice directives of the domain: a line of prose each, the source does the rest."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..model import Place, RegistryEntry, Structure
from ..prose import Directive, directives_in
from . import exchanges, registries, render, splices
from .entries import Entries
from .held import protocol_of
from .parser import subjects

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
Nodes = list[nodes.Node]


class Splice(SphinxDirective):
    """What all splices share: an argument, the protocol, dependencies, and a say when a name is unknown."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = False
    kind = ""

    def run(self) -> Nodes:
        self.name_given = " ".join(self.arguments[0].split())
        self.protocol = protocol_of(self.env)
        table = self.known()
        if self.name_given not in table:
            near = difflib.get_close_matches(self.name_given, list(table), 2, 0.6)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            logger.warning(
                "there is no %s %s%s",
                self.kind,
                self.name_given,
                hint,
                location=(self.env.current_document.docname, self.lineno),
            )
            return []
        entries = Entries(self)
        return self.show(entries, table[self.name_given])

    def known(self) -> dict[str, Any]:
        raise NotImplementedError

    def show(self, entries: Entries, found: Any) -> Nodes:
        raise NotImplementedError

    def depends(self, *places: Place) -> None:
        """This page is read again when one of these files changes."""
        for place in places:
            path = Path(self.config.jmap_root) / place.file
            if path.is_file():
                self.env.note_dependency(str(path))

    def watch(self, what: str, digest: str) -> None:
        """This page is read again when ``digest`` is another: for what comes from many files, or new ones."""
        domain = self.env.get_domain("jmap")
        domain.note_spliced(what, digest)  # type: ignore[attr-defined]


class TypeDirective(Splice):
    kind = "type"
    option_spec: ClassVar = {
        "properties": directives.unchanged_required,
        "without": directives.unchanged_required,
        "bare": directives.flag,
    }

    def known(self) -> dict[str, Any]:
        return self.protocol.structures

    def show(self, entries: Entries, found: Any) -> Nodes:
        self.depends(found.place)
        properties = self.options.get("properties")
        if properties is not None:
            for name in set(properties.split()) - {p.name for p in found.properties}:
                logger.warning(
                    "%s has no property %s", found.name, name, location=(self.env.current_document.docname, self.lineno)
                )
        return render.type_nodes(
            entries,
            found,
            "bare" in self.options,
            self.options.get("without", "").split(),
            None if properties is None else properties.split(),
        )


class MethodDirective(Splice):
    kind = "method"
    option_spec: ClassVar = {"whole": directives.flag}

    def known(self) -> dict[str, Any]:
        return self.protocol.methods

    def show(self, entries: Entries, found: Any) -> Nodes:
        self.depends(found.place, *([found.standard.place] if found.standard else []))
        self.watch("errors", error_codes(self.protocol))
        return render.method_nodes(entries, found, "whole" in self.options)


class StandardDirective(Splice):
    kind = "standard method"

    def known(self) -> dict[str, Any]:
        return self.protocol.standard

    def show(self, entries: Entries, found: Any) -> Nodes:
        self.depends(found.place)
        return render.standard_nodes(entries, found)


class CapabilityDirective(Splice):
    kind = "capability"

    def known(self) -> dict[str, Any]:
        return {c.room: c for c in self.protocol.capabilities.values()}

    def show(self, entries: Entries, found: Any) -> Nodes:
        self.depends(found.place)
        return render.capability_nodes(entries, found)


class ErrorsDirective(Splice):
    kind = "level of errors"
    option_spec: ClassVar = {"room": directives.unchanged_required}

    def known(self) -> dict[str, Any]:
        return {level: level for level in ("request", "method", "set")}

    def show(self, entries: Entries, found: Any) -> Nodes:
        rooms = {self.options["room"]} if "room" in self.options else rooms_here(self)
        errors = [e for e in self.protocol.errors if e.level == found and (not rooms or e.room in rooms)]
        self.depends(*(e.place for e in errors))
        self.watch("errors", error_codes(self.protocol))
        return render.errors_nodes(entries, errors)


class RegistryDirective(Splice):
    kind = "registry"
    option_spec: ClassVar = {"as": lambda said: directives.choice(said, ("table", "templates", "list", "names"))}

    def known(self) -> dict[str, Any]:
        return self.protocol.registries

    def show(self, entries: Entries, found: Any) -> Nodes:
        chosen = [e for e in found.entries if not e.cells.get("unregistered")]
        if found.name in splices.DERIVED and (rooms := rooms_here(self)):
            chosen = [e for e in chosen if e.cells["room"] in rooms]
        # what comes from many files is watched as it is: most changes of a type do not change its row
        self.watch(f"registry {found.name}", content(chosen))
        return registries.registry_nodes(entries, found, chosen, self.options.get("as", ""))


class ExampleDirective(Splice):
    kind = "example"
    option_spec: ClassVar = {
        "whole": directives.flag,
        "only": lambda said: directives.choice(said, ("request", "response")),
    }

    def known(self) -> dict[str, Any]:
        # An exchange by its id, or a structure that has an instance of itself among its keywords.
        instances = {s.id: s for s in self.protocol.structures.values() if s.schema.get("examples")}
        return {**instances, **{e.id: e for e in self.protocol.examples}}

    def show(self, entries: Entries, found: Any) -> Nodes:
        self.depends(found.place)
        if isinstance(found, Structure):
            return exchanges.instance_nodes(found)
        return exchanges.example_nodes(entries, found, "whole" in self.options, self.options.get("only", ""))


class RequirementsDirective(Splice):
    kind = "subject"

    def known(self) -> dict[str, Any]:
        subjects_known = {}
        for requirement in self.protocol.requirements.values():
            parts = requirement.subject.split("/")
            subjects_known.update({"/".join(parts[: n + 1]): True for n in range(len(parts))})
        return subjects_known

    def show(self, entries: Entries, found: Any) -> Nodes:
        about = self.protocol.requirements_of(self.name_given)
        self.watch(f"requirements {self.name_given}", content(about))
        return render.requirements_nodes(entries, self.name_given)


class RestDirective(Splice):
    kind = "room"

    def known(self) -> dict[str, Any]:
        return {c.room: c for c in self.protocol.capabilities.values()}

    def show(self, entries: Entries, found: Any) -> Nodes:
        every = [d for text in texts_of(self).values() for d in directives_in(text)]
        left = splices.rest(self.protocol, found.room, every, directives_elsewhere(self.env))
        self.watch(f"rest {found.room}", content(left))
        made: Nodes = []
        for key in left:
            self._depends_on(key)
            section = heading(self, title_of(self.protocol, key), f"section.{key.kind}.{key.name}".replace("/", "."))
            section += self._nodes(entries, key)
            owner = (
                made[-1] if made and key.kind == "method" and made[-1].get("type") == key.name.split("/")[0] else None
            )
            if owner is not None:
                owner += section
            else:
                if key.kind == "type":
                    section["type"] = key.name
                made.append(section)
        return made

    def _depends_on(self, key: splices.Key) -> None:
        self.depends(splices.wanted(self.protocol)[key])
        if key.kind == "method":
            method = self.protocol.methods[key.name]
            self.depends(method.place, *([method.standard.place] if method.standard else []))

    def _nodes(self, entries: Entries, key: splices.Key) -> Nodes:
        p = self.protocol
        if key.kind == "errors":
            room, _, level = key.name.partition("/")
            return render.errors_nodes(entries, [e for e in p.errors if e.level == level and e.room == room])
        if key.kind == "registry":
            name, _, room = key.name.partition(" of ")
            chosen = [e for e in p.registries[name].entries if not e.cells.get("unregistered")]
            chosen = [e for e in chosen if not room or e.cells["room"] == room]
            return registries.registry_nodes(entries, p.registries[name], chosen)
        show: dict[str, Callable[[], Nodes]] = {
            "type": lambda: render.type_nodes(entries, p.structures[key.name]),
            "method": lambda: render.method_nodes(entries, p.methods[key.name]),
            "standard": lambda: render.standard_nodes(entries, p.standard[key.name]),
            "capability": lambda: render.capability_nodes(entries, _capability(p, key.name)),
        }
        return show[key.kind]()


class AboutDirective(SphinxDirective):
    """Says what the requirements of the section are about."""

    required_arguments = 1

    def run(self) -> Nodes:
        subjects(self.env).about(self.arguments[0])
        return []


def _capability(protocol: Any, room: str) -> Any:
    return next(c for c in protocol.capabilities.values() if c.room == room)


def title_of(protocol: Any, key: splices.Key) -> str:
    """The heading of something that ``jmap:rest`` shows."""
    if key.kind == "capability":
        return f"The {_capability(protocol, key.name).title} Capability"
    if key.kind == "standard":
        return f"/{key.name}"
    if key.kind == "errors":
        return {"request": "Request-Level Errors", "method": "Method-Level Errors", "set": "SetErrors"}[
            key.name.split("/")[1]
        ]
    if key.kind == "registry":
        return str(protocol.registries[key.name.split(" of ")[0]].title)
    return key.name


def heading(directive: SphinxDirective, title: str, id: str) -> nodes.section:
    """A section of ours. Its id is fixed, so that links to it keep."""
    section = nodes.section(ids=[id], names=[nodes.fully_normalize_name(title)])
    section.source, section.line = directive.get_source_info()
    section += nodes.title("", title)
    return section


def texts_of(directive: SphinxDirective) -> dict[str, str]:
    """The files of the draft that the page is in, by path; none where it is in no draft."""
    docname = directive.env.current_document.docname
    return texts_below(Path(directive.env.doc2path(docname)).parent) if docname.startswith("drafts/") else {}


def texts_below(folder: Path) -> dict[str, str]:
    """The files of a draft, by path."""
    return {str(p): p.read_text("utf-8") for p in sorted(folder.glob("**/*.md")) if "published" not in p.parts}


def directives_elsewhere(env: BuildEnvironment, docname: str = "") -> list[list[Directive]]:
    """What each draft but that of the page splices; the page is the one that is being read, unless another is named."""
    own = Path(env.doc2path(docname or env.current_document.docname)).parent
    folders = [p.parent for p in sorted(own.parent.glob("*/index.md")) if p.parent != own]
    return [[d for text in texts_below(f).values() for d in directives_in(text)] for f in folders]


def rooms_here(directive: SphinxDirective) -> set[str]:
    """The rooms that the draft is about; none, which means all, on other pages."""
    every = [d for text in texts_of(directive).values() for d in directives_in(text)]
    rooms = splices.rooms_of(protocol_of(directive.env), every)
    directive.env.get_domain("jmap").note_spliced("rooms", content(sorted(rooms)))  # type: ignore[attr-defined]
    return rooms


def content(values: Iterable[RegistryEntry | Any]) -> str:
    return hashlib.sha256(repr(list(values)).encode()).hexdigest()[:16]


def error_codes(protocol: Any) -> str:
    return content((e.level, e.code, e.raised_by) for e in protocol.errors)


def setup(app: Sphinx) -> None:
    table = {
        "type": TypeDirective,
        "method": MethodDirective,
        "standard": StandardDirective,
        "capability": CapabilityDirective,
        "errors": ErrorsDirective,
        "registry": RegistryDirective,
        "example": ExampleDirective,
        "requirements": RequirementsDirective,
        "rest": RestDirective,
        "about": AboutDirective,
    }
    for name, directive in table.items():
        app.add_directive_to_domain("jmap", name, directive)
