"""Arguments that a method has from another of its type, word for word, are told once in a draft.

Email/parse reads what Email/get reads, and takes the same arguments for it. A reader of both is helped
by hearing so, and not by reading them again to see whether they differ. Their requirements are their own: they
keep their anchors, in the one entry that stands for all of these arguments.
"""

from __future__ import annotations

from itertools import groupby

from docutils import nodes

from ..model import Member, Method
from . import nodes as ours
from .domain import reference
from .entries import Entries, Nodes


def arguments_list(entries: Entries, method: Method, members: list[Member]) -> nodes.definition_list:
    """The arguments of a request; in a draft, what another method has told already only by name."""
    other = _elder(entries, method) if entries.docname.startswith("drafts/") else None
    known = {m.name: m for m in other.arguments if m.name in other.added} if other else {}
    items = []
    for again, group in groupby(members, key=lambda m: m.name in known and _alike(m, known[m.name])):
        found = list(group)
        if again and other and len(found) > 1:
            items.append(_as_there(entries, method, other, found))
        else:
            items += [entries.member(m, "arg", f"{method.id}/{m.name}", optional=True) for m in found]
    return entries.dl(items)


def _elder(entries: Entries, method: Method) -> Method | None:
    """The standard method of the same type that reads records, where this one is the type's own."""
    if method.standard is not None:
        return None
    return next((m for m in entries.protocol.methods_of(method.type) if m.standard and m.verb == "get"), None)


def _alike(one: Member, other: Member) -> bool:
    return (one.description, one.signature, one.default) == (other.description, other.signature, other.default)


def _as_there(entries: Entries, method: Method, other: Method, found: list[Member]) -> nodes.definition_list_item:
    terms = [entries.term("arg", f"{method.id}/{m.name}", m.name, [], m.place) for m in found]
    term = terms[0]
    for more in terms[1:]:
        term += [nodes.Text(", "), *more.children]
        term["ids"] += more["ids"]
    link = reference("method", other.id, other.name, entries.docname)
    body = nodes.paragraph("", "", nodes.Text("As in "), link, nodes.Text(", with the same defaults."))
    for member in found:
        body += _anchors(entries.text(member.description, member.place, member.id))
    return entries.item(term, [body], found[0].place)


def _anchors(told: Nodes) -> Nodes:
    """The requirements of a description without their words."""
    made: Nodes = []
    for span in [span for node in told for span in node.findall(ours.requirement)]:
        span.clear()
        made.append(span)
    return made
