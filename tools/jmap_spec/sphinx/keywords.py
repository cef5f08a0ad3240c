"""Key words of BCP 14, marked once for every output: bold on the site, ``bcp14`` in RFCXML."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..spans import BCP14
from . import nodes as ours

_NOT_IN = (
    nodes.literal,
    nodes.FixedTextElement,
    nodes.title,
    nodes.comment,
    nodes.raw,
    ours.bcp14,
    nodes.term,
    nodes.system_message,
    nodes.problematic,
)


class MarkKeywords(SphinxTransform):
    """After the text is parsed, before references are resolved."""

    default_priority = 400

    def apply(self, **_more: object) -> None:
        for element in list(self.document.findall(nodes.TextElement)):
            if not any(isinstance(e, _NOT_IN) for e in _upward(element)) and _has_keyword(element):
                _mark(element)


def _has_keyword(element: nodes.Element) -> bool:
    text = "".join(c for c in element.children if isinstance(c, nodes.Text))
    return bool(BCP14.search(text))


def _mark(element: nodes.Element) -> None:
    """Join neighbouring texts, since MUST and NOT may stand on two lines, and split off the words."""
    made: list[nodes.Node] = []
    for child in element.children:
        if isinstance(child, nodes.Text) and made and isinstance(made[-1], nodes.Text):
            made[-1] = nodes.Text(made[-1] + child)
        else:
            made.append(child)
    element.children = []
    for child in made:
        for part in _split(child) if isinstance(child, nodes.Text) else [child]:
            element.append(part)


def _split(text: nodes.Text) -> list[nodes.Node]:
    parts: list[nodes.Node] = []
    done = 0
    for match in BCP14.finditer(text):
        parts += [nodes.Text(text[done : match.start()]), ours.bcp14("", " ".join(match[1].split()))]
        done = match.end()
    parts.append(nodes.Text(text[done:]))
    return [p for p in parts if not isinstance(p, nodes.Text) or p]


def _upward(node: nodes.Node | None) -> list[nodes.Node]:
    out = []
    while node is not None:
        out.append(node)
        node = node.parent
    return out
