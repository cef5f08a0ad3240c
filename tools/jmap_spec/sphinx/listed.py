"""Every requirement of a draft in one list: ``{jmap:listed} draft``.

What a draft has is known when all of its pages are read, so the list is made then.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from ..model import Requirement
from . import nodes as ours
from .domain import JmapDomain, reference
from .held import protocol_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Listed(SphinxDirective):
    """Leaves a place for the list."""

    def run(self) -> list[nodes.Node]:
        from .directives import content

        node = ours.listed(docname=self.env.current_document.docname)
        self.set_source_info(node)
        domain = self.env.get_domain("jmap")
        assert isinstance(domain, JmapDomain)
        # the ids, levels and parties of every requirement: whoever changes one changes this page
        domain.note_spliced("listed", content(facts(protocol_of(self.env).requirements.values())))
        return [node]


def facts(requirements: Iterable[Requirement]) -> list[tuple[str, ...]]:
    """What a list says of requirements."""
    return [(r.id, r.level, r.binds, *r.discharge) for r in requirements]


class MakeLists(SphinxPostTransform):
    """Before references are resolved, since each word of the list is one."""

    default_priority = 5

    def run(self, **_more: object) -> None:
        for node in list(self.document.findall(ours.listed)):
            docname = node["docname"]
            domain = self.env.get_domain("jmap")
            assert isinstance(domain, JmapDomain)
            known = protocol_of(self.env).requirements
            found = [known[id] for id in domain.requirements_in_draft(docname) if id in known]
            made = listing(found, docname)
            made.source, made.line = node.source, node.line
            node.replace_self(made)


def listing(requirements: list[Requirement], docname: str) -> nodes.Element:
    """One entry a subject: the words of its requirements, each with level, and what is not the rule."""
    if not requirements:
        return nodes.paragraph("", "This document has no requirements of its own.")
    items = []
    for subject, group in groupby(requirements, key=lambda r: r.subject):
        words: list[nodes.Node] = []
        for number, requirement in enumerate(group):
            words += [nodes.Text(", ")] if number else []
            words += _one(requirement, docname)
        term = nodes.term("", "", nodes.literal("", subject))
        body = nodes.definition("", nodes.paragraph("", "", *words, nodes.Text(".")))
        item = nodes.definition_list_item("", term, body)
        item.source = body.source = term.source = str(requirements[0].place)
        items.append(item)
    return nodes.definition_list("", *items, classes=["simple", "jmap", "tight"])


def _one(requirement: Requirement, docname: str) -> list[nodes.Node]:
    link = reference("req", requirement.id, requirement.word, docname)
    link["jmap_form"] = "none"
    more = "" if requirement.binds == "server" else f"; {_PARTY.get(requirement.binds, requirement.binds)}"
    more += "".join(f"; {_HOW[how]}" for how in requirement.discharge if how in _HOW)
    return [link, nodes.Text(" ("), ours.bcp14("", requirement.level), nodes.Text(f"{more})")]


_PARTY = {"both": "client and server", "extension": "author of an extension", "registry": "registrant"}
_HOW = {"schema": "schema", "excluded": "not seen", "gap": "not tested"}


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("jmap", "listed", Listed)
    app.add_post_transform(MakeLists)
