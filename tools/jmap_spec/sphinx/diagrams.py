"""Pictures from letters: one source, ``diagrams/NAME.txt`` of the draft's folder, and two forms of it.

The text form of a draft shows the letters as they are; all others show a picture that is made of them. Lines are
rows of ``-`` and columns of ``|``, which meet in ``+`` and end in ``<``, ``>``, ``^`` or ``v``; a single ``-`` is a
line between ``+`` and a head. Everything else is text. The picture keeps to what RFC 7996 leaves of SVG, and is black
on nothing, so that a page can give it the colour of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from lxml import etree
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from . import nodes as ours
from .rfcxml.fold import WIDTH

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

SVG = "http://www.w3.org/2000/svg"
#: Pixels of a letter: across, down, and the size of the font that fits.
ACROSS, DOWN, FONT = 8, 16, 13
_ROW = re.compile(r"<?[-+]*--[-+]*>?|<-\+|\+->")
_COLUMN = re.compile(r"\^?[|+]*\|[|+]*v?|\^\+|\+v")
Cell = tuple[int, int]
Stroke = tuple[float, float, float, float]


class Drawing:
    """The lines, heads of arrows and texts that letters stand for, in pixels."""

    def __init__(self, art: str) -> None:
        lines = art.expandtabs(8).rstrip().split("\n")
        self.width = max((len(line) for line in lines), default=0)
        self.rows = [line.ljust(self.width) for line in lines]
        self.strokes: list[Stroke] = []
        #: Where an arrow ends, and which way it points.
        self.heads: list[tuple[float, float, str]] = []
        #: What is no text.
        self._drawn: set[Cell] = set()
        for number, row in enumerate(self.rows):
            for match in _ROW.finditer(row):
                self._line([(number, c) for c in range(*match.span())], match[0], "<", ">", 1)
        for number in range(self.width):
            column = "".join(row[number] for row in self.rows)
            for match in _COLUMN.finditer(column):
                self._line([(r, number) for r in range(*match.span())], match[0], "^", "v", 0)
        self.texts = list(self._texts())

    def _at(self, row: int, column: int) -> str:
        return self.rows[row][column] if 0 <= row < len(self.rows) and 0 <= column < self.width else " "

    def _line(self, cells: list[Cell], signs: str, back: str, forth: str, axis: int) -> None:
        """One line; ``axis`` 1 is across, 0 down. It reaches to the edge of its last letter, or to the line beyond."""
        if axis == 0 and signs.endswith("v") and self._is_word(*cells[-1]):
            cells, signs = cells[:-1], signs[:-1]
        self._drawn.update(cells)
        size = (DOWN, ACROSS)[axis]
        ends = []
        for cell, sign, step in ((cells[0], signs[0], -1), (cells[-1], signs[-1], 1)):
            beyond = self._at(cell[0] + (step if axis == 0 else 0), cell[1] + (step if axis == 1 else 0))
            reach = 0.0 if sign == "+" else size if beyond in ("|+" if axis == 1 else "-+") else size / 2
            middle = (cell[axis] + 0.5) * size + step * reach
            if sign in (back, forth):
                across = middle if axis == 1 else (cell[1] + 0.5) * ACROSS
                self.heads.append((across, (cell[0] + 0.5) * DOWN if axis == 1 else middle, sign))
                middle -= step * ACROSS / 2  # the line ends within its head
            ends.append(middle)
        other = (cells[0][1 - axis] + 0.5) * (ACROSS, DOWN)[axis]
        first, last = ends
        self.strokes.append((first, other, last, other) if axis == 1 else (other, first, other, last))

    def _is_word(self, row: int, column: int) -> bool:
        return any(self._at(row, column + side).isalnum() for side in (-1, 1))

    def _texts(self) -> Iterator[tuple[float, float, str]]:
        """(middle, base line, words)"""
        for number, row in enumerate(self.rows):
            left = "".join(" " if (number, c) in self._drawn else sign for c, sign in enumerate(row))
            for match in re.finditer(r"\S+(?: \S+)*", left):
                yield (match.start() + match.end()) / 2 * ACROSS, (number + 0.75) * DOWN, match[0]


def svg(art: str, title: str) -> etree._Element:
    """The picture."""
    drawing = Drawing(art)
    width, height = drawing.width * ACROSS, len(drawing.rows) * DOWN
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    attributes = {
        "version": "1.2", "baseProfile": "tiny", "width": str(width), "height": str(height),
        "viewBox": f"0 0 {width} {height}", "font-family": "monospace", "font-size": str(FONT),
        "text-anchor": "middle", "fill": "black",
    }  # fmt: skip
    for name, value in attributes.items():
        root.set(name, value)
    etree.SubElement(root, f"{{{SVG}}}title").text = title
    if drawing.strokes:
        path = "".join(f"M{a:g} {b:g}L{c:g} {d:g}" for a, b, c, d in drawing.strokes)
        etree.SubElement(root, f"{{{SVG}}}path", d=path, fill="none", stroke="black")
    for x, y, sign in drawing.heads:
        long, half = ACROSS, ACROSS / 2
        back = {">": (-long, half), "<": (long, half), "v": (half, -long), "^": (half, long)}[sign]
        corners = [back, (back[0], -back[1]) if sign in "<>" else (-back[0], back[1])]
        path = f"M{x:g} {y:g}" + "".join(f"L{x + a:g} {y + b:g}" for a, b in corners) + "Z"
        etree.SubElement(root, f"{{{SVG}}}path", d=path)
    for x, y, words in drawing.texts:
        text = etree.SubElement(root, f"{{{SVG}}}text", x=f"{x:g}", y=f"{y:g}")
        text.text = words
    return root


@lru_cache(maxsize=64)
def svg_text(art: str, title: str) -> str:
    """The picture as it stands in a page of HTML."""
    made = svg(art, title)
    made.set("role", "img")
    made.set("class", "jmap-diagram")
    return etree.tostring(made, encoding="unicode") + "\n"


class DiagramDirective(SphinxDirective):
    """``{jmap:diagram} NAME``: the picture ``diagrams/NAME.txt`` beside the page; its content is the caption."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        where = (self.env.current_document.docname, self.lineno)
        path = Path(self.env.doc2path(where[0])).parent / "diagrams" / f"{self.arguments[0]}.txt"
        if not path.is_file():
            logger.warning("there is no picture diagrams/%s", path.name, location=where)
            return []
        if not self.content:
            logger.warning("a picture has a caption: what it shows, as its content", location=where)
        self.env.note_dependency(str(path))
        art = path.read_text("utf-8").rstrip()
        for number, line in enumerate(art.split("\n"), 1):
            if len(line) > WIDTH:
                said = "diagrams/%s:%d is %d columns wide; a draft has %d"
                logger.warning(said, path.name, number, len(line), WIDTH, location=where)
        text = " ".join(" ".join(self.content).split())
        caption = nodes.caption("", "", *self.state.inline_text(text, self.lineno)[0])
        figure = nodes.figure("", ours.diagram(art=art, title=caption.astext()), caption)
        for node in (figure, caption, figure.children[0]):
            self.set_source_info(node)
        self.add_name(figure)
        return [figure]


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("jmap", "diagram", DiagramDirective)
