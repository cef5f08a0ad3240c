"""Descriptions of the source, parsed where they are spliced: their warnings name the schema."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList

from ..model import Place
from ..prose import Subjects
from . import nodes as ours
from . import places
from .parser import KEY, SECONDARY
from .places import put
from .prose_directives import citation, library_of

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

#: ``RFC 8620, Section 5.1`` and ``RFC 6154`` in a text of the source.
SECTION = re.compile(r"RFC (\d{3,5})(?:, (?:Section|Appendix) ([0-9A-Z]+(?:\.[0-9]+)*))?")


def markdown(
    directive: SphinxDirective, text: str, place: Place, subject: str, again: bool = False
) -> list[nodes.Node]:
    """The blocks of a description. Its requirements are about ``subject``.

    ``again``: the text also stands elsewhere, where its requirements have their anchors.
    """
    if not text:
        return []
    box = nodes.Element()
    said = directive.env.current_document
    before = said.get(KEY), said.get(SECONDARY)
    said[KEY], said[SECONDARY] = Subjects(subject), again
    try:
        with located(str(place)):
            directive.state.nested_parse(StringList(text.split("\n"), str(place)), 0, box)
    finally:
        said[KEY], said[SECONDARY] = before
        if before[0] is None:
            del said[KEY]
    _cite(directive, box)
    put(box, str(place))
    return list(box.children)


def _cite(directive: SphinxDirective, box: nodes.Element) -> None:
    """A description names documents as the source does, ``RFC 8620, Section 5.1``: here they are citations."""
    for text in list(box.findall(nodes.Text)):
        parent = text.parent
        if isinstance(parent, nodes.literal | nodes.FixedTextElement | ours.cite) or not SECTION.search(text):
            continue
        made: list[nodes.Node] = []
        done = 0
        for match in SECTION.finditer(text):
            made.append(nodes.Text(text[done : match.start()]))
            made.append(citation(library_of(directive), f"RFC{match[1]}", match[2] or "", ""))
            done = match.end()
        parent.replace(text, [n for n in (*made, nodes.Text(text[done:])) if n])


def inline(directive: SphinxDirective, text: str, place: Place) -> list[nodes.Node]:
    """A short text without requirements, as what stands in one line."""
    blocks = markdown(directive, text, place, "", again=True)
    return [child for block in blocks for child in block.children]


def first_sentence(text: str) -> str:
    """Of Markdown without marks: up to the first full stop that ends a sentence."""
    line = " ".join(text.split("\n\n")[0].split())
    match = re.search(r"(?<![A-Z0-9]\.[a-z])(?<=[^\s.][.!?])\s+(?=[A-Z`(*])", line)
    return line[: match.start()] if match else line


@contextmanager
def located(place: str) -> Iterator[None]:
    """Whatever is logged meanwhile says that it comes from ``place``."""
    plain = logging.getLogRecordFactory()
    before, places.current = places.current, place

    def factory(*args: Any, **more: Any) -> logging.LogRecord:
        record = plain(*args, **more)
        record.jmap_place = place
        return record

    logging.setLogRecordFactory(factory)
    try:
        yield
    finally:
        logging.setLogRecordFactory(plain)
        places.current = before
