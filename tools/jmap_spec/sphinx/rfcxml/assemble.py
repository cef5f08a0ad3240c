"""The files of a draft → one doctree, resolved for this builder → one document of RFCXML."""

from __future__ import annotations

import datetime
import json
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from lxml import etree
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.nodes import inline_all_toctrees

from .. import nodes as ours
from ..places import place_of
from . import front, references
from .anchors import Anchors
from .blocks import Blocks, Context
from .inlines import Inlines
from .met import group_sections
from .serialize import PLACE, POINTER, SIBLING, serialize

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.builders import Builder

logger = logging.getLogger(__name__)


@dataclass
class Document:
    """A draft as RFCXML."""

    #: ``draft-ietf-jmap-protocol-00``
    name: str
    rfc: etree._Element
    anchors: Anchors
    #: The pages that it is made of.
    docnames: set[str]
    #: Both filled by :meth:`finish`: the text, and for each of its lines (from 1) where it comes from.
    xml: str = ""
    places: list[str] = field(default_factory=list)

    def __getstate__(self) -> dict[str, Any]:
        """As it is kept between builds: before any number is filled in."""
        kept = {name: value for name, value in self.__dict__.items() if name != "_sections"}
        return {**kept, "rfc": etree.tostring(self.rfc), "xml": "", "places": []}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, rfc=etree.fromstring(state["rfc"]))

    def finish(self) -> None:
        self.xml, self.places = serialize(self.rfc)

    def section_of(self, docname: str, identifier: str) -> str:
        """The number of the section that an id is in, ``""`` where there is none."""
        return self._sections.get(self.anchors.find(docname, identifier), "")

    @cached_property
    def _sections(self) -> dict[str, str]:
        """Each anchor to the number of the innermost section that it is in."""
        found: dict[str, str] = {}
        for number, section in (*_numbered(self.rfc.find("middle")), *_lettered(self.rfc.find("back"))):
            for element in section.iter():
                if anchor := element.get("anchor"):
                    found.setdefault(anchor, number)
        return found


def _numbered(parent: Any, prefix: str = "") -> Iterator[tuple[str, etree._Element]]:
    """Sections with their numbers, the innermost first."""
    for number, section in enumerate(parent.findall("section"), 1):
        yield from _numbered(section, f"{prefix}{number}.")
        yield f"{prefix}{number}", section


def _lettered(back: Any) -> Iterator[tuple[str, etree._Element]]:
    """Appendices with their letters, what stands in them first; what has no number has none."""
    appendices = [section for section in back.findall("section") if section.get("numbered") != "false"]
    for letter, section in zip(string.ascii_uppercase, appendices, strict=False):
        yield from _numbered(section, f"{letter}.")
        yield letter, section


def waits(made: Document) -> bool:
    """Whether a draft cites sections of others of ours, whose numbers it needs."""
    return any(xref.get(SIBLING) for xref in made.rfc.iter("xref"))


def connect(made: Document, documents: list[Document]) -> None:
    """Give citations of our own drafts the numbers that their sections have now."""
    for xref in made.rfc.iter("xref"):
        docname, _, identifier = xref.get(SIBLING, "").partition("#")
        other = next((d for d in documents if docname in d.docnames), None)
        if other is not None and (number := other.section_of(docname, identifier)):
            form = xref.attrib.pop("sectionFormat", "of")
            xref.set("section", number)
            xref.set("sectionFormat", form)
        elif other is not None and identifier and xref.get(POINTER):
            warn(f"{docname} has no section with a number at “{identifier}”", xref.get(POINTER, ""))
    _say_once(made.rfc)


def _say_once(rfc: etree._Element) -> None:
    """``a (Section 3), b (Section 3)`` becomes ``a, b (Section 3)``."""
    for words in list(rfc.iter("tt")):
        cite = words.getnext()
        following = cite.getnext() if cite is not None and (words.tail, cite.tail) == (" (", "), ") else None
        if following is None or following.tag != "tt" or following.tail != " (":
            continue
        same = following.getnext()
        if same is not None and all(cite.get(name) == same.get(name) for name in ("target", "section")):
            words.tail = ", "
            words.getparent().remove(cite)


#: How often something was reported, so that what had a problem is not kept.
warned = [0]


