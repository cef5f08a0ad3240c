"""``jmap:page``: what a generated page of the site shows. Richer than a splice of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes

from ..model import Example, Method, Place, Requirement
from ..spans import without_marks
from . import exchanges, registries, render
from .cases import cases_list
from .directives import Splice, content, error_codes, heading
from .domain import reference
from .entries import Entries, anchored, paragraph
from .markdown import first_sentence, inline
from .names import anchor_of
from .pages import RAW
from .places import put
from .splices import DERIVED
from .suite import by_area, case_ids, cases_by_requirement

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Nodes = list[nodes.Node]


class PageDirective(Splice):
    """``jmap:page type Mailbox``."""

    def run(self) -> Nodes:
        from .held import protocol_of

        self.protocol = protocol_of(self.env)
        kind, _, name = self.arguments[0].partition(" ")
        entries = Entries(self)
        return list(getattr(self, f"_{kind}")(entries, name))

    def section(self, title: str, id: str, made: Iterable[nodes.Node]) -> Nodes:
        """A section, or nothing where there is nothing in it."""
        blocks = list(made)
        if not blocks:
            return []
        section = heading(self, title, id)
        section += blocks
        return [section]

    # -- kinds of pages

    def _type(self, entries: Entries, name: str) -> Nodes:
        s = self.protocol.structures[name]
        self.depends(s.place)
        parts = [p for p in self.protocol.structures.values() if p.kind == "part" and p.parent == name]
        made = self._facts(entries, "type", s.id, s.section, s.place)
        made += entries.text(s.description, s.place, s.id)
        made = anchored(entries, "type", s.id, made)
        if s.properties:
            listed = entries.members(s.properties, "prop", optional=s.kind != "data")
            made += self.section("Properties", "properties", [listed])
        for part in parts:
            made += self.section(part.name, f"part-{part.name}", render.type_nodes(entries, part))
        made += self.section("Methods", "methods", self._methods(entries, name))
        made += self.section(
            "Examples",
            "examples",
            self._examples(
                entries,
                [
                    e
                    for e in self.protocol.examples_of(name)
                    if not self.protocol.methods.get(f"{name}/{e.id.split('/')[2]}")
                ],
            ),
        )
        return made + self._requirements_section(entries, s.id, {m.id for m in self.protocol.methods_of(name)})

    def _scalars(self, entries: Entries, room: str) -> Nodes:
        made: Nodes = []
        for s in self.protocol.structures_of(room):
            if s.kind == "scalar":
                self.depends(s.place)
                shown = render.type_nodes(entries, s)
                made += self.section(
                    s.name, f"scalar-{s.name}", [*self._facts(entries, "type", s.id, s.section, s.place), *shown]
                )
        return made

    def _method(self, entries: Entries, name: str) -> Nodes:
        m = self.protocol.methods[name]
        self.depends(m.place, *([m.standard.place] if m.standard else []))
        self.watch("errors", error_codes(self.protocol))
        made = self._facts(entries, "method", m.id, m.section, m.place)
        made += anchored(entries, "method", m.id, render.method_intro(entries, m))
        for title, blocks in render.method_groups(entries, m, whole=True, general=True):
            made += self.section(title, _slug(title), blocks)
        made += self.section("Examples", "examples", self._examples(entries, self._examples_of(m)))
        return made + self._requirements_section(entries, m.id)

    def _standard(self, entries: Entries, verb: str) -> Nodes:
        t = self.protocol.standard[verb]
        self.depends(t.place)
        made = self._facts(entries, "method", t.id, t.section, t.place)
        made += anchored(entries, "method", t.id, entries.text(t.description, t.place, t.id))
        for title, blocks in render.standard_groups(entries, t):
            made += self.section(title, _slug(title), blocks)
        using = [m for m in self.protocol.methods.values() if m.standard and m.standard.verb == verb]
        self.watch("methods", content(sorted(self.protocol.methods)))
        links = [reference("method", m.id, m.name, entries.docname) for m in using]
        made += self.section(
            "Methods of this kind", "methods", [paragraph(*render.joined(links), ".")] if links else []
        )
        return made + self._requirements_section(entries, t.id)

    def _capability(self, entries: Entries, room: str) -> Nodes:
        c = next(c for c in self.protocol.capabilities.values() if c.room == room)
        self.depends(c.place)
        made = self._facts(entries, "capability", c.id, c.section, c.place)
        made += render.capability_nodes(entries, c)
        return made + self._requirements_section(entries, c.id)

    def _errors(self, entries: Entries, room: str) -> Nodes:
        made: Nodes = []
        self.watch("errors", error_codes(self.protocol))
        titles = {"request": "Errors of a request", "method": "Errors of a method call", "set": "SetErrors"}
        for level, title in titles.items():
            errors = [e for e in self.protocol.errors if e.level == level and e.room == room]
            self.depends(*(e.place for e in errors))
            made += self.section(title, f"{level}-errors", render.errors_nodes(entries, errors) if errors else [])
        return made

    def _registries(self, entries: Entries, room: str) -> Nodes:
        made: Nodes = []
        for registry in self.protocol.registries.values():
            if registry.room == room:
                chosen = [e for e in registry.entries if not e.cells.get("unregistered")]
                left = [e for e in registry.entries if e.cells.get("unregistered")]
                self.watch(f"registry {registry.name}", content(chosen))
                self.watch(f"unregistered {registry.name}", content(left))
                shown = [
                    *([paragraph(registry.description)] if registry.name in DERIVED else []),
                    *registries.registry_nodes(entries, registry, chosen, "table"),
                    *registries.unregistered_nodes(entries, left),
                ]
                made += self.section(registry.title, f"registry-{registry.name}", shown)
        return made

    def _requirements(self, entries: Entries, room: str) -> Nodes:
        about = [r for r in self.protocol.requirements.values() if r.id.split("/")[0] == room]
        self.watch(f"requirements {room}", content(about))
        made: Nodes = [
            paragraph(f"{len(about)} sentences bind somebody. Each has an id, which stays when the words change.")
        ]
        groups: dict[str, list[Requirement]] = {}
        for r in about:
            groups.setdefault("/".join(r.subject.split("/")[:2]), []).append(r)
        for subject, found in groups.items():
            made += self.section(subject, f"about-{anchor_of(subject)}", [self._listed(entries, found)])
        return made

    def _areas(self, _entries: Entries, _name: str) -> Nodes:
        number, places = len(self.protocol.cases), sum(len(case.instances) for case in self.protocol.cases)
        self.watch("all-cases", content((number, places)))
        return [
            paragraph(
                f"The conformance suite has {number} cases, by area. Many are run for every type that has the method, "
                f"and so there are {places} to run. What came of running them is told in ",
                _page_link("/results", "Results"),
                ".",
            )
        ]

    def _cases(self, entries: Entries, area: str) -> Nodes:
        found = by_area(self.protocol.cases)[area]
        self.watch(f"area {area}", content(found))
        return cases_list(entries, found)

    # -- what pages share

    def _facts(self, entries: Entries, objtype: str, id: str, section: str, place: Place) -> Nodes:
        """Where it is published, in which draft of ours it stands, and where in the source."""
        said: Nodes = []
        if section:
            key, number = render.section_of(section)
            said += [nodes.Text("Published as "), *_link(section, _published(key, number)), nodes.Text(" · ")]
        draft = reference(objtype, id, "in the draft", entries.docname)
        draft["jmap_in"] = "drafts/"
        draft.children[0].replace_self(nodes.inline("", "in the draft"))
        said += [draft, nodes.Text(" · source "), nodes.literal("", place.file)]
        if place.file.endswith(".json") and objtype == "type":
            said += [nodes.Text(" · "), _raw_link(place)]
        made = paragraph(*said, place=str(place))
        made["classes"].append("jmap-facts")
        return [made]

    def _methods(self, entries: Entries, name: str) -> Nodes:
        items = []
        for m in self.protocol.methods_of(name):
            self.depends(m.place)
            said = without_marks(first_sentence(m.description or (m.standard.description if m.standard else "")))
            body = inline(entries.directive, said.replace("Foo", name), m.place)
            link = reference("method", m.id, m.name, entries.docname)
            items.append(nodes.list_item("", paragraph(link, ": ", *body, place=str(m.place))))
        return [nodes.bullet_list("", *items)] if items else []

    def _examples_of(self, method: Method) -> list[Example]:
        prefix = f"{method.room}/{method.type}/{method.verb}/"
        return [e for e in self.protocol.examples_of(method.type) if e.id.startswith(prefix)]

    def _examples(self, entries: Entries, examples: list[Example]) -> Nodes:
        made: Nodes = []
        self.watch("examples", content(sorted(e.id for e in self.protocol.examples)))
        for e in examples:
            self.depends(e.place)
            shown = [
                *entries.text(e.description, e.place, "", again=True),
                *exchanges.example_nodes(entries, e, whole=True),
            ]
            made += self.section(e.title, f"example-{e.id.rpartition('/')[2]}", shown)
        return made

    def _requirements_section(self, entries: Entries, subject: str, apart: set[str] = frozenset()) -> Nodes:  # type: ignore[assignment]
        found = [
            r
            for r in self.protocol.requirements_of(subject)
            if not any(r.subject == a or r.subject.startswith(f"{a}/") for a in apart)
        ]
        self.watch(f"requirements {subject}", content(self.protocol.requirements_of(subject)))
        return self.section("Requirements", "requirements", [self._listed(entries, found)] if found else [])

    def _listed(self, entries: Entries, found: list[Requirement]) -> nodes.Node:
        """Requirements with what is known about them, to the cases that look for them."""
        cases = cases_by_requirement(self.protocol)
        self.watch("cases-of-requirements", content(case_ids(self.protocol)))
        items = []
        for r in found:
            term = nodes.term("", "", reference("req", r.id, r.id, entries.docname))
            put(term, str(r.place))
            said = f"{r.level} · binds {r.binds} · {_discharge(r)}"
            meta = paragraph(said, place=str(r.place))
            meta["classes"].append("jmap-facts")
            body = [*entries.text(r.text, r.place, r.subject, again=True), meta]
            if names := cases.get(r.id):
                links: Nodes = [reference("case", c.named, c.id, entries.docname) for c in names]
                line = paragraph("Cases: ", *render.joined(links), place=str(r.place))
                line["classes"].append("jmap-facts")
                body.append(line)
            items.append(entries.item(term, body, r.place))
        return nodes.definition_list("", *items, classes=["simple", "jmap", "jmap-requirements"])


def _discharge(requirement: Requirement) -> str:
    kind, said = next(iter(requirement.discharge.items()))
    words = {
        "test": "tested",
        "schema": f"by the schema ({said})",
        "excluded": f"not tested: {said}",
        "gap": f"gap: {said}",
    }
    return words[kind]


def _link(text: str, uri: str) -> Nodes:
    return [nodes.reference("", text, refuri=uri, internal=False)] if uri else [nodes.Text(text)]


def _published(key: str, number: str) -> str:
    if not key:
        return ""
    anchor = f"#{'section' if number[:1].isdigit() else 'appendix'}-{number}" if number else ""
    return f"https://www.rfc-editor.org/rfc/{key.lower()}.html{anchor}"


def _raw_link(place: Place) -> nodes.Node:
    parts = place.file.removeprefix("schemas/").removesuffix(".json").split("/")
    return _page_link(f"/{RAW}/{parts[0]}/{parts[-1]}", "raw schema")


def _page_link(target: str, words: str) -> nodes.Node:
    from sphinx import addnodes

    return addnodes.pending_xref(
        "",
        nodes.inline("", words),
        refdomain="std",
        reftype="doc",
        reftarget=target,
        refexplicit=True,
        refwarn=True,
    )


def _slug(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("jmap", "page", PageDirective)
