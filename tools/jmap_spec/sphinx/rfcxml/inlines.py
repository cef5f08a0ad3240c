"""Inline nodes → inline elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from docutils import nodes
from lxml import etree

from .. import nodes as ours

#: What may not stand in what: RFCXML has no xref in an xref, no tt in a tt.
_XREF_TAKES = frozenset(("em", "strong", "sub", "sup", "tt"))
_NO_NESTING = frozenset(("tt", "em", "strong", "xref", "eref", "bcp14", "sub", "sup"))
_SIMPLE = {
    nodes.emphasis: "em",
    nodes.title_reference: "em",
    nodes.strong: "strong",
    nodes.literal: "tt",
    nodes.subscript: "sub",
    nodes.superscript: "sup",
    ours.bcp14: "bcp14",
}
_NOTHING = (nodes.target, nodes.comment, nodes.substitution_definition, ours.headerlink)
_RFC_URI = re.compile(r"https?://(?:www\.|datatracker\.)?(?:rfc-editor|ietf)\.org/\S*rfc(\d+)")

#: (what happened, the node it happened to)
Report = Callable[[nodes.Node, str], None]


class Inlines:
    """Writes the children of one text element.

    ``links`` collects what is resolved when every anchor is known: (xref, reference node).
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.links: list[tuple[etree._Element, nodes.Element]] = []
        #: Every citation: (xref, the node that cites).
        self.cites: list[tuple[etree._Element, nodes.Element]] = []

    def write(self, children: Iterable[nodes.Node], parent: etree._Element) -> None:
        for child in children:
            self._one(child, parent)

    def _one(self, node: nodes.Node, parent: etree._Element) -> None:
        if isinstance(node, nodes.Text):
            append_text(parent, node.astext().replace("\n", " "))
        elif isinstance(node, _NOTHING):
            return
        elif isinstance(node, nodes.reference):
            self._reference(node, parent)
        elif isinstance(node, ours.cite):
            self._citation(node, parent)
        elif tag := _SIMPLE.get(type(node)):
            self._nested(tag, node, parent)
        elif isinstance(node, nodes.raw):
            if "<br" in node.astext():
                etree.SubElement(parent, "br")
        elif isinstance(node, nodes.inline | ours.requirement | nodes.generated | nodes.abbreviation):
            self.write(node.children, parent)
        elif isinstance(node, nodes.problematic):
            append_text(parent, node.astext())
        elif type(node).__name__ == "index":
            return
        else:
            self.report(node, f"a {type(node).__name__} in a line of text has no form in RFCXML")
            append_text(parent, node.astext())

    def _nested(self, tag: str, node: nodes.Element, parent: etree._Element) -> None:
        around = {parent.tag, *(a.tag for a in parent.iterancestors())}
        if (tag in _NO_NESTING and tag in around) or ("xref" in around and tag not in _XREF_TAKES) or "eref" in around:
            self.write(node.children, parent)
            return
        self.write(node.children, etree.SubElement(parent, tag))

    def _reference(self, node: nodes.reference, parent: etree._Element) -> None:
        if {"xref", "eref"} & {parent.tag, *(a.tag for a in parent.iterancestors())}:
            self.write(node.children, parent)
            return
        uri = node.get("refuri", "")
        if node.get("refid") or uri.startswith("%"):
            xref = etree.SubElement(parent, "xref", target="")
            if not is_automatic(node):
                self.write(node.children, xref)
            self.links.append((xref, node))
            return
        if _RFC_URI.match(uri):
            self.report(node, f"{uri} is a web link to an RFC: cite it with {{rfc}} or {{bib}}")
        eref = etree.SubElement(parent, "eref", target=uri)
        if node.astext() == uri or node.astext() == uri.removeprefix("mailto:"):
            eref.set("brackets", "angle")
        else:
            self.write(node.children, eref)

    def _citation(self, node: nodes.Element, parent: etree._Element) -> None:
        around = {parent.tag, *(a.tag for a in parent.iterancestors())}
        if "xref" in around or "eref" in around:
            append_text(parent, node.astext())
            return
        if "abstract" in around:
            # an abstract stands alone: it names the document and does not cite it
            append_text(parent, node.astext())
            return
        words = bool(node.get("explicit"))
        if words:
            # xml2rfc would put words of ours between the section and the document
            self.write(node.children, parent)
            append_text(parent, " (")
        xref = etree.SubElement(parent, "xref", target=node["key"])
        if node.get("section"):
            xref.set("section", node["section"])
            xref.set("sectionFormat", "of")
        if node.get("bare"):
            xref.set("sectionFormat", "bare")
        if words:
            append_text(parent, ")")
        self.cites.append((xref, node))


def is_automatic(node: nodes.Element) -> bool:
    """Whether the text of a reference is the title of its target, so that RFCXML says it better."""
    if "xref_form" in node:
        return bool(node["xref_form"] == "auto")
    only = node.children[0] if len(node.children) == 1 else None
    return isinstance(only, nodes.inline) and "std-ref" in only["classes"]


def append_text(parent: etree._Element, text: str) -> None:
    """Add text after whatever ``parent`` holds; signs that XML cannot hold are dropped."""
    text = _CONTROL.sub("", text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def text_of(element: Any) -> str:
    return "".join(element.itertext())