def warn(message: str, place: str) -> None:
    """Report at a place: Sphinx takes a location with a colon as it stands."""
    warned[0] += 1
    logger.warning("%s", message, location=place if ":" in place else f"{place}:")


def doctree_of(builder: Builder, index: str) -> tuple[nodes.document, set[str]]:
    """The whole draft under its index page, cross-references resolved."""
    docnames = {index}
    tree = inline_all_toctrees(builder, docnames, index, builder.env.get_doctree(index), lambda text: text, [index])
    tree["docname"] = index
    _point_at_titles(tree, builder, docnames)
    builder.env.resolve_references(tree, index, builder)
    return tree, docnames


def _point_at_titles(tree: nodes.document, builder: Builder, docnames: set[str]) -> None:
    """``{ref}`label``` becomes an xref without words: what it prints, xml2rfc knows best.

    A label of another draft of ours becomes a citation of that section.
    """
    std = builder.env.domains.standard_domain
    for ref in list(tree.findall(addnodes.pending_xref)):
        if ref["reftype"] in ("ref", "numref"):
            docname, label = std.anonlabels.get(ref["reftarget"].lower(), ("", ""))[:2]
            if docname.startswith("drafts/") and docname not in docnames:
                key = f"I-D.{docname.split('/')[1].removeprefix('draft-')}"
                cite = ours.cite("", "", key=key, section="", sibling=(docname, label), pointer=True)
                if ref.get("refexplicit"):
                    cite["explicit"] = True
                    cite += ref.children
                cite.source, cite.line = ref.source, ref.line
                ref.replace_self(cite)
            elif docname:
                form = "words" if ref.get("refexplicit") else "auto"
                link = nodes.reference("", "", *ref.children, refuri=f"%{docname}#{label}", xref_form=form)
                link.source, link.line = ref.source, ref.line
                ref.replace_self(link)
    group_sections(tree)


def document(
    builder: Builder, index: str, revision: str, date: datetime.date, library: references.Library, root: Path
) -> Document | None:
    """The RFCXML of the draft whose index page is ``index``; None where it has no front matter."""
    draft = _front_matter(builder, index)
    place = f"{index}.md:1"
    if draft is None:
        warn("a draft has front matter under draft:", place)
        return None
    folder = index.split("/")[-2]
    if wrong := front.wrong(draft, folder):
        for message in wrong:
            warn(message, place)
        return None
    tree, docnames = doctree_of(builder, index)

    def report(node: nodes.Node, message: str) -> None:
        warn(message, place_of(node, root) or place)

    anchors, inlines = Anchors(), Inlines(report)
    for key in library:
        anchors.reserve(key)
    blocks = Blocks(root, anchors, inlines, report)
    rfc = front.rfc(draft, revision, date, place)
    middle = etree.SubElement(rfc, "middle", {PLACE: place})
    back = etree.SubElement(rfc, "back", {PLACE: place})
    _write_sections(tree, index, blocks, middle)
    appendices = etree.Element("back")
    _write_back(blocks, appendices)
    _abstract(rfc[0], blocks, index, report, place)
    if draft.get("venue"):
        front.venue(rfc[0], draft["venue"], place)
    _link(inlines, anchors, rfc, appendices, report)
    _references(back, draft, inlines, library, report, place)
    back.extend(list(appendices))
    for xref, node in inlines.cites:
        if node.get("sibling") and xref.tag == "xref":
            xref.set(SIBLING, "#".join(node["sibling"]))
            if node.get("pointer"):
                xref.set(POINTER, place_of(node, root) or place)
    return Document(f"{draft['name']}-{revision}", rfc, anchors, docnames)


def _front_matter(builder: Builder, index: str) -> dict[str, Any] | None:
    said = builder.env.metadata.get(index, {}).get("draft")
    if isinstance(said, str):
        said = json.loads(said)
    return said if isinstance(said, dict) else None


