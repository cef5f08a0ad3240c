"""The Sphinx domain ``jmap``: what is where, and how one gets there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from . import nodes as ours
from . import places
from .held import held
from .names import TYPES, anchor_of

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


class JmapRole(XRefRole):
    """Names a thing of the protocol. Which ones a page names is kept, so that a rename is noticed
    on pages that did not change."""

    def process_link(
        self, env: BuildEnvironment, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        target = " ".join(target.split())
        domain = env.get_domain("jmap")
        assert isinstance(domain, JmapDomain)
        domain.note_reference(refnode["reftype"], target, self.lineno)
        if not has_explicit_title and refnode["reftype"] == "req":
            title = target
        return title, target


class _Names(Index):
    """Everything that has a name, by letter."""

    name = "names"
    localname = "Index of names"
    shortname = "names"
    domain: JmapDomain

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        content: dict[str, list[IndexEntry]] = {}
        for objtype, id, name, docname, anchor in self.domain.entries():
            if (docnames is None or docname in docnames) and (said := self.said(objtype, id, name)):
                letter, label, owner, what = said
                content.setdefault(letter, []).append(IndexEntry(label, 0, docname, anchor, owner, "", what))
        groups = [(k, sorted(v, key=lambda e: (e.name.lower(), e.extra))) for k, v in content.items()]
        return sorted(groups, key=lambda group: group[0]), False

    def said(self, objtype: str, id: str, name: str) -> tuple[str, str, str, str] | None:
        """Letter, what is looked up, what it belongs to, what it is: N, name, of Mailbox, property."""
        if objtype in ("req", "case"):
            return None
        label, owner = name, ""
        if objtype in ("prop", "arg"):
            if objtype == "arg" and self.domain.of_template(id):
                return None  # it stands once, with the standard method
            owner, _, label = name.rpartition("/")
            owner = f"of {owner}"
            if owner.endswith("/response"):
                owner = f"in the response of {owner[3:-9]}"
        return next((c.upper() for c in label if c.isalnum()), "#"), label, owner, TYPES[objtype]


class _Requirements(_Names):
    """Every normative sentence, by what it is about."""

    name = "requirements"
    localname = "Index of requirements"
    shortname = "requirements"

    def said(self, objtype: str, id: str, name: str) -> tuple[str, str, str, str] | None:
        if objtype != "req":
            return None
        requirement = held(self.domain.env).protocol.requirements[id]
        return "/".join(id.split("/")[:2]), id, "", requirement.level


class JmapDomain(Domain):
    """Types, properties, methods, arguments, errors, capabilities, registries, requirements, cases."""

    name = "jmap"
    label = "JMAP"
    object_types = {t: ObjType(said, t) for t, said in TYPES.items()}  # noqa: RUF012 Sphinx declares it so
    roles = {t: JmapRole(innernodeclass=nodes.literal) for t in TYPES}  # noqa: RUF012
    indices = [_Names, _Requirements]  # noqa: RUF012
    initial_data = {"objects": {}, "references": {}, "spliced": {}}  # noqa: RUF012
    data_version = 2

    # -- what a page has

    def note(self, objtype: str, id: str, anchor: str) -> None:
        """The page that is being read has the thing ``id`` at ``anchor``."""
        docname = self.env.current_document.docname
        self.data["objects"].setdefault((objtype, id), {})[docname] = anchor
        if objtype == "type" and docname.startswith("spec/"):
            # what a $ref of a raw schema leads to
            name = id.rpartition("/")[2]
            std = self.env.domains.standard_domain
            std.labels[f"schema/{name}".lower()] = docname, anchor, name
            std.anonlabels[f"schema/{name}".lower()] = docname, anchor

    def note_reference(self, objtype: str, target: str, line: int) -> None:
        """The page that is being read names ``target``, in its own words or in those of a description."""
        docname = self.env.current_document.docname
        self.data["references"].setdefault(docname, []).append((objtype, target, line, places.current))

    def note_spliced(self, what: str, digest: str) -> None:
        """The page shows ``what``, whose content is ``digest`` now: it is read again when that changes."""
        self.data["spliced"].setdefault(self.env.current_document.docname, {})[what] = digest

    def clear_doc(self, docname: str) -> None:
        for key, pages in list(self.data["objects"].items()):
            pages.pop(docname, None)
            if not pages:
                del self.data["objects"][key]
        self.data["references"].pop(docname, None)
        self.data["spliced"].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for key, pages in otherdata["objects"].items():
            mine = self.data["objects"].setdefault(key, {})
            mine.update({d: anchor for d, anchor in pages.items() if d in docnames})
        for table in ("references", "spliced"):
            self.data[table].update({d: v for d, v in otherdata[table].items() if d in docnames})

    def requirements_in_draft(self, docname: str) -> list[str]:
        """The ids of the requirements whose sentences stand in the draft of a page, sorted."""
        draft = _draft(docname)
        found = (id for (t, id), pages in self.data["objects"].items() if t == "req" and draft in map(_draft, pages))
        return sorted(found, key=lambda id: id.rpartition("/")[::2]) if draft else []

    # -- how one gets there

    def home(self, objtype: str, id: str, fromdocname: str, builder: str = "html") -> tuple[str, str] | None:
        """(page, anchor) of a thing, as seen from a page: a draft is read in the draft.

        A draft that is printed has nothing but itself.
        """
        pages = self.data["objects"].get((objtype, id))
        if not pages:
            return None
        draft = _draft(fromdocname)
        near = [d for d in sorted(pages) if d == fromdocname] or [
            d for d in sorted(pages) if draft and _draft(d) == draft
        ]
        if near:
            return near[0], pages[near[0]]
        if builder == "rfcxml":
            return None
        best = min(pages, key=lambda d: (not d.startswith("spec/"), d))
        return best, pages[best]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        named = held(env).names.find(typ, target)
        if named is None:
            return contnode  # said once, by check_references
        if not node.get("refexplicit") and typ != "req":
            contnode = type(contnode)("", named.name, classes=contnode["classes"])
        home = self.home(typ, named.id, node.get("refdoc", fromdocname), builder.name)
        if wanted := node.get("jmap_in"):
            home = self._among(typ, named.id, wanted)
            if home is None:
                return nodes.inline("", "in no draft")
        if home is None and typ == "arg" and (general := self.of_template(named.id)):
            home = self.home(typ, general, node.get("refdoc", fromdocname), builder.name)
        if home is None:
            return self._cited(node, named.id) if builder.name == "rfcxml" and node.get("else_cite") else contnode
        link = make_refnode(builder, fromdocname, home[0], home[1], contnode, named.id)
        if builder.name == "rfcxml":
            link = nodes.reference("", "", *link.children, refuri=f"%{home[0]}#{home[1]}")
            form = "section" if node.get("else_cite") else "auto" if typ == "req" else "none"
            link["xref_form"] = node.get("jmap_form", form)
        return link

    def _among(self, objtype: str, id: str, folder: str) -> tuple[str, str] | None:
        """Where a thing is shown below a folder of the site."""
        pages = self.data["objects"].get((objtype, id), {})
        return next(((d, pages[d]) for d in sorted(pages) if d.startswith(folder)), None)

    def _cited(self, node: addnodes.pending_xref, id: str) -> nodes.Element:
        """Another draft of ours that has it, where this one lists that draft; else the published text."""
        key, section = node["else_cite"]
        where: tuple[str, str] | None = None
        index = "/".join([*node["refdoc"].split("/")[:2], "index"])
        listed = str(self.env.metadata.get(index, {}).get("draft", ""))
        for docname in sorted(self.data["objects"].get((node["reftype"], id), ())):
            sibling = f"I-D.{_draft(docname).removeprefix('draft-')}"
            if _draft(docname) and f'"{sibling}"' in listed:
                key, section, where = sibling, "", (docname, anchor_of(id))
        words = [child.deepcopy() for child in node.children]
        cite = ours.cite("", "", *words, key=key, section=section, sibling=where, explicit=True)
        cite.source, cite.line = node.source, node.line
        return cite

    def of_template(self, id: str) -> str:
        """The id of an argument in the standard method, where a concrete method has it from there; else ``""``."""
        room, _, rest = id.partition("/")
        owner, _, rest = rest.partition("/")
        general = f"core/standard/{rest}"
        if (room, owner) == ("core", "standard") or not held(self.env).names.by_id("arg", general):
            return ""
        return general

    def resolve_any_xref(self, *_args: Any, **_more: Any) -> list[tuple[str, nodes.Element]]:
        return []

    # -- what there is

    def entries(self) -> Iterator[tuple[str, str, str, str, str]]:
        """(object type, id, name, page, anchor) of everything, where it is at home."""
        names = held(self.env).names
        for objtype, id in sorted(self.data["objects"]):
            named, home = names.by_id(objtype, id), self.home(objtype, id, "")
            if named and home:
                yield objtype, id, named.name, *home

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for objtype, id, name, docname, anchor in self.entries():
            shown = id if objtype == "req" else name
            yield shown, shown, objtype, docname, anchor, 2 if objtype in ("arg", "req", "case") else 1

    def check_references(self) -> None:
        """Say which pages name what is not there. Done for all pages, also those that did not change."""
        names = held(self.env).names
        for docname, references in sorted(self.data["references"].items()):
            for objtype, target, line, place in references:
                if names.find(objtype, target) is None:
                    near = names.near(objtype, target)
                    hint = f"; did you mean {' or '.join(near)}?" if near else ""
                    where = f"{place}:" if place else (docname, line)
                    logger.warning("there is no %s %s%s", TYPES[objtype], target, hint, location=where)

    def targets_of(self, docname: str) -> dict[tuple[str, str], tuple[str, str] | None]:
        """Where the references of a page lead now."""
        names = held(self.env).names
        found = {}
        for objtype, target, *_ in self.data["references"].get(docname, ()):
            named = names.find(objtype, target)
            found[objtype, target] = self.home(objtype, named.id, docname) if named else None
        return found


def _draft(docname: str) -> str:
    return docname.split("/")[1] if docname.startswith("drafts/") and docname.count("/") > 1 else ""


def reference(objtype: str, id: str, text: str, docname: str) -> addnodes.pending_xref:
    """A link from what is rendered: its target is an id, and known to exist."""
    return addnodes.pending_xref(
        "",
        nodes.literal("", text, classes=["xref", "jmap", f"jmap-{objtype}"]),
        refdomain="jmap",
        reftype=objtype,
        reftarget=id,
        refexplicit=True,
        refwarn=False,
        refdoc=docname,
    )


__all__ = ["JmapDomain", "anchor_of", "reference"]
