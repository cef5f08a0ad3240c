"""Nodes of a doctree that docutils has not, and their HTML. Their RFCXML is in ``rfcxml/``."""

# docutils ships no types, and so no class to build on:
# mypy: disable-error-code="misc"

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class requirement(nodes.Inline, nodes.TextElement):  # noqa: N801 docutils names nodes so
    """A normative sentence; ``requirement`` is its full id, ``ids`` its anchor."""


class bcp14(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A key word of BCP 14."""


class cite(nodes.Inline, nodes.TextElement):  # noqa: N801
    """``key`` of drafts/references.yaml, ``section`` or empty; children are words of the author's."""


class headerlink(nodes.Inline, nodes.Element):  # noqa: N801
    """The link of an entry to itself: ``target``, an anchor, and ``title``. In HTML only."""


class abstract(nodes.General, nodes.Element):  # noqa: N801
    """The abstract of a draft."""


class back_matter(nodes.General, nodes.Element):  # noqa: N801
    """Says that the section it stands in belongs at the back; ``appendix`` where it has a letter."""


class listed(nodes.General, nodes.Element):  # noqa: N801
    """Where the list of a draft's requirements will stand; ``docname``, the page that asked for it."""


class outcomes(nodes.General, nodes.Element):  # noqa: N801
    """Where the outcomes of the suite will stand; ``docname``, the page that asked for them."""


class bar(nodes.Inline, nodes.Element):  # noqa: N801
    """``numbers`` of cases that passed, failed, warned and were not tried, as lengths. On the site only."""


class diagram(nodes.General, nodes.Element):  # noqa: N801
    """A picture, as the letters in ``art``; ``title`` says what it shows."""


class json_block(nodes.General, nodes.Element):  # noqa: N801
    """JSON that is laid out where it is written, to the width that there is.

    ``json`` is the whole value as text; ``elide`` the pointers that a draft prints as an ellipsis.
    """


#: Columns of a JSON block on the site.
SITE_WIDTH = 84


def _requirement(self: HTML5Translator, node: nodes.Element) -> None:
    title = f"Requirement {node['requirement']}" if node["ids"] else ""
    self.body.append(self.starttag(node, "span", "", CLASS="jmap-requirement", **({"title": title} if title else {})))


def _requirement_end(self: HTML5Translator, node: nodes.Element) -> None:
    for anchor in node["ids"]:  # none where the sentence is repeated
        name = self.attval(node["requirement"])
        self.body.append(f'<a class="headerlink" href="#{anchor}" title="Link to {name}">¶</a>')
    self.body.append("</span>")


def _bcp14(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "strong", "", CLASS="bcp14"))


def _strong_end(self: HTML5Translator, _node: nodes.Element) -> None:
    self.body.append("</strong>")


def _citation(self: HTML5Translator, node: nodes.Element) -> None:
    if node.get("refuri"):
        title = {"title": node["title"]} if node.get("title") else {}
        self.body.append(self.starttag(node, "a", "", CLASS="reference external", href=node["refuri"], **title))
    else:
        self.body.append(self.starttag(node, "span", ""))


def _citation_end(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</a>" if node.get("refuri") else "</span>")


def _headerlink(self: HTML5Translator, node: nodes.Element) -> None:
    title = self.attval(node["title"])
    self.body.append(f'<a class="headerlink" href="#{node["target"]}" title="Link to {title}">¶</a>')
    raise nodes.SkipNode


def _abstract(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS="jmap-abstract"))


def _abstract_end(self: HTML5Translator, _node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _json(self: HTML5Translator, node: nodes.Element) -> None:
    from ..json_layout import layout_text

    text = layout_text(node["json"], SITE_WIDTH)
    html = self.highlighter.highlight_block(text, "json", linenos=False)
    self.body.append(f'<div class="highlight-json notranslate">{html}</div>\n')
    raise nodes.SkipNode


def _bar(self: HTML5Translator, node: nodes.Element) -> None:
    names = ("passed", "failed", "warned", "not-tried")
    parts = zip(names, node["numbers"], strict=True)
    spans = "".join(f'<i class="{name}" style="flex:{number}"></i>' for name, number in parts if number)
    self.body.append(f'<span class="jmap-bar" aria-hidden="true">{spans}</span>')
    raise nodes.SkipNode


def _diagram(self: HTML5Translator, node: nodes.Element) -> None:
    from .diagrams import svg_text

    self.body.append(svg_text(node["art"], node["title"]))
    raise nodes.SkipNode


def _skip(_self: Any, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(requirement, html=(_requirement, _requirement_end))
    app.add_node(bcp14, html=(_bcp14, _strong_end))
    app.add_node(cite, html=(_citation, _citation_end))
    app.add_node(headerlink, html=(_headerlink, None))
    app.add_node(abstract, html=(_abstract, _abstract_end))
    app.add_node(back_matter, html=(_skip, None))
    app.add_node(listed, html=(_skip, None))
    app.add_node(outcomes, html=(_skip, None))
    app.add_node(bar, html=(_bar, None))
    app.add_node(diagram, html=(_diagram, None))
    app.add_node(json_block, html=(_json, None))