def _write_sections(tree: nodes.document, index: str, blocks: Blocks, middle: etree._Element) -> None:
    """The index page's own heading is the title of the draft: what stands below it is the draft."""
    title = next((c for c in tree.children if isinstance(c, nodes.section)), None)
    for child in tree.children:
        if title is not None and child is title:
            inner = [c for c in title.children if not isinstance(c, nodes.title)]
            blocks.write(inner, middle, Context(index))
        else:
            blocks.one(child, middle, Context(index))
    for stray in [e for e in middle if e.tag != "section"]:
        warn("text before the first section: only an abstract stands there", stray.get(PLACE, f"{index}.md"))
        middle.remove(stray)


def _write_back(blocks: Blocks, back: etree._Element) -> None:
    """Appendices, then what has no number: a numbered section may not follow one without."""
    for wanted in (True, False):
        for node, context, appendix in blocks.back:
            if appendix is wanted:
                blocks.on_section(node, back, context)
                if not appendix:
                    back[-1].set("numbered", "false")


def _abstract(head: etree._Element, blocks: Blocks, index: str, report: Any, place: str) -> None:
    if blocks.abstract is None:
        warn("a draft has an abstract: ```{abstract}", place)
        return
    element = blocks.make("abstract", head, blocks.abstract)
    blocks.write(blocks.abstract.children, element, Context(index, inside="abstract"))


def _link(inlines: Inlines, anchors: Anchors, rfc: etree._Element, appendices: etree._Element, report: Any) -> None:
    """Point every xref at its anchor, now that all are known."""
    tags = {e.get("anchor"): e for part in (rfc, appendices) for e in part.iter() if e.get("anchor")}
    for xref, node in inlines.links:
        docname, identifier = _target(node)
        anchor = anchors.find(docname, identifier) if identifier else ""
        if not identifier:
            anchor = next((a for (d, _), a in anchors._anchors.items() if d == docname), "")
        element = tags.get(anchor)
        if element is None:
            _unlink(xref, node)
            if node.get("xref_form") is None:
                report(node, f"nothing in this draft has the anchor “{identifier or docname}”")
            continue
        if node.get("xref_form") == "section":
            # words, and behind them the number of the section, not of the paragraph in it
            element = next((e for e in element.iterancestors("section") if e.get("anchor")), element)
            anchor = element.get("anchor")
        xref.set("target", anchor)
        if element.tag == "dt" or node.get("xref_form") == "none":
            # xml2rfc would print the section of a dt, which tells nothing
            xref.set("format", "none")
            if not (xref.text or len(xref)):
                xref.text = "".join(element.itertext()).partition(":")[0]


def _target(node: nodes.reference) -> tuple[str, str]:
    if uri := node.get("refuri"):
        docname, _, identifier = uri.removeprefix("%").partition("#")
        return docname, identifier
    above = node.parent
    while above is not None:
        if docname := above.get("docname"):
            return docname, node["refid"]
        above = above.parent
    return "", node["refid"]


def _unlink(xref: etree._Element, node: nodes.Node) -> None:
    """Leave the words without the link."""
    xref.tag = "em"
    for name in list(xref.keys()):
        del xref.attrib[name]
    if not (xref.text or len(xref)):
        xref.text = node.astext()


def _references(
    back: etree._Element, draft: dict[str, Any], inlines: Inlines, library: references.Library, report: Any, place: str
) -> None:
    listed = {k: list(draft.get(k, ())) for k in ("normative", "informative")}
    keys = [*listed["normative"], *listed["informative"]]
    missing = references.unknown(library, keys)
    for key in sorted({*missing}):
        warn(f"{key} is not in drafts/references.yaml", place)
    cited = {node["key"] for _, node in inlines.cites}
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            warn(f"{key} is listed twice among the references", place)
        if key not in cited and key not in missing:
            warn(f"{key} is listed among the references and never cited", place)
    known = {*keys, *(m for k in keys for m in library.get(k, {}).get("group", ()))} - {*missing}
    told: set[str] = set()
    for xref, node in inlines.cites:
        key = node["key"]
        if key in known:
            continue
        _unlink(xref, node)
        if key not in told and key not in missing:
            report(
                node,
                f"{key} is cited, and not listed under draft.normative or draft.informative"
                + ("" if key in library else ", and not in drafts/references.yaml either"),
            )
        told.add(key)
    listed = {name: [k for k in keys if k not in missing] for name, keys in listed.items()}
    references.references(back, library, listed["normative"], listed["informative"], place)
