"""One member, error or sort option as an entry of a definition list.

**name**: ``Signature`` (attributes; default: x), then what it is. It is the form that readers of
the RFCs know. A default that would make the name longer than a line is a sentence instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes

from ..model import ABSENT, Member, Place, Protocol
from . import nodes as ours
from .domain import JmapDomain, reference
from .held import protocol_of
from .markdown import markdown
from .names import anchor_of
from .places import put

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

Nodes = list[nodes.Node]

_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


#: Signs of an entry that is short: nine lines of a draft.
_SHORT = 600
#: Signs of a name with what follows it that leave room for more in a line of a draft, even in a list in a list.
_TERM = 62


class Entries:
    """Makes entries for one directive; knows which page it writes for."""

    def __init__(self, directive: SphinxDirective) -> None:
        self.directive = directive
        self.docname = directive.env.current_document.docname
        self.protocol: Protocol = protocol_of(directive.env)
        domain = directive.env.get_domain("jmap")
        assert isinstance(domain, JmapDomain)
        self.domain = domain

    # -- lists

    def dl(self, items: Iterable[nodes.definition_list_item]) -> nodes.definition_list:
        """A list of entries. If all of them are short, it needs no room between them."""
        made = nodes.definition_list("", *items, classes=["simple", "jmap"])
        if all(_is_short(item.children[-1]) for item in made.children):
            made["classes"].append("tight")
        return made

    def members(
        self, members: Iterable[Member], objtype: str, owner: str = "", optional: bool = False
    ) -> nodes.definition_list:
        """Members in their order. ``owner``: the id that stands before the name instead of the member's
        own, for a method made from a template; ``optional``: say so where one may be absent."""
        return self.dl(self.member(m, objtype, f"{owner}/{m.name}" if owner else m.id, optional) for m in members)

    def member(
        self, member: Member, objtype: str, id: str, optional: bool = False, more: Iterable[nodes.Node] = ()
    ) -> nodes.definition_list_item:
        again = id != member.id
        after = self._after(member, optional)
        body = self.text(member.description, member.place, member.id, again)
        if member.has_default and len(member.name) + sum(len(node.astext()) for node in after) > _TERM:
            after = self._after(member, optional, default=False)
            body = _with_sentence(body, _default(member), member.place)
        term = self.term(objtype, id, member.name, after, member.place)
        return self.item(term, [*body, *more], member.place)

    def item(self, term: nodes.term, body: Nodes, place: Place) -> nodes.definition_list_item:
        definition = nodes.definition("", *body)
        item = nodes.definition_list_item("", term, definition)
        item.source = definition.source = str(place)
        return item

    # -- parts of an entry

    def term(self, objtype: str, id: str, name: str, after: Nodes, place: Place, again: bool = False) -> nodes.term:
        term = nodes.term("", "", nodes.strong("", name), *after)
        if not again:
            anchor = anchor_of(id)
            term["ids"].append(anchor)
            self.domain.note(objtype, id, anchor)
            term += ours.headerlink(target=anchor, title=id)
        put(term, str(place))
        return term

    def text(self, text: str, place: Place, subject: str, again: bool = False) -> Nodes:
        return markdown(self.directive, text, place, subject, again)

    def _after(self, member: Member, optional: bool, default: bool = True) -> Nodes:
        """What follows the name: its signature, and what is said in parentheses."""
        said: list[Nodes] = [[nodes.Text(word)] for word in member.attributes]
        # of a text it is what its length is counted in, which the words say
        if member.unit and not member.signature.startswith("String"):
            said.append([nodes.Text(f"in {member.unit}")])
        if member.has_default:
            said += [[nodes.Text("default: "), *_default(member)]] if default else []
        elif optional and not member.required and not member.nullable:
            said.append([nodes.Text("optional")])
        after: Nodes = [nodes.Text(": "), self.signature(member.signature)]
        for number, words in enumerate(said):
            after += [nodes.Text("; " if number else " ("), *words]
        return [*after, nodes.Text(")")] if said else after

    def signature(self, signature: str) -> nodes.literal:
        """``Id[MailboxRights]``, each name a link to its type."""
        literal = nodes.literal("", "", classes=["jmap-signature"])
        done = 0
        for match in _NAME.finditer(signature):
            structure = self.protocol.structures.get(match[0])
            if structure is None:
                continue
            if match.start() > done:
                literal += nodes.Text(signature[done : match.start()])
            link = reference("type", structure.id, match[0], self.docname)
            link.children[0].replace_self(nodes.inline("", match[0]))
            literal += link
            done = match.end()
        if done < len(signature):
            literal += nodes.Text(signature[done:])
        return literal


def _default(member: Member) -> Nodes:
    if member.default is ABSENT:
        return [nodes.Text(member.default_phrase)]
    return [nodes.literal("", json.dumps(member.default, ensure_ascii=False))]


def _with_sentence(body: Nodes, default: Nodes, place: Place) -> Nodes:
    """A description whose first paragraph tells the default at its end."""
    said = [nodes.Text("Default: "), *default, nodes.Text(".")]
    if body and isinstance(body[0], nodes.paragraph):
        body[0] += [nodes.Text(" "), *said]
        return body
    return [paragraph(*said, place=str(place)), *body]


def _is_short(definition: nodes.Node) -> bool:
    return (
        len(definition.children) <= 1
        and all(isinstance(block, nodes.paragraph) for block in definition.children)
        and len(definition.astext()) <= _SHORT
    )


def paragraph(*children: nodes.Node | str, lead: bool = False, place: str = "") -> nodes.paragraph:
    """A paragraph of ours; ``lead``: it leads to what stands below it."""
    made = nodes.paragraph("", "", *(nodes.Text(c) if isinstance(c, str) else c for c in children))
    if lead:
        made["classes"].append("keep-with-next")
    if place:
        put(made, place)
    return made


def anchored(entries: Entries, objtype: str, id: str, made: Nodes) -> Nodes:
    """Put the anchor of a definition on the first block that shows it."""
    anchor = anchor_of(id)
    first = next((n for n in made if isinstance(n, nodes.Element)), None)
    if first is None:
        first = nodes.container()
        made = [first]
    first["ids"].append(anchor)
    entries.domain.note(objtype, id, anchor)
    return made
