"""Every requirement of a draft in one list: ``{jmap:listed} draft``.

What a draft has is known when all of its pages are read, so the list is made then.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
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
            protocol = protocol_of(self.env)
            known = protocol.requirements
            found = [known[id] for id in domain.requirements_in_draft(docname) if id in known]
            made = listing(found, docname, {method.id for method in protocol.methods.values()})
            made.source, made.line = node.source, node.line
            node.replace_self(made)


def listing(requirements: list[Requirement], docname: str, methods: Container[str] = ()) -> nodes.Element:
    """One entry a type: what of it each requirement is about, its word and level, and what is not the rule."""
    if not requirements:
        return nodes.paragraph("", "This document has no requirements of its own.")
    items = []
    # the parts of a type stand before its methods, whatever the alphabet says
    ordered = sorted(requirements, key=lambda r: _head(r.subject, methods))
    for head, of_head in groupby(ordered, key=lambda r: _head(r.subject, methods)):
        text: list[nodes.Node] = []
        for subject, group in groupby(of_head, key=lambda r: r.subject):
            text += [nodes.Text("; ")] if text else []
            if tail := subject.removeprefix(head).removeprefix("/"):
                text += [nodes.literal("", tail), nodes.Text(": ")]
            for number, requirement in enumerate(group):
                text += [nodes.Text(", ")] if number else []
                text += _one(requirement, docname)
        term = nodes.term("", "", nodes.literal("", head))
        body = nodes.definition("", nodes.paragraph("", "", *text, nodes.Text(".")))
        item = nodes.definition_list_item("", term, body)
        item.source = body.source = term.source = str(requirements[0].place)
        items.append(item)
    return nodes.definition_list("", *items, classes=["simple", "jmap", "tight"])


def _head(subject: str, methods: Container[str]) -> str:
    """What an entry of the list is about: ``mail/Mailbox``, ``mail/Mailbox/set``, ``core/errors/method``."""
    parts = subject.split("/")
    longer = "/".join(parts[:3])
    return longer if longer in methods or parts[1] in ("standard", "errors") else "/".join(parts[:2])


def _one(requirement: Requirement, docname: str) -> list[nodes.Node]:
    link = reference("req", requirement.id, requirement.word, docname)
    link["jmap_form"] = "none"
    # as plain text: letters of one width make the list a page longer
    link.children[0].replace_self(nodes.inline("", requirement.word))
    more = "" if requirement.binds == "server" else f"; {_PARTY.get(requirement.binds, requirement.binds)}"
    more += "".join(f"; {_HOW[how]}" for how in requirement.discharge if how in _HOW)
    return [link, nodes.Text(" ("), ours.bcp14("", requirement.level), nodes.Text(f"{more})")]


_PARTY = {"both": "both", "extension": "author of an extension", "registry": "registrant"}
_HOW = {"schema": "schema", "excluded": "not seen", "gap": "not tested"}


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("jmap", "listed", Listed)
    app.add_post_transform(MakeLists)
