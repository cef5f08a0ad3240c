"""Block nodes → block elements.

The rules of xml2rfc that the vocabulary does not say stand here, each with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from docutils import nodes
from lxml import etree
from sphinx import addnodes

from ...json_layout import layout_text
from .. import nodes as ours
from ..diagrams import svg
from ..places import place_of
from .anchors import Anchors
from .fold import WIDTH, fold
from .inlines import Inlines, Report
from .serialize import PLACE

_TRANSPARENT = (addnodes.start_of_file, nodes.compound, nodes.container, nodes.document, addnodes.only)
_NOTHING = (
    nodes.comment,
    nodes.target,
    nodes.substitution_definition,
    nodes.docinfo,
    nodes.meta,
    addnodes.toctree,
    addnodes.index,
    addnodes.highlightlang,
    nodes.transition,
    ours.back_matter,
    nodes.decoration,
    addnodes.tabular_col_spec,
    nodes.raw,
    nodes.system_message,
)
#: Ids that Sphinx gives to what nobody refers to; they change with whatever stands before.
_AUTOMATIC = re.compile(r"id\d+\Z")
_ARTWORK = frozenset(("text", "none", "ascii", "artwork", "ascii-art"))
_STYLE = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


@dataclass(frozen=True)
class Context:
    """What a block stands in."""

    docname: str
    #: Columns that the lists around it take.
    indent: int = 0
    #: ``td``, ``aside``, ``blockquote``: where RFCXML takes fewer blocks.
    inside: str = ""


class Blocks:
    """Writes one assembled doctree into ``middle`` and ``back``."""

    def __init__(self, root: object, anchors: Anchors, inlines: Inlines, report: Report) -> None:
        self.root, self.anchors, self.inlines, self.report = root, anchors, inlines, report
        self.abstract: ours.abstract | None = None
        #: Sections for the back, with their context: (node, context, appendix?)
        self.back: list[tuple[nodes.section, Context, bool]] = []

    # -- what every element gets

    def make(self, tag: str, parent: etree._Element, node: nodes.Node, **attributes: str) -> etree._Element:
        place = place_of(node, self.root)  # type: ignore[arg-type]
        return etree.SubElement(parent, tag, {**attributes, **({PLACE: place} if place else {})})

    def anchor(self, element: etree._Element, node: nodes.Element, context: Context, *more: nodes.Element) -> None:
        """Give ``element`` the first id of ``node``, or else of the requirements in it."""
        ids = [i for n in (node, *more) for i in n["ids"]]
        for n in (node, *more):
            if isinstance(n, nodes.TextElement):
                ids += [i for span in n.findall(ours.requirement) for i in span["ids"]]
        ids = [i for i in ids if not _AUTOMATIC.match(i)]
        if ids and (anchor := self.anchors.add(context.docname, ids)):
            element.set("anchor", anchor)

    # -- blocks

    def write(self, children: list[nodes.Node], parent: etree._Element, context: Context) -> None:
        for child in children:
            self.one(child, parent, context)

    def one(self, node: nodes.Node, parent: etree._Element, context: Context) -> None:
        if isinstance(node, _NOTHING):
            return
        if isinstance(node, nodes.container) and "literal-block-wrapper" in node["classes"]:
            self._captioned(node, parent, context)
            return
        if isinstance(node, _TRANSPARENT):
            docname = node["docname"] if isinstance(node, addnodes.start_of_file) else context.docname
            self.write(node.children, parent, replace(context, docname=docname))
            return
        name = next((c.__name__ for c in type(node).__mro__ if hasattr(self, f"on_{c.__name__}")), "")
        if name:
            getattr(self, f"on_{name}")(node, parent, context)
        else:
            self.report(node, f"a {type(node).__name__} has no form in RFCXML")

    def on_section(self, node: nodes.section, parent: etree._Element, context: Context) -> None:
        marker = next((c for c in node.children if isinstance(c, ours.back_matter)), None)
        if marker is not None and parent.tag != "back":
            # a numbered section may not follow an unnumbered one, so these wait for the back
            self.back.append((node, context, bool(marker.get("appendix"))))
            return
        section = self.make("section", parent, node)
        self.anchor(section, node, context)
        for child in node.children:
            if isinstance(child, nodes.title):
                name = self.make("name", section, child)
                self.inlines.write(child.children, name)
            else:
                self.one(child, section, context)

    def on_abstract(self, node: ours.abstract, _parent: etree._Element, _context: Context) -> None:
        if self.abstract is not None:
            self.report(node, "a draft has one abstract")
        self.abstract = node

    def on_paragraph(self, node: nodes.paragraph, parent: etree._Element, context: Context) -> None:
        t = self.make("t", parent, node)
        if "keep-with-next" in node["classes"]:
            t.set("keepWithNext", "true")
        self.anchor(t, node, context)
        self.inlines.write(node.children, t)
        if len(t) == 0 and not (t.text or "").strip():
            parent.remove(t)

    def on_rubric(self, node: nodes.rubric, parent: etree._Element, context: Context) -> None:
        t = self.make("t", parent, node, keepWithNext="true")
        self.anchor(t, node, context)
        self.inlines.write(node.children, etree.SubElement(t, "strong"))

    def on_line_block(self, node: nodes.line_block, parent: etree._Element, context: Context) -> None:
        t = self.make("t", parent, node)
        for number, line in enumerate(node.findall(nodes.line)):
            if number:
                etree.SubElement(t, "br")
            self.inlines.write(line.children, t)

    # -- lists

    def on_bullet_list(self, node: nodes.bullet_list, parent: etree._Element, context: Context) -> None:
        self._list("ul", node, parent, context)

    def on_enumerated_list(self, node: nodes.enumerated_list, parent: etree._Element, context: Context) -> None:
        style = _STYLE.get(node.get("enumtype", "arabic"), "1")
        attributes = {} if style == "1" else {"type": style}
        if node.get("start", 1) != 1:
            attributes["start"] = str(node["start"])
        self._list("ol", node, parent, context, **attributes)

    def _list(self, tag: str, node: nodes.Element, parent: etree._Element, context: Context, **more: str) -> None:
        if context.inside == "td":
            # the text writer of xml2rfc crashes on a list in a narrow cell
            self.report(node, "a list cannot stand in a table cell")
            return
        element = self.make(tag, parent, node, **more)
        self.anchor(element, node, context)
        if "compact" in node["classes"]:
            element.set("spacing", "compact")
        for item in node.children:
            if isinstance(item, nodes.list_item):
                self._item(self.make("li", element, item), item, context)

    def on_definition_list(self, node: nodes.definition_list, parent: etree._Element, context: Context) -> None:
        if context.inside == "td":
            self.report(node, "a list cannot stand in a table cell")
            return
        # entries of ours go on behind their terms, but for those of cases, which fill a line; short ones need no room
        classes = set(node["classes"])
        goes_on = classes & {"jmap", "compact"} and "jmap-cases" not in classes
        attributes = {} if goes_on else {"newline": "true"}
        if classes & {"tight", "compact"}:
            attributes["spacing"] = "compact"
        dl = self.make("dl", parent, node, **attributes)
        self.anchor(dl, node, context)
        for item in node.children:
            for part in item.children:
                if isinstance(part, nodes.term):
                    dt = self.make("dt", dl, part)
                    self.anchor(dt, part, context)
                    self.inlines.write(part.children, dt)
                elif isinstance(part, nodes.definition):
                    self._item(self.make("dd", dl, part), part, context)

    def _item(self, element: etree._Element, node: nodes.Element, context: Context) -> None:
        """The content of li, dd, td: one paragraph is its text; else every text stands in a t."""
        blocks = [c for c in node.children if not isinstance(c, _NOTHING)]
        if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
            self.anchor(element, node, context, blocks[0])
            self.inlines.write(blocks[0].children, element)
            return
        self.anchor(element, node, context)
        inner = context if element.tag == "td" else replace(context, indent=context.indent + 3)
        self.write(blocks, element, inner)

    # -- code

    def on_literal_block(self, node: nodes.literal_block, parent: etree._Element, context: Context) -> None:
        language = str(node.get("language", ""))
        self._code(node, node.astext(), "" if language in ("default", "python3") else language, parent, context)

    def on_json_block(self, node: nodes.Element, parent: etree._Element, context: Context) -> None:
        text = layout_text(node["json"], WIDTH - context.indent, node["elide"])
        self._code(node, text, "json", parent, context)

    def _code(self, node: nodes.Element, text: str, language: str, parent: etree._Element, context: Context) -> None:
        if context.inside == "td":
            self.report(node, "code cannot stand in a table cell")
            return
        width = WIDTH - context.indent
        if language in _ARTWORK or context.inside == "aside":
            # an aside takes artwork, but no sourcecode
            element = self.make("artwork", parent, node, type="ascii-art" if language in _ARTWORK else language)
            if any(len(line) > width for line in text.split("\n")):
                self.report(node, f"a picture is wider than the {width} columns that there are")
        else:
            element = self.make("sourcecode", parent, node, **({"type": language} if language else {}))
            text = fold(text, width)
        self.anchor(element, node, context)
        element.text = "\n" + text.expandtabs(4).strip("\n") + "\n"

    def _captioned(self, node: nodes.container, parent: etree._Element, context: Context) -> None:
        if context.inside:
            self.report(node, f"code with a caption cannot stand in a {context.inside}")
            return
        figure = self.make("figure", parent, node)
        code = next(c for c in node.children if isinstance(c, nodes.literal_block))
        self.anchor(figure, node, context, code)
        for child in node.children:
            if isinstance(child, nodes.caption):
                self.inlines.write(child.children, self.make("name", figure, child))
        ids, code["ids"] = code["ids"], []
        self.one(code, figure, context)
        code["ids"] = ids

    def on_figure(self, node: nodes.figure, parent: etree._Element, context: Context) -> None:
        """A picture: letters for the text, and what is made of them for everything else."""
        if context.inside:
            self.report(node, f"a picture cannot stand in a {context.inside}")
            return
        figure = self.make("figure", parent, node)
        self.anchor(figure, node, context)
        for child in node.children:
            if isinstance(child, nodes.caption):
                self.inlines.write(child.children, self.make("name", figure, child))
        for picture in node.findall(ours.diagram):
            artset = self.make("artset", figure, picture)
            self.make("artwork", artset, picture, type="svg").append(svg(picture["art"], picture["title"]))
            letters = self.make("artwork", artset, picture, type="ascii-art")
            letters.text = f"\n{picture['art']}\n"

    # -- boxes

    def on_block_quote(self, node: nodes.block_quote, parent: etree._Element, context: Context) -> None:
        if context.inside:
            self.report(node, f"a quote cannot stand in a {context.inside}")
            return
        quote = self.make("blockquote", parent, node)
        self.anchor(quote, node, context)
        self.write(node.children, quote, replace(context, inside="blockquote", indent=context.indent + 3))

    def on_Admonition(self, node: nodes.Element, parent: etree._Element, context: Context) -> None:  # noqa: N802
        if context.inside:
            self.report(node, f"a note cannot stand in a {context.inside}")
            return
        if parent.tag == "li":
            # li takes no aside
            self.write(node.children, parent, context)
            return
        aside = self.make("aside", parent, node)
        self.anchor(aside, node, context)
        label = type(node).__name__.capitalize()
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        start = len(aside)
        children = [c for c in node.children if c is not title]
        self.write(children, aside, replace(context, inside="aside", indent=context.indent + 3))
        words = title.astext() if title is not None else label
        if len(aside) > start and aside[start].tag == "t":
            first = aside[start]
            strong = etree.Element("strong")
            strong.text = f"{words}:"
            strong.tail = " " + (first.text or "")
            first.text = None
            first.insert(0, strong)

    # -- tables

    def on_table(self, node: nodes.table, parent: etree._Element, context: Context) -> None:
        if context.inside:
            self.report(node, f"a table cannot stand in a {context.inside}")
            return
        table = self.make("table", parent, node, align="left")
        self.anchor(table, node, context)
        for child in node.children:
            if isinstance(child, nodes.title):
                self.inlines.write(child.children, self.make("name", table, child))
        for group in node.findall(lambda n: isinstance(n, nodes.thead | nodes.tbody)):
            part = self.make(type(group).__name__, table, group)
            for row in group.children:
                tr = self.make("tr", part, row)
                for entry in row.children:
                    self._cell(entry, tr, "th" if isinstance(group, nodes.thead) else "td", context)

    def _cell(self, entry: nodes.Element, tr: etree._Element, tag: str, context: Context) -> None:
        cell = self.make(tag, tr, entry)
        for name in entry["classes"]:
            if name.startswith("text-") and name != "text-left":
                cell.set("align", name.removeprefix("text-"))
        for attribute, more in (("colspan", "morecols"), ("rowspan", "morerows")):
            if entry.get(more):
                cell.set(attribute, str(entry[more] + 1))
        self._item(cell, entry, replace(context, inside="td"))
